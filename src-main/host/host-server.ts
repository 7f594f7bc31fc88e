import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { isId } from '#shared/ids.ts'
import type { Clock } from '#shared/platform.ts'
import { JSON_SUBPROTOCOL, MAX_JSON_BYTES, MAX_JSON_CONNECTIONS } from '#shared/wire/json-protocol.ts'
import { MAX_MESSAGE_BYTES, SUBPROTOCOL } from '#shared/wire/protocol.ts'
import type { HostInfo } from '#main/discovery/host-info.ts'
import { SocketServer, type Refusal } from '#main/sockets/socket-server.ts'
import type { SocketLink } from '#main/sockets/socket-link.ts'
import type { Identity } from '#main/trust/certificate.ts'
import { refusalOfUpgrade } from '#main/trust/host-header.ts'
import { personToken } from '#main/trust/tokens.ts'
import type { HostedRooms } from './hosted-rooms.ts'
import { JsonLink, type AppPerson } from './json-link.ts'
import { serveFile, type StaticFolder } from './static-files.ts'

const MAX_CONNECTIONS = 1_000
const ROOM_PATH = /^\/v1\/rooms\/([^/]+)$/
const THUMBNAIL_PATH = /^\/v1\/rooms\/([^/]+)\/thumbnail$/
const GUEST_PATH = /^\/guest\/(.+)$/

/** What a guest page may do: run what this host serves and speak to this host. */
const GUEST_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob: data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export interface HostServerOptions {
  readonly identity: Identity
  readonly rooms: HostedRooms
  readonly info: () => HostInfo
  readonly thumbnail: (roomId: string) => Uint8Array | null
  /** The tokens that programs of other people's making may join with. */
  readonly appTokens: { find(token: string): { readonly id: string; readonly name: string } | undefined }
  /** The built renderer, served to guests; null where there is none. */
  readonly pages: StaticFolder | null
  readonly clock: Clock
  readonly onProblem: (error: unknown) => void
}

/** One HTTPS and WebSocket server for all rooms of this installation. */
export class HostServer {
  readonly #options: HostServerOptions
  readonly #server: Server
  readonly #sockets: SocketServer

  constructor(options: HostServerOptions) {
    this.#options = options
    const { certificate, privateKey } = options.identity
    this.#server = createServer({
      cert: certificate,
      key: privateKey,
      minVersion: 'TLSv1.3',
      // Whoever says nothing is not kept waiting for: Node's own limits are a minute and more.
      handshakeTimeout: 5_000,
      headersTimeout: 3_000,
      requestTimeout: 5_000,
      connectionsCheckingInterval: 500,
      keepAliveTimeout: 10_000,
    })
    this.#server.maxConnections = MAX_CONNECTIONS
    this.#server.on('request', (request, response) => void this.#answer(request, response))
    this.#sockets = new SocketServer(this.#server, {
      subprotocol: SUBPROTOCOL,
      maxPayload: MAX_MESSAGE_BYTES,
      maxConnections: MAX_CONNECTIONS,
      text: { subprotocol: JSON_SUBPROTOCOL, maxPayload: MAX_JSON_BYTES, maxConnections: MAX_JSON_CONNECTIONS },
      clock: options.clock,
      onProblem: options.onProblem,
      admit: (request) => this.#admit(request),
    })
  }

  /** Listens on the first of the ports that is free (0: any); returns the one it got. */
  async listen(ports: readonly number[]): Promise<number> {
    let failure: unknown
    for (const port of ports) {
      try {
        await this.#tryToListen(port)
        this.#server.on('error', this.#options.onProblem)
        return this.port
      } catch (error) {
        failure = error
      }
    }
    throw failure
  }

  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0
  }

  async dispose(): Promise<void> {
    // Closing one that never listened only reports that.
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    await this.#sockets.dispose()
    this.#server.closeAllConnections()
    await closed
  }

  #tryToListen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const failed = (error: Error): void => reject(error)
      this.#server.once('error', failed)
      // Without an address it listens on IPv6 and IPv4 alike, and on IPv4 alone where there is no IPv6.
      this.#server.listen(port, () => {
        this.#server.off('error', failed)
        resolve()
      })
    })
  }

  #refusal(request: IncomingMessage): Refusal | null {
    const reason = refusalOfUpgrade({
      host: request.headers.host,
      origin: request.headers.origin,
      port: this.port,
      localNames: [hostname(), `${hostname().split('.')[0]}.local`],
    })
    return reason === null ? null : { status: 403, reason }
  }

  #admit(request: IncomingMessage): ((link: SocketLink) => void) | Refusal {
    const refusal = this.#refusal(request)
    if (refusal !== null) return refusal
    const { rooms } = this.#options
    const roomId = ROOM_PATH.exec(request.url ?? '')?.[1]
    if (!isId(roomId) || !rooms.has(roomId)) return { status: 404, reason: 'Not Found' }
    // Only a page sends an Origin: the app has none.
    if (request.headers.origin !== undefined && !rooms.allowsGuests(roomId)) return { status: 403, reason: 'No guests' }
    const who = request.headers.origin === undefined ? 'member' : 'guest'
    return (link) => rooms.admit(roomId, link.carries === 'text' ? this.#jsonLink(link) : link, who)
  }

  #jsonLink(link: SocketLink): JsonLink {
    const { onProblem } = this.#options
    return new JsonLink(link, { personOf: (appToken) => this.#personOf(appToken), onProblem })
  }

  /** A program is the same person for as long as its token is good. */
  #personOf(appToken: string): AppPerson | null {
    const { appTokens, identity } = this.#options
    const token = appTokens.find(appToken)
    if (token === undefined) return null
    return { user: `app-${token.id}`, token: personToken(appToken, identity.hostId), name: token.name }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const refusal = this.#refusal(request)
      if (refusal !== null) send(response, refusal.status, 'text/plain', refusal.reason)
      else if (request.method !== 'GET') send(response, 405, 'text/plain', 'Method Not Allowed')
      else await this.#get(request.url ?? '/', response)
    } catch (error) {
      this.#options.onProblem(error)
      send(response, 500, 'text/plain', 'Internal Server Error')
    }
  }

  async #get(url: string, response: ServerResponse): Promise<void> {
    const { info, thumbnail, pages, rooms } = this.#options
    const path = url.split('?', 1)[0]!
    if (path === '/v1/rooms') return send(response, 200, 'application/json', JSON.stringify(info()))
    const pictured = THUMBNAIL_PATH.exec(path)?.[1]
    if (pictured !== undefined) {
      const png = thumbnail(pictured)
      return png === null ? notFound(response) : send(response, 200, 'image/png', png)
    }
    const page = GUEST_PATH.exec(path)?.[1]
    if (page === undefined || pages === null) return notFound(response)
    if (isId(page) && !rooms.allowsGuests(page)) return notFound(response)
    await serveFile(pages, isId(page) ? 'index.html' : page, response, GUEST_POLICY)
  }
}

function notFound(response: ServerResponse): void {
  send(response, 404, 'text/plain', 'Not Found')
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  response.end(body)
}
