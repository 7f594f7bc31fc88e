import type { Dispose } from './emitter.ts'

/** Why a Link ended: a WebSocket close code and its reason (1006 and '' when it just broke). */
export interface LinkClosed {
  readonly code: number
  readonly reason: string
}

/**
 * A two-way, ordered, reliable channel of binary messages. The renderer speaks the same frames over any
 * of its carriers: a `MessagePort`, a loopback WebSocket, or a WebSocket straight to a host.
 */
export interface Link {
  /** Hands bytes to the carrier. After the Link has closed it does nothing. */
  send(bytes: Uint8Array): void
  onMessage(listener: (bytes: Uint8Array) => void): Dispose
  /** Called once when the Link ends, whoever ended it; at once if it has ended already. */
  onClose(listener: (closed: LinkClosed) => void): Dispose
  close(code?: number, reason?: string): void
  /** Bytes accepted by `send` and not yet given to the network; 0 where the carrier cannot tell. */
  readonly bufferedAmount: number
}
