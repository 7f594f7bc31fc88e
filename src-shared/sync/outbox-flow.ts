import type { Link } from '../link.ts'
import type { Outbox } from './outbox.ts'

/**
 * So many operations may be on their way to the host: as many as keep it busy, and far fewer than it lets wait, so that
 * one person who does something to a whole board is neither turned away nor holds up the others.
 */
export const MOST_ON_THE_WAY = 8_000

/** Sends what is in an outbox, in pieces, no faster than the host takes it. */
export class OutboxFlow {
  readonly #outbox: Outbox
  readonly #line: Pick<Link, 'send'>
  readonly #connection: () => number
  /** Up to which number everything has been sent on this connection. */
  #sentThrough = 0

  /** @param connection which one `line` is by now; 0 while there is none */
  constructor(outbox: Outbox, line: Pick<Link, 'send'>, connection: () => number) {
    this.#outbox = outbox
    this.#line = line
    this.#connection = connection
  }

  /** A connection is there, on which the host has everything up to `lastN`. */
  begin(lastN: number): void {
    this.#sentThrough = lastN
    this.go()
  }

  /** There is more to send, or the host has taken something. */
  go(): void {
    const outbox = this.#outbox
    const connection = this.#connection()
    if (connection === 0 || outbox.lastN <= this.#sentThrough || this.#isFull()) return
    for (const { bytes, lastN } of outbox.batches(this.#sentThrough, connection)) {
      this.#sentThrough = lastN
      this.#line.send(bytes)
      if (this.#isFull()) return
    }
  }

  #isFull(): boolean {
    const { oldestN } = this.#outbox
    return oldestN !== null && this.#sentThrough - oldestN >= MOST_ON_THE_WAY
  }
}
