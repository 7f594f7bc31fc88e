import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import { AppError } from '#shared/errors.ts'
import { SocketLink } from './socket-link.ts'

/** Snapshots come in larger messages than a host takes. */
const MAX_PAYLOAD = 4 * 1024 * 1024

export interface OpenSocketOptions {
  /** A connection whose other end has been verified. */
  readonly socket: Socket
  /** `host:port` as the server shall see it. */
  readonly authority: string
  readonly path: string
  readonly subprotocol: string
  readonly timeoutMs: number
}

/**
 * Speaks WebSocket over a connection that is open already.
 * @throws AppError `join/no-such-room` for 404, `join/refused` for another refusal, `join/not-drawnet` otherwise
 */
export function openSocket({
  socket,
  authority,
  path,
  subprotocol,
  timeoutMs,
}: OpenSocketOptions): Promise<SocketLink> {
  return new Promise((resolve, reject) => {
    const client = new WebSocket(`ws://${authority}${path}`, subprotocol, {
      createConnection: () => socket,
      perMessageDeflate: false,
      maxPayload: MAX_PAYLOAD,
      handshakeTimeout: timeoutMs,
    })
    // Listens from the first moment, so that nothing the host says at once is lost.
    const link = new SocketLink(client)
    client.on('open', () => resolve(link))
    client.on('unexpected-response', (_request, response) => {
      client.terminate()
      reject(refusalOf(response.statusCode ?? 0))
    })
    client.on('error', (error) => {
      reject(new AppError('join/not-drawnet', 'What answers at this address is not a DrawNet host.', {}, error))
    })
  })
}

function refusalOf(status: number): AppError {
  if (status === 404) return new AppError('join/no-such-room', 'This board is not there any more.')
  return new AppError('join/refused', 'The host does not let you onto this board.', { status: String(status) })
}
