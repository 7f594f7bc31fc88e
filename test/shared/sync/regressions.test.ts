import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { decodeClientMessage, encodeClientMessage } from '#shared/wire/client-messages.ts'
import { encodeHostMessage } from '#shared/wire/host-messages.ts'
import { CLOSE } from '#shared/wire/protocol.ts'
import { text } from '../../support/records.ts'
import { STRANGER } from '../../support/stranger.ts'
import { roomWithDisk } from '../../support/disk.ts'
import { boardOf, draw, OpenRooms, PEN, type TestRoom } from '../../support/room.ts'

const open = new OpenRooms()
afterEach(open.dispose)

function point(x: number, pressure = 0.5) {
  return { x, y: 0, pressure }
}

/** What a member says first, taken from the wire on its way. */
async function greetingOf(room: TestRoom): Promise<Uint8Array> {
  const ben = room.join('Ben')
  for (let i = 0; i < 4; i++) await Promise.resolve()
  const greeting = ben.wire().client.sent[0]!
  await room.settle()
  return greeting
}

describe('acknowledgement, as it once went wrong', () => {
  test('M2 A2: a refusal that was lost with its connection leaves nothing waiting for ever', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const [ada, ben] = [members[0]!, members[1]!]
    const refusals: string[] = []
    ada.client.onRefused((sentence) => refusals.push(sentence))
    const stroke = ada.client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([point(0)])
    // The beginning is lost on the way: the host will refuse the stroke, and take what follows.
    ada.wire().client.sent.length = 0
    stroke.commit()
    ada.client.say('after it')
    ada.wire().client.deliver(99)
    room.tick()
    ada.wire().cut()
    await room.pass(5_000)
    expect(ada.client.unsaved.get()).toBe(0)
    expect(refusals).toHaveLength(1)
    expect(boardOf(ada.client)).toEqual(boardOf(ben.client))
  })

  test('M2 A3: what is refused after a full disk is said on the connection that is there by then', async () => {
    const { disk, room } = roomWithDisk(open)
    const ada = room.join('Ada')
    await room.settle()
    const refusals: string[] = []
    ada.client.onRefused((sentence) => refusals.push(sentence))
    disk.full = true
    draw(ada.client, 0, 50)
    const stroke = ada.client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([point(0)])
    ada.wire().client.sent.splice(-2)
    stroke.commit()
    await room.settle()
    ada.wire().cut()
    await room.pass(3_000)
    disk.full = false
    await room.pass(3_000)
    expect(ada.client.unsaved.get()).toBe(0)
    expect(refusals).toHaveLength(1)
    expect(ada.client.store.size).toBe(1)
  })

  test('A3: who joins while the host cannot store is told, and told when it can again', async () => {
    const { disk, room } = roomWithDisk(open)
    const ada = room.join('Ada')
    await room.settle()
    disk.full = true
    draw(ada.client, 0, 0)
    await room.settle()
    const late = room.join('Late')
    await room.settle()
    expect(late.client.status.get().kind).toBe('unsaved')
    disk.full = false
    await room.pass(2_000)
    expect(late.client.status.get().kind).toBe('live')
  })

  test('A3: who joined slowly while the host could not store does not hear of it when it is over', async () => {
    const { disk, room } = roomWithDisk(open)
    const ada = room.join('Ada')
    await room.settle()
    disk.full = true
    draw(ada.client, 0, 0)
    await room.settle()
    const late = room.join('Late')
    await Promise.resolve()
    await Promise.resolve()
    late.wire().host.bufferedAmount = 10_000_000
    await room.settle()
    disk.full = false
    await room.pass(2_000)
    late.wire().host.bufferedAmount = 0
    await room.pass(1_000)
    expect(late.client.status.get().kind).toBe('live')
  })

  test('J2: a greeting that comes late, over a connection given up long since, turns nobody away', async () => {
    const { room, members } = await open.with('Ada')
    const { client } = members[0]!
    members[0]!.wire().cut()
    room.clock.advance(500)
    for (let i = 0; i < 4; i++) await Promise.resolve()
    const given = members[0]!.wire()
    const late = given.client.sent.splice(0)
    // It dials again, and that greeting is the first to come.
    given.cut()
    await room.pass(5_000)
    const straggler = room.connect()
    for (const frame of late) straggler.client.send(frame)
    await room.pass(10_000)
    expect(late).toHaveLength(1)
    expect(client.status.get().kind).toBe('live')
    draw(client, 0, 0)
    await room.settle()
    expect(client.unsaved.get()).toBe(0)
  })
})

describe('authors and values, as they once went wrong', () => {
  test('O4: who puts back what was removed a moment ago does not become its author', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const [ada, ben] = members
    const id = draw(ada!.client, 0, 0)
    await room.settle()
    const record = ben!.client.store.get(id)!
    // Removal and return come within one tick.
    ben!.client.edit((t) => {
      t.remove(id)
      t.put({ ...record, color: 'red' })
    })
    await room.settle()
    for (const { client } of members) expect(client.store.get(id)).toMatchObject({ author: 1, color: 'red' })
  })

  test('O4: what was made and removed within one tick keeps its author when it returns', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const [ada, ben] = members
    const id = draw(ada!.client, 0, 0)
    const record = ada!.client.store.get(id)!
    ada!.client.edit((t) => t.remove(id))
    await room.settle()
    ben!.client.edit((t) => t.put(record))
    await room.settle()
    expect(ada!.client.store.get(id)?.author).toBe(1)
    expect(boardOf(ada!.client)).toEqual(boardOf(ben!.client))
  })

  test('O4 W4: nobody takes over another’s record by drawing a stroke under its id', async () => {
    const { room, members } = await open.with('Ada')
    const { client } = members[0]!
    const id = draw(client, 0, 0)
    await room.settle()
    const before = boardOf(client)
    const wire = room.connect()
    wire.client.send(encodeClientMessage({ kind: 'hello', ...STRANGER, resume: null }))
    const begin = { kind: 'begin', stroke: 1, id, x: 0, y: 0, style: PEN } as const
    const append = { kind: 'append', stroke: 1, piece: Uint8Array.of(2, 2) } as const
    wire.client.send(encodeClientMessage({ kind: 'live', events: [begin, append] }))
    const lift = { kind: 'lift', stroke: 1, count: 1, z: 'a5' } as const
    wire.client.send(encodeClientMessage({ kind: 'edit', firstN: 1, operations: [lift] }))
    await room.settle()
    expect(boardOf(client)).toEqual(before)
  })

  test('C4 W4: one record on the very top does not keep everyone from drawing', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const highest: BoardRecord = text({ id: 'top', z: 'z'.repeat(256) })
    clients[0]!.edit((t) => t.put(highest))
    await room.settle()
    const id = draw(clients[1]!, 0, 0)
    await room.settle()
    expect(clients[0]!.store.get(id)).toBeDefined()
  })

  test('O3 W4: words that are no Unicode text are the same for everyone', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    try {
      clients[0]!.edit((t) => t.put(text({ id: 'torn', text: 'a\ud83d' })))
    } catch (error) {
      expect(error).toBeInstanceOf(AppError)
    }
    await room.settle()
    expect(boardOf(clients[0]!)).toEqual(boardOf(clients[1]!))
  })

  test('U1: undoing the replacement of a record by one of another kind brings the first one back', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const id = draw(clients[0]!, 0, 0)
    await room.settle()
    const before = boardOf(clients[1]!)
    const refusals: string[] = []
    clients[0]!.onRefused((sentence) => refusals.push(sentence))
    clients[0]!.edit((t) => t.put(text({ id })))
    await room.settle()
    clients[0]!.undo()
    await room.settle()
    expect(refusals).toEqual([])
    expect(boardOf(clients[1]!)).toEqual(before)
  })

  test('A3: someone who vanishes while very much is waiting for the disk is gone, and the host goes on', async () => {
    const { disk, room } = roomWithDisk(open)
    const [ada, ben] = [room.join('Ada'), room.join('Ben')]
    await room.settle()
    disk.full = true
    const stroke = ben.client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([point(0)])
    await room.settle()
    const busy = room.connect()
    busy.client.send(encodeClientMessage({ kind: 'hello', ...STRANGER, resume: null }))
    const operations = Array.from({ length: 10_000 }, () => ({ kind: 'remove', id: 'x' }) as const)
    for (let i = 0; i < 5; i++) {
      busy.client.send(encodeClientMessage({ kind: 'edit', firstN: 1 + i * operations.length, operations }))
    }
    busy.client.deliver(99)
    ben.reachable = false
    expect(() => ben.wire().cut()).not.toThrow()
    expect(room.room.online.get()).toBe(2)
    disk.full = false
    await room.pass(2_000)
    expect(room.storage.load().seq).toBe(50_001)
    expect(ada.client.store.get(stroke.id)).toBeDefined()
  })
})

describe('greetings and positions, as they once went wrong', () => {
  test('P1 A3: who greets again before the host has missed them, with nothing made yet, can draw', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const [ada, ben] = members
    // Only Ada's end notices that the connection is gone.
    ada!.wire().client.end({ code: 1006, reason: '' })
    await room.pass(2_000)
    draw(ada!.client, 0, 0)
    await room.settle()
    expect(ada!.client.unsaved.get()).toBe(0)
    expect(ben!.client.store.size).toBe(1)
    expect(room.problems).toEqual([])
    expect(room.room.online.get()).toBe(2)
  })

  test('P2: who claims another’s client is turned away, and nobody is added', async () => {
    const { room, members } = await open.with('Ada')
    const hello = decodeClientMessage(await greetingOf(room))
    if (hello.kind !== 'hello') throw new Error('no greeting')
    const wire = room.connect()
    wire.client.send(encodeClientMessage({ ...hello, user: 'somebody', token: new Uint8Array(), resume: null }))
    await room.settle()
    expect(wire.client.closed?.code).toBe(CLOSE.notThisPerson)
    members[0]!.client.setPerson('Ada', 2)
    await room.settle()
    expect(members[0]!.client.members.get().map(({ name }) => name)).toEqual(['Ada', 'Ben'])
  })

  test('O1 W1: entries that do not follow make a member start over, and end with the board of the others', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const [ada, ben] = members
    draw(ada!.client, 0, 0)
    await room.settle()
    const operation = { kind: 'lift', stroke: 9, count: 4, z: 'a1' } as const
    const entry = { seq: 77, client: 1, n: 9, author: 1, at: 0, operation }
    ben!.wire().host.send(encodeHostMessage({ kind: 'tick', live: [], pointers: [], entries: [entry] }))
    await room.pass(5_000)
    draw(ada!.client, 50, 0)
    await room.settle()
    expect(boardOf(ben!.client)).toEqual(boardOf(ada!.client))
    expect(ben!.client.status.get().kind).toBe('live')
  })
})
