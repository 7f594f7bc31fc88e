import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Clock } from '#shared/platform.ts'
import { SocketLink } from './socket-link.ts'

/** Why an upgrade is refused. */
export interface Refusal {
  readonly status: number
  readonly reason: string
}

export interface SocketServerOptions {
  readonly subprotocol: string
  /** Largest message taken, in bytes. */
  readonly maxPayload: number
  readonly maxConnections: number
  readonly clock: Clock
  /** What to do with an open link, or why the request is refused. Nothing is upgraded before it is asked. */
  readonly admit: (request: IncomingMessage) => ((link: SocketLink) => void) | Refusal
}

/** Upgrades requests of an HTTP(S) server to WebSockets. */
export class SocketServer {
  readonly #sockets: WebSocketServer
  readonly #options: SocketServerOptions

  constructor(server: Server, options: SocketServerOptions) {
    this.#options = options
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: options.maxPayload,
      perMessageDeflate: false,
      handleProtocols: (offered) => (offered.has(options.subprotocol) ? options.subprotocol : false),
    })
    server.on('upgrade', (request, stream, head) => this.#upgrade(request, stream, head))
  }

  /** Closes every connection. */
  dispose(): void {
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#sockets.close()
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const { admit, clock, maxConnections, subprotocol } = this.#options
    if (this.#sockets.clients.size >= maxConnections)
      return refuse(stream, { status: 503, reason: 'Too many connections' })
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
    if (!offered.includes(subprotocol)) return refuse(stream, { status: 400, reason: `Speak ${subprotocol}` })
    const admitted = admit(request)
    if (typeof admitted !== 'function') return refuse(stream, admitted)
    this.#sockets.handleUpgrade(request, stream, head, (socket) => {
      const link = new SocketLink(socket)
      link.watch(clock)
      admitted(link)
    })
  }
}

function refuse(stream: Duplex, { status, reason }: Refusal): void {
  stream.on('error', () => {})
  stream.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
