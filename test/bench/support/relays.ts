import type { Server } from 'node:http'
import { WebSocketServer, type WebSocket } from 'ws'

/** What a host that knows nothing of drawing would do; DrawNet is compared with it. */
export type RelayKind = 'bare' | 'batched'

const BATCH_EVERY_MS = 16

/**
 * Passes frames on without reading or keeping them. Bare: each at once, to everyone else. Batched: all that
 * came within 16 ms joined into one frame for everyone.
 */
export function relayOver(server: Server, kind: RelayKind): void {
  const sockets = new WebSocketServer({ server, perMessageDeflate: false, maxPayload: 64 * 1024 })
  let waiting: Buffer[] = []
  const passOn = (frame: Buffer, except: WebSocket | null): void => {
    for (const other of sockets.clients) {
      if (other !== except && other.readyState === other.OPEN) other.send(frame, { binary: true })
    }
  }
  sockets.on('connection', (socket) => {
    socket.on('message', (frame: Buffer) => {
      if (kind === 'bare') passOn(frame, socket)
      else waiting.push(frame)
    })
    socket.on('error', () => {})
  })
  if (kind === 'bare') return
  setInterval(() => {
    if (waiting.length === 0) return
    const joined = Buffer.concat(waiting)
    waiting = []
    passOn(joined, null)
  }, BATCH_EVERY_MS)
}
