import { afterEach, expect, test } from 'vitest'
import type { FoundHost } from '#main/discovery/discovery.ts'
import type { HostInfo } from '#main/discovery/host-info.ts'
import { Neighbourhood } from '#main/discovery/neighbourhood.ts'
import type { Dispose } from '#shared/emitter.ts'
import { AppError } from '#shared/errors.ts'
import { createAir, createFakeDiscovery } from '../../support/discovery.ts'
import { handClock } from './clocks.ts'

const opened: Dispose[] = []
afterEach(() => {
  for (const dispose of opened.splice(0)) dispose()
})

const UNREACHABLE = new AppError('join/unreachable', 'Nothing answered.')

function found(hostId: string, changes: Partial<FoundHost> = {}): FoundHost {
  const endpoints = [{ address: '10.0.0.5', port: 4747 }]
  return {
    hostId,
    fingerprint: 'f'.repeat(43),
    name: hostId,
    endpoints,
    protocol: 1,
    lastSeen: 0,
    start: '1',
    ...changes,
  }
}

function info(
  hostId: string,
  rooms: readonly string[] = [`room of ${hostId}`],
  changes: Partial<HostInfo> = {},
): HostInfo {
  return {
    hostId,
    name: `computer ${hostId}`,
    protocol: 1,
    rooms: rooms.map((name, i) => ({ roomId: `${hostId}-${i}`, name, people: 2, thumbnailVersion: 3 })),
    ...changes,
  }
}

/** A neighbourhood on a hand-driven clock. Hosts answer what is in `answers`, or not at all. */
function setUp() {
  const clock = handClock()
  const air = createAir()
  const discovery = createFakeDiscovery({ air, ownHostId: 'me' })
  const answers = new Map<string, (host: FoundHost) => HostInfo | Promise<HostInfo>>()
  const asked: { readonly hostId: string; readonly at: number }[] = []
  let inFlight = 0
  let mostInFlight = 0
  const neighbourhood = new Neighbourhood({
    discovery,
    clock,
    ownHostId: 'me',
    wireVersion: 1,
    async ask(host) {
      asked.push({ hostId: host.hostId, at: clock.now() })
      inFlight += 1
      mostInFlight = Math.max(mostInFlight, inFlight)
      try {
        const answer = answers.get(host.hostId)
        if (answer === undefined) throw UNREACHABLE
        return await answer(host)
      } finally {
        inFlight -= 1
      }
    },
  })
  opened.push(() => neighbourhood.dispose())
  const names = (): string[] => neighbourhood.rooms.get().map((room) => room.name)
  const timesAsked = (hostId: string): number[] => asked.filter((ask) => ask.hostId === hostId).map(({ at }) => at)
  return { clock, air, discovery, answers, neighbourhood, names, timesAsked, mostInFlight: () => mostInFlight }
}

test('a host is asked as soon as it appears, and its rooms are listed', async () => {
  const { air, answers, clock, neighbourhood } = setUp()
  answers.set('a', () => info('a', ['Ideas', 'Plans']))
  air.claim(found('a'))
  await clock.settle()
  expect(neighbourhood.rooms.get()).toEqual([
    {
      hostId: 'a',
      roomId: 'a-0',
      name: 'Ideas',
      hostName: 'computer a',
      people: 2,
      thumbnailVersion: 3,
      problem: null,
    },
    {
      hostId: 'a',
      roomId: 'a-1',
      name: 'Plans',
      hostName: 'computer a',
      people: 2,
      thumbnailVersion: 3,
      problem: null,
    },
  ])
  expect(neighbourhood.hostsById.get('a')).toEqual(found('a'))
})

test('it is asked again every two seconds, and what changed is shown once', async () => {
  const { air, answers, clock, neighbourhood, names, timesAsked } = setUp()
  let told = 0
  neighbourhood.rooms.subscribe(() => (told += 1))
  answers.set('a', () => info('a'))
  air.claim(found('a'))
  await clock.pass(6000)
  expect(timesAsked('a')).toEqual([0, 2000, 4000, 6000])
  expect(told).toBe(1)
  answers.set('a', () => info('a', ['Renamed']))
  await clock.pass(2000)
  expect(names()).toEqual(['Renamed'])
  expect(told).toBe(2)
})

test('one’s own host is not a neighbour', async () => {
  const { discovery, neighbourhood, clock, timesAsked } = setUp()
  discovery.announce({ hostId: 'me', fingerprint: 'f'.repeat(43), name: 'me', port: 1, protocol: 1 })
  await clock.pass(5000)
  expect(timesAsked('me')).toEqual([])
  expect(neighbourhood.rooms.get()).toEqual([])
})

test('a crashed host leaves the list within ten seconds of its crash, however it fails', async () => {
  for (const crash of [() => Promise.reject(UNREACHABLE), () => new Promise<never>(() => undefined)]) {
    const { air, answers, clock, names } = setUp()
    answers.set('a', () => info('a'))
    air.claim(found('a'))
    await clock.pass(3999)
    answers.set('a', crash)
    await clock.pass(5000)
    expect(names()).toEqual(['room of a'])
    await clock.pass(5000)
    expect(names()).toEqual([])
  }
})

test('one lost answer changes nothing', async () => {
  const { air, answers, clock, names, neighbourhood } = setUp()
  answers.set('a', () => info('a'))
  air.claim(found('a'))
  await clock.pass(1000)
  const seen: number[] = []
  neighbourhood.rooms.subscribe((rooms) => seen.push(rooms.length))
  answers.delete('a')
  await clock.pass(5000)
  answers.set('a', () => info('a'))
  await clock.pass(10_000)
  expect(names()).toEqual(['room of a'])
  expect(seen).toEqual([])
})

test('a goodbye followed by silence takes the host off the list at once', async () => {
  const { air, answers, clock, names, discovery } = setUp()
  answers.set('a', () => info('a'))
  air.claim(found('a'))
  await clock.pass(1000)
  answers.delete('a')
  air.goodbye('a')
  await clock.settle()
  expect(names()).toEqual([])
  expect(discovery.forgotten).toEqual(['a'])
})

test('a host that closes a moment after its goodbye leaves the list a moment later', async () => {
  const { air, answers, clock, names } = setUp()
  answers.set('a', () => info('a'))
  air.claim(found('a'))
  await clock.pass(1000)
  air.goodbye('a')
  await clock.pass(100)
  expect(names()).toEqual(['room of a'])
  answers.delete('a')
  await clock.pass(600)
  expect(names()).toEqual([])
})

test('forged goodbyes neither remove a live host nor make it be asked without end', async () => {
  const { air, answers, clock, names, timesAsked, discovery } = setUp()
  answers.set('a', () => info('a'))
  air.claim(found('a'))
  await clock.pass(1000)
  for (let i = 0; i < 1000; i++) {
    air.goodbye('a')
    await clock.pass(1)
  }
  expect(names()).toEqual(['room of a'])
  expect(discovery.forgotten).toEqual([])
  expect(timesAsked('a').length).toBeLessThan(8)
})

test('a goodbye that comes while an answer is under way is checked after it', async () => {
  const { air, answers, clock, names } = setUp()
  const slow = Promise.withResolvers<HostInfo>()
  answers.set('a', () => slow.promise)
  air.claim(found('a'))
  await clock.pass(100)
  air.goodbye('a')
  answers.delete('a')
  slow.resolve(info('a'))
  await clock.pass(300)
  expect(names()).toEqual([])
})

test('a silent host is asked more and more rarely while it is announced, and found again within ten seconds', async () => {
  const { air, answers, clock, names, timesAsked } = setUp()
  air.claim(found('a'))
  await clock.pass(60_000)
  const times = timesAsked('a')
  expect(times.slice(0, 5)).toEqual([0, 1000, 3000, 7000, 15_000])
  expect(times.length).toBeLessThan(13)
  answers.set('a', () => info('a'))
  await clock.pass(8000)
  expect(names()).toEqual(['room of a'])
})

test('a silent host that announces itself anew is asked at once', async () => {
  const { air, answers, clock, names } = setUp()
  air.claim(found('a'))
  await clock.pass(20_000)
  answers.set('a', () => info('a'))
  air.claim(found('a', { start: '2' }))
  await clock.settle()
  expect(names()).toEqual(['room of a'])
})

test('a host that moves to another port is asked there at once', async () => {
  const { air, answers, clock } = setUp()
  const ports: number[] = []
  answers.set('a', (host) => {
    ports.push(host.endpoints[0]!.port)
    return info('a')
  })
  air.claim(found('a'))
  await clock.pass(500)
  air.claim(found('a', { endpoints: [{ address: '10.0.0.5', port: 5000 }] }))
  await clock.settle()
  expect(ports).toEqual([4747, 5000])
})

test('an answering host stays though it is announced no more; a silent one goes', async () => {
  const { air, answers, clock, names, timesAsked } = setUp()
  answers.set('a', () => info('a'))
  air.claim(found('a'))
  air.claim(found('b'))
  await clock.pass(1000)
  air.expire('a')
  air.expire('b')
  await clock.pass(60_000)
  expect(names()).toEqual(['room of a'])
  expect(timesAsked('b').length).toBeLessThan(3)
  answers.delete('a')
  await clock.pass(10_000)
  expect(names()).toEqual([])
  const asked = timesAsked('a').length
  await clock.pass(60_000)
  expect(timesAsked('a')).toHaveLength(asked)
})

test('never more than eight are asked at once, and all get their turn', async () => {
  const { air, answers, clock, names, mostInFlight } = setUp()
  for (let i = 0; i < 40; i++) {
    answers.set(`h${i}`, () => new Promise((resolve) => void clock.after(100, () => resolve(info(`h${i}`)))))
    air.claim(found(`h${i}`))
  }
  await clock.pass(499)
  expect(names()).toHaveLength(32)
  await clock.pass(1)
  expect(names()).toHaveLength(40)
  expect(mostInFlight()).toBe(8)
})

test('the list does not jump: rooms stand in the order in which they were first seen', async () => {
  const { air, answers, clock, names } = setUp()
  for (const id of ['c', 'a', 'b']) {
    answers.set(id, () => info(id, [`${id}1`]))
    air.claim(found(id))
    await clock.pass(10)
  }
  expect(names()).toEqual(['c1', 'a1', 'b1'])
  answers.set('c', () => info('c', ['c1 renamed', 'c2']))
  await clock.pass(3000)
  expect(names()).toEqual(['c1 renamed', 'a1', 'b1', 'c2'])
})

test('hosts of another protocol are listed with the reason why they cannot be joined', async () => {
  const { air, answers, clock, neighbourhood } = setUp()
  answers.set('new', () => info('new', ['New'], { protocol: 2 }))
  answers.set('old', () => info('old', ['Old'], { protocol: 0 }))
  answers.set('strange', () => Promise.reject(new AppError('join/not-drawnet', 'It cannot be understood.')))
  air.claim(found('new', { protocol: 2 }))
  air.claim(found('old'))
  air.claim(found('strange', { protocol: 9 }))
  await clock.settle()
  expect(neighbourhood.rooms.get()).toMatchObject([
    { name: 'New', problem: expect.stringContaining('newer DrawNet') as string },
    { name: 'Old', problem: expect.stringContaining('older DrawNet') as string },
    { name: 'strange', roomId: '', problem: expect.stringContaining('newer DrawNet') as string },
  ])
})

test('what is no DrawNet host of our protocol is not listed', async () => {
  const { air, answers, clock, names } = setUp()
  answers.set('a', () => Promise.reject(new AppError('join/not-drawnet', 'It cannot be understood.')))
  air.claim(found('a'))
  answers.set('b', () => info('someone else'))
  air.claim(found('b'))
  await clock.settle()
  expect(names()).toEqual([])
})

test('a host whose certificate is not the remembered one is listed as a problem', async () => {
  const { air, answers, clock, neighbourhood } = setUp()
  answers.set('a', () => Promise.reject(new AppError('join/fingerprint-changed', 'It is not the one you met.')))
  air.claim(found('a'))
  await clock.pass(20_000)
  expect(neighbourhood.rooms.get()).toMatchObject([{ hostId: 'a', roomId: '', problem: 'It is not the one you met.' }])
  expect(neighbourhood.hostsById.size).toBe(0)
})

test('of two that answer under one id the first one counts, and the other is listed as a problem', async () => {
  const { air, answers, clock, neighbourhood } = setUp()
  const impostor = 'e'.repeat(43)
  answers.set('a', () => info('a'))
  air.claim(found('a'))
  await clock.settle()
  air.claim(found('a', { fingerprint: impostor, name: 'copy' }))
  await clock.pass(20_000)
  expect(neighbourhood.rooms.get()).toMatchObject([
    { name: 'room of a', problem: null },
    { name: 'copy', problem: expect.stringContaining('Two computers') as string },
  ])
  expect(neighbourhood.hostsById.get('a')?.fingerprint).toBe(found('a').fingerprint)
})

test('after it is disposed of it asks nobody and waits for nothing', async () => {
  const { air, answers, clock, neighbourhood, timesAsked } = setUp()
  answers.set('a', () => info('a'))
  air.claim(found('a'))
  await clock.pass(100)
  neighbourhood.dispose()
  neighbourhood.dispose()
  air.claim(found('b'))
  air.goodbye('a')
  await clock.pass(60_000)
  expect(timesAsked('a')).toEqual([0])
  expect(timesAsked('b')).toEqual([])
  expect(clock.pending).toBe(0)
})
