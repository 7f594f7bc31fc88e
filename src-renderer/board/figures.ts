import { cssOfInk, PAPER, type Ink, type Theme } from '#shared/model/palette.ts'
import { courseOf, headLength, type Course } from '#shared/model/line-geometry.ts'
import type { Dash, Fill, Head } from '#shared/model/properties.ts'
import type { FrameRecord, LineRecord, NoteRecord, ShapeRecord } from '#shared/model/records.ts'
import { withoutEnd, withoutStart } from './line-trimming.ts'

/** Part of an outline, in the record's own axes. */
export type PathCommand =
  | readonly ['M', number, number]
  | readonly ['L', number, number]
  | readonly ['C', number, number, number, number, number, number]
  | readonly ['Z']

export type Path = readonly PathCommand[]

/** A colour, and how much of it is in the paper: 1 is the ink itself. */
export interface Tone {
  readonly ink: Ink
  readonly strength: number
}

/**
 * Something to be painted, as simple as any picture format has it: whoever paints or writes these
 * paints or writes every figure.
 */
export type Figure =
  | { readonly kind: 'fill'; readonly path: Path; readonly tone: Tone }
  | {
      readonly kind: 'stroke'
      readonly path: Path
      readonly tone: Tone
      readonly width: number
      /** Lengths of dashes and gaps; none for a line without gaps. */
      readonly dashes: readonly number[]
      /** What it is seen through, if not all of it is seen. */
      readonly clip: Path | null
    }

/** Records that are made of figures, and words. */
export type FiguredRecord = ShapeRecord | LineRecord | NoteRecord | FrameRecord

/** Dashes, gaps and the distance of hatching lines, in widths of the line. */
const DASH = [3, 2.5]
const DOTS = [0.01, 2]
const HATCH = 4
const HATCH_WIDTH = 0.6
const FILL_STRENGTH = 0.28
const NOTE_STRENGTH = 0.32
const NOTE_CORNER = 0.03
const FRAME_LINE = 1
/** The distance of a Bézier curve's handles that makes it a quarter of a circle. */
const QUARTER = 0.5523
const STAR_INNER = 0.45
/** Half the width of a head at the end of a line, in lengths of the head. */
const HEAD_SPREAD = 0.45

/** What a record is painted as, bottom first, without its words. */
export function figuresOf(record: FiguredRecord): readonly Figure[] {
  switch (record.type) {
    case 'shape':
      return outlined(outlineOfShape(record), true, record)
    case 'line':
      return lineFigures(record)
    case 'note':
      return [
        {
          kind: 'fill',
          path: roundedRectangle(record.w, record.h, Math.min(record.w, record.h) * NOTE_CORNER),
          tone: { ink: record.color, strength: NOTE_STRENGTH },
        },
      ]
    case 'frame':
      return [strokeOf(roundedRectangle(record.w, record.h, 0), record.color, FRAME_LINE, 'solid')]
  }
}

/** The colour of a tone on a theme's paper. */
export function cssOfTone({ ink, strength }: Tone, theme: Theme): string {
  const css = cssOfInk(ink, theme)
  if (strength === 1) return css
  const [top, paper] = [channels(css), channels(PAPER[theme])]
  const mixed = top.map((value, i) => Math.round(value * strength + (paper[i] ?? 0) * (1 - strength)))
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

function channels(hex: string): number[] {
  const rgb = Number.parseInt(hex.slice(1), 16)
  return [rgb >> 16, (rgb >> 8) & 255, rgb & 255]
}

interface Outlined {
  readonly color: Ink
  readonly width: number
  readonly dash: Dash
  readonly fill: Fill
  readonly fillColor: Ink
}

function outlined(path: Path, closed: boolean, { color, width, dash, fill, fillColor }: Outlined): Figure[] {
  const figures: Figure[] = []
  if (closed && (fill === 'solid' || fill === 'full'))
    figures.push({ kind: 'fill', path, tone: { ink: fillColor, strength: fill === 'full' ? 1 : FILL_STRENGTH } })
  if (closed && fill === 'hatch') figures.push(hatching(path, fillColor, width))
  return [...figures, strokeOf(path, color, width, dash)]
}

function strokeOf(path: Path, ink: Ink, width: number, dash: Dash): Figure {
  const pattern = dash === 'solid' ? [] : dash === 'dashed' ? DASH : DOTS
  const dashes = pattern.map((length) => length * width)
  return { kind: 'stroke', path, tone: { ink, strength: 1 }, width, dashes, clip: null }
}

/** Parallel lines from the lower left to the upper right, across all of the outline's extent. */
function hatching(outline: Path, ink: Ink, width: number): Figure {
  const { minX, minY, maxX, maxY } = extentOf(outline)
  const apart = Math.max(width * HATCH, (maxX - minX + maxY - minY) / MOST_HATCHES) * Math.SQRT2
  const path: PathCommand[] = []
  for (let at = apart / 2; at < maxX - minX + (maxY - minY); at += apart) {
    path.push(['M', minX + at, minY], ['L', minX + at - (maxY - minY), maxY])
  }
  const tone = { ink, strength: 1 }
  return { kind: 'stroke', path, tone, width: width * HATCH_WIDTH, dashes: [], clip: outline }
}

const MOST_HATCHES = 400

function extentOf(path: Path): { minX: number; minY: number; maxX: number; maxY: number } {
  const extent = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity }
  for (const command of path) {
    for (let i = 1; i < command.length; i += 2) {
      const [x, y] = [command[i] as number, command[i + 1] as number]
      extent.minX = Math.min(extent.minX, x)
      extent.maxX = Math.max(extent.maxX, x)
      extent.minY = Math.min(extent.minY, y)
      extent.maxY = Math.max(extent.maxY, y)
    }
  }
  return extent
}

/** The outline of a shape. */
export function outlineOfShape({ shape, w, h, radius, sides }: ShapeRecord): Path {
  const corner = (x: number, y: number) => ({ x: x * w, y: y * h })
  switch (shape) {
    case 'rectangle':
      return roundedRectangle(w, h, radius)
    case 'ellipse':
      return ellipse(w, h)
    case 'diamond':
      return polygon([corner(0.5, 0), corner(1, 0.5), corner(0.5, 1), corner(0, 0.5)], radius)
    case 'triangle':
      return polygon([corner(0.5, 0), corner(1, 1), corner(0, 1)], radius)
    case 'polygon':
      return polygon(
        filling(
          around(sides, () => 1),
          w,
          h,
        ),
        radius,
      )
    case 'star':
      return polygon(
        filling(
          around(sides * 2, (i) => (i % 2 === 0 ? 1 : STAR_INNER)),
          w,
          h,
        ),
        radius,
      )
  }
}

interface Corner {
  readonly x: number
  readonly y: number
}

/** Corners around the middle, the first at the top. */
function around(count: number, distance: (i: number) => number): Corner[] {
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count - Math.PI / 2
    return { x: Math.cos(angle) * distance(i), y: Math.sin(angle) * distance(i) }
  })
}

/** Stretched so that they fill a box. */
function filling(corners: readonly Corner[], w: number, h: number): Corner[] {
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)]
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  const [wide, high] = [Math.max(...xs) - left, Math.max(...ys) - top]
  return corners.map(({ x, y }) => ({ x: ((x - left) / wide) * w, y: ((y - top) / high) * h }))
}

function roundedRectangle(w: number, h: number, radius: number): Path {
  return polygon(
    [
      { x: 0, y: 0 },
      { x: w, y: 0 },
      { x: w, y: h },
      { x: 0, y: h },
    ],
    radius,
  )
}

/** Straight sides with round corners, as far as the sides leave room for them. */
function polygon(corners: readonly Corner[], radius: number): Path {
  const path: PathCommand[] = []
  for (const [i, corner] of corners.entries()) {
    const before = corners[(i + corners.length - 1) % corners.length]!
    const after = corners[(i + 1) % corners.length]!
    const room = Math.min(distanceOf(before, corner), distanceOf(corner, after)) / 2
    const r = Math.min(radius, room)
    const start = r > 0 ? towards(corner, before, r) : corner
    path.push([i === 0 ? 'M' : 'L', start.x, start.y])
    if (r === 0) continue
    const end = towards(corner, after, r)
    const [a, b] = [towards(start, corner, r * QUARTER), towards(end, corner, r * QUARTER)]
    path.push(['C', a.x, a.y, b.x, b.y, end.x, end.y])
  }
  return [...path, ['Z']]
}

function distanceOf(a: Corner, b: Corner): number {
  return Math.hypot(b.x - a.x, b.y - a.y)
}

/** The place so far from one towards another. */
function towards(from: Corner, to: Corner, by: number): Corner {
  const length = distanceOf(from, to)
  if (length === 0) return from
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length }
}

function ellipse(w: number, h: number): Path {
  const [rx, ry] = [w / 2, h / 2]
  const [kx, ky] = [rx * QUARTER, ry * QUARTER]
  return [
    ['M', rx, 0],
    ['C', rx + kx, 0, w, ry - ky, w, ry],
    ['C', w, ry + ky, rx + kx, h, rx, h],
    ['C', rx - kx, h, 0, ry + ky, 0, ry],
    ['C', 0, ry - ky, rx - kx, 0, rx, 0],
    ['Z'],
  ]
}

function lineFigures(line: LineRecord): Figure[] {
  const course = courseOf(line)
  const last = course.curves.at(-1)
  if (last === undefined) return []
  const [startLength, endLength] = headLengths(course, line)
  const shaft = line.closed
    ? course
    : withoutEnd(withoutStart(course, underHead(line.startHead, startLength)), underHead(line.endHead, endLength))
  const path: PathCommand[] = [['M', shaft.x, shaft.y]]
  for (const { x1, y1, x2, y2, x, y } of shaft.curves) path.push(['C', x1, y1, x2, y2, x, y])
  if (line.closed) path.push(['Z'])
  const figures = outlined(path, line.closed, line)
  if (line.closed) return figures
  return [
    ...figures,
    ...headFigures(line.startHead, startLength, course, directionAtStart(course), line),
    ...headFigures(line.endHead, endLength, last, directionAtEnd(course), line),
  ]
}

/** Of the heads at the start and at the end, were there any. */
function headLengths({ x, y, curves }: Course, { width }: LineRecord): [start: number, end: number] {
  const ends = [{ x, y }, ...curves]
  const start = headLength(width, distanceOf(ends[0]!, ends[1] ?? ends[0]!))
  const end = headLength(width, distanceOf(ends.at(-1)!, ends.at(-2) ?? ends[0]!))
  return [start * HEAD_PART, end * HEAD_PART]
}

/** How far from its tip a filled head has the line end, with its round end within the head. */
function underHead(head: Head, length: number): number {
  if (head === 'dot') return length * HEAD_SPREAD
  return head === 'triangle' || head === 'diamond' ? length / 2 : 0
}

/** The direction in which a line leaves its beginning, backwards: where its head points. */
function directionAtStart({ x, y, curves }: Course): number {
  for (const curve of curves) {
    for (const to of [{ x: curve.x1, y: curve.y1 }, { x: curve.x2, y: curve.y2 }, curve]) {
      if (to.x !== x || to.y !== y) return Math.atan2(y - to.y, x - to.x)
    }
  }
  return 0
}

function directionAtEnd({ x, y, curves }: Course): number {
  const end = curves.at(-1) ?? { x, y }
  for (const curve of curves.toReversed()) {
    for (const from of [
      { x: curve.x2, y: curve.y2 },
      { x: curve.x1, y: curve.y1 },
    ]) {
      if (from.x !== end.x || from.y !== end.y) return Math.atan2(end.y - from.y, end.x - from.x)
    }
  }
  return Math.atan2(end.y - y, end.x - x)
}

/** A figure with straight sides. */
function ring(...corners: readonly (readonly [number, number])[]): Path {
  return [...corners.map(([x, y], i): PathCommand => [i === 0 ? 'M' : 'L', x, y]), ['Z']]
}

function headFigures(head: Head, length: number, tip: Corner, angle: number, { color, width }: LineRecord): Figure[] {
  if (head === 'none') return []
  const spread = length * HEAD_SPREAD
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  /** So far back from the tip, and so far to the side. */
  const at = (back: number, side: number): readonly [number, number] => [
    tip.x - back * cos - side * sin,
    tip.y - back * sin + side * cos,
  ]
  const tone = { ink: color, strength: 1 }
  switch (head) {
    case 'arrow':
      return [
        strokeOf(
          [
            ['M', ...at(length, spread)],
            ['L', ...at(0, 0)],
            ['L', ...at(length, -spread)],
          ],
          color,
          width,
          'solid',
        ),
      ]
    case 'bar':
      return [
        strokeOf(
          [
            ['M', ...at(0, spread)],
            ['L', ...at(0, -spread)],
          ],
          color,
          width,
          'solid',
        ),
      ]
    case 'triangle':
      return [{ kind: 'fill', path: ring(at(0, 0), at(length, spread), at(length, -spread)), tone }]
    case 'diamond':
      return [
        { kind: 'fill', path: ring(at(0, 0), at(length / 2, spread), at(length, 0), at(length / 2, -spread)), tone },
      ]
    case 'dot': {
      const [x, y] = at(spread, 0)
      const dot = ellipse(2 * spread, 2 * spread)
      return [{ kind: 'fill', path: dot.map((command) => moved(command, x - spread, y - spread)), tone }]
    }
  }
}

/** A head with its own line's width stays within what the bounds leave for it. */
const HEAD_PART = 0.85

function moved(command: PathCommand, dx: number, dy: number): PathCommand {
  return command.map((value, i) =>
    typeof value === 'string' ? value : value + (i % 2 === 1 ? dx : dy),
  ) as unknown as PathCommand
}
