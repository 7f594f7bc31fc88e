import type { InkPoint } from '../model/points.ts'
import type { LiveEvent } from '../wire/live-codec.ts'
import type { Lift } from './outbox.ts'
import type { StrokeHandle, StrokeStyle } from './room-view.ts'
import { StrokeWriter } from './stroke-writer.ts'

/** What a stroke needs of the client it is drawn with. */
export interface StrokeSurroundings {
  newId(): string
  nextStroke(): number
  /** Which connection is open for sending; 0 while none is. */
  connection(): number
  show(begin: Extract<LiveEvent, { kind: 'begin' }>): (points: readonly InkPoint[]) => void
  hide(id: string): void
  send(event: LiveEvent): void
  finish(writer: StrokeWriter, lift: Lift | null): void
  /** Removes the record of a stroke of which the host keeps a part when it loses the connection. */
  remove(id: string): void
}

/**
 * The pen while it is down. Its points go out as they come; a stroke longer than one record holds goes on
 * in the next one from the point where the first ended.
 */
export class OwnStroke implements StrokeHandle {
  readonly #style: StrokeStyle
  readonly #around: StrokeSurroundings
  #writer: StrokeWriter
  #stroke = 0
  /** The connection all points so far went out on; 0 when some did not. */
  #connection = 0
  /** The connection it began on; 0 when none was open. */
  #begunOn = 0
  #show: (points: readonly InkPoint[]) => void = () => {}
  #last: InkPoint | null = null
  #over = false

  constructor(style: StrokeStyle, origin: { readonly x: number; readonly y: number }, around: StrokeSurroundings) {
    this.#style = style
    this.#around = around
    this.#writer = this.#begin(origin)
  }

  get id(): string {
    return this.#writer.id
  }

  append(points: readonly InkPoint[]): void {
    if (this.#over) return
    let shown: InkPoint[] = []
    for (const point of points) {
      if (this.#writer.full) {
        this.#tell(shown)
        shown = []
        this.#finish()
        this.#writer = this.#begin(point)
        if (this.#last !== null) shown.push(this.#writer.add(this.#last))
      }
      shown.push(this.#writer.add(point))
      this.#last = point
    }
    this.#tell(shown)
  }

  commit(): void {
    if (this.#over) return
    this.#over = true
    if (this.#writer.count === 0) this.#discard()
    else this.#finish()
  }

  cancel(): void {
    if (this.#over) return
    this.#over = true
    this.#discard()
  }

  #begin(origin: { readonly x: number; readonly y: number }): StrokeWriter {
    const writer = new StrokeWriter(this.#around.newId(), this.#style, origin)
    this.#stroke = this.#around.nextStroke()
    this.#connection = this.#around.connection()
    this.#begunOn = this.#connection
    const { id, x, y } = writer
    const begin = { kind: 'begin', stroke: this.#stroke, id, x, y, style: this.#style } as const
    this.#show = this.#around.show(begin)
    // Without a connection its points are not told either; and what waits to be sent would go out on the next one.
    if (this.#connection !== 0) this.#around.send(begin)
    return writer
  }

  #tell(shown: readonly InkPoint[]): void {
    if (shown.length === 0) return
    this.#show(shown)
    const piece = this.#writer.take()
    if (this.#around.connection() !== this.#connection) this.#connection = 0
    if (this.#connection !== 0) this.#around.send({ kind: 'append', stroke: this.#stroke, piece })
  }

  #finish(): void {
    const sent = this.#connection !== 0 && this.#around.connection() === this.#connection
    const lift = sent ? { stroke: this.#stroke, count: this.#writer.count, connection: this.#connection } : null
    // The record first: the stroke must not vanish for a moment in between.
    this.#around.finish(this.#writer, lift)
    this.#around.hide(this.#writer.id)
  }

  #discard(): void {
    this.#around.hide(this.#writer.id)
    if (this.#begunOn === 0) return
    if (this.#begunOn === this.#around.connection()) this.#around.send({ kind: 'cancel', stroke: this.#stroke })
    // That may be lost with the connection: then the host keeps what it has.
    if (this.#writer.count > 0) this.#around.remove(this.#writer.id)
  }
}
