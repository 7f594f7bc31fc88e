import type { JoinedRoom } from '#shared/desktop/desktop-api.ts'
import type { UnsentEdits } from '#shared/sync/unsent.ts'
import type { Workshop } from './workshop.ts'

/** Which window each client's unacknowledged edits belong to; shared by all windows of an engine. */
export type ClaimedClients = Map<string, object>

/**
 * One window's part in the edits that wait for their hosts. What one window has made or taken up no other
 * gets while that one is open: two that send the same client's edits would push each other out.
 */
export class UnsentClaims {
  readonly #claimed: ClaimedClients

  constructor(claimed: ClaimedClients) {
    this.#claimed = claimed
  }

  keep(shop: Workshop, roomId: string, edits: UnsentEdits): null {
    this.#claimed.set(edits.clientId, this)
    shop.unsent.append(shop.unsentOf(roomId), edits)
    return null
  }

  clear(shop: Workshop, roomId: string, clientId: string): null {
    shop.unsent.clear(shop.unsentOf(roomId), clientId)
    return null
  }

  /** What an earlier window left behind for a room, or this one when it left the room before. */
  take(shop: Workshop, roomId: string): JoinedRoom['unsent'] {
    const isFree = (clientId: string): boolean => (this.#claimed.get(clientId) ?? this) === this
    const waiting = shop.unsent.of(shop.unsentOf(roomId)).find(({ clientId }) => isFree(clientId))
    if (waiting === undefined) return null
    const { clientId, messages } = waiting
    this.#claimed.set(clientId, this)
    return { clientId, messages: messages.map((message) => Buffer.from(message).toString('base64')) }
  }

  /** The window is gone: others may take up what it left. */
  dispose(): void {
    for (const [clientId, owner] of this.#claimed) if (owner === this) this.#claimed.delete(clientId)
  }
}
