import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect as connectRaw, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { SocketServer } from '#main/sockets/socket-server.ts'
import type { SocketLink } from '#main/sockets/socket-link.ts'
import { ManualClock } from '../../support/clock.ts'

/** Messages; more of them than the system holds at once. */
const SENT = 5_000
const closing: (() => Promise<void>)[] = []
const clock = new ManualClock()

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

interface Served {
  readonly server: Server
  readonly port: number
  /** Of those who have connected. */
  readonly links: readonly SocketLink[]
  readonly sockets: SocketServer
}

async function serve(): Promise<Served> {
  const server = createServer()
  const links: SocketLink[] = []
  const spoken = { maxPayload: 1024, maxConnections: 10 }
  const sockets = new SocketServer(server, {
    subprotocol: 'bytes.test',
    ...spoken,
    text: { subprotocol: 'text.test', ...spoken },
    clock,
    onProblem: () => {},
    admit: () => (link) => links.push(link),
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(async () => {
    await sockets.dispose()
    server.close()
  })
  return { server, port: (server.address() as AddressInfo).port, links, sockets }
}

/** A browser's WebSocket, and what it is told. */
async function connect(
  port: number,
  subprotocol: string,
): Promise<{ heard: unknown[]; ended: Promise<unknown>; say: (bytes: Uint8Array<ArrayBuffer>) => void }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, subprotocol)
  socket.binaryType = 'arraybuffer'
  const heard: unknown[] = []
  socket.addEventListener('message', ({ data }) => heard.push(data))
  const ended = once(socket, 'close').then(([event]) => event as unknown)
  await once(socket, 'open')
  return { heard, ended, say: (bytes) => socket.send(bytes) }
}

describe('messages of a server', () => {
  test('arrive whole and in order at everyone who is sent the same one, whatever their length', async () => {
    const { port, links } = await serve()
    const members = [await connect(port, 'bytes.test'), await connect(port, 'bytes.test')]
    const messages = [0, 1, 125, 126, 127, 16_384, 16_385, 65_535, 65_536, 3].map((length, index) =>
      new Uint8Array(length).fill(index + 1),
    )
    for (const message of messages) for (const link of links) link.send(message)
    for (const link of links) link.close(4000, 'enough')
    for (const { heard, ended } of members) {
      expect(await ended).toMatchObject({ code: 4000, reason: 'enough' })
      expect(heard.map((data) => new Uint8Array(data as ArrayBuffer))).toEqual(messages)
    }
  })

  test('are text where text is spoken, also after the same bytes went out as bytes', async () => {
    const { port, links } = await serve()
    const bytes = await connect(port, 'bytes.test')
    const text = await connect(port, 'text.test')
    const message = new TextEncoder().encode('{"kind":"pong","ü":1}')
    for (const link of links) link.send(message)
    for (const link of links) link.close()
    await Promise.all([bytes.ended, text.ended])
    expect(text.heard).toEqual(['{"kind":"pong","ü":1}'])
    expect(new Uint8Array(bytes.heard[0] as ArrayBuffer)).toEqual(message)
  })

  test('are not sent to who has gone', async () => {
    const { port, links } = await serve()
    const member = await connect(port, 'bytes.test')
    links[0]!.close(4000)
    await member.ended
    links[0]!.send(new Uint8Array([1]))
    expect(member.heard).toEqual([])
  })
})

describe('a server that ends', () => {
  test('tells everyone, also who is in the middle of sending', async () => {
    const { port, links, sockets } = await serve()
    const members = [await connect(port, 'bytes.test'), await connect(port, 'text.test')]
    let taken = 0
    links[0]!.onMessage(() => taken++)
    for (let index = 0; index < SENT; index++) members[0]!.say(new Uint8Array(1024))
    await sockets.dispose(4001, 'the end')
    for (const { ended } of members) expect(await ended).toMatchObject({ code: 4001, reason: 'the end' })
    // What was on its way is not thrown away either.
    expect(taken).toBe(SENT)
    expect(clock.pending).toBe(0)
  })

  test('leaves the code to those that were being closed before', async () => {
    const { port, links, sockets } = await serve()
    const member = await connect(port, 'bytes.test')
    links[0]!.close(4000, 'enough')
    await sockets.dispose(4001, 'the end')
    expect(await member.ended).toMatchObject({ code: 4000, reason: 'enough' })
  })

  test('cuts off after a second who does not answer', async () => {
    const { port, links, sockets } = await serve()
    const silent = connectRaw(port, '127.0.0.1')
    silent.write(
      'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: bytes.test\r\n\r\n',
    )
    await once(silent, 'data')
    const gone = once(silent.resume(), 'close')
    let ended = false
    const ending = sockets.dispose().then(() => (ended = true))
    clock.advance(999)
    await new Promise((resolve) => setImmediate(resolve))
    expect([links.length, ended]).toEqual([1, false])
    clock.advance(1)
    await ending
    await gone
  })

  test('does not wait for who was refused and says nothing more', async () => {
    const { server, port, sockets } = await serve()
    const silent = connectRaw({ port, host: '127.0.0.1', allowHalfOpen: true })
    silent.write(
      'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: unknown.test\r\n\r\n',
    )
    await once(silent, 'data')
    const closed = once(server, 'close')
    server.close()
    await sockets.dispose()
    server.closeAllConnections()
    await closed
    silent.destroy()
  })

  test('takes nobody any more', async () => {
    const { port, links, sockets } = await serve()
    await sockets.dispose()
    await once(new WebSocket(`ws://127.0.0.1:${port}/`, 'bytes.test'), 'close')
    expect(links).toEqual([])
  })
})
