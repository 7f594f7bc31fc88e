import { afterEach, describe, expect, test } from 'vitest'
import { hostPacket, isQuestion, question } from './dns-packets.ts'

import { closeOpened, FINGERPRINT, setUp, announcement, txt } from './mdns-setup.ts'

afterEach(closeOpened)

describe('finding', () => {
  test('what one announces the other finds, and not its own', async () => {
    const { clock, at } = setUp()
    const a = await at('192.168.1.2', 'a')
    const b = await at('192.168.1.3', 'b')
    a.discovery.announce(announcement('a'))
    await clock.settle()
    expect(b.discovery.hosts.get()).toMatchObject([
      {
        hostId: 'a',
        fingerprint: FINGERPRINT,
        name: 'computer a',
        protocol: 1,
        endpoints: [{ address: '192.168.1.2', port: 4747 }],
      },
    ])
    expect(a.discovery.hosts.get()).toEqual([])
    expect(b.discovery.state.get()).toEqual({ kind: 'working' })
  })

  test('who comes later finds who was there before', async () => {
    const { clock, at } = setUp()
    const a = await at('192.168.1.2', 'a')
    a.discovery.announce(announcement('a'))
    await clock.pass(60_000)
    const b = await at('192.168.1.3', 'b')
    expect(b.discovery.hosts.get()).toMatchObject([{ hostId: 'a' }])
  })

  test('two of one name are both found', async () => {
    const { clock, at } = setUp()
    const [a, b, c] = [await at('192.168.1.2', 'a'), await at('192.168.1.3', 'b'), await at('192.168.1.4', 'c')]
    a.discovery.announce(announcement('a', { name: 'Atelier' }))
    b.discovery.announce(announcement('b', { name: 'Atelier' }))
    await clock.settle()
    expect(c.discovery.hosts.get().map(({ hostId, name }) => [hostId, name])).toEqual([
      ['a', 'Atelier'],
      ['b', 'Atelier'],
    ])
  })

  test('an announcement lost on its way is made up for by the questions after it', async () => {
    const { clock, at } = setUp()
    const a = await at('192.168.1.2', 'a')
    const b = await at('192.168.1.3', 'b')
    a.computer.failSending = 'ENOBUFS'
    a.discovery.announce(announcement('a'))
    await clock.settle()
    a.computer.failSending = null
    expect(b.discovery.hosts.get()).toEqual([])
    await clock.pass(2000)
    expect(b.discovery.hosts.get()).toMatchObject([{ hostId: 'a' }])
  })

  test('a rename and another port reach the others without a goodbye between', async () => {
    const { clock, at } = setUp()
    const a = await at('192.168.1.2', 'a')
    const b = await at('192.168.1.3', 'b')
    const goodbyes: string[] = []
    b.discovery.onGoodbye((id) => goodbyes.push(id))
    a.discovery.announce(announcement('a'))
    await clock.pass(20_000)
    const [before] = b.discovery.hosts.get()
    a.discovery.announce(announcement('a', { name: 'Renamed', port: 5000 }))
    await clock.settle()
    const [after, ...others] = b.discovery.hosts.get()
    expect(after).toMatchObject({ name: 'Renamed' })
    expect(after?.endpoints[0]).toEqual({ address: '192.168.1.2', port: 5000 })
    expect(after?.start).not.toBe(before?.start)
    expect(others).toEqual([])
    await clock.pass(20_000)
    expect(b.discovery.hosts.get()).toMatchObject([{ name: 'Renamed' }])
    expect(goodbyes).toEqual([])
  })

  test('a host that crashed and starts again is news, though nothing but its start has changed', async () => {
    const { lan, clock, at } = setUp()
    const b = await at('192.168.1.3', 'b')
    lan.inject(hostPacket({ txt: txt('a') }), { address: '192.168.1.2' })
    await clock.settle()
    lan.inject(hostPacket({ txt: txt('a', { s: 'start2' }) }), { address: '192.168.1.2' })
    await clock.settle()
    expect(b.discovery.hosts.get()).toMatchObject([{ hostId: 'a', start: 'start2' }])
  })

  test('a host unheard of for a minute is dropped, one that answers stays', async () => {
    const { lan, clock, at } = setUp()
    const a = await at('192.168.1.2', 'a')
    const b = await at('192.168.1.3', 'b')
    a.discovery.announce(announcement('a'))
    lan.inject(hostPacket({ txt: txt('gone') }), { address: '192.168.1.9' })
    await clock.settle()
    expect(b.discovery.hosts.get()).toHaveLength(2)
    await clock.pass(67_000)
    expect(b.discovery.hosts.get()).toMatchObject([{ hostId: 'a' }])
    await clock.pass(7_200_000)
    expect(b.discovery.hosts.get()).toMatchObject([{ hostId: 'a' }])
  })

  test('a host that was forgotten is listed again when it is heard of again', async () => {
    const { clock, at } = setUp()
    const a = await at('192.168.1.2', 'a')
    const b = await at('192.168.1.3', 'b')
    a.discovery.announce(announcement('a'))
    await clock.settle()
    b.discovery.forget('a')
    await clock.settle()
    expect(b.discovery.hosts.get()).toEqual([])
    await clock.pass(20_000)
    expect(b.discovery.hosts.get()).toMatchObject([{ hostId: 'a' }])
  })

  test.each([
    ['accents', 'É'.repeat(300)],
    ['emoji families', '👩‍👩‍👧‍👦'.repeat(60)],
    ['Thai', 'ห้องเรียนศิลปะ'.repeat(20)],
    ['signs of the format', 'a=b.c\\"; n=x'],
  ])('long and odd names fit and stay whole: %s', async (_, name) => {
    const { lan, clock, at } = setUp()
    const a = await at('192.168.1.2', 'a')
    const b = await at('192.168.1.3', 'b')
    a.discovery.announce(announcement('abcdefghijklmnop', { name }))
    await clock.settle()
    const [host] = b.discovery.hosts.get()
    expect(host?.name.length).toBeGreaterThan(0)
    expect(name.startsWith(host!.name)).toBe(true)
    expect(host?.name).not.toContain('\ufffd')
    expect(Math.max(...lan.sent.map(({ bytes }) => bytes.length))).toBeLessThan(800)
  })
})

describe('goodbyes', () => {
  test('are heard at once, and are only told of', async () => {
    const { clock, at } = setUp()
    const a = await at('192.168.1.2', 'a')
    const b = await at('192.168.1.3', 'b')
    const goodbyes: string[] = []
    b.discovery.onGoodbye((id) => goodbyes.push(id))
    a.discovery.announce(announcement('a'))
    await clock.pass(10_000)
    a.discovery.announce(null)
    await clock.settle()
    expect(goodbyes).toContain('a')
    expect(b.discovery.hosts.get()).toMatchObject([{ hostId: 'a' }])
    await clock.pass(70_000)
    expect(b.discovery.hosts.get()).toEqual([])
  })

  test('are said when one closes, and everything is closed after it', async () => {
    const { clock, at } = setUp()
    const a = await at('192.168.1.2', 'a')
    const b = await at('192.168.1.3', 'b')
    const goodbyes: string[] = []
    b.discovery.onGoodbye((id) => goodbyes.push(id))
    a.discovery.announce(announcement('a'))
    await clock.settle()
    await Promise.all([a.discovery.dispose(), a.discovery.dispose()])
    await clock.settle()
    expect(goodbyes).toContain('a')
    expect(a.computer.open.size).toBe(0)
    await b.discovery.dispose()
    expect(b.computer.open.size).toBe(0)
    expect(clock.pending).toBe(0)
  })

  test('of hosts never heard of are not told', async () => {
    const { lan, clock, at } = setUp()
    const b = await at('192.168.1.3', 'b')
    const goodbyes: string[] = []
    b.discovery.onGoodbye((id) => goodbyes.push(id))
    lan.inject(hostPacket({ txt: txt('x'), ttl: 0 }), { address: '192.168.1.2' })
    await clock.settle()
    expect(goodbyes).toEqual([])
  })
})

describe('questions', () => {
  test('are asked again every few seconds for ever', async () => {
    const { lan, clock, at } = setUp()
    await at('192.168.1.2', 'a')
    await clock.pass(10_000)
    lan.sent.length = 0
    await clock.pass(60_000)
    const asked = lan.sent.filter(({ bytes }) => isQuestion(bytes)).length
    expect(asked).toBeGreaterThanOrEqual(9)
    expect(asked).toBeLessThanOrEqual(12)
  })

  test('of many do not add up: one asks, the others listen', async () => {
    const { lan, clock, at } = setUp()
    for (let i = 0; i < 20; i++) await at(`192.168.1.${10 + i}`, `h${i}`)
    await clock.pass(20_000)
    lan.sent.length = 0
    await clock.pass(60_000)
    // Alone they would ask 200 times.
    expect(lan.sent.filter(({ bytes }) => isQuestion(bytes)).length).toBeLessThan(110)
  })

  test('of someone who never stops asking do not keep this one from asking itself', async () => {
    const { lan, clock, at } = setUp()
    await at('192.168.1.2', 'a')
    await clock.pass(10_000)
    lan.sent.length = 0
    for (let i = 0; i < 60; i++) {
      lan.inject(question(), { address: '192.168.1.66' })
      await clock.pass(1000)
    }
    expect(lan.sent.filter(({ bytes }) => isQuestion(bytes)).length).toBeGreaterThanOrEqual(3)
  })
})
