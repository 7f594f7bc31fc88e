import type { JoinedRoom } from '#shared/desktop/desktop-api.ts'
import type { UnsentEdits, UnsentJournal } from '#shared/sync/unsent.ts'
import type { Desktop } from './desktop.ts'
import { fromBase64, toBase64 } from './base64.ts'

/** Keeps a room's unacknowledged edits with the engine; what it cannot take now it is given when it is back. */
export class UnsentKeeper implements UnsentJournal {
  readonly kept: UnsentEdits | null
  readonly #roomId: string
  readonly #call: Desktop['call']
  readonly #waiting: (() => Promise<unknown>)[] = []
  #working = false

  constructor({ roomId, unsent }: JoinedRoom, call: Desktop['call']) {
    this.#roomId = roomId
    this.#call = call
    this.kept = unsent === null ? null : { clientId: unsent.clientId, messages: unsent.messages.map(fromBase64) }
  }

  append({ clientId, messages }: UnsentEdits): void {
    for (const message of messages) {
      const args = { roomId: this.#roomId, clientId, messages: [toBase64(message)] }
      this.#waiting.push(() => this.#call('rooms.keepUnsent', args))
    }
    void this.work()
  }

  clear(clientId: string): void {
    this.#waiting.length = 0
    this.#waiting.push(() => this.#call('rooms.clearUnsent', { roomId: this.#roomId, clientId }))
    void this.work()
  }

  /** Hands over what waits, in order, as far as the engine takes it. */
  async work(): Promise<void> {
    if (this.#working) return
    this.#working = true
    try {
      for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
        await next()
        // A clearing may have emptied the list meanwhile.
        if (this.#waiting[0] === next) this.#waiting.shift()
      }
    } catch {
      // The engine is away: what waits is handed over when it is back.
    } finally {
      this.#working = false
    }
  }
}
