import { unitForZoom, type InkPoint } from '#shared/model/points.ts'
import { LIMITS } from '#shared/model/records.ts'
import type { StrokeHandle, StrokeStyle } from '#shared/sync/room-view.ts'
import type { Place, Taker, Tool, ToolContext, ToolInput } from './tool.ts'

/** Straight lines, drawn with Shift, keep to multiples of this angle. */
const STRAIGHT_STEP = Math.PI / 12
const MAX_STRAIGHT_POINTS = 1024
/** Pressures nearer than this count as the same. */
const SAME_PRESSURE = 1 / 255

interface Drawing {
  readonly handle: StrokeHandle
  readonly style: StrokeStyle
  last: InkPoint
  /** The straight line that is being aimed from `last`, not part of the stroke yet. */
  straight: readonly InkPoint[]
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
    const { color, width, opacity } = this.#context.style()
    const style: StrokeStyle = {
      color,
      opacity,
      width: Math.min(LIMITS.maxWidth, Math.max(0.01, width / zoom)),
      unit: unitForZoom(zoom),
      pressure: input.device === 'pen',
    }
    this.#begin(style, input.samples.at(-1) ?? { ...input.at, pressure: 0.5 })
    return 'tool'
  }

  move(input: ToolInput): void {
    const drawing = this.#drawing
    if (drawing === null) return
    if (input.shift) {
      drawing.straight = straightLine(drawing.last, input.at, drawing.style.width)
      this.#context.preview(drawing.handle.id, drawing.straight)
      return
    }
    this.#append(drawing.straight)
    this.#append(input.samples)
    drawing.straight = []
    this.#context.preview(this.#drawing?.handle.id ?? null, input.predicted)
  }

  up(): void {
    const drawing = this.#drawing
    if (drawing === null) return
    this.#append(drawing.straight)
    this.#context.preview(null, [])
    this.#drawing?.handle.commit()
    this.#drawing = null
  }

  cancel(): void {
    this.#context.preview(null, [])
    this.#drawing?.handle.cancel()
    this.#drawing = null
  }

  #begin(style: StrokeStyle, first: InkPoint): void {
    const handle = this.#context.room.beginStroke(style, first)
    this.#drawing = { handle, style, last: first, straight: [] }
    handle.append([first])
  }

  #append(points: readonly InkPoint[]): void {
    const drawing = this.#drawing
    if (drawing === null) return
    const fresh: InkPoint[] = []
    for (const point of points) {
      if (isSame(drawing.last, point, drawing.style)) continue
      fresh.push(point)
      drawing.last = point
    }
    if (fresh.length > 0) drawing.handle.append(fresh)
  }
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
