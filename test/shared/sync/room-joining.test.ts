import { afterEach, describe, expect, test } from 'vitest'
import { MemoryRoomStorage } from '#shared/sync/memory-storage.ts'
import { decodeHostMessage } from '#shared/wire/host-messages.ts'
import { boardOf, draw, OpenRooms, PEN } from '../../support/room.ts'

const open = new OpenRooms()
afterEach(open.dispose)
const roomWith = open.with

describe('joining and coming back', () => {
  test('J7: the welcome comes before all else, also to someone slow while others draw, come and go', async () => {
    const { room, clients } = await roomWith('Ada', 'Ben')
    const stroke = clients[0]!.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([{ x: 1, y: 1, pressure: 0.5 }])
    clients[1]!.movePointer({ x: 3, y: 4 })
    room.members[0]!.wire().flush()
    const late = room.join('Late')
    await Promise.resolve()
    await Promise.resolve()
    const { client, host } = late.wire()
    host.bufferedAmount = 10_000_000
    room.members[1]!.wire().cut()
    client.deliver(1)
    room.tick()
    const said = host.sent.map((frame) => decodeHostMessage(frame).kind)
    expect(said[0]).toBe('welcome')
    expect(said).toContain('people')
  })

  test('J2: who comes back gets only what was missed', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    const [ada, ben] = members
    for (let i = 0; i < 20; i++) draw(ada!.client, i * 10, 0)
    await room.settle()
    ben!.reachable = false
    ben!.wire().cut()
    const missed = draw(ada!.client, 0, 90)
    await room.settle()
    const seen: string[] = []
    ben!.client.store.onChange((changes) => seen.push(...changes.map(({ id }) => id)))
    ben!.reachable = true
    await room.pass(10_000)
    expect(seen).toEqual([missed])
    expect(boardOf(ben!.client)).toEqual(boardOf(ada!.client))
  })

  test('J3: a host that came back with another epoch gives a fresh snapshot, and one’s own waiting work survives', async () => {
    const { room, members } = await roomWith('Ada')
    const { client } = members[0]!
    draw(client, 0, 0)
    await room.settle()
    members[0]!.wire().cut()
    const kept = draw(client, 50, 0)
    room.storage = new MemoryRoomStorage({ name: 'Restored', epoch: 'epoch-2' })
    room.crash()
    await room.pass(5_000)
    expect(client.roomName.get()).toBe('Restored')
    expect(Array.from(client.store.values(), ({ id }) => id)).toEqual([kept])
    expect(room.storage.load().records.map(({ id }) => id)).toEqual([kept])
  })

  test('J4: a slow member holds nobody up, is not flooded, and catches up', async () => {
    const { room, members } = await roomWith('Ada', 'Ben', 'Slow')
    const [ada, ben, slow] = members
    slow!.wire().host.bufferedAmount = 10_000_000
    for (let i = 0; i < 50; i++) draw(ada!.client, i * 10, 0, 40)
    // Ben's wire runs, the slow one's lies still.
    for (let i = 0; i < 20; i++) {
      ada!.wire().flush()
      ben!.wire().flush()
      slow!.wire().client.deliver(99)
      room.clock.advance(5)
      await Promise.resolve()
      room.step()
      slow!.wire().host.bufferedAmount = 10_000_000
    }
    expect(ben!.client.store.size).toBe(50)
    expect(slow!.client.store.size).toBe(0)
    expect(slow!.wire().host.sent.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(2_000)
    slow!.wire().host.bufferedAmount = 0
    room.clock.advance(100)
    await room.settle()
    expect(boardOf(slow!.client)).toEqual(boardOf(ada!.client))
  })

  test('J4: a member that was behind for half a minute gets a fresh snapshot', async () => {
    const { room, members } = await roomWith('Ada', 'Slow')
    const [ada, slow] = members
    slow!.wire().host.bufferedAmount = 10_000_000
    draw(ada!.client, 0, 0)
    await room.settle()
    draw(ada!.client, 50, 0)
    await room.pass(29_000)
    expect(slow!.client.store.size).toBe(0)
    await room.pass(2_000)
    const kinds = new Set<string>()
    slow!.client.status.subscribe(({ kind }) => kinds.add(kind))
    slow!.wire().host.bufferedAmount = 0
    await room.pass(100)
    expect(kinds).toContain('loading')
    expect(boardOf(slow!.client)).toEqual(boardOf(ada!.client))
  })

  test('J4 W4: however much was drawn, no frame is longer than a member takes', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    const [ada, ben] = members
    ben!.reachable = false
    ben!.wire().cut()
    for (let i = 0; i < 30; i++) draw(ada!.client, i * 10, 0, 15_000)
    const open = ada!.client.beginStroke(PEN, { x: 0, y: 0 })
    open.append(Array.from({ length: 10_000 }, (_, i) => ({ x: i * 9, y: (i % 9) * 9, pressure: 0.5 })))
    await room.settle()
    const longest: number[] = []
    const late = room.join('Late')
    ben!.reachable = true
    for (let gone = 0; gone < 6_000; gone += 25) {
      room.clock.advance(25)
      await room.turn()
      for (const member of [ben!, late]) longest.push(...member.wire().host.sent.map(({ length }) => length))
      room.step()
    }
    await room.settle()
    expect(Math.max(...longest)).toBeLessThan(200_000)
    expect(boardOf(ben!.client)).toEqual(boardOf(ada!.client))
    expect(boardOf(late.client)).toEqual(boardOf(ada!.client))
    expect(late.client.live.strokes.get(open.id)?.points).toHaveLength(10_000)
  })

  test('J5: a host that has fallen silent is noticed within ten seconds', async () => {
    const { room, members } = await roomWith('Ada')
    const { client } = members[0]!
    members[0]!.reachable = false
    // Nothing is let through from now on.
    room.clock.advance(10_000)
    expect(client.status.get().kind).toBe('reconnecting')
  })

  test('J1: a large board arrives in many frames, and says how far it is', async () => {
    const { room, members } = await roomWith('Ada')
    for (let i = 0; i < 900; i++) draw(members[0]!.client, i * 10, 0, 250)
    await room.settle()
    const late = room.join('Late').client
    const loads = new Set<string>()
    late.status.subscribe((status) =>
      loads.add(status.kind === 'loading' ? `${status.loaded}/${status.total}` : status.kind),
    )
    await room.settle()
    expect(loads.size).toBeGreaterThan(3)
    expect(late.status.get().kind).toBe('live')
    expect(boardOf(late)).toEqual(boardOf(members[0]!.client))
  })
})
