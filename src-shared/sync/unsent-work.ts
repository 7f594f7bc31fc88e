import { GLOBAL_ID_LENGTH, randomId } from '../ids.ts'
import type { Clock, RandomBytes } from '../platform.ts'
import type { Pending } from './optimistic-board.ts'
import type { Outbox } from './outbox.ts'
import type { UnsentJournal } from './unsent.ts'

/**
 * A host that is there acknowledges sooner. What has waited for this long is kept before twice as long is over: that a
 * connection is dead is known only much later.
 */
const KEEP_AFTER_MS = 1_000
const NO_CONNECTION = 0

export interface UnsentWorkOptions {
  readonly outbox: Outbox
  /** Without one, work lives as long as the client. */
  readonly journal: UnsentJournal | undefined
  readonly clock: Clock
  readonly random: RandomBytes
}

/** Keeps in a journal what the host does not acknowledge soon, and nothing of what it does. */
export class UnsentWork {
  /** The client as which work is sent: that of the work that was kept. */
  readonly clientId: string
  readonly #options: UnsentWorkOptions
  /** Up to which number operations are in the journal; 0 while it holds none. */
  #keptThrough = 0
  #cancelTimer: (() => void) | null = null

  constructor(options: UnsentWorkOptions) {
    this.#options = options
    this.clientId = options.journal?.kept?.clientId ?? randomId(options.random, GLOBAL_ID_LENGTH)
  }

  /** Puts what was kept the last time into the outbox. Null where there was nothing. */
  restore(): readonly Pending[] | null {
    const { journal, outbox } = this.#options
    const kept = journal?.kept ?? null
    if (kept === null) return null
    const pending = outbox.restore(kept.messages)
    this.#keptThrough = outbox.lastN
    return pending
  }

  /**
   * There is more in the outbox.
   * @param connected whether it can go out
   */
  added(connected: boolean): void {
    // While anything is kept, what follows is too: an app that is opened again must not give its number away twice.
    if (!connected || this.#keptThrough > 0) this.keep()
    else this.#keepLater()
  }

  /** Less is in the outbox. */
  settled(): void {
    const { outbox, journal } = this.#options
    if (outbox.size > 0 || this.#keptThrough === 0) return
    this.#keptThrough = 0
    journal?.clear(this.clientId)
  }

  /** Keeps all that waits. */
  keep(): void {
    this.stop()
    const { outbox, journal } = this.#options
    if (journal === undefined || outbox.lastN === this.#keptThrough) return
    const messages = Array.from(outbox.messages(this.#keptThrough, NO_CONNECTION))
    if (messages.length === 0) return
    this.#keptThrough = outbox.lastN
    journal.append({ clientId: this.clientId, messages })
  }

  /** Keeps nothing any more that is not kept yet. */
  stop(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
  }

  #keepLater(): void {
    const { outbox, journal, clock } = this.#options
    if (journal === undefined || this.#cancelTimer !== null) return
    const { lastN } = outbox
    this.#cancelTimer = clock.after(KEEP_AFTER_MS, () => {
      this.#cancelTimer = null
      const { oldestN } = outbox
      if (oldestN === null) return
      if (oldestN <= lastN) this.keep()
      else this.#keepLater()
    })
  }
}
