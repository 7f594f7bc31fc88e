import type { Clock } from '#shared/platform.ts'
import { PING_EVERY_MS } from '#shared/wire/protocol.ts'
import type { SocketLink } from './socket-link.ts'

/**
 * Finds connections whose other end is gone without a word. All are asked in the same moment, so that a host with many
 * idle members is woken once for all of them.
 */
export class Heartbeat {
  readonly #clock: Clock
  readonly #links = new Set<SocketLink>()
  #cancel: (() => void) | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Follows a link until it is closed. */
  watch(link: SocketLink): void {
    this.#links.add(link)
    link.hearBy(this.#clock)
    link.onClose(() => {
      this.#links.delete(link)
      if (this.#links.size === 0) this.dispose()
    })
    this.#cancel ??= this.#clock.after(PING_EVERY_MS, () => this.#beat())
  }

  dispose(): void {
    this.#cancel?.()
    this.#cancel = null
  }

  #beat(): void {
    this.#cancel = this.#clock.after(PING_EVERY_MS, () => this.#beat())
    for (const link of this.#links) link.beat()
  }
}
