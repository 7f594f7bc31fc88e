import { packPoints, unitForZoom, type InkPoint } from '#shared/model/points.ts'
import { LIMITS } from '#shared/model/properties.ts'
import { USUAL, type RecordId, type StrokeRecord } from '#shared/model/records.ts'
import type { StrokeHandle, StrokeStyle } from '#shared/sync/room-view.ts'
import { UPRIGHT, leanedPoint, leanedStyle, type PenSample } from './pen-tilt.ts'
import { Stabiliser } from './stabiliser.ts'
import { anchorOf, inkOfShape, meantShape, taken } from './straightening.ts'
import { strayed, type Place, type Taker, type Tool, type ToolContext, type ToolInput } from './tool.ts'

/** Straight lines, drawn with Shift, keep to multiples of this angle. */
const STRAIGHT_STEP = Math.PI / 12
const MAX_STRAIGHT_POINTS = 1024
/** Pressures nearer than this count as the same. */
const SAME_PRESSURE = 1 / 255
/** Milliseconds that a pen is held still to have its stroke straightened. */
const HOLD = 600
/** CSS pixels that a figure must be long to be one. */
const LEAST_FIGURE = 24

interface Drawing {
  handle: StrokeHandle
  readonly style: StrokeStyle
  stabiliser: Stabiliser
  /** What the stroke has so far. */
  readonly ink: InkPoint[]
  /** The straight line that is being aimed from the last of it, not part of the stroke yet. */
  straight: readonly InkPoint[]
  /** Where, in CSS pixels, the pen rests since it last went anywhere. */
  rest: Place
  stopWaiting: () => void
  figure: Figure | null
}

/** A stroke that was straightened and can still be turned and scaled. */
interface Figure {
  readonly clean: readonly InkPoint[]
  readonly anchor: Place
  /** Where the pen was held, on the board and in CSS pixels. */
  readonly heldAt: Place
  readonly heldOnScreen: Place
  /** What the pen has made of it since; null while that is nothing. */
  moved: readonly InkPoint[] | null
}

/** Draws ink. */
export class PenTool implements Tool {
  readonly id = 'pen'
  readonly cursor = 'crosshair'
  readonly forPen = true
  readonly #context: ToolContext
  #drawing: Drawing | null = null

  constructor(context: ToolContext) {
    this.#context = context
  }

  down(input: ToolInput): Taker {
    const zoom = this.#context.zoom()
    const { nib, pressure, steadiness } = this.#context.pen()
    const { color, width, opacity } = this.#context.style()
    const sample = input.samples.at(-1) ?? { ...input.at, pressure: 0.5 }
    const follows = pressure && input.device === 'pen'
    const leaned = follows ? leanedStyle(nib, sample) : UPRIGHT
    const style: StrokeStyle = {
      nib,
      color,
      opacity: opacity * leaned.opacity,
      width: Math.min(LIMITS.maxWidth, Math.max(0.01, (width * leaned.widening) / zoom)),
      unit: unitForZoom(zoom),
      pressure: follows,
    }
    const first = inkPoint(sample, style)
    const handle = this.#context.room.beginStroke(style, first)
    this.#drawing = {
      handle,
      style,
      stabiliser: new Stabiliser(steadiness, zoom, first),
      ink: [first],
      straight: [],
      rest: input.screen,
      stopWaiting: () => undefined,
      figure: null,
    }
    handle.append([first])
    return 'tool'
  }

  move(input: ToolInput): void {
    const drawing = this.#drawing
    if (drawing === null) return
    if (drawing.figure !== null) return this.#moveFigure(drawing, drawing.figure, input)
    if (input.shift) return this.#aim(drawing, input)
    if (drawing.straight.length > 0) this.#fix(drawing)
    const inked = (sample: PenSample): InkPoint => inkPoint(sample, drawing.style)
    this.#append(drawing, drawing.stabiliser.through(input.samples.map(inked)))
    this.#context.preview(drawing.handle.id, [...drawing.stabiliser.catchUp(), ...input.predicted.map(inked)])
    if (strayed(drawing.rest, input.screen)) this.#waitForRest(drawing, input)
  }

  up(): void {
    const drawing = this.#drawing
    if (drawing === null) return
    drawing.stopWaiting()
    if (drawing.figure !== null) drawing.handle.append(drawing.figure.moved ?? [])
    else this.#append(drawing, drawing.straight.length > 0 ? drawing.straight : drawing.stabiliser.catchUp())
    drawing.handle.commit()
    this.#showAhead(drawing, [])
    this.#drawing = null
  }

  cancel(): void {
    const drawing = this.#drawing
    if (drawing === null) return
    drawing.stopWaiting()
    drawing.handle.cancel()
    this.#showAhead(drawing, [])
    this.#drawing = null
  }

  /** Shows what is not yet fixed of a stroke, to others as a thing of its own. */
  #showAhead({ handle, style }: Drawing, points: readonly InkPoint[]): void {
    const isAny = points.length > 0
    this.#context.preview(isAny ? handle.id : null, points)
    this.#context.tell(isAny ? [strokeThrough(points, style, handle.id, this.#context.room.me.get())] : [])
  }

  /** Shows the straight line that the stroke goes on in as long as Shift is held. */
  #aim(drawing: Drawing, input: ToolInput): void {
    drawing.stopWaiting()
    if (drawing.straight.length === 0) this.#append(drawing, drawing.stabiliser.catchUp())
    drawing.straight = straightLine(drawing.ink.at(-1) ?? { ...input.at, pressure: 0.5 }, input.at, drawing.style.width)
    this.#showAhead(drawing, drawing.straight)
  }

  /** Makes the straight line a part of the stroke, from whose end it goes on freely. */
  #fix(drawing: Drawing): void {
    this.#append(drawing, drawing.straight)
    this.#showAhead(drawing, [])
    drawing.straight = []
    const last = drawing.ink.at(-1)
    if (last === undefined) return
    drawing.stabiliser = new Stabiliser(this.#context.pen().steadiness, this.#context.zoom(), last)
  }

  #append(drawing: Drawing, points: readonly InkPoint[]): void {
    const fresh: InkPoint[] = []
    for (const point of points) {
      const last = fresh.at(-1) ?? drawing.ink.at(-1)
      if (last === undefined || !isSame(last, point, drawing.style)) fresh.push(point)
    }
    if (fresh.length === 0) return
    for (const point of fresh) drawing.ink.push(point)
    drawing.handle.append(fresh)
  }

  #waitForRest(drawing: Drawing, { at, screen }: ToolInput): void {
    drawing.rest = screen
    drawing.stopWaiting()
    if (this.#context.pen().straightens) {
      drawing.stopWaiting = this.#context.after(HOLD, () => this.#straighten(drawing, at, screen))
    }
  }

  /** Puts clean ink in the place of the hand's, if it is clear what that was meant to be. */
  #straighten(drawing: Drawing, heldAt: Place, heldOnScreen: Place): void {
    const zoom = this.#context.zoom()
    const ink = [...drawing.ink, ...drawing.stabiliser.catchUp()]
    const shape = meantShape(ink, LEAST_FIGURE / zoom)
    if (shape === null) return
    const pressure = ink.reduce((sum, point) => sum + point.pressure, 0) / ink.length
    // Half a nib apart, simulated pressure neither grows nor falls: the line keeps its width.
    const clean = inkOfShape(shape, drawing.style.width / 2, pressure)
    drawing.figure = { clean, anchor: anchorOf(shape), heldAt, heldOnScreen, moved: null }
    this.#context.preview(null, [])
    this.#beginAnew(drawing, clean[0] ?? heldAt)
    drawing.handle.append(clean)
  }

  /** While the pen stays down after that, it turns and scales the figure; a line's end goes with it. */
  #moveFigure(drawing: Drawing, figure: Figure, input: ToolInput): void {
    if (figure.moved === null) {
      if (!strayed(figure.heldOnScreen, input.screen)) return
      this.#beginAnew(drawing, figure.anchor)
    }
    figure.moved = taken(figure.clean, figure.anchor, figure.heldAt, input.at)
    this.#showAhead(drawing, figure.moved)
  }

  /** Takes back what others have seen of the stroke: it will be another one. */
  #beginAnew(drawing: Drawing, origin: Place): void {
    drawing.handle.cancel()
    drawing.handle = this.#context.room.beginStroke(drawing.style, origin)
  }
}

/** Ink that is not on the board yet. Where it is in the order of painting does not show. */
function strokeThrough(points: readonly InkPoint[], style: StrokeStyle, id: RecordId, author: number): StrokeRecord {
  const { x, y } = points[0] ?? { x: 0, y: 0 }
  const ink = points.map((point) => ({ ...point, x: point.x - x, y: point.y - y }))
  const packed = packPoints(ink, style.unit, style.pressure)
  return { ...USUAL.stroke, ...style, type: 'stroke', id, z: 'a0', author, x, y, points: packed }
}

/** What a stroke keeps of a sample. */
function inkPoint(sample: PenSample, { nib, pressure }: StrokeStyle): InkPoint {
  return pressure ? leanedPoint(nib, sample) : sample
}

/** Whether packing would make the same point of both. */
function isSame(a: InkPoint, b: InkPoint, { unit, pressure }: StrokeStyle): boolean {
  const step = 2 ** -unit
  if (Math.abs(a.x - b.x) >= step || Math.abs(a.y - b.y) >= step) return false
  return !pressure || Math.abs(a.pressure - b.pressure) < SAME_PRESSURE
}

/** Points along the straight line towards `to`, at the nearest allowed angle. `from` is not among them. */
export function straightLine(from: InkPoint, to: Place, width: number): InkPoint[] {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const angle = Math.round(Math.atan2(dy, dx) / STRAIGHT_STEP) * STRAIGHT_STEP
  // The foot of the pointer on the line, so that the end stays under the hand.
  const length = dx * Math.cos(angle) + dy * Math.sin(angle)
  if (length <= 0) return []
  // Half a nib apart, simulated pressure neither grows nor falls: the line keeps its width.
  const steps = Math.min(MAX_STRAIGHT_POINTS, Math.max(2, Math.ceil((2 * length) / Math.max(width, 1e-3))))
  const points: InkPoint[] = []
  for (let i = 1; i <= steps; i++) {
    const along = (length * i) / steps
    points.push({ x: from.x + along * Math.cos(angle), y: from.y + along * Math.sin(angle), pressure: from.pressure })
  }
  return points
}
