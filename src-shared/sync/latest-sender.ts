import type { Clock } from '../platform.ts'

/** What is latest-only goes out this often at the most. */
const EVERY_MS = 33

/** Sends the latest of something, and not too often. */
export class LatestSender<T> {
  readonly #clock: Clock
  readonly #send: (latest: T) => void
  #latest: T | null = null
  #sentAt = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | null = null

  constructor(clock: Clock, send: (latest: T) => void) {
    this.#clock = clock
    this.#send = send
  }

  /** Null before the first. */
  get latest(): T | null {
    return this.#latest
  }

  say(latest: T): void {
    this.#latest = latest
    if (this.#cancel !== null) return
    const wait = this.#sentAt + EVERY_MS - this.#clock.now()
    if (wait <= 0) this.#flush(latest)
    else this.#cancel = this.#clock.after(wait, () => this.#flush(this.#latest ?? latest))
  }

  dispose(): void {
    this.#cancel?.()
  }

  #flush(latest: T): void {
    this.#cancel = null
    this.#sentAt = this.#clock.now()
    this.#send(latest)
  }
}
