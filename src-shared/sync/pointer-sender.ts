import type { Clock } from '../platform.ts'

/** Pointers go out this often at the most. */
const EVERY_MS = 33

type Position = { readonly x: number; readonly y: number } | null

/** Tells where one's pointer is: the latest only, and not too often. */
export class PointerSender {
  readonly #clock: Clock
  readonly #send: (position: Position) => void
  #wanted: Position = null
  #sentAt = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | null = null

  constructor(clock: Clock, send: (position: Position) => void) {
    this.#clock = clock
    this.#send = send
  }

  move(position: Position): void {
    this.#wanted = position
    if (this.#cancel !== null) return
    const wait = this.#sentAt + EVERY_MS - this.#clock.now()
    if (wait <= 0) this.#flush()
    else this.#cancel = this.#clock.after(wait, () => this.#flush())
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
