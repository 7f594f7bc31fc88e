import { toBoard } from '#shared/model/bounds.ts'
import { DEFAULT_UNIT, packPoints } from '#shared/model/points.ts'
import { MAX_PATH_LENGTH, writePath, type PathPoint } from '#shared/model/paths.ts'
import type { Ink } from '#shared/model/palette.ts'
import { LIMITS, type Fill, type Head } from '#shared/model/properties.ts'
import { USUAL, type BoardRecord, type LineRecord, type ShapeRecord } from '#shared/model/records.ts'
import { isTarget, type Target } from '#renderer/board/binding-targets.ts'
import { partsBeside } from '#renderer/board/bindings.ts'
import { hatchedAcross } from './excalidraw-crossed.ts'
import type { ForeignElement } from './excalidraw-element.ts'
import { onColors } from './excalidraw-grounds.ts'
import { FREEDRAW_NIB, inkOf, LEAST_INK, spaced } from './excalidraw-ink.ts'
import {
  bendOf,
  dashOf,
  fillOf,
  HAIR,
  HEADS,
  insideOf,
  isCrossed,
  radiusOf,
  shapeOf,
  widthOf,
} from './excalidraw-looks.ts'
import { isClipped, isFrame, noteElement, noteLabel, PATHS } from './excalidraw-losses.ts'
import { closedPlaces, hasRoom, isLoop, meets } from './excalidraw-loops.ts'
import type { ForeignPictures } from './excalidraw-pictures.ts'
import { originOf, sizeOf } from './excalidraw-places.ts'
import { fittedWords, wordsOf } from './excalidraw-words.ts'
import { fixedInkOfCss, inkOfCss } from './foreign-color.ts'
import { LossCount, type MeasureWords } from './opened.ts'

/** Makes records of the elements of one drawing. */
export class Mapping {
  readonly #prefix: string
  #losses: LossCount
  readonly #measure: MeasureWords
  readonly #pictures: ForeignPictures | null
  /** By their ids in the file; the first of two. */
  readonly #elements = new Map<string, ForeignElement>()
  readonly #labels = new Map<ForeignElement, ForeignElement>()
  readonly #onColors: ReadonlySet<ForeignElement>
  readonly #ids = new Map<ForeignElement, string>()
  readonly #groups = new Map<string, string>()

  /** @param item tells the ids of this drawing from those of others in the file */
  constructor(
    elements: readonly ForeignElement[],
    item: number,
    losses: LossCount,
    measure: MeasureWords,
    pictures: ForeignPictures | null = null,
  ) {
    this.#pictures = pictures
    this.#prefix = `x${item}-`
    this.#losses = losses
    this.#measure = measure
    this.#onColors = onColors(elements)
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
  recordsOf(element: ForeignElement): readonly BoardRecord[] {
    if (element.flag('isDeleted')) return []
    if (!element.isNear()) {
      this.#losses.add('far')
      return []
    }
    noteElement(element, this.#losses)
    const records = this.#drawn(element)
    const frame = this.#elements.get(element.text('frameId'))
    if (frame !== undefined && isFrame(frame) && isClipped(records, element, frame)) this.#losses.add('clipping')
    return records
  }

  #drawn(element: ForeignElement): readonly BoardRecord[] {
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
        return this.#image(element)
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

  #image(element: ForeignElement): readonly BoardRecord[] {
    const blob = this.#pictures?.hashOf(element.text('fileId')) ?? null
    if (blob === null) {
      this.#losses.add('image')
      return []
    }
    if (element.has('crop')) this.#losses.add('crop')
    const { w, h } = sizeOf(element)
    const base = this.#base(element)
    const [across, down] = element.list('scale').map((factor) => (factor === -1 ? -1 : 1))
    // Mirrored about their middle there, about their origin here.
    const [dx, dy] = [across === -1 ? w : 0, down === -1 ? h : 0]
    const [cos, sin] = [Math.cos(base.rotation), Math.sin(base.rotation)]
    const place = { x: base.x + dx * cos - dy * sin, y: base.y + dx * sin + dy * cos }
    const scales = { scaleX: across ?? 1, scaleY: down ?? 1 }
    return [{ ...USUAL.image, ...base, ...place, ...scales, type: 'image', color: 'ink', w, h, blob }]
  }

  #base(element: ForeignElement) {
    const { x, y } = originOf(element)
    return {
      id: this.#idOf(element),
      z: 'a0',
      author: 0,
      x,
      y,
      // Never -0, which no file tells from 0.
      rotation: (element.number('angle', 0) % (2 * Math.PI)) + 0,
      scaleX: 1,
      scaleY: 1,
      color: this.#outlineOf(element) ?? 'ink',
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
    const outline = this.#outlineOf(element)
    const inside = isClosed ? this.#insideOf(element) : null
    if (outline === null && inside === null && this.#labels.get(element) === undefined) return null
    const fill = inside === null ? 'none' : this.#fillOf(element)
    return {
      color: outline ?? inside ?? 'ink',
      // Hatches are as strong as the outline is.
      width: outline === null && fill !== 'hatch' ? HAIR : widthOf(element),
      dash: dashOf(element),
      fill,
      fillColor: inside ?? 'ink',
    } as const
  }

  #outlineOf(element: ForeignElement): Ink | null {
    return (this.#onColors.has(element) ? fixedInkOfCss : inkOfCss)(element.text('strokeColor'))
  }

  #insideOf(element: ForeignElement): Ink | null {
    return insideOf(element, this.#onColors.has(element))
  }

  #fillOf(element: ForeignElement): Fill {
    const { fill, isKept } = fillOf(element, this.#onColors.has(element))
    if (!isKept && (fill !== 'hatch' || !this.#isCrossed(element))) this.#losses.add('fillStyle')
    return fill
  }

  /** Whether it can be two figures, which what words are on cannot. */
  #isCrossed(element: ForeignElement): boolean {
    return isCrossed(element) && !this.#labels.has(element)
  }

  #shape(element: ForeignElement): readonly BoardRecord[] {
    const shape = shapeOf(element)
    const outlined = this.#outlined(element, true)
    if (shape === null || outlined === null) return []
    const { w, h } = sizeOf(element)
    const figure: ShapeRecord = {
      ...USUAL.shape,
      ...this.#base(element),
      ...outlined,
      type: 'shape',
      shape,
      w,
      h,
      radius: radiusOf(element, shape, w, h),
    }
    return this.#together(element, this.#crossed(element, { ...figure, ...this.#labelOf(element) }))
  }

  /** A figure, over the same one if it is hatched both ways. */
  #crossed<Figure extends ShapeRecord | LineRecord>(element: ForeignElement, figure: Figure): Figure[] {
    return figure.fill === 'hatch' && this.#isCrossed(element) ? [hatchedAcross(figure), figure] : [figure]
  }

  /** The words in a shape. */
  #labelOf(element: ForeignElement) {
    const label = this.#labels.get(element)
    if (label === undefined) return {}
    noteLabel(label, element, this.#losses)
    return wordsOf(label, this.#losses)
  }

  #text(element: ForeignElement): readonly BoardRecord[] {
    const container = this.#elements.get(element.text('containerId'))
    if (container !== undefined && this.#labels.get(container) === element) return []
    const told = wordsOf(element, this.#losses)
    if (told.text.trim() === '') return []
    if (container !== undefined && PATHS.has(container.text('type'))) this.#losses.add('arrowWords')
    const box = sizeOf(element)
    const wrap = element.has('autoResize') && !element.flag('autoResize') ? box.w : 0
    const words = wrap > 0 ? told : fittedWords(element, told, this.#measure)
    const { w, h } = this.#measure({ ...words, wrap })
    const free = box.w - w
    const indent = words.align === 'left' ? 0 : words.align === 'center' ? free / 2 : free
    const base = this.#base(element)
    // Lines of other typefaces are of other heights: the middle of the words stays.
    const at = toBoard(base, indent, box.h > 0 ? (box.h - h) / 2 : 0)
    return [{ ...USUAL.text, ...base, ...at, ...words, type: 'text', wrap, w, h }]
  }

  #line(element: ForeignElement): readonly BoardRecord[] {
    const places = element.points()
    if (places.length < 2) return []
    const bend = bendOf(element, places.length)
    const [first, last] = [places[0]!, places.at(-1)!]
    const isArrow = element.text('type') === 'arrow'
    const isFilled = !isArrow && isLoop(places) && this.#insideOf(element) !== null
    const closed = isFilled || (!isArrow && isLoop(places) && meets(places))
    const outlined = this.#outlined(element, closed)
    if (outlined === null) return []
    const line: LineRecord = {
      ...USUAL.line,
      ...this.#base(element),
      ...outlined,
      type: 'line',
      path: this.#pathOf(closed ? closedPlaces(places, bend === 'curved') : places),
      bend,
      closed,
      startHead: isArrow ? this.#headOf(element, 'startArrowhead', 'none') : 'none',
      endHead: isArrow ? this.#headOf(element, 'endArrowhead', 'arrow') : 'none',
    }
    const start = this.#fastening(element, 'startBinding', line, first)
    const end = this.#fastening(element, 'endBinding', line, last)
    const fastened: LineRecord = {
      ...line,
      ...(start === null ? {} : { startOn: start.on, startX: start.x, startY: start.y }),
      ...(end === null ? {} : { endOn: end.on, endX: end.x, endY: end.y }),
    }
    return this.#together(element, this.#crossed(element, fastened))
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
    if (target === null) {
      this.#losses.add('binding')
      return null
    }
    const at = toBoard(line, end.x, end.y)
    return { on: target.id, ...partsBeside(target, at) }
  }

  readonly #targets = new Map<ForeignElement, Target | null>()

  /** The record of what a line is fastened to, without counting again what it has lost. */
  #targetOf(element: ForeignElement): Target | null {
    const counted = this.#losses
    this.#losses = new LossCount()
    const record = BINDABLE.has(element.text('type')) ? this.recordsOf(element).at(-1) : undefined
    this.#losses = counted
    const target = record !== undefined && isTarget(record) ? record : null
    this.#targets.set(element, target)
    return target
  }

  /** Ink in strokes that are no longer than a stroke may be, over what they enclose. */
  #ink(element: ForeignElement): readonly BoardRecord[] {
    const color = this.#outlineOf(element)
    const ink = inkOf(element)
    if (ink.length === 0) return []
    const width = element.number('strokeWidth', 1, HAIR, LIMITS.maxWidth / FREEDRAW_NIB) * FREEDRAW_NIB
    const stroke = {
      ...USUAL.stroke,
      ...this.#base(element),
      type: 'stroke',
      color: color ?? 'ink',
      width,
      unit: DEFAULT_UNIT,
      pressure: true,
    } as const
    const records: BoardRecord[] = this.#inside(element, element.points(), width)
    const last = color === null ? 0 : Math.max(1, ink.length - 1)
    // Each begins where the one before it ended.
    for (let from = 0; from < last; from += MOST_POINTS - 1) {
      const points = packPoints(ink.slice(from, from + MOST_POINTS), DEFAULT_UNIT, true)
      records.push({ ...stroke, id: from === 0 ? stroke.id : `${stroke.id}-${from}`, points })
    }
    return this.#together(element, records)
  }

  /** What a freehand line encloses, if it is filled and that is seen: a figure of its own, whose outline lies under the ink. */
  #inside(element: ForeignElement, places: readonly PathPoint[], width: number): BoardRecord[] {
    const isSeen = isLoop(places) && hasRoom(places, widthOf(element) * LEAST_INK)
    const inside = isSeen ? this.#insideOf(element) : null
    if (inside === null) return []
    const path = this.#pathOf(closedPlaces(spaced(places, width * UNDER_INK), true))
    const style = this.#fillOf(element)
    // A tint has no outline of the same colour.
    const edge = style === 'solid' ? HAIR : widthOf(element)
    const fill = { color: inside, fillColor: inside, fill: style, width: edge } as const
    const base = { ...this.#base(element), id: `${this.#idOf(element)}-fill` }
    return this.#crossed(element, { ...USUAL.line, ...base, ...fill, type: 'line', path, bend: 'curved', closed: true })
  }

  /** Records that were one element stay together. */
  #together(element: ForeignElement, records: readonly BoardRecord[]): readonly BoardRecord[] {
    if (records.length < 2) return records
    const outer = this.#groupOf(element)
    const own = [outer, `${this.#idOf(element)}-all`].filter((id) => id !== '').join('/')
    const group = own.split('/').length > LIMITS.maxGroupDepth ? outer : own
    return records.map((record) => ({ ...record, group }))
  }

  #frame(element: ForeignElement): BoardRecord {
    const name = element.text('name').toWellFormed().slice(0, LIMITS.maxTextLength).toWellFormed()
    const base = this.#base(element)
    return { ...USUAL.frame, ...base, color: USUAL.frame.color, type: 'frame', ...sizeOf(element), text: name }
  }
}

/** What becomes something that lines can be fastened to. */
const BINDABLE: ReadonlySet<string> = new Set(['rectangle', 'ellipse', 'diamond', 'text', 'image'])
/** How far apart the places of an edge may be that lies under ink, in widths of the ink. */
const UNDER_INK = 0.25
/** Points of a stroke that surely fit into one message. */
const MOST_POINTS = 4000
