import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Clock } from '#shared/platform.ts'
import { CLOSE } from '#shared/wire/protocol.ts'
import { cutReason } from '#shared/wire/refusal.ts'
import { Heartbeat } from './heartbeat.ts'
import { RefusingSocket } from './refusing-socket.ts'
import { SharedFrames } from './server-frame.ts'
import { SocketLink, type Carries } from './socket-link.ts'

/** WebSocket's code for a server that failed. */
const SERVER_ERROR = 1011
/** How long the other ends have to answer that a connection is closed. */
const FAREWELL_MS = 1000

/** Why an upgrade is refused. */
export interface Refusal {
  readonly status: number
  readonly reason: string
}

/** A language that is spoken over the sockets. */
export interface Spoken {
  readonly subprotocol: string
  /** Largest message taken, in bytes. */
  readonly maxPayload: number
  readonly maxConnections: number
}

export interface SocketServerOptions extends Spoken {
  /** Another one, whose messages are text. */
  readonly text?: Spoken
  readonly clock: Clock
  readonly onProblem: (error: unknown) => void
  /** What to do with an open link, or why the request is refused. Nothing is upgraded before it is asked. */
  readonly admit: (request: IncomingMessage) => ((link: SocketLink) => void) | Refusal
}

/** Upgrades requests of an HTTP(S) server to WebSockets. */
export class SocketServer {
  readonly #languages: readonly Language[]
  readonly #options: SocketServerOptions
  readonly #heartbeat: Heartbeat

  constructor(server: Server, options: SocketServerOptions) {
    this.#options = options
    this.#heartbeat = new Heartbeat(options.clock)
    this.#languages = [new Language(options, 'bytes')]
    if (options.text !== undefined) this.#languages = [...this.#languages, new Language(options.text, 'text')]
    server.on('upgrade', (request, stream, head) => this.#upgrade(request, stream, head))
  }

  /**
   * Closes every connection that is not being closed already, and takes no more. Each is read until the other end has
   * answered: the system would throw the farewell away with a connection that is ended while something in it is unread.
   * Whoever has not answered within a second is cut off.
   */
  async dispose(code: number = CLOSE.goingAway, reason = ''): Promise<void> {
    this.#heartbeat.dispose()
    for (const { sockets } of this.#languages) sockets.close()
    const open = this.#languages.flatMap(({ sockets }) => Array.from(sockets.clients))
    const answered = open.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())))
    for (const socket of open) socket.close(code, cutReason(reason))
    const cancel = this.#options.clock.after(FAREWELL_MS, () => {
      for (const socket of open) socket.terminate()
    })
    await Promise.all(answered)
    cancel()
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const language = this.#languageOf(request)
    if (language === undefined) {
      const known = this.#languages.map(({ spoken }) => spoken.subprotocol).join(' or ')
      return refuse(stream, { status: 400, reason: `Speak ${known}` })
    }
    if (language.sockets.clients.size >= language.spoken.maxConnections) {
      return refuse(stream, { status: 503, reason: 'Too many connections' })
    }
    const admitted = this.#options.admit(request)
    if (typeof admitted !== 'function') return refuse(stream, admitted)
    language.sockets.handleUpgrade(request, stream, head, (socket) => {
      const link = new SocketLink(socket, language.carries, { stream, frames: language.frames })
      this.#heartbeat.watch(link)
      try {
        admitted(link)
      } catch (error) {
        // One connection that cannot be served is closed; the others never hear of it.
        this.#options.onProblem(error)
        link.close(SERVER_ERROR, 'The host cannot open this board at the moment.')
      }
    })
  }

  /** The first of the languages offered that is spoken here. */
  #languageOf(request: IncomingMessage): Language | undefined {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
    for (const name of offered) {
      const language = this.#languages.find(({ spoken }) => spoken.subprotocol === name)
      if (language !== undefined) return language
    }
    return undefined
  }
}

class Language {
  readonly spoken: Spoken
  readonly carries: Carries
  readonly sockets: WebSocketServer
  readonly frames = new SharedFrames()

  constructor(spoken: Spoken, carries: Carries) {
    this.spoken = spoken
    this.carries = carries
    this.sockets = new WebSocketServer({
      noServer: true,
      WebSocket: RefusingSocket,
      maxPayload: spoken.maxPayload,
      perMessageDeflate: false,
      handleProtocols: () => spoken.subprotocol,
    })
  }
}

function refuse(stream: Duplex, { status, reason }: Refusal): void {
  stream.on('error', () => {})
  // Or else whoever says nothing more would keep the server from ever ending.
  stream.once('finish', () => stream.destroy())
  stream.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
