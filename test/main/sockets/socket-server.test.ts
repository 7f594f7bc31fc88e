import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { SocketServer } from '#main/sockets/socket-server.ts'
import type { SocketLink } from '#main/sockets/socket-link.ts'
import { ManualClock } from '../../support/clock.ts'

const closing: (() => void)[] = []

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A server, and the links of those who have connected to it. */
async function serve(): Promise<{ port: number; links: SocketLink[] }> {
  const server = createServer()
  const links: SocketLink[] = []
  const spoken = { maxPayload: 1024, maxConnections: 10 }
  const sockets = new SocketServer(server, {
    subprotocol: 'bytes.test',
    ...spoken,
    text: { subprotocol: 'text.test', ...spoken },
    clock: new ManualClock(),
    onProblem: () => {},
    admit: () => (link) => links.push(link),
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    sockets.dispose()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, links }
}

/** A browser's WebSocket, and what it is told. */
async function connect(port: number, subprotocol: string): Promise<{ heard: unknown[]; ended: Promise<unknown> }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, subprotocol)
  socket.binaryType = 'arraybuffer'
  const heard: unknown[] = []
  socket.addEventListener('message', ({ data }) => heard.push(data))
  const ended = once(socket, 'close').then(([event]) => event as unknown)
  await once(socket, 'open')
  return { heard, ended }
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
