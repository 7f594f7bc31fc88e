import { describe, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { CallClient, CallServer, type Utf8 } from '#shared/desktop/calls.ts'
import type { DesktopService } from '#shared/desktop/desktop-api.ts'
import { CALLS_CHANNEL, Mux } from '#shared/desktop/mux.ts'
import type { Link } from '#shared/link.ts'
import { linkPair } from '#shared/link-pair.ts'

const utf8: Utf8 = {
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes) => new TextDecoder().decode(bytes),
}

function connect(service: Partial<DesktopService>) {
  const [near, far] = linkPair(queueMicrotask)
  const problems: unknown[] = []
  const engine = new Mux(far)
  const server = new CallServer(engine.open(CALLS_CHANNEL), utf8, service as DesktopService, (error) =>
    problems.push(error),
  )
  const mux = new Mux(near)
  const calls = new CallClient(mux.open(CALLS_CHANNEL), utf8)
  return { calls, server, problems, near, mux, engine }
}

describe('desktop calls', () => {
  test('an answer comes back, whatever the order', async () => {
    const { calls } = connect({
      'rooms.create': ({ name }) => ({ roomId: `room-${name}` }),
      'app.startFresh': async () => await new Promise((resolve) => setImmediate(() => resolve(null))),
    })
    const slow = calls.call('app.startFresh', {})
    expect(await calls.call('rooms.create', { name: '  A   b ' })).toEqual({ roomId: 'room-A b' })
    expect(await slow).toBeNull()
  })

  test('what the service throws arrives with its code and sentence', async () => {
    const { calls, problems } = connect({
      'rooms.create': () => {
        throw new AppError('join/no-such-room', 'Gone.', { where: 'here' })
      },
    })
    await expect(calls.call('rooms.create', { name: 'x' })).rejects.toMatchObject({
      code: 'join/no-such-room',
      message: 'Gone.',
      details: { where: 'here' },
    })
    expect(problems).toEqual([])
  })

  test('an unexpected failure is reported and answered', async () => {
    const { calls, problems } = connect({
      'rooms.create': () => {
        throw new TypeError('oops')
      },
    })
    await expect(calls.call('rooms.create', { name: 'x' })).rejects.toMatchObject({ code: 'call/failed' })
    expect(problems).toHaveLength(1)
  })

  test.each([
    ['rooms.create', { name: '' }],
    ['rooms.create', { name: 7 }],
    ['rooms.create', {}],
    ['profile.set', { name: 'A', color: 12 }],
    ['rooms.rename', { roomId: '../etc', name: 'A' }],
    ['rooms.join', { target: { kind: 'nearby', hostId: 'h' } }],
    ['settings.set', { theme: 'pink' }],
    ['kept.write', { key: 'theme', text: 'dark' }],
    ['kept.write', { key: 'drawnet.stamps', text: 'a'.repeat(300_001) }],
    ['kept.write', { key: 'drawnet.picture.', text: 'AAAA' }],
    ['kept.write', { key: `drawnet.picture.${'A'.repeat(64)}`, text: 'AAAA' }],
    ['kept.write', { key: `drawnet.picture.${'a'.repeat(64)}`, text: 'A'.repeat(960_001) }],
  ] as const)('%s with %j is refused before it reaches the service', async (method, args) => {
    const { calls } = connect({})
    await expect(calls.call(method, args as never)).rejects.toMatchObject({ code: 'call/bad-arguments' })
  })

  test('an unknown method is refused, also one that every object has', async () => {
    const { calls } = connect({})
    for (const method of ['nothing', 'constructor', '__proto__']) {
      await expect(calls.call(method as never, {} as never)).rejects.toMatchObject({ code: 'call/unknown-method' })
    }
  })

  test('a message that is no call closes the link', async () => {
    const { mux, problems } = connect({})
    const closed = new Promise<number>((resolve) => {
      const raw = mux.open(CALLS_CHANNEL)
      raw.onClose(({ code }) => resolve(code))
      raw.send(utf8.encode('{"id":"x"'))
    })
    expect(await closed).toBe(4400)
    expect(problems).toHaveLength(1)
  })

  test('calls that wait when the link ends are rejected', async () => {
    const { calls, near } = connect({ 'app.startFresh': () => new Promise(() => {}) })
    const waiting = calls.call('app.startFresh', {})
    near.close(1006, '')
    await expect(waiting).rejects.toMatchObject({ code: 'link/closed' })
  })

  test('events are heard', async () => {
    const { calls, server } = connect({})
    const heard = new Promise((resolve) => calls.on('openLink', resolve))
    server.tell('openLink', { text: 'drawnet://x' })
    expect(await heard).toEqual({ text: 'drawnet://x' })
  })
})

function nextMessage(link: Link): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const stop = link.onMessage((bytes) => {
      stop()
      resolve(bytes)
    })
  })
}

describe('channels over one link', () => {
  test('are apart, and end apart', async () => {
    const { mux, engine } = connect({})
    const [a, b] = [mux.open(1), mux.open(2)]
    const [farA, farB] = [engine.open(1), engine.open(2)]
    const heard = nextMessage(farB)
    a.send(Uint8Array.of(1))
    b.send(Uint8Array.of(2))
    expect(await heard).toEqual(Uint8Array.of(2))
    const ended = new Promise((resolve) => a.onClose(resolve))
    farA.close(4410, 'Removed.')
    expect(await ended).toEqual({ code: 4410, reason: 'Removed.' })
    const back = nextMessage(b)
    farB.send(Uint8Array.of(3))
    expect(await back).toEqual(Uint8Array.of(3))
  })

  test('all end with the link, and not for its reason', async () => {
    const { mux, near } = connect({})
    const channel = mux.open(5)
    const ended = new Promise((resolve) => channel.onClose(resolve))
    near.close(4440, 'over')
    expect(await ended).toEqual({ code: 1006, reason: '' })
  })
})
