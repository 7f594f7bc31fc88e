import { readPath, writePath } from '#shared/model/paths.ts'
import { LIMITS } from '#shared/model/properties.ts'
import { USUAL, type LineRecord, type RecordId } from '#shared/model/records.ts'
import { atStep } from './line-tool.ts'
import { onGrid } from './on-grid.ts'
import { hitRadius, strayed, type Place, type Taker, type Tool, type ToolContext, type ToolInput } from './tool.ts'

interface Drawing {
  readonly id: RecordId
  readonly z: string
  readonly places: Place[]
  /** Where the pointer was pressed last. */
  screen: Place
  /** Whether it drags a new place since then. */
  dragging: boolean
}

/**
 * Draws a figure around the places one clicks. It ends with a click on the first or the last place, with a double click
 * or with Enter.
 */
export class FreeformTool implements Tool {
  readonly id = 'freeform'
  readonly cursor = 'crosshair'
  readonly forPen = false
  readonly #context: ToolContext
  #drawing: Drawing | null = null

  constructor(context: ToolContext) {
    this.#context = context
  }

  down(input: ToolInput): Taker {
    const drawing = this.#drawing
    if (drawing === null) {
      const { room } = this.#context
      const places = [onGrid(this.#context, input)]
      this.#drawing = { id: room.newRecordId(), z: room.zAbove(), places, screen: input.screen, dragging: false }
      return 'tool'
    }
    const { places } = drawing
    const [first, last] = [places[0]!, places.at(-1)!]
    const at = onGrid(this.#context, input)
    const near = hitRadius(input) / this.#context.zoom()
    if (distance(last, at) <= near || (places.length > 2 && distance(first, at) <= near)) {
      this.finish(true)
      return 'tool'
    }
    places.push(this.#placed(input, last))
    drawing.screen = input.screen
    drawing.dragging = true
    this.#show(null)
    return 'tool'
  }

  move(input: ToolInput): void {
    const drawing = this.#drawing
    if (drawing === null) return
    if (!drawing.dragging) {
      if (!strayed(drawing.screen, input.screen)) return
      drawing.dragging = true
      drawing.places.push(input.at)
    }
    const before = drawing.places.at(-2)
    drawing.places[drawing.places.length - 1] = this.#placed(input, before ?? input.at)
    this.#show(null)
  }

  up(): void {
    if (this.#drawing !== null) this.#drawing.dragging = false
  }

  /** A press that is taken back takes its place with it; the places before it stay. */
  cancel(): void {
    const drawing = this.#drawing
    if (drawing === null) return
    if (drawing.dragging) drawing.places.pop()
    if (!drawing.dragging || drawing.places.length < 2) this.finish(false)
    else this.#show(null)
    drawing.dragging = false
  }

  hover(at: Place): void {
    if (this.#drawing !== null) this.#show(at)
  }

  undo(): boolean {
    const drawing = this.#drawing
    if (drawing === null) return false
    drawing.places.pop()
    if (drawing.places.length === 0) this.finish(false)
    else this.#show(null)
    return true
  }

  finish(keep: boolean): boolean {
    const drawing = this.#drawing
    if (drawing === null) return false
    this.#drawing = null
    const context = this.#context
    const record = keep ? this.#record(drawing, drawing.places) : null
    if (record !== null) context.room.edit((transaction) => transaction.put(record))
    context.sketch([])
    if (record !== null) context.drawn(record.id)
    return true
  }

  #placed(input: ToolInput, before: Place): Place {
    const at = onGrid(this.#context, input)
    return input.shift ? atStep(before, at) : at
  }

  #show(next: Place | null): void {
    const drawing = this.#drawing
    if (drawing === null) return
    const record = this.#record(drawing, next === null ? drawing.places : [...drawing.places, next])
    this.#context.sketch(record === null ? [] : [record])
  }

  /** Null for fewer than two places, which are no line, and more than a line can have. */
  #record({ id, z }: Drawing, places: readonly Place[]): LineRecord | null {
    const context = this.#context
    const [origin] = places
    if (origin === undefined || places.length < 2) return null
    const path = writePath(places.map(({ x, y }) => ({ x: x - origin.x, y: y - origin.y })))
    if (readPath(path) === null) return null
    const { color, opacity, width } = context.style()
    const { fill, fillColor, dash, bend } = context.figure()
    return {
      ...USUAL.line,
      type: 'line',
      id,
      z,
      author: context.room.me.get(),
      x: origin.x,
      y: origin.y,
      color,
      opacity,
      width: Math.min(LIMITS.maxWidth, Math.max(0.01, width / context.zoom())),
      dash,
      bend,
      path,
      closed: places.length > 2,
      fill,
      fillColor,
    }
  }
}

function distance(a: Place, b: Place): number {
  return Math.hypot(b.x - a.x, b.y - a.y)
}
