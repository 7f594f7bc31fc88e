import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LOOPBACK_PATH, LOOPBACK_SUBPROTOCOL, NOT_ADMITTED, STOPPED } from '#shared/desktop/loopback.ts'
import type { Link } from '#shared/link.ts'
import { systemRandom } from '#main/engine/surroundings.ts'
import { askRunningInstance, removeInstance, writeInstance } from '#main/loopback/instance-file.ts'
import { LoopbackKeys } from '#main/loopback/loopback-keys.ts'
import { LoopbackServer } from '#main/loopback/loopback-server.ts'
import { windowCommand } from '#main/loopback/open-window.ts'
import { ManualClock } from '../../support/clock.ts'

let folder: string
let keys: LoopbackKeys
let server: LoopbackServer
let port: number
let admitted: Link[]
let opened: (string | null)[]
const clock = new ManualClock()

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drawnet-test-'))
  mkdirSync(join(folder, 'pages'))
  writeFileSync(join(folder, 'pages', 'index.html'), '<title>DrawNet</title>')
  keys = new LoopbackKeys(folder, systemRandom)
  admitted = []
  opened = []
  server = new LoopbackServer({
    pagesFolder: join(folder, 'pages'),
    keys,
    clock,
    connect: (link) => admitted.push(link),
    control: {
      key: 'control',
      open: (link) => {
        opened.push(link)
        return 'http://new'
      },
    },
    onProblem: () => {},
  })
  port = await server.listen([0])
})

afterEach(async () => {
  await server.dispose()
  rmSync(folder, { recursive: true, force: true })
})

/** Speaks as a page of the given origin would; Node's WebSocket cannot set one. */
function knock(
  greeting: unknown,
  origin = `http://127.0.0.1:${port}`,
  host = `127.0.0.1:${port}`,
  stay = false,
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    socket.write(upgradeOf(origin, host))
    socket.on('data', (data) => {
      answer += data.toString('latin1')
      if (answer.includes(' 101 ') && greeting !== null) {
        socket.write(greetingOf(greeting))
        greeting = null
      } else if ((answer.includes('"key"') && !stay) || answer.includes(CLOSE_FRAME)) socket.end()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', () => {})
  })
}

function upgradeOf(origin: string, host: string): string {
  return (
    `GET ${LOOPBACK_PATH} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ${LOOPBACK_SUBPROTOCOL}\r\n\r\n`
  )
}

/** A greeting as a whole frame of a client. */
function greetingOf(greeting: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(greeting))
  return Buffer.concat([Buffer.from([0x82, 0x80 | body.length, 0, 0, 0, 0]), body])
}

/** A close frame from the server, as Latin-1 text. */
const CLOSE_FRAME = '\u0088'
const KEY = /\{"key":"([^"]+)"\}/

describe('who may use the engine of this computer', () => {
  test('a token opens once, and is exchanged for a key that works after a restart', async () => {
    const token = server.newAddress().split('#')[1]!
    const key = KEY.exec(await knock({ kind: 'token', token }))?.[1]
    expect(key).toMatch(/^[\w-]{43}$/)
    expect(admitted).toHaveLength(1)
    expect(await knock({ kind: 'token', token })).not.toMatch(KEY)
    expect(new LoopbackKeys(folder, systemRandom).admits(key!)).toBe(true)
    expect(await knock({ kind: 'key', key })).toMatch(KEY)
    expect(admitted).toHaveLength(2)
  })

  test('only hashes of keys are on disk, for this person alone', async () => {
    const key = keys.redeem(keys.issueToken())!
    const file = join(folder, 'loopback.json')
    expect(readFileSync(file, 'utf8')).not.toContain(key)
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  test.each([
    ['a wrong token', { kind: 'token', token: 'x'.repeat(43) }],
    ['a wrong key', { kind: 'key', key: 'x'.repeat(43) }],
    ['no greeting at all', { hello: 1 }],
  ])('%s is closed with a code and a sentence', async (_, greeting) => {
    const answer = await knock(greeting)
    expect(answer).toContain(String.fromCharCode(NOT_ADMITTED >> 8, NOT_ADMITTED & 255))
    expect(answer).toContain('Start DrawNet again')
    expect(admitted).toEqual([])
  })

  test.each([
    ['a page of another site', 'http://evil.example', undefined],
    ['a page of another port of this computer', 'http://127.0.0.1:1', undefined],
    ['another name that leads here', undefined, 'evil.example'],
    ['localhost by name', undefined, 'localhost'],
  ])('%s is refused before the upgrade', async (_, origin, host) => {
    expect(await knock({ kind: 'token', token: keys.issueToken() }, origin, host && `${host}:${port}`)).toMatch(
      /^HTTP\/1\.1 403 /,
    )
  })

  test('the page may connect to nothing but its own engine', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/`)
    expect(await response.text()).toContain('DrawNet')
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain(`connect-src ws://127.0.0.1:${port};`)
    expect(policy).toContain("default-src 'none'")
  })

  test('windows are told when DrawNet is stopped', async () => {
    const answer = knock({ kind: 'token', token: keys.issueToken() }, undefined, undefined, true)
    while (admitted.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await server.dispose()
    expect(await answer).toContain(String.fromCharCode(STOPPED >> 8, STOPPED & 255))
  })

  test('nobody is admitted any more while they are told', async () => {
    const socket = connect(port, '127.0.0.1')
    socket.write(upgradeOf(`http://127.0.0.1:${port}`, `127.0.0.1:${port}`))
    await once(socket, 'data')
    const ending = server.dispose()
    socket.write(greetingOf({ kind: 'token', token: keys.issueToken() }))
    // The greeting is read before the answer to the farewell, which ends it.
    socket.write(Buffer.from([0x88, 0x80, 0, 0, 0, 0]))
    await ending
    expect(admitted).toEqual([])
    socket.destroy()
  })

  test('a damaged key file only means that windows have to be opened anew', () => {
    writeFileSync(join(folder, 'loopback.json'), '{')
    const fresh = new LoopbackKeys(folder, systemRandom)
    expect(fresh.lastPort).toBe(0)
    expect(fresh.redeem(fresh.issueToken())).not.toBeNull()
  })
})

describe('a second start of the same folder', () => {
  test('asks the first for a window and passes a link on', async () => {
    writeInstance(folder, { origin: `http://127.0.0.1:${port}`, key: 'control' })
    expect(await askRunningInstance(folder, 'drawnet://ä')).toBe('http://new')
    expect(await askRunningInstance(folder, null)).toBe('http://new')
    expect(opened).toEqual(['drawnet://ä', null])
  })

  test('takes what a crashed one left behind for nobody', async () => {
    writeInstance(folder, { origin: 'http://127.0.0.1:9', key: 'control' })
    expect(await askRunningInstance(folder, null)).toBeNull()
    writeFileSync(join(folder, 'instance.json'), 'garbage')
    expect(await askRunningInstance(folder, null)).toBeNull()
    removeInstance(folder)
    expect(await askRunningInstance(folder, null)).toBeNull()
  })

  test('is refused without the key, and from any page', async () => {
    writeInstance(folder, { origin: `http://127.0.0.1:${port}`, key: 'guess' })
    expect(await askRunningInstance(folder, null)).toBeNull()
    const headers = { authorization: 'Bearer control', origin: 'http://evil.example' }
    expect((await fetch(`http://127.0.0.1:${port}/open`, { method: 'POST', headers })).status).toBe(403)
    expect(opened).toEqual([])
  })
})

const none = () => false
const onlyChromium = (path: string) => path === '/usr/bin/chromium'

describe('opening a window', () => {
  test('is not tried where there is no display', () => {
    expect(windowCommand('u', { platform: 'linux', environment: {}, isExecutable: () => true })).toBeNull()
    const remote = { DISPLAY: ':0', SSH_CONNECTION: 'x' }
    expect(windowCommand('u', { platform: 'linux', environment: remote, isExecutable: () => true })).toBeNull()
  })

  test('uses an app window where the browser has them, the usual browser elsewhere', () => {
    const environment = { DISPLAY: ':0', PATH: '/usr/bin' }
    expect(windowCommand('u', { platform: 'linux', environment, isExecutable: onlyChromium })).toEqual([
      '/usr/bin/chromium',
      '--app=u',
    ])
    expect(windowCommand('u', { platform: 'linux', environment, isExecutable: none })).toEqual(['xdg-open', 'u'])
    expect(windowCommand('u', { platform: 'darwin', environment: {}, isExecutable: none })).toEqual(['open', 'u'])
    expect(windowCommand('u', { platform: 'win32', environment: {}, isExecutable: none })?.[0]).toBe('rundll32')
  })
})
