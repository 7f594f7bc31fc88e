import { joinPieces } from '../model/points.ts'
import type { Clock } from '../platform.ts'
import type { LiveEvent } from '../wire/live-codec.ts'

/** One waits this much longer for each other person who is drawing. */
const EACH_MS = 9
/** Ink waits no longer than this, however many are drawing. */
const LONGEST_MS = 72
/** Ink of which there is this much does not wait. */
const PLENTY_BYTES = 2048

/**
 * Decides when one's own live ink goes out. Who draws alone, or with one or two others, sends each point as
 * it comes. The more draw, the longer each gathers, so that the host has no more messages to pass on
 * from many pens than from a few.
 */
export class InkPacer {
  readonly #clock: Clock
  readonly #othersDrawing: () => number
  readonly #send: (events: readonly LiveEvent[]) => void
  #waiting: LiveEvent[] = []
  #bytes = 0
  #sentAt = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | null = null

  /** @param othersDrawing how many others have their pens down */
  constructor(clock: Clock, othersDrawing: () => number, send: (events: readonly LiveEvent[]) => void) {
    this.#clock = clock
    this.#othersDrawing = othersDrawing
    this.#send = send
  }

  add(event: LiveEvent): void {
    this.#bytes += event.kind === 'append' ? event.piece.length : 0
    const last = this.#waiting.at(-1)
    if (event.kind === 'append' && last?.kind === 'append' && last.stroke === event.stroke) {
      this.#waiting[this.#waiting.length - 1] = { ...last, piece: joinPieces([last.piece, event.piece]) }
    } else this.#waiting.push(event)
    // A stroke that is taken back may be followed by operations that count on it.
    if (this.#bytes >= PLENTY_BYTES || event.kind === 'cancel') this.flush()
    else if (this.#cancel === null) this.#sendWhenDue()
  }

  /** Sends what waits: whatever follows refers to it. */
  flush(): void {
    const events = this.#waiting
    this.clear()
    if (events.length === 0) return
    this.#sentAt = this.#clock.now()
    this.#send(events)
  }

  /** Forgets what waits, as there is no longer anybody to send it to. */
  clear(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#waiting = []
    this.#bytes = 0
  }

  #sendWhenDue(): void {
    const left = this.#sentAt + this.#pause() - this.#clock.now()
    if (left > 0) this.#cancel = this.#clock.after(left, () => this.#sendWhenDue())
    else this.flush()
  }

  #pause(): number {
    return Math.min(LONGEST_MS, EACH_MS * this.#othersDrawing())
  }
}
