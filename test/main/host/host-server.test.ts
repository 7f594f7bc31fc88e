import { connect as connectTcp } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MemoryRoomStorage } from '#shared/sync/memory-storage.ts'
import { encodeClientMessage } from '#shared/wire/client-messages.ts'
import { JSON_SUBPROTOCOL, MAX_JSON_BYTES, MAX_JSON_CONNECTIONS } from '#shared/wire/json-protocol.ts'
import {
  CLOSE,
  DEAD_AFTER_MS,
  GREETING_WITHIN_MS,
  MAX_MESSAGE_BYTES,
  PING_EVERY_MS,
  SUBPROTOCOL,
  WIRE_VERSION,
} from '#shared/wire/protocol.ts'
import { systemRandom } from '#main/engine/surroundings.ts'
import { HostedRooms, type ListedRoom } from '#main/host/hosted-rooms.ts'
import { HostServer } from '#main/host/host-server.ts'
import { loadOrCreateIdentity } from '#main/trust/certificate.ts'
import { ManualClock } from '../../support/clock.ts'

const ROOM = 'room-1'
let folder: string
let clock: ManualClock
let rooms: HostedRooms
let server: HostServer
let guests: boolean
let problems: unknown[]
let tokens: Map<string, { readonly id: string; readonly name: string }>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drawnet-test-'))
  const pages = join(folder, 'pages')
  mkdirSync(join(pages, 'assets'), { recursive: true })
  writeFileSync(join(pages, 'index.html'), '<title>DrawNet</title>')
  writeFileSync(join(pages, 'assets', 'a.js'), 'export {}')
  writeFileSync(join(folder, 'secret.js'), 'secret')
  clock = new ManualClock()
  guests = false
  problems = []
  tokens = new Map([['good', { id: 'bot-1', name: 'Bot' }]])
  const storage = new MemoryRoomStorage({ name: 'Atelier', epoch: 'e' })
  const listed = (): ListedRoom => ({ id: ROOM, name: 'Atelier', openedAt: 0, guests })
  rooms = new HostedRooms({
    library: {
      list: () => [listed()],
      get: (id) => (id === ROOM ? listed() : undefined),
      opened: () => {},
      rename: () => {},
      setGuests: () => {},
      remove: () => {},
      storageOf: () => storage,
    },
    clock,
    wallClock: () => 0,
    onProblem: (error) => problems.push(error),
  })
  server = new HostServer({
    identity: await loadOrCreateIdentity(folder, systemRandom),
    rooms,
    info: () => ({ hostId: 'h', name: 'Ada', protocol: 1, rooms: [] }),
    thumbnail: () => null,
    appTokens: { find: (token) => tokens.get(token) },
    pages: { path: pages },
    clock,
    onProblem: (error) => problems.push(error),
  })
  await server.listen([0])
})

afterEach(async () => {
  rooms.dispose()
  await server.dispose()
  rmSync(folder, { recursive: true, force: true })
})

/** Sends raw bytes over TLS and returns everything that comes back until the other end closes. */
function exchange(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false }, () =>
      socket.write(text),
    )
    let answer = ''
    socket.on('data', (data: Buffer) => (answer += data.toString('latin1')))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

function get(path: string, headers: Record<string, string> = {}): Promise<string> {
  const all = { Host: `127.0.0.1:${server.port}`, Connection: 'close', ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return exchange(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
}

function upgrade(path: string, headers: Record<string, string> = {}): Promise<string> {
  return get(path, {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol': 'drawnet.v1',
    ...headers,
  })
}

/** A real WebSocket to the room; Node's own, which answers pings by itself. */
function open(subprotocol: string | string[] = 'drawnet.v1'): Promise<WebSocket> {
  // Certificates are pinned by the app; here only the server is under test.
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  const socket = new WebSocket(`wss://127.0.0.1:${server.port}/v1/rooms/${ROOM}`, subprotocol)
  socket.binaryType = 'arraybuffer'
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
      resolve(socket)
    })
    socket.addEventListener('error', () => reject(new Error('refused')))
  })
}

function closeOf(socket: WebSocket): Promise<{ code: number; reason: string }> {
  return new Promise((resolve) => socket.addEventListener('close', ({ code, reason }) => resolve({ code, reason })))
}

describe('what is let in', () => {
  test('the list of rooms is told to anyone who asks for it by the right name', async () => {
    expect(await get('/v1/rooms')).toContain('{"hostId":"h","name":"Ada","protocol":1,"rooms":[]}')
  })

  test.each([
    ['another Host', '/v1/rooms', { Host: 'evil.example' }],
    ['another port', '/v1/rooms', { Host: '127.0.0.1:1' }],
    ['a page of another site', '/v1/rooms', { Origin: 'https://evil.example' }],
  ])('%s is refused', async (_, path, headers) => {
    expect(await get(path, headers)).toMatch(/^HTTP\/1\.1 403 /)
    expect(await upgrade(`/v1/rooms/${ROOM}`, headers)).toMatch(/^HTTP\/1\.1 403 /)
  })

  test('a room that is not there, another subprotocol, and pages without guests are refused before the upgrade', async () => {
    const own = { Origin: `https://127.0.0.1:${server.port}` }
    expect(await upgrade('/v1/rooms/none')).toMatch(/^HTTP\/1\.1 404 /)
    expect(await upgrade('/v1/rooms/../x')).toMatch(/^HTTP\/1\.1 404 /)
    expect(await upgrade(`/v1/rooms/${ROOM}`, { 'Sec-WebSocket-Protocol': 'chat' })).toMatch(/^HTTP\/1\.1 400 /)
    expect(await upgrade(`/v1/rooms/${ROOM}`, own)).toMatch(/^HTTP\/1\.1 403 /)
  })

  test('guest pages are served only while guests are allowed, and nothing outside their folder', async () => {
    expect(await get(`/guest/${ROOM}`)).toMatch(/^HTTP\/1\.1 404 /)
    guests = true
    const page = await get(`/guest/${ROOM}`)
    expect(page).toContain('<title>DrawNet</title>')
    expect(page).toMatch(/content-security-policy: default-src 'none'/i)
    expect(await get('/guest/assets/a.js')).toContain('export {}')
    for (const path of [
      '/guest/../secret.js',
      '/guest/%2e%2e/secret.js',
      '/guest/..%2fsecret.js',
      '/guest/%00',
      '/guest/%',
    ]) {
      expect(await get(path)).toMatch(/^HTTP\/1\.1 404 /)
    }
  })

  test('only reading is possible', async () => {
    const answer = await exchange(
      `POST /v1/rooms HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 405 /)
  })
})

describe('what is thrown at it', () => {
  test('a frame that is not of the protocol closes that one connection with a code and a reason', async () => {
    const [bad, good] = [await open(), await open()]
    bad.send(Uint8Array.of(99, 1, 2))
    expect(await closeOf(bad)).toEqual({
      code: CLOSE.malformed,
      reason: expect.stringContaining('not of the DrawNet protocol'),
    })
    expect(good.readyState).toBe(WebSocket.OPEN)
    good.close()
  })

  test('W4: a message above the limit closes the connection, and says why', async () => {
    const socket = await open()
    socket.send(new Uint8Array(MAX_MESSAGE_BYTES + 1))
    expect(await closeOf(socket)).toEqual({
      code: CLOSE.messageTooBig,
      reason: 'W4 wire/too-large: A message is larger than the host takes.',
    })
  })

  test('text is not spoken here', async () => {
    const socket = await open()
    socket.send('hello')
    expect(await closeOf(socket)).toEqual({
      code: 1003,
      reason: expect.stringMatching(/^W1 wire\/malformed: .*binary/),
    })
  })

  test('plain TCP garbage and TLS garbage do no harm', async () => {
    await new Promise<void>((resolve) => {
      const socket = connectTcp(server.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n\r\n'))
      socket.on('error', () => {})
      socket.on('close', () => resolve())
    })
    await exchange('\u0000\u0001garbage\r\n\r\n')
    expect(await get('/v1/rooms')).toMatch(/^HTTP\/1\.1 200 /)
    expect(problems).toEqual([])
  })

  test('who does not greet in time is closed', async () => {
    const socket = await open()
    const closed = closeOf(socket)
    clock.advance(5_000)
    expect((await closed).code).toBe(CLOSE.tooSlow)
  })

  test('J5: a connection that no longer answers is given up within ten seconds, and its person is gone', async () => {
    const tls = connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false })
    tls.write(
      `GET /v1/rooms/${ROOM} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: drawnet.v1\r\n\r\n',
    )
    await new Promise((resolve) => tls.once('data', resolve))
    const hello = encodeClientMessage({
      kind: 'hello',
      version: WIRE_VERSION,
      clientId: 'c',
      user: 'u',
      token: new Uint8Array(),
      name: 'Ada',
      color: 0,
      resume: null,
    })
    const online = new Promise<void>((resolve) => {
      const stop = rooms.onChange(() => {
        if (rooms.people(ROOM) === 1) resolve(stop())
      })
    })
    // A client frame: final, binary, masked with zeros.
    tls.write(Buffer.concat([Buffer.from([0x82, 0x80 | hello.length, 0, 0, 0, 0]), hello]))
    await online
    const gone = new Promise<void>((resolve) => {
      const stop = rooms.onChange(() => {
        if (rooms.people(ROOM) === 0) resolve(stop())
      })
    })
    const closed = new Promise((resolve) => tls.on('close', resolve))
    // It never answers a ping: the cable is out.
    clock.advance(DEAD_AFTER_MS + 2 * PING_EVERY_MS)
    await Promise.all([closed, gone])
    expect(DEAD_AFTER_MS + PING_EVERY_MS).toBeLessThanOrEqual(10_000)
  })
})

function answerOf(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve) => {
    socket.addEventListener('message', ({ data }) => resolve(typeof data === 'string' ? JSON.parse(data) : data), {
      once: true,
    })
  })
}

describe('programs that speak JSON', () => {
  const hello = { kind: 'hello', version: WIRE_VERSION, clientId: 'c', appToken: 'good' }

  test('join with a token, in text', async () => {
    const socket = await open(JSON_SUBPROTOCOL)
    socket.send(JSON.stringify(hello))
    expect(await answerOf(socket)).toMatchObject({ kind: 'welcome', roomName: 'Atelier', version: WIRE_VERSION })
    expect(rooms.peopleNames(ROOM)).toEqual(['Bot'])
    socket.close()
  })

  test('do not join with a token that is not, or no longer, good', async () => {
    const wrong = await open(JSON_SUBPROTOCOL)
    wrong.send(JSON.stringify({ ...hello, appToken: 'bad' }))
    expect(await closeOf(wrong)).toEqual({ code: CLOSE.appToken, reason: expect.stringContaining('drawnet token') })
    tokens.clear()
    const revoked = await open(JSON_SUBPROTOCOL)
    revoked.send(JSON.stringify(hello))
    expect((await closeOf(revoked)).code).toBe(CLOSE.appToken)
    expect(rooms.people(ROOM)).toBe(0)
  })

  test('get the first language they offer that is spoken here', async () => {
    for (const [offered, spoken] of [
      [[JSON_SUBPROTOCOL, SUBPROTOCOL], JSON_SUBPROTOCOL],
      [['chat', SUBPROTOCOL, JSON_SUBPROTOCOL], SUBPROTOCOL],
    ] as const) {
      const socket = await open([...offered])
      expect(socket.protocol).toBe(spoken)
      socket.close()
    }
    expect(await upgrade(`/v1/rooms/${ROOM}`, { 'Sec-WebSocket-Protocol': 'chat' })).toContain(
      `Speak ${SUBPROTOCOL} or ${JSON_SUBPROTOCOL}`,
    )
  })

  test('are closed for bytes, and for more text than is taken', async () => {
    const bytes = await open(JSON_SUBPROTOCOL)
    bytes.send(Uint8Array.of(1, 2, 3))
    expect(await closeOf(bytes)).toEqual({ code: 1003, reason: expect.stringMatching(/^W1 wire\/malformed: .*text/) })
    const long = await open(JSON_SUBPROTOCOL)
    long.send('x'.repeat(MAX_JSON_BYTES + 1))
    expect(await closeOf(long)).toEqual({ code: 1009, reason: expect.stringMatching(/^W4 wire\/too-large: /) })
    const deep = await open(JSON_SUBPROTOCOL)
    deep.send(JSON.stringify(hello))
    await answerOf(deep)
    deep.send(`{"kind":"ping","x":${'['.repeat(100_000)}`)
    expect(await closeOf(deep)).toEqual({ code: CLOSE.malformed, reason: expect.stringContaining('understood') })
    expect(problems).toEqual([])
  })

  test('are only so many', async () => {
    const sockets = await Promise.all(Array.from({ length: MAX_JSON_CONNECTIONS }, () => open(JSON_SUBPROTOCOL)))
    expect(await upgrade(`/v1/rooms/${ROOM}`, { 'Sec-WebSocket-Protocol': JSON_SUBPROTOCOL })).toMatch(
      /^HTTP\/1\.1 503 /,
    )
    const person = await open()
    for (const socket of [...sockets, person]) socket.close()
  })

  test('that do not greet in time are closed', async () => {
    const socket = await open(JSON_SUBPROTOCOL)
    const closed = closeOf(socket)
    clock.advance(GREETING_WITHIN_MS)
    expect((await closed).code).toBe(CLOSE.tooSlow)
  })
})
