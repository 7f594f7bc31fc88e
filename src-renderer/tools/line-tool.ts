import { writePath } from '#shared/model/paths.ts'
import { LIMITS } from '#shared/model/properties.ts'
import { USUAL, type LineRecord, type RecordId } from '#shared/model/records.ts'
import { holdsOf, standingLine } from '#renderer/board/bindings-standing.ts'
import { fasten, fastened, type Fastening } from '#renderer/board/bindings.ts'
import { bowed } from './line-bend.ts'
import { onGrid } from './on-grid.ts'
import { hitRadius, strayed, type Place, type Taker, type Tool, type ToolContext, type ToolInput } from './tool.ts'

/** Lines drawn with Shift keep to multiples of this angle. */
const STEP = Math.PI / 12
/** CSS pixels of the line that a click makes. */
const USUAL_LENGTH = 160

interface Drawing {
  readonly id: RecordId
  readonly z: string
  readonly from: Place
  readonly screen: Place
  shown: LineRecord | null
}

/**
 * Draws a line or an arrow from where one presses to where one lets go. Ends on things are fastened to them, others
 * are on the grid, unless Ctrl is held.
 */
export class LineTool implements Tool {
  readonly id: 'line' | 'arrow'
  readonly cursor = 'crosshair'
  readonly forPen = false
  readonly #context: ToolContext
  #drawing: Drawing | null = null

  constructor(context: ToolContext, id: 'line' | 'arrow') {
    this.#context = context
    this.id = id
  }

  down(input: ToolInput): Taker {
    const { room } = this.#context
    this.#drawing = { id: room.newRecordId(), z: room.zAbove(), from: input.at, screen: input.screen, shown: null }
    return 'tool'
  }

  move(input: ToolInput): void {
    const drawing = this.#drawing
    if (drawing === null || (drawing.shown === null && !strayed(drawing.screen, input.screen))) return
    const [from, to] = endsOf(drawing.from, input.at, input)
    drawing.shown = input.ctrl ? this.#record(drawing, from, to, null, null) : this.#between(drawing, from, to, input)
    this.#context.sketch([drawing.shown])
  }

  up(): void {
    const drawing = this.#drawing
    if (drawing === null) return
    this.#drawing = null
    const context = this.#context
    const { x, y } = drawing.from
    const length = USUAL_LENGTH / context.zoom()
    const record = drawing.shown ?? this.#record(drawing, drawing.from, { x: x + length, y }, null, null)
    context.room.edit((transaction) => transaction.put(record))
    context.sketch([])
    context.showTarget(null)
    context.drawn(record.id)
  }

  cancel(): void {
    this.#drawing = null
    this.#context.sketch([])
    this.#context.showTarget(null)
  }

  #between(drawing: Drawing, from: Place, to: Place, input: ToolInput): LineRecord {
    const context = this.#context
    const radius = hitRadius(input)
    const near = radius / context.zoom()
    const onStart = context.targetAt(from, radius)
    const onEnd = context.targetAt(to, radius)
    context.showTarget(onEnd ?? onStart)
    // A line within one thing is part of its picture, and not fastened to it.
    const isWithin = onStart !== null && onStart === onEnd
    const begun = onGrid(context, { at: drawing.from, ctrl: false })
    const [freeFrom, freeTo] = endsOf(begun, onGrid(context, input), input)
    if (isWithin) return this.#record(drawing, freeFrom, freeTo, null, null)
    const start = onStart === null ? null : fasten(onStart, from, near)
    const end = onEnd === null ? null : fasten(onEnd, to, near)
    const line = this.#record(drawing, start === null ? freeFrom : from, end === null ? freeTo : to, start, end)
    return standingLine(
      line,
      holdsOf(line, (id) => context.room.store.get(id)),
    )
  }

  #record({ id, z }: Drawing, from: Place, to: Place, start: Fastening | null, end: Fastening | null): LineRecord {
    const context = this.#context
    const { color, opacity, width } = context.style()
    const { dash, bend, startHead, endHead } = context.figure()
    const zoom = context.zoom()
    const straight = [
      { x: 0, y: 0 },
      { x: (to.x - from.x) * zoom, y: (to.y - from.y) * zoom },
    ]
    return {
      ...USUAL.line,
      type: 'line',
      id,
      z,
      author: context.room.me.get(),
      ...from,
      color,
      opacity,
      // It counts in CSS pixels of the zoom at which it is drawn, as its heads do: they look the same at every zoom.
      scaleX: 1 / zoom,
      scaleY: 1 / zoom,
      width: Math.min(LIMITS.maxWidth, Math.max(0.01, width)),
      dash,
      bend,
      path: writePath(bend === 'curved' ? bowed(straight) : straight),
      ...(this.id === 'arrow' ? { startHead, endHead } : {}),
      ...fastened('start', start),
      ...fastened('end', end),
    }
  }
}

/** The ends of a line that is dragged from a place to another: in steps with Shift, about the first with Alt. */
function endsOf(from: Place, at: Place, { shift, alt }: ToolInput): [from: Place, to: Place] {
  const to = shift ? atStep(from, at) : at
  return [alt ? { x: 2 * from.x - to.x, y: 2 * from.y - to.y } : from, to]
}

/** The place nearest to `to` that lies from `from` in one of the directions that Shift keeps to. */
export function atStep(from: Place, to: Place): Place {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const angle = Math.round(Math.atan2(dy, dx) / STEP) * STEP
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  // The foot of the pointer on the line, so that the end stays under the hand.
  const length = dx * cos + dy * sin
  return { x: from.x + length * cos, y: from.y + length * sin }
}
