import { createServer, type Server } from 'node:http'
import { MAX_MESSAGE_BYTES, SUBPROTOCOL } from '#shared/wire/protocol.ts'
import { systemClock } from '#main/engine/surroundings.ts'
import type { HostedRooms } from '#main/host/hosted-rooms.ts'
import { SocketServer } from '#main/sockets/socket-server.ts'

/** A host without TLS, to compare it with plain relays; DrawNet itself has no such thing. */
export function plainHostServer(rooms: HostedRooms): { readonly server: Server; readonly sockets: SocketServer } {
  const server = createServer()
  const sockets = new SocketServer(server, {
    subprotocol: SUBPROTOCOL,
    maxPayload: MAX_MESSAGE_BYTES,
    maxConnections: 1_000,
    clock: systemClock,
    onProblem: (error) => console.error(error),
    admit: (request) => {
      const roomId = request.url?.split('/').at(-1) ?? ''
      return rooms.has(roomId) ? (link) => rooms.admit(roomId, link, 'member') : { status: 404, reason: 'Not Found' }
    },
  })
  return { server, sockets }
}
