import type { Clock } from '../platform.ts'
import type { Pointing } from '../wire/client-messages.ts'

/** Pointers go out this often at the most. */
const EVERY_MS = 33

/** Tells where one is and points: the latest only, and not too often. */
export class PointerSender {
  readonly #clock: Clock
  readonly #send: (pointing: Pointing) => void
  #wanted: Pointing = { page: '', position: null }
  #sentAt = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | null = null

  constructor(clock: Clock, send: (pointing: Pointing) => void) {
    this.#clock = clock
    this.#send = send
  }

  move(pointing: Pointing): void {
    this.#wanted = pointing
    if (this.#cancel !== null) return
    const wait = this.#sentAt + EVERY_MS - this.#clock.now()
    if (wait <= 0) this.#flush()
    else this.#cancel = this.#clock.after(wait, () => this.#flush())
  }

  /** Tells it anew, on a new connection, where it is not what everyone takes for granted. */
  again(): void {
    if (this.#wanted.page !== '') this.move(this.#wanted)
  }

  dispose(): void {
    this.#cancel?.()
  }

  #flush(): void {
    this.#cancel = null
    this.#sentAt = this.#clock.now()
    this.#send(this.#wanted)
  }
}
