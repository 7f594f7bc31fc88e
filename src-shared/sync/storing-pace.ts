import type { Clock } from '../platform.ts'

/** Storing is followed by this many times as long without. */
const REST_RATIO = 3
/** What is to be stored does not wait longer than this for the storing before it. */
const LONGEST_REST_MS = 100
const RETRY_MS = 1_000

/**
 * Says when a room may store again. A room does nothing else while it waits for the disk, so that it has to
 * keep the disk from taking all of its time: the slower the disk, the more is stored at once.
 */
export class StoringPace {
  readonly #clock: Clock
  readonly #due: () => void
  #notBefore = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | null = null
  /** How long storing took the last time, in milliseconds; not known to be short before the first. */
  tookMs = Number.POSITIVE_INFINITY

  /** @param due called when the time has come that `remind` asked for */
  constructor(clock: Clock, due: () => void) {
    this.#clock = clock
    this.#due = due
  }

  get mayStore(): boolean {
    return this.#clock.now() >= this.#notBefore
  }

  /** Stores something. */
  store(work: () => void): void {
    const began = this.#clock.now()
    work()
    const now = this.#clock.now()
    this.tookMs = now - began
    this.#notBefore = now + Math.min(LONGEST_REST_MS, REST_RATIO * this.tookMs)
  }

  /** It could not be stored, and is to be tried again after a while. */
  failed(): void {
    this.#notBefore = this.#clock.now() + RETRY_MS
  }

  /** Lets what is last be stored at once. */
  hurry(): void {
    this.#notBefore = Number.NEGATIVE_INFINITY
  }

  /** Something is waiting to be stored. */
  remind(): void {
    this.#cancel ??= this.#clock.after(Math.max(0, this.#notBefore - this.#clock.now()), () => {
      this.#cancel = null
      this.#due()
    })
  }

  dispose(): void {
    this.#cancel?.()
  }
}
