import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as v from 'valibot'
import {
  LOOPBACK_PATH,
  LOOPBACK_SUBPROTOCOL,
  loopbackGreeting,
  NOT_ADMITTED,
  STOPPED,
} from '#shared/desktop/loopback.ts'
import { AppError } from '#shared/errors.ts'
import type { Link } from '#shared/link.ts'
import type { Clock } from '#shared/platform.ts'
import { GREETING_WITHIN_MS } from '#shared/wire/protocol.ts'
import { utf8 } from '#main/engine/surroundings.ts'
import { serveFile } from '#main/host/static-files.ts'
import { SocketServer, type Refusal } from '#main/sockets/socket-server.ts'
import type { LoopbackKeys } from './loopback-keys.ts'

const ADDRESS = '127.0.0.1'
/** Room frames from a window are at most 64 KiB, thumbnails somewhat more. */
const MAX_PAYLOAD = 1024 * 1024
const MAX_WINDOWS = 64

export interface LoopbackServerOptions {
  readonly pagesFolder: string
  readonly keys: LoopbackKeys
  readonly clock: Clock
  /** A window was admitted. */
  readonly connect: (link: Link) => void
  /** The key that a second start shows to have this one open a window; and what it does then. */
  readonly control: { readonly key: string; readonly open: (linkText: string | null) => string }
  readonly onProblem: (error: unknown) => void
}

/** Serves the renderer to browsers of this computer, and to nobody else, with a Link to the engine. */
export class LoopbackServer {
  readonly #options: LoopbackServerOptions
  readonly #server: Server
  readonly #sockets: SocketServer
  #isEnding = false

  constructor(options: LoopbackServerOptions) {
    this.#options = options
    this.#server = createServer((request, response) => void this.#answer(request, response))
    this.#sockets = new SocketServer(this.#server, {
      subprotocol: LOOPBACK_SUBPROTOCOL,
      maxPayload: MAX_PAYLOAD,
      maxConnections: MAX_WINDOWS,
      clock: options.clock,
      onProblem: options.onProblem,
      admit: (request) => this.#admit(request),
    })
  }

  /** Listens on the first of the ports that is free. */
  async listen(ports: readonly number[]): Promise<number> {
    let failure: unknown
    for (const port of ports) {
      try {
        await new Promise<void>((resolve, reject) => {
          this.#server.once('error', reject)
          this.#server.listen(port, ADDRESS, () => resolve())
        })
        return this.#port
      } catch (error) {
        failure = error
      }
    }
    throw new AppError('call/failed', 'DrawNet cannot open its window: this computer gives it no port.', {}, failure)
  }

  /** The address that opens a window; it works once. */
  newAddress(): string {
    return `${this.#origin}/#${this.#options.keys.issueToken()}`
  }

  /** Tells every window that DrawNet was closed, and ends. */
  async dispose(): Promise<void> {
    this.#isEnding = true
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    await this.#sockets.dispose(STOPPED, 'DrawNet was closed.')
    this.#server.closeAllConnections()
    await closed
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0
  }

  get #origin(): string {
    return `http://${ADDRESS}:${this.#port}`
  }

  get #policy(): string {
    return (
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob: data:; " +
      `connect-src ws://${ADDRESS}:${this.#port}; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
    )
  }

  /** Only under its own numeric address: another name that leads here is somebody's trick. */
  #isOwn(request: IncomingMessage): boolean {
    return request.headers.host === `${ADDRESS}:${this.#port}`
  }

  #admit(request: IncomingMessage): ((link: Link) => void) | Refusal {
    if (!this.#isOwn(request) || request.headers.origin !== this.#origin || request.url !== LOOPBACK_PATH) {
      return { status: 403, reason: 'Forbidden' }
    }
    return (link) => this.#greet(link)
  }

  #greet(link: Link): void {
    const cancel = this.#options.clock.after(GREETING_WITHIN_MS, () => link.close(NOT_ADMITTED, ''))
    const stop = link.onMessage((frame) => {
      stop()
      cancel()
      if (this.#isEnding) return
      const key = this.#keyFor(frame)
      if (key === null) {
        link.close(NOT_ADMITTED, 'This address has been used already. Start DrawNet again for a new one.')
        return
      }
      link.send(utf8.encode(JSON.stringify({ key })))
      this.#options.connect(link)
    })
  }

  #keyFor(frame: Uint8Array): string | null {
    const { keys } = this.#options
    try {
      const greeting = v.parse(loopbackGreeting, JSON.parse(utf8.decode(frame)))
      if (greeting.kind === 'token') return keys.redeem(greeting.token)
      return keys.admits(greeting.key) ? greeting.key : null
    } catch {
      // Whatever it was, it was no greeting.
      return null
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const path = (request.url ?? '/').split('?', 1)[0]!
      if (!this.#isOwn(request)) deny(response)
      else if (request.method === 'POST' && path === '/open') this.#open(request, response)
      else if (request.method !== 'GET') deny(response)
      else
        await serveFile(
          { path: this.#options.pagesFolder },
          path === '/' ? 'index.html' : path.slice(1),
          response,
          this.#policy,
        )
    } catch (error) {
      this.#options.onProblem(error)
      response.destroy()
    }
  }

  /** A second start of the same data folder asks this one for a window. */
  #open(request: IncomingMessage, response: ServerResponse): void {
    const { key, open } = this.#options.control
    if (request.headers.origin !== undefined || request.headers['authorization'] !== `Bearer ${key}`)
      return deny(response)
    const link = request.headers['x-drawnet-link']
    const url = open(typeof link === 'string' && link !== '' ? decodeURIComponent(link) : null)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ url }))
  }
}

function deny(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'text/plain' })
  response.end('Forbidden')
}
