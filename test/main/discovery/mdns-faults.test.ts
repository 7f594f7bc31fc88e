import { afterEach, describe, expect, test } from 'vitest'
import { MAX_HOSTS } from '#main/discovery/discovery.ts'
import { hostPacket, question } from './dns-packets.ts'
import { interfaceAt } from './lan.ts'

import { closeOpened, FINGERPRINT, setUp, newDiscovery, announcement, txt } from './mdns-setup.ts'

afterEach(closeOpened)

describe('what comes from outside', () => {
  test.each<[string, Parameters<typeof hostPacket>[0], { address: string; port?: number }]>([
    ['no id', { txt: { fp: FINGERPRINT, v: '1' }, instance: 'x' }, { address: '192.168.1.2' }],
    ['an id with odd signs', { txt: txt('a/../b'), instance: 'x' }, { address: '192.168.1.2' }],
    ['a long id', { txt: txt('a'.repeat(33)) }, { address: '192.168.1.2' }],
    ['a short fingerprint', { txt: txt('a', { fp: 'abc' }) }, { address: '192.168.1.2' }],
    ['no protocol', { txt: txt('a', { v: 'x' }) }, { address: '192.168.1.2' }],
    ['port 0', { txt: txt('a'), port: 0 }, { address: '192.168.1.2' }],
    ['a sender beyond the router', { txt: txt('a') }, { address: '8.8.8.8' }],
    ['a sender on another network', { txt: txt('a') }, { address: '192.168.2.2' }],
    ['a sender that is no mDNS responder', { txt: txt('a') }, { address: '192.168.1.2', port: 50_000 }],
    ['one’s own id', { txt: txt('b') }, { address: '192.168.1.2' }],
  ])('is not believed with %s', async (_, packet, from) => {
    const { lan, clock, at } = setUp()
    const b = await at('192.168.1.3', 'b')
    lan.inject(hostPacket(packet), from)
    await clock.settle()
    expect(b.discovery.hosts.get()).toEqual([])
    lan.inject(hostPacket({ txt: txt('fine') }), { address: '192.168.1.2' })
    await clock.settle()
    expect(b.discovery.hosts.get()).toMatchObject([{ hostId: 'fine' }])
  })

  test('names no address on the internet to dial, and not too many', async () => {
    const { lan, clock, at } = setUp()
    const b = await at('192.168.1.3', 'b')
    const addresses = ['8.8.8.8', '127.0.0.1', '224.0.0.251', '0.0.0.0', '192.168.1.3', '10.1.2.3']
    const many = Array.from({ length: 50 }, (_, i) => `172.16.0.${i}`)
    lan.inject(hostPacket({ txt: txt('a'), addresses: [...addresses, ...many] }), { address: '192.168.1.2' })
    await clock.settle()
    expect(b.discovery.hosts.get()[0]?.endpoints.map(({ address }) => address)).toEqual([
      '192.168.1.2',
      '10.1.2.3',
      '172.16.0.0',
      '172.16.0.1',
    ])
  })

  test('cannot point a known host elsewhere: its true address stays among those to try', async () => {
    const { lan, clock, at } = setUp()
    const b = await at('192.168.1.3', 'b')
    lan.inject(hostPacket({ txt: txt('a') }), { address: '192.168.1.2' })
    await clock.settle()
    for (let i = 0; i < 20; i++) {
      lan.inject(hostPacket({ txt: txt('a'), port: 6000 + i }), { address: '192.168.1.66' })
      await clock.settle()
    }
    const hosts = b.discovery.hosts.get()
    expect(hosts).toHaveLength(1)
    expect(hosts[0]?.endpoints).toContainEqual({ address: '192.168.1.2', port: 4747 })
    expect(hosts[0]?.endpoints.length).toBeLessThanOrEqual(8)
  })

  test('under another fingerprint is another entry', async () => {
    const { lan, clock, at } = setUp()
    const b = await at('192.168.1.3', 'b')
    lan.inject(hostPacket({ txt: txt('a') }), { address: '192.168.1.2' })
    lan.inject(hostPacket({ txt: txt('a', { fp: 'e'.repeat(43) }) }), { address: '192.168.1.66' })
    await clock.settle()
    expect(b.discovery.hosts.get().map(({ hostId, fingerprint }) => [hostId, fingerprint])).toEqual([
      ['a', FINGERPRINT],
      ['a', 'e'.repeat(43)],
    ])
  })

  test('may be garbage of any kind', async () => {
    const { lan, clock, at } = setUp()
    const b = await at('192.168.1.3', 'b')
    const sound = hostPacket({ txt: txt('a'), addresses: ['192.168.1.2'] })
    for (let i = 0; i < sound.length; i++) {
      lan.inject(sound.subarray(0, i), { address: '192.168.1.2' })
      const damaged = Buffer.from(sound)
      damaged[i] = damaged[i]! ^ 0xff
      lan.inject(damaged, { address: '192.168.1.2' })
      await clock.pass(100)
    }
    lan.inject(Buffer.alloc(60_000, 'drawnet'), { address: '192.168.1.2' })
    lan.inject(Buffer.alloc(0), { address: '192.168.1.2' })
    b.discovery.forget('a')
    await clock.pass(5000)
    lan.inject(hostPacket({ txt: txt('fine') }), { address: '192.168.1.2' })
    await clock.settle()
    expect(b.discovery.hosts.get()).toContainEqual(expect.objectContaining({ hostId: 'fine' }))
  })

  test('is bounded: 20,000 invented hosts from many addresses fill no more than the list', async () => {
    const { lan, clock, at } = setUp()
    const b = await at('192.168.1.3', 'b')
    lan.inject(hostPacket({ txt: txt('true') }), { address: '192.168.1.2' })
    await clock.settle()
    for (let i = 0; i < 20_000; i++) {
      lan.inject(hostPacket({ txt: txt(`fake${i}`) }), { address: `192.168.1.${10 + (i % 200)}` })
      // As fast as a thousand a second.
      if (i % 100 === 0) await clock.pass(100)
    }
    await clock.settle()
    expect(b.discovery.hosts.get().length).toBeLessThanOrEqual(MAX_HOSTS)
    expect(b.discovery.hosts.get()[0]?.hostId).toBe('true')
  })

  test('is bounded: one address claims no more than a quarter of the list, and others are still found', async () => {
    const { lan, clock, at } = setUp()
    const a = await at('192.168.1.2', 'a')
    const b = await at('192.168.1.3', 'b')
    for (let i = 0; i < 2000; i++) {
      lan.inject(hostPacket({ txt: txt(`fake${i}`) }), { address: '192.168.1.66' })
      await clock.pass(10)
    }
    a.discovery.announce(announcement('a'))
    await clock.pass(2000)
    const ids = b.discovery.hosts.get().map(({ hostId }) => hostId)
    expect(ids).toContain('a')
    expect(ids.length).toBeLessThanOrEqual(65)
  })

  test('does not make this computer loud: many questions get few answers', async () => {
    const { lan, clock, at } = setUp()
    const a = await at('192.168.1.2', 'a')
    a.discovery.announce(announcement('a'))
    await clock.pass(10_000)
    lan.sent.length = 0
    for (let i = 0; i < 100; i++) lan.inject(question(100), { address: '192.168.1.66' })
    await clock.pass(1000)
    expect(lan.sent.length).toBeLessThanOrEqual(60)
  })
})

describe('the network', () => {
  test('that is not there is said, and found again', async () => {
    const { clock, at } = setUp()
    const a = await at('192.168.1.2', 'a')
    const b = await at('192.168.1.3', 'b')
    a.discovery.announce(announcement('a'))
    const there = b.computer.interfaces
    b.computer.interfaces = () => interfaceAt('127.0.0.1', 8)
    await clock.pass(3000)
    expect(b.discovery.state.get()).toMatchObject({
      kind: 'failed',
      reason: 'no-network',
      sentence: expect.stringContaining('on no network') as string,
    })
    b.discovery.forget('a')
    b.computer.interfaces = there
    await clock.pass(3000)
    expect(b.discovery.state.get()).toEqual({ kind: 'working' })
    expect(b.discovery.hosts.get()).toMatchObject([{ hostId: 'a' }])
  })

  test('that changes its address is announced on anew', async () => {
    const { clock, at } = setUp()
    const a = await at('192.168.1.2', 'a')
    const b = await at('192.168.1.3', 'b')
    a.discovery.announce(announcement('a'))
    await clock.pass(5000)
    a.computer.interfaces = () => interfaceAt('192.168.1.77')
    await clock.pass(3000)
    expect(b.discovery.hosts.get()[0]?.endpoints[0]).toEqual({ address: '192.168.1.77', port: 4747 })
    expect(a.computer.open.size).toBe(1)
  })

  test('is set up anew after a sleep, even where the clock sleeps too', async () => {
    const { lan, clock } = setUp()
    let slept = 0
    const computer = lan.join('192.168.1.2')
    newDiscovery(computer, clock, 'a', { wallTime: () => clock.now() + slept })
    await clock.settle()
    const [before] = computer.open
    await clock.pass(60_000)
    expect([...computer.open]).toEqual([before])
    slept = 3_600_000
    await clock.pass(3000)
    const [after, ...others] = computer.open
    expect(after).not.toBe(before)
    expect(others).toEqual([])
    await clock.pass(60_000)
    expect([...computer.open]).toEqual([after])
  })

  test('with several interfaces is used on each, loopback excepted', async () => {
    const { lan, clock } = setUp()
    const computer = lan.join('192.168.1.2')
    computer.interfaces = () => ({
      ...interfaceAt('127.0.0.1', 8),
      ...interfaceAt('192.168.1.2'),
      cable: interfaceAt('169.254.7.7', 16)['eth0'],
    })
    newDiscovery(computer, clock, 'a')
    await clock.settle()
    expect(new Set(lan.sent.map(({ address }) => address))).toEqual(new Set(['192.168.1.2', '169.254.7.7']))
  })

  test('of this computer alone is used where it is all there is, or where it is asked for', async () => {
    const { lan, clock } = setUp()
    const computer = lan.join('127.0.0.1')
    computer.interfaces = () => interfaceAt('127.0.0.1', 8)
    const honest = newDiscovery(computer, clock, 'a')
    const content = newDiscovery(computer, clock, 'b', { loopback: true })
    honest.announce(announcement('a'))
    await clock.settle()
    expect(content.hosts.get()).toMatchObject([{ hostId: 'a', endpoints: [{ address: '127.0.0.1', port: 4747 }] }])
    expect(honest.state.get()).toMatchObject({ kind: 'failed', reason: 'no-network' })
    expect(content.state.get()).toEqual({ kind: 'working' })
  })

  test.each([
    ['ENETUNREACH', 'no-network'],
    ['EPERM', 'blocked'],
    ['EINVAL', 'error'],
  ])('that fails to send with %s is reported as %s, throws nothing, and recovers', async (code, reason) => {
    const { clock, at } = setUp()
    const a = await at('192.168.1.2', 'a')
    const b = await at('192.168.1.3', 'b')
    b.computer.failSending = code
    await clock.pass(30_000)
    expect(b.discovery.state.get()).toMatchObject({ kind: 'failed', reason })
    const states: string[] = []
    b.discovery.state.subscribe(({ kind }) => states.push(kind))
    await clock.pass(120_000)
    expect(states).toEqual([])
    b.discovery.announce(announcement('b'))
    b.computer.failSending = null
    await clock.pass(15_000)
    expect(b.discovery.state.get()).toEqual({ kind: 'working' })
    expect(a.discovery.hosts.get()).toMatchObject([{ hostId: 'b' }])
    expect(b.computer.open.size).toBe(1)
  })

  test.each([
    ['EADDRINUSE', 'error', 'UDP 5353'],
    ['EACCES', 'blocked', 'firewall'],
  ])('whose port cannot be opened (%s) is reported as %s', async (code, reason, words) => {
    const { lan, clock } = setUp()
    const computer = lan.join('192.168.1.2')
    computer.failOpening = code
    const discovery = newDiscovery(computer, clock, 'a')
    discovery.announce(announcement('a'))
    await clock.pass(10_000)
    expect(discovery.state.get()).toMatchObject({
      kind: 'failed',
      reason,
      sentence: expect.stringContaining(words) as string,
    })
    computer.failOpening = null
    await clock.pass(15_000)
    expect(discovery.state.get()).toEqual({ kind: 'working' })
  })

  test('that the system does not tell of counts as none', async () => {
    const { lan, clock } = setUp()
    const computer = lan.join('192.168.1.2')
    computer.interfaces = () => {
      throw new Error('not allowed')
    }
    const discovery = newDiscovery(computer, clock, 'a')
    await clock.settle()
    expect(discovery.state.get()).toMatchObject({ kind: 'failed', reason: 'no-network' })
  })
})
