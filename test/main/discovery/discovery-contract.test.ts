import { randomBytes } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Discovery } from '#main/discovery/discovery.ts'
import { MdnsDiscovery } from '#main/discovery/mdns.ts'
import { createAir, createFakeDiscovery } from '../../support/discovery.ts'
import { handClock } from './clocks.ts'
import { createLan } from './lan.ts'

/** Makes discoveries that hear each other. */
interface Maker {
  make(ownHostId: string): Discovery
  settle(): Promise<void>
}

function overMdns(): Maker {
  const [lan, clock] = [createLan(), handClock()]
  let computers = 0
  return {
    make(ownHostId) {
      const { openSocket, interfaces } = lan.join(`192.168.1.${(computers += 1)}`)
      return new MdnsDiscovery({ ownHostId, clock, random: randomBytes, openSocket, interfaces })
    },
    settle: async () => await clock.pass(50),
  }
}

function overTheAir(): Maker {
  const air = createAir()
  return { make: (ownHostId) => createFakeDiscovery({ air, ownHostId }), settle: async () => await Promise.resolve() }
}

describe.each<[string, () => Maker]>([
  ['multicast DNS', overMdns],
  ['the fake', overTheAir],
])('discovery by %s', (_, newMaker) => {
  async function pair(): Promise<{
    readonly a: Discovery
    readonly b: Discovery
    readonly settle: () => Promise<void>
  }> {
    const maker = newMaker()
    const [a, b] = [maker.make('a'), maker.make('b')]
    onTestFinished(async () => {
      await a.dispose()
      await b.dispose()
    })
    await maker.settle()
    return { a, b, settle: async () => await maker.settle() }
  }
  const what = { hostId: 'a', fingerprint: 'f'.repeat(43), name: 'Atelier', port: 4747, protocol: 1 }

  test('works, and finds others but not itself', async () => {
    const { a, b, settle } = await pair()
    a.announce(what)
    await settle()
    expect([a.state.get().kind, b.state.get().kind]).toEqual(['working', 'working'])
    expect(a.hosts.get()).toEqual([])
    const [host, ...others] = b.hosts.get()
    expect(others).toEqual([])
    expect(host).toMatchObject({ hostId: 'a', fingerprint: what.fingerprint, name: 'Atelier', protocol: 1 })
    expect(host?.endpoints[0]?.port).toBe(4747)
  })

  test('tells of changes in place, each time as a new start', async () => {
    const { a, b, settle } = await pair()
    a.announce(what)
    await settle()
    const before = b.hosts.get()[0]?.start
    a.announce({ ...what, name: 'Studio', port: 5000 })
    await settle()
    expect(b.hosts.get()).toHaveLength(1)
    expect(b.hosts.get()[0]).toMatchObject({ name: 'Studio' })
    expect(b.hosts.get()[0]?.endpoints[0]?.port).toBe(5000)
    expect(b.hosts.get()[0]?.start).not.toBe(before)
  })

  test('tells of goodbyes and leaves it to others to believe them', async () => {
    const { a, b, settle } = await pair()
    const goodbyes = new Set<string>()
    b.onGoodbye((hostId) => goodbyes.add(hostId))
    a.announce(what)
    await settle()
    a.announce(null)
    await settle()
    expect([...goodbyes]).toEqual(['a'])
    expect(b.hosts.get()).toHaveLength(1)
    b.forget('a')
    await settle()
    expect(b.hosts.get()).toEqual([])
  })

  test('lists a forgotten host again when it announces itself again', async () => {
    const { a, b, settle } = await pair()
    a.announce(what)
    await settle()
    b.forget('a', 'another fingerprint')
    await settle()
    expect(b.hosts.get()).toHaveLength(1)
    b.forget('a', what.fingerprint)
    await settle()
    expect(b.hosts.get()).toEqual([])
    a.announce(what)
    await settle()
    expect(b.hosts.get()).toHaveLength(1)
  })

  test('is heard saying goodbye even when it closes right after it', async () => {
    const { a, b, settle } = await pair()
    const goodbyes = new Set<string>()
    b.onGoodbye((hostId) => goodbyes.add(hostId))
    a.announce(what)
    await settle()
    a.announce(null)
    await a.dispose()
    await settle()
    expect([...goodbyes]).toEqual(['a'])
  })

  test('says goodbye when it closes, once, and is silent from then on', async () => {
    const { a, b, settle } = await pair()
    const goodbyes = new Set<string>()
    b.onGoodbye((hostId) => goodbyes.add(hostId))
    a.announce(what)
    await settle()
    await a.dispose()
    await a.dispose()
    await settle()
    expect([...goodbyes]).toEqual(['a'])
    b.forget('a')
    a.announce(what)
    await settle()
    expect(b.hosts.get()).toEqual([])
  })
})
