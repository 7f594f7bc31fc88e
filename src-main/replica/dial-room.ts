import type { Link } from '#shared/link.ts'
import { formatAuthority, type Endpoint } from '#shared/desktop/join-link.ts'
import { SUBPROTOCOL } from '#shared/wire/protocol.ts'
import { openSocket } from '#main/sockets/socket-client.ts'
import { connectPinned } from '#main/trust/pinned-connection.ts'

const DIAL_TIMEOUT_MS = 5_000

export interface DialedRoom {
  readonly link: Link
  /** The endpoint that answered. */
  readonly endpoint: Endpoint
}

/**
 * Opens a link to a room of another host, whose certificate is checked before a byte is sent.
 * @throws AppError `join/…`
 */
export async function dialRoom(
  place: { readonly endpoints: readonly Endpoint[]; readonly fingerprint: string },
  roomId: string,
): Promise<DialedRoom> {
  const { socket, endpoint } = await connectPinned({ ...place, timeoutMs: DIAL_TIMEOUT_MS })
  const link = await openSocket({
    socket,
    authority: formatAuthority(endpoint),
    path: `/v1/rooms/${roomId}`,
    subprotocol: SUBPROTOCOL,
    timeoutMs: DIAL_TIMEOUT_MS,
  })
  return { link, endpoint }
}
