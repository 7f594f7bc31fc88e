import { toBoard } from '#shared/model/bounds.ts'
import { DEFAULT_UNIT, packPoints } from '#shared/model/points.ts'
import { MAX_PATH_LENGTH, writePath, type PathPoint } from '#shared/model/paths.ts'
import {
  LIMITS,
  type Alignment,
  type Bend,
  type Dash,
  type Fill,
  type Font,
  type Head,
} from '#shared/model/properties.ts'
import { USUAL, type BoardRecord, type LineRecord } from '#shared/model/records.ts'
import { isTarget, partsOn, type Target } from '#renderer/board/bindings.ts'
import type { ForeignElement } from './excalidraw-element.ts'
import { inkOfCss } from './foreign-color.ts'
import { LossCount, type MeasureWords } from './opened.ts'

/** Excalidraw's freehand nib at stroke width 1. */
const FREEDRAW_NIB = 4.25
/** How near the ends of a line lie where it counts as closed. */
const CLOSED_WITHIN = 8
/** Its round corners: a quarter of the shorter side, and at most so many units in files of today. */
const CORNER_PART = 0.25
const CORNER_MOST = 32
/** What an outline that is not there has for a width. */
const HAIR = 0.01
const USUAL_TEXT_SIZE = 20

/** Makes records of the elements of one drawing. */
export class Mapping {
  readonly #prefix: string
  #losses: LossCount
  readonly #measure: MeasureWords
  /** By their ids in the file; the first of two. */
  readonly #elements = new Map<string, ForeignElement>()
  readonly #labels = new Map<ForeignElement, ForeignElement>()
  readonly #ids = new Map<ForeignElement, string>()
  readonly #groups = new Map<string, string>()

  /** @param item tells the ids of this drawing from those of others in the file */
  constructor(elements: readonly ForeignElement[], item: number, losses: LossCount, measure: MeasureWords) {
    this.#prefix = `x${item}-`
    this.#losses = losses
    this.#measure = measure
    for (const element of elements) {
      this.#ids.set(element, `${this.#prefix}${this.#ids.size}`)
      const id = element.text('id')
      if (id !== '' && !this.#elements.has(id)) this.#elements.set(id, element)
    }
    for (const element of elements) {
      const container = this.#elements.get(element.text('containerId'))
      if (container !== undefined && shapeOf(container) !== null && !element.flag('isDeleted')) {
        this.#labels.set(container, element)
      }
    }
  }

  /** What an element becomes: mostly one record. */
  recordsOf(element: ForeignElement): BoardRecord[] {
    if (element.flag('isDeleted')) return []
    this.#note(element)
    switch (element.text('type')) {
      case 'rectangle':
      case 'ellipse':
      case 'diamond':
        return this.#shape(element)
      case 'line':
      case 'arrow':
        return this.#line(element)
      case 'freedraw':
      case 'draw':
        return this.#ink(element)
      case 'text':
        return this.#text(element)
      case 'frame':
      case 'magicframe':
        return [this.#frame(element)]
      case 'image':
        this.#losses.add('image')
        return []
      case 'embeddable':
      case 'iframe':
        this.#losses.add('embed')
        return []
      case 'selection':
        return []
      default:
        this.#losses.add('unknown')
        return []
    }
  }

  #note(element: ForeignElement): void {
    const isSketched = ['rectangle', 'ellipse', 'diamond', 'line', 'arrow'].includes(element.text('type'))
    if (isSketched && element.number('roughness', 1) > 0) this.#losses.add('sketchiness')
    if (element.text('link') !== '') this.#losses.add('link')
  }

  #base(element: ForeignElement) {
    const { x, y } = originOf(element)
    return {
      id: this.#idOf(element),
      z: 'a0',
      author: 0,
      x,
      y,
      rotation: element.number('angle', 0),
      scaleX: 1,
      scaleY: 1,
      color: inkOfCss(element.text('strokeColor')) ?? 'ink',
      opacity: element.number('opacity', 100, 0, 100) / 100,
      group: this.#groupOf(element),
      locked: element.flag('locked'),
    } as const
  }

  #idOf(element: ForeignElement): string {
    return this.#ids.get(element) ?? ''
  }

  /** Theirs are listed from the inside to the outside. */
  #groupOf(element: ForeignElement): string {
    const ids = element.list('groupIds').filter((id) => typeof id === 'string')
    const own = ids.toReversed().map((id) => {
      const known = this.#groups.get(id)
      if (known !== undefined) return known
      const made = `${this.#prefix}g${this.#groups.size}`
      this.#groups.set(id, made)
      return made
    })
    return own.slice(0, LIMITS.maxGroupDepth).join('/')
  }

  /** The outline and what is in it. What has neither outline nor fill is not seen, and left out. */
  #outlined(element: ForeignElement, isClosed: boolean) {
    const outline = inkOfCss(element.text('strokeColor'))
    const inside = isClosed ? inkOfCss(element.text('backgroundColor')) : null
    if (outline === null && inside === null && this.#labels.get(element) === undefined) return null
    const width = element.number('strokeWidth', 1, HAIR, LIMITS.maxWidth)
    return {
      color: outline ?? inside ?? 'ink',
      width: outline === null ? HAIR : width,
      dash: dashOf(element),
      fill: inside === null ? 'none' : this.#fillOf(element),
      fillColor: inside ?? 'ink',
    } as const
  }

  #fillOf(element: ForeignElement): Fill {
    const style = element.text('fillStyle')
    if (style === 'solid') return 'full'
    if (style !== 'hachure' && style !== '') this.#losses.add('fillStyle')
    return 'hatch'
  }

  #shape(element: ForeignElement): BoardRecord[] {
    const shape = shapeOf(element)
    const outlined = this.#outlined(element, true)
    if (shape === null || outlined === null) return []
    const { w, h } = sizeOf(element)
    return [
      {
        ...USUAL.shape,
        ...this.#base(element),
        ...outlined,
        ...this.#labelOf(element),
        type: 'shape',
        shape,
        w,
        h,
        radius: shape === 'ellipse' ? 0 : radiusOf(element, w, h),
      },
    ]
  }

  /** The words in a shape. */
  #labelOf(element: ForeignElement) {
    const label = this.#labels.get(element)
    if (label === undefined) return {}
    if (inkOfCss(label.text('strokeColor')) !== inkOfCss(element.text('strokeColor'))) this.#losses.add('labelColor')
    const { text, size, font, align } = this.#wordingOf(label)
    return { text, size, font, align }
  }

  #wordingOf(element: ForeignElement) {
    const whole = element.text('originalText') || element.text('text')
    const text = whole.replace(/\r\n?/g, '\n').toWellFormed()
    if (text.length > LIMITS.maxTextLength) this.#losses.add('cut')
    const font = FONTS.get(element.number('fontFamily', 1))
    if (font === undefined) this.#losses.add('font')
    return {
      text: text.slice(0, LIMITS.maxTextLength).toWellFormed(),
      size: element.number('fontSize', USUAL_TEXT_SIZE, HAIR, LIMITS.maxTextSize),
      font: font ?? 'hand',
      align: alignOf(element),
    } as const
  }

  #text(element: ForeignElement): BoardRecord[] {
    const container = this.#elements.get(element.text('containerId'))
    if (container !== undefined && this.#labels.get(container) === element) return []
    const wording = this.#wordingOf(element)
    if (wording.text.trim() === '') return []
    const wrap = element.has('autoResize') && !element.flag('autoResize') ? sizeOf(element).w : 0
    const { w, h } = this.#measure({ ...wording, wrap })
    const free = sizeOf(element).w - w
    const indent = wording.align === 'left' ? 0 : wording.align === 'center' ? free / 2 : free
    const base = this.#base(element)
    const cos = Math.cos(base.rotation)
    const sin = Math.sin(base.rotation)
    const at = { x: base.x + indent * cos, y: base.y + indent * sin }
    return [{ ...USUAL.text, ...base, ...at, ...wording, type: 'text', wrap, w, h }]
  }

  #line(element: ForeignElement): BoardRecord[] {
    const places = element.points()
    if (places.length < 2) return []
    const isRound = element.has('roundness') || element.text('strokeSharpness') === 'round'
    const bend: Bend = isRound && places.length > 2 ? 'curved' : 'straight'
    const [first, last] = [places[0]!, places.at(-1)!]
    const isArrow = element.text('type') === 'arrow'
    const closed = !isArrow && places.length > 2 && Math.hypot(last.x - first.x, last.y - first.y) <= CLOSED_WITHIN
    const outlined = this.#outlined(element, closed)
    if (outlined === null) return []
    const line: LineRecord = {
      ...USUAL.line,
      ...this.#base(element),
      ...outlined,
      type: 'line',
      path: this.#pathOf(closed ? places.slice(0, -1) : places),
      bend,
      closed,
      startHead: this.#headOf(element, 'startArrowhead', 'none'),
      endHead: this.#headOf(element, 'endArrowhead', isArrow ? 'arrow' : 'none'),
    }
    const start = this.#fastening(element, 'startBinding', line, first)
    const end = this.#fastening(element, 'endBinding', line, last)
    return [
      {
        ...line,
        ...(start === null ? {} : { startOn: start.on, startX: start.x, startY: start.y }),
        ...(end === null ? {} : { endOn: end.on, endX: end.x, endY: end.y }),
      },
    ]
  }

  /** A path takes only so many places: of a longer one every second is kept, or every fourth. */
  #pathOf(places: readonly PathPoint[]): string {
    let kept = places
    let path = writePath(kept)
    if (path.length > MAX_PATH_LENGTH) this.#losses.add('cut')
    while (path.length > MAX_PATH_LENGTH) {
      kept = kept.filter((_, i) => i % 2 === 0 || i === kept.length - 1)
      path = writePath(kept)
    }
    return path
  }

  #headOf(element: ForeignElement, key: string, otherwise: Head): Head {
    // An arrow of old files, that says nothing of its head, has one; one that says "null" has none.
    if (!element.has(key)) return element.says(key) ? 'none' : otherwise
    const name = element.text(key)
    const head = HEADS.get(name)
    if (head === undefined || name.endsWith('_outline')) this.#losses.add('arrowhead')
    return head ?? 'arrow'
  }

  /** What an end of a line goes with: on the place of it that is nearest to the end. */
  #fastening(element: ForeignElement, key: string, line: LineRecord, end: PathPoint) {
    const binding = element.part(key)
    const other = binding === null ? undefined : this.#elements.get(binding.text('elementId'))
    if (other === undefined || other === element || other.flag('isDeleted')) return null
    const target = this.#targets.get(other) ?? this.#targetOf(other)
    if (target === null) return null
    const at = toBoard(line, end.x, end.y)
    return { on: target.id, ...partsOn(target, at) }
  }

  readonly #targets = new Map<ForeignElement, Target | null>()

  /** The record of what a line is fastened to, without counting again what it has lost. */
  #targetOf(element: ForeignElement): Target | null {
    const counted = this.#losses
    this.#losses = new LossCount()
    const record = ['rectangle', 'ellipse', 'diamond', 'text'].includes(element.text('type'))
      ? this.recordsOf(element)[0]
      : undefined
    this.#losses = counted
    const target = record !== undefined && isTarget(record) ? record : null
    this.#targets.set(element, target)
    return target
  }

  /** Ink in strokes that are no longer than a stroke may be. */
  #ink(element: ForeignElement): BoardRecord[] {
    const color = inkOfCss(element.text('strokeColor'))
    if (inkOfCss(element.text('backgroundColor')) !== null) this.#losses.add('freehandFill')
    const places = element.points()
    if (color === null || places.length === 0) return []
    const pressures = element.list('pressures')
    const pressure = element.has('simulatePressure') && !element.flag('simulatePressure') && pressures.length > 0
    const ink = places.map((place, i) => {
      const value = pressures[i]
      return { ...place, pressure: typeof value === 'number' && value >= 0 && value <= 1 ? value : 0.5 }
    })
    const width = element.number('strokeWidth', 1, HAIR, LIMITS.maxWidth / FREEDRAW_NIB) * FREEDRAW_NIB
    const stroke = {
      ...USUAL.stroke,
      ...this.#base(element),
      type: 'stroke',
      color,
      width,
      unit: DEFAULT_UNIT,
      pressure,
    } as const
    const strokes: BoardRecord[] = []
    // Each begins where the one before it ended.
    for (let from = 0; from === 0 || from < ink.length - 1; from += MOST_POINTS - 1) {
      const points = packPoints(ink.slice(from, from + MOST_POINTS), DEFAULT_UNIT, pressure)
      strokes.push({ ...stroke, id: from === 0 ? stroke.id : `${stroke.id}-${from}`, points })
    }
    return strokes
  }

  #frame(element: ForeignElement): BoardRecord {
    const name = element.text('name').toWellFormed().slice(0, LIMITS.maxTextLength).toWellFormed()
    const base = this.#base(element)
    return { ...USUAL.frame, ...base, color: USUAL.frame.color, type: 'frame', ...sizeOf(element), text: name }
  }
}

/** Points of a stroke that surely fit into one message. */
const MOST_POINTS = 4000

const FONTS: ReadonlyMap<number, Font> = new Map([
  [1, 'hand'],
  [2, 'sans'],
  [3, 'mono'],
  [4, 'sans'],
  [5, 'hand'],
  [6, 'sans'],
  [7, 'sans'],
  [8, 'mono'],
  [9, 'sans'],
])

const HEADS: ReadonlyMap<string, Head> = new Map([
  ['arrow', 'arrow'],
  ['bar', 'bar'],
  ['dot', 'dot'],
  ['circle', 'dot'],
  ['circle_outline', 'dot'],
  ['triangle', 'triangle'],
  ['triangle_outline', 'triangle'],
  ['diamond', 'diamond'],
  ['diamond_outline', 'diamond'],
])

function shapeOf(element: ForeignElement): 'rectangle' | 'ellipse' | 'diamond' | null {
  const type = element.text('type')
  return type === 'rectangle' || type === 'ellipse' || type === 'diamond' ? type : null
}

function sizeOf(element: ForeignElement): { readonly w: number; readonly h: number } {
  return { w: Math.abs(element.number('width', 0)), h: Math.abs(element.number('height', 0)) }
}

/** Their elements turn about the middle of their box, ours about their origin. */
function originOf(element: ForeignElement): PathPoint {
  const [x, y] = [element.number('x', 0), element.number('y', 0)]
  const [width, height] = [element.number('width', 0), element.number('height', 0)]
  const places = element.points()
  const isPath = places.length > 0
  // A box that was drawn backwards has a negative size.
  const corner = isPath ? { x, y } : { x: x + Math.min(0, width), y: y + Math.min(0, height) }
  const xs = places.map((place) => place.x)
  const ys = places.map((place) => place.y)
  const middleX = isPath ? x + middleOf(xs) : x + width / 2
  const middleY = isPath ? y + middleOf(ys) : y + height / 2
  const angle = element.number('angle', 0)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const [dx, dy] = [corner.x - middleX, corner.y - middleY]
  return { x: middleX + dx * cos - dy * sin, y: middleY + dx * sin + dy * cos }
}

function middleOf(values: readonly number[]): number {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return (low + high) / 2
}

function radiusOf(element: ForeignElement, w: number, h: number): number {
  const roundness = element.part('roundness')
  const most = roundness?.number('type', 0) === 3 ? roundness.number('value', CORNER_MOST) : Number.POSITIVE_INFINITY
  const isRound = roundness !== null || element.text('strokeSharpness') === 'round'
  return isRound ? Math.max(0, Math.min(most, Math.min(w, h) * CORNER_PART)) : 0
}

function dashOf(element: ForeignElement): Dash {
  const style = element.text('strokeStyle')
  return style === 'dashed' || style === 'dotted' ? style : 'solid'
}

function alignOf(element: ForeignElement): Alignment {
  const align = element.text('textAlign')
  return align === 'center' || align === 'right' ? align : 'left'
}
