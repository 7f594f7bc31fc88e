import { joinPieces } from '../model/points.ts'
import type { Clock } from '../platform.ts'
import type { LiveEvent } from '../wire/live-codec.ts'

/** One waits this much longer for each other person who is drawing. */
const EACH_MS = 8
/** Ink waits no longer than this, and half of it more to keep step, however many are drawing. */
const LONGEST_MS = 64
/** Ink of which there is this much does not wait. */
const PLENTY_BYTES = 2048

/**
 * Decides when one's own live ink goes out. Who draws alone, or with one or two others, sends each point as
 * it comes. The more draw, the longer each gathers, so that the host has no more messages to pass on
 * from many pens than from a few.
 *
 * Those who gather keep step without being told to. Ink that comes from others is the sign to send one's own, once
 * half of the waiting is over; and the next wait is counted from the last that came of the same beat. So the
 * ink of all of them reaches the host at one moment, and goes on to everyone in one frame. A point waits no
 * longer for that than it would if each kept a time of its own.
 */
export class InkPacer {
  readonly #clock: Clock
  readonly #othersDrawing: () => number
  readonly #send: (events: readonly LiveEvent[]) => void
  #waiting: LiveEvent[] = []
  #bytes = 0
  #sentAt = Number.NEGATIVE_INFINITY
  /** When the ink last sent, or what others sent with it, was heard of last. */
  #beatAt = Number.NEGATIVE_INFINITY
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

  /** Others' ink has come. */
  heard(): void {
    const now = this.#clock.now()
    if (now - this.#sentAt < this.#pause() / 2) this.#beatAt = now
    else this.flush()
  }

  /** Sends what waits: whatever follows refers to it. */
  flush(): void {
    const events = this.#waiting
    this.clear()
    if (events.length === 0) return
    this.#sentAt = this.#clock.now()
    this.#beatAt = this.#sentAt
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
    const left = this.#beatAt + this.#pause() - this.#clock.now()
    if (left > 0) this.#cancel = this.#clock.after(left, () => this.#sendWhenDue())
    else this.flush()
  }

  #pause(): number {
    return Math.min(LONGEST_MS, EACH_MS * this.#othersDrawing())
  }
}
