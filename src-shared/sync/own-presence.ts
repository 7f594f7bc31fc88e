import type { SketchOperation } from '../model/operations.ts'
import type { BoardRecord } from '../model/records.ts'
import type { ReadonlyStore } from '../model/store.ts'
import type { Clock } from '../platform.ts'
import type { ClientMessage, Pointing } from '../wire/client-messages.ts'
import { LatestSender } from './latest-sender.ts'
import { sketchOf } from './sketches.ts'

interface Surroundings {
  readonly clock: Clock
  /** The board as oneself sees it. */
  readonly store: ReadonlyStore
  readonly send: (message: ClientMessage) => void
  /** Whether the host has acknowledged everything. */
  readonly isSettled: () => boolean
}

/** Tells the others where one is and points, and what one is making or moving: the latest only, and not too often. */
export class OwnPresence {
  readonly #store: ReadonlyStore
  readonly #isSettled: () => boolean
  readonly #pointings: LatestSender<Pointing>
  readonly #sketches: LatestSender<readonly SketchOperation[]>
  #isSketching = false
  /** Whether the sketch is over, and only has to stay until what came of it is on everyone's board. */
  #isOver = false

  constructor({ clock, store, send, isSettled }: Surroundings) {
    this.#store = store
    this.#isSettled = isSettled
    this.#pointings = new LatestSender(clock, (pointing) => send({ kind: 'pointer', ...pointing }))
    this.#sketches = new LatestSender(clock, (operations) => send({ kind: 'sketch', operations }))
  }

  point(pointing: Pointing): void {
    this.#pointings.say(pointing)
  }

  /**
   * @param records as they would become; none when it is over
   * @param instead what is shown where that is too much
   */
  sketch(records: readonly BoardRecord[], instead: readonly BoardRecord[]): void {
    const operations = sketchOf(records, this.#store) ?? sketchOf(instead, this.#store) ?? []
    if (operations.length > 0) {
      this.#isSketching = true
      this.#isOver = false
      this.#sketches.say(operations)
    } else if (this.#isSketching) {
      this.#isOver = true
      this.settled()
    }
  }

  /** Something was acknowledged: what came of a sketch is where everyone sees it, and nothing flickers when that ends. */
  settled(): void {
    if (!this.#isOver || !this.#isSettled()) return
    this.#isOver = false
    this.#isSketching = false
    this.#sketches.say([])
  }

  /** Tells anew, on a new connection, where one is, if that is not what everyone takes for granted. */
  again(): void {
    const { latest } = this.#pointings
    if (latest !== null && latest.page !== '') this.point(latest)
  }

  dispose(): void {
    this.#pointings.dispose()
    this.#sketches.dispose()
  }
}
