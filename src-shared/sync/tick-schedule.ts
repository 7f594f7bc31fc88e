import type { Clock } from '../platform.ts'

/** Ticks come no closer than this, so that under load they fill up. */
const TICK_EVERY_MS = 2
/** How long ink waits for that of the others. */
const GATHER_MS = 1
/** From this many on, pens that are down keep step with each other (see `InkPacer`). */
const IN_STEP_FROM = 3

/**
 * Says when a room ticks: at once when it is quiet, and a little later under load.
 *
 * Pens that keep step send their ink at one moment, but it comes in as many messages. As long as that shows, the first
 * of them waits for the others, until all are there or a moment has passed, so that they leave together.
 */
export class TickSchedule {
  /** When the last tick was. */
  lastAt = Number.NEGATIVE_INFINITY
  readonly #clock: Clock
  readonly #soon: (task: () => void) => void
  readonly #pensDown: () => number
  readonly #tick: () => void
  #state: 'idle' | 'gathering' | 'planned' = 'idle'
  #cancel: (() => void) | null = null
  /** Clients whose ink came since the last tick. */
  readonly #inked = new Set<number>()
  #inStep = false
  #disposed = false

  /** @param pensDown how many clients are drawing */
  constructor(clock: Clock, soon: (task: () => void) => void, pensDown: () => number, tick: () => void) {
    this.#clock = clock
    this.#soon = soon
    this.#pensDown = pensDown
    this.#tick = tick
  }

  /** Ink of a client is to be passed on. */
  ink(client: number): void {
    this.#inked.add(client)
    if (this.#state === 'planned') return
    if (!this.#isMoreInkNear()) this.plan()
    else if (this.#state === 'idle') {
      this.#state = 'gathering'
      this.#cancel = this.#clock.after(GATHER_MS, () => this.#run())
    }
  }

  /** There is something to be told. */
  plan(): void {
    if (this.#state === 'planned' || this.#disposed) return
    this.#cancel?.()
    this.#state = 'planned'
    const wait = this.lastAt + TICK_EVERY_MS - this.#clock.now()
    if (wait <= 0) this.#soon(() => this.#run())
    else this.#cancel = this.#clock.after(wait, () => this.#run())
  }

  dispose(): void {
    this.#disposed = true
    this.#cancel?.()
  }

  #isMoreInkNear(): boolean {
    if (!this.#inStep) return false
    const pens = this.#pensDown()
    return pens >= IN_STEP_FROM && this.#inked.size < pens
  }

  #run(): void {
    this.#state = 'idle'
    this.#cancel = null
    if (this.#disposed) return
    this.lastAt = this.#clock.now()
    if (this.#inked.size > 0) this.#inStep = this.#inked.size > 1
    this.#inked.clear()
    this.#tick()
  }
}
