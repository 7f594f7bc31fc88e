import type { Clock } from '../platform.ts'

/** Ticks come no closer than this on average, so that under load they fill up. */
const TICK_EVERY_MS = 2
/** So many may follow each other at once before they have to keep their distance. */
const AT_ONCE = 8

/**
 * Says when a room ticks: as soon as what is at hand was read, and a little later under load.
 *
 * Distances are kept on average only, by the generic cell rate algorithm (ITU-T I.371): a few messages that happen to
 * come shortly after one another do not wait.
 */
export class TickSchedule {
  /** When the last tick was. */
  lastAt = Number.NEGATIVE_INFINITY
  readonly #clock: Clock
  readonly #soon: (task: () => void) => void
  readonly #tick: () => void
  /** When the next tick would be if all of them had kept their distance. */
  #evenlyAt = Number.NEGATIVE_INFINITY
  #planned = false
  #cancel: (() => void) | null = null
  #disposed = false

  constructor(clock: Clock, soon: (task: () => void) => void, tick: () => void) {
    this.#clock = clock
    this.#soon = soon
    this.#tick = tick
  }

  /** There is something to be told. */
  plan(): void {
    if (this.#planned || this.#disposed) return
    this.#planned = true
    const wait = this.#evenlyAt - (AT_ONCE - 1) * TICK_EVERY_MS - this.#clock.now()
    if (wait <= 0) this.#soon(() => this.#run())
    else this.#cancel = this.#clock.after(wait, () => this.#run())
  }

  dispose(): void {
    this.#disposed = true
    this.#cancel?.()
  }

  #run(): void {
    this.#planned = false
    this.#cancel = null
    if (this.#disposed) return
    this.lastAt = this.#clock.now()
    this.#evenlyAt = Math.max(this.#evenlyAt, this.lastAt) + TICK_EVERY_MS
    this.#tick()
  }
}
