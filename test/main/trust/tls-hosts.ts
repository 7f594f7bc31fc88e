import { mkdtemp, rm } from 'node:fs/promises'
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { onTestFinished } from 'vitest'
import { loadOrCreateIdentity, type Identity } from '#main/trust/certificate.ts'

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'drawnet-test-'))
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }))
  return folder
}

export async function newIdentity(): Promise<Identity> {
  return await loadOrCreateIdentity(await temporaryFolder(), randomBytes)
}

/** Listens on a free port of 127.0.0.1 until the test is over. */
export async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

export interface TlsHost {
  readonly port: number
  /** Application bytes that reached it. */
  received(): number
  /** Handshakes begun. */
  connections(): number
  /** Resolves when the next connection has ended. */
  readonly ended: Promise<void>
}

/** A TLS server that counts what it is sent and answers each piece with the same. */
export async function tlsHost(identity: Identity, maxVersion: 'TLSv1.2' | 'TLSv1.3' = 'TLSv1.3'): Promise<TlsHost> {
  let received = 0
  let connections = 0
  const ended = Promise.withResolvers<void>()
  const server = createTlsServer({ key: identity.privateKey, cert: identity.certificate, maxVersion }, (socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (piece) => {
      received += piece.length
      socket.write(piece)
    })
    socket.on('close', () => ended.resolve())
  })
  server.on('connection', () => (connections += 1))
  server.on('tlsClientError', () => ended.resolve())
  return {
    port: await listening(server),
    received: () => received,
    connections: () => connections,
    ended: ended.promise,
  }
}

export async function httpsHost(identity: Identity, answer: RequestListener): Promise<number> {
  return await listening(createHttpsServer({ key: identity.privateKey, cert: identity.certificate }, answer))
}

export async function tcpHost(onConnection: (socket: Socket) => void): Promise<number> {
  return await listening(createTcpServer(onConnection))
}

/** A port that nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
