import { generateNKeysBetween } from 'fractional-indexing'
import { DEFAULT_UNIT, packPoints, type InkPoint } from '#shared/model/points.ts'
import { isInk, type Ink } from '#shared/model/palette.ts'
import { USUAL, type BoardRecord } from '#shared/model/records.ts'

/** What we read of an Excalidraw element. */
export interface ExcalidrawElement {
  readonly id: string
  readonly type: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly angle: number
  readonly strokeColor: string
  readonly backgroundColor: string
  readonly fillStyle?: string
  readonly strokeWidth: number
  readonly strokeSharpness?: string
  readonly opacity: number
  readonly points?: readonly (readonly number[])[]
  readonly pressures?: readonly number[]
  readonly simulatePressure?: boolean
  readonly text?: string
  readonly fontSize?: number
}

/** Excalidraw's freehand nib at stroke width 1. */
const FREEDRAW_NIB = 4.25
/** Board units between samples of an outline. */
const SAMPLE_EVERY = 6
const CURVE_STEPS = 8
/** What stands for black in these drawings; it follows the theme. */
const BLACK = new Set(['#000000', '#000', '#222222', '#222'])

/** The elements of a library file, of either version, in file order. */
export function elementsOf(libraryText: string): ExcalidrawElement[] {
  const file = JSON.parse(libraryText) as {
    readonly library?: readonly (readonly ExcalidrawElement[])[]
    readonly libraryItems?: readonly { readonly elements: readonly ExcalidrawElement[] }[]
  }
  return [...(file.library ?? []).flat(), ...(file.libraryItems ?? []).flatMap(({ elements }) => elements)]
}

/** The elements as records of our own, painted in the same order. An empty text is nothing and has no record. */
export function recordsOf(elements: readonly ExcalidrawElement[], prefix = 'x'): BoardRecord[] {
  const keys = generateNKeysBetween(null, null, elements.length)
  const records: BoardRecord[] = []
  elements.forEach((element, i) => {
    const record = recordOf(element, `${prefix}${i}`, keys[i] ?? 'a0')
    if (record !== null) records.push(record)
  })
  return records
}

function recordOf(element: ExcalidrawElement, id: string, z: string): BoardRecord | null {
  const base = {
    id,
    z,
    author: 1,
    ...originOf(element),
    rotation: element.angle,
    scaleX: 1,
    scaleY: 1,
    color: colorOf(element),
    opacity: element.opacity / 100,
  }
  if (element.type === 'text') {
    const text = element.text ?? ''
    if (text === '') return null
    return {
      ...USUAL.text,
      ...base,
      type: 'text',
      text,
      size: element.fontSize ?? 20,
      w: element.width,
      h: element.height,
    }
  }
  const points = pointsOf(element)
  const pressure = element.type === 'freedraw' && element.simulatePressure === false
  return {
    ...USUAL.stroke,
    ...base,
    type: 'stroke',
    width: element.type === 'freedraw' ? element.strokeWidth * FREEDRAW_NIB : element.strokeWidth,
    unit: DEFAULT_UNIT,
    pressure,
    points: packPoints(points, DEFAULT_UNIT, pressure),
  }
}

/** Their elements turn about the middle of their box, ours about their origin. */
function originOf({ x, y, width, height, angle, points }: ExcalidrawElement): { x: number; y: number } {
  const xs = points?.map((point) => point[0] ?? 0) ?? [0]
  const ys = points?.map((point) => point[1] ?? 0) ?? [0]
  const middleX = x + Math.min(...xs) + width / 2
  const middleY = y + Math.min(...ys) + height / 2
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  const dx = x - middleX
  const dy = y - middleY
  return { x: middleX + dx * cos - dy * sin, y: middleY + dx * sin + dy * cos }
}

/** What has no line is drawn in the colour it is filled with. */
function colorOf({ strokeColor, backgroundColor }: ExcalidrawElement): Ink {
  for (const color of [strokeColor, backgroundColor]) {
    if (BLACK.has(color)) return 'ink'
    const full = /^#[0-9a-f]{3}$/i.test(color) ? color.replace(/[0-9a-f]/gi, '$&$&') : color
    const lower = full.toLowerCase()
    if (isInk(lower)) return lower
  }
  return 'ink'
}

/** The element's line as points relative to its origin. */
export function pointsOf(element: ExcalidrawElement): InkPoint[] {
  const { width: w, height: h } = element
  switch (element.type) {
    case 'freedraw':
      return (element.points ?? []).map((point, i) => ({
        x: point[0] ?? 0,
        y: point[1] ?? 0,
        pressure: element.pressures?.[i] ?? 0.5,
      }))
    case 'ellipse':
      return ellipse(w, h)
    case 'rectangle':
      return sampled([
        [0, 0],
        [w, 0],
        [w, h],
        [0, h],
        [0, 0],
      ])
    case 'line':
      return element.strokeSharpness === 'round' ? curve(element.points ?? []) : sampled(element.points ?? [])
    default:
      throw new Error(`No element of type ${element.type} is known.`)
  }
}

function ellipse(w: number, h: number): InkPoint[] {
  const steps = Math.max(16, Math.ceil((Math.PI * (w + h)) / 2 / SAMPLE_EVERY))
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = (2 * Math.PI * i) / steps
    return { x: (w / 2) * (1 + Math.cos(angle)), y: (h / 2) * (1 + Math.sin(angle)), pressure: 0.5 }
  })
}

function sampled(corners: readonly (readonly number[])[]): InkPoint[] {
  const points: InkPoint[] = []
  corners.forEach(([x = 0, y = 0], i) => {
    const [px = x, py = y] = corners[i - 1] ?? []
    const steps = i === 0 ? 1 : Math.max(1, Math.ceil(Math.hypot(x - px, y - py) / SAMPLE_EVERY))
    for (let s = 1; s <= steps; s++) {
      points.push({ x: px + ((x - px) * s) / steps, y: py + ((y - py) * s) / steps, pressure: 0.5 })
    }
  })
  return points
}

/** A Catmull-Rom curve through the points. */
function curve(through: readonly (readonly number[])[]): InkPoint[] {
  if (through.length < 3) return sampled(through)
  const points: InkPoint[] = [{ x: through[0]?.[0] ?? 0, y: through[0]?.[1] ?? 0, pressure: 0.5 }]
  for (let i = 0; i + 1 < through.length; i++) {
    const [a, b, c, d] = [
      through[i - 1] ?? through[i]!,
      through[i]!,
      through[i + 1]!,
      through[i + 2] ?? through[i + 1]!,
    ]
    for (let s = 1; s <= CURVE_STEPS; s++) {
      const t = s / CURVE_STEPS
      points.push({ x: spline(a[0]!, b[0]!, c[0]!, d[0]!, t), y: spline(a[1]!, b[1]!, c[1]!, d[1]!, t), pressure: 0.5 })
    }
  }
  return points
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
  return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
}
