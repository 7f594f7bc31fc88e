import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { UnsentEdits } from '#shared/sync/unsent.ts'
import { MemoryRoomStorage } from '#shared/sync/memory-storage.ts'
import { boardOf, draw, PEN, OpenRooms, TestRoom } from '../../support/room.ts'

const open = new OpenRooms()
afterEach(open.dispose)
const roomWith = open.with

describe('order and conflicts', () => {
  test('O1 O2 O3 J1: everyone ends with the same board, whoever drew what when', async () => {
    const { room, clients } = await roomWith('Ada', 'Ben', 'Cleo')
    clients.forEach((client, index) => draw(client, index * 100, 0))
    await room.settle()
    const late = room.join('Dora')
    await room.settle()
    for (const client of [...clients, late.client]) {
      expect(client.store.size).toBe(3)
      expect(boardOf(client)).toEqual(boardOf(clients[0]!))
    }
  })

  test('C1: changes to different properties of one record both stand', async () => {
    const { room, clients } = await roomWith('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ada!, 0, 0)
    await room.settle()
    ada!.edit((t) => t.patch(id, { color: 'red' }))
    ben!.edit((t) => t.patch(id, { x: 50 }))
    await room.settle()
    for (const client of clients) expect(client.store.get(id)).toMatchObject({ color: 'red', x: 50 })
  })

  test('C1: of two changes to one property the later in the log wins, everywhere', async () => {
    const { room, clients } = await roomWith('Ada', 'Ben')
    const id = draw(clients[0]!, 0, 0)
    await room.settle()
    clients[0]!.edit((t) => t.patch(id, { color: 'red' }))
    clients[1]!.edit((t) => t.patch(id, { color: 'blue' }))
    await room.settle()
    expect(boardOf(clients[0]!)).toEqual(boardOf(clients[1]!))
    expect(clients[0]!.store.get(id)?.color).toBe('blue')
  })

  test('C2: a removal beats a patch that comes after it', async () => {
    const { room, clients } = await roomWith('Ada', 'Ben')
    const id = draw(clients[0]!, 0, 0)
    await room.settle()
    clients[0]!.edit((t) => t.remove(id))
    clients[1]!.edit((t) => t.patch(id, { color: 'blue' }))
    await room.settle()
    for (const client of clients) expect(client.store.get(id)).toBeUndefined()
  })

  test('O4 C3: the host stamps the author, and a restored record keeps its own', async () => {
    const { room, clients } = await roomWith('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ada!, 0, 0)
    await room.settle()
    expect(ben!.store.get(id)?.author).toBe(ada!.me.get())
    ben!.edit((t) => t.remove(id))
    await room.settle()
    ben!.undo()
    await room.settle()
    for (const client of clients) expect(client.store.get(id)?.author).toBe(ada!.me.get())
  })
})

describe('after a restart of the host', () => {
  test('O4: who restores what was removed before it does not become its author', async () => {
    const { room, clients } = await roomWith('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ada!, 0, 0)
    await room.settle()
    ben!.edit((t) => t.remove(id))
    await room.settle()
    room.crash()
    await room.pass(5_000)
    ben!.undo()
    await room.settle()
    for (const client of clients) expect(client.store.get(id)?.author).toBe(ada!.me.get())
  })
})

describe('acknowledgement', () => {
  test('A1 A3: while the host cannot store, nobody else sees it, everyone is told, and later it is there once', async () => {
    let full = false
    const storage = new MemoryRoomStorage({
      name: 'Test',
      epoch: 'e',
      beforeCommit: () => {
        if (full) throw new AppError('storage/full', 'full')
      },
    })
    const room = new TestRoom(storage)
    open.add(room)
    const [ada, ben] = [room.join('Ada').client, room.join('Ben').client]
    await room.settle()
    full = true
    draw(ada, 0, 0)
    await room.settle()
    expect(ben.store.size).toBe(0)
    expect(ada.unsaved.get()).toBe(1)
    expect(ada.status.get()).toMatchObject({ kind: 'unsaved', sentence: expect.stringContaining('disk') })
    expect(ben.status.get().kind).toBe('unsaved')
    full = false
    room.clock.advance(1_000)
    await room.settle()
    expect(ada.unsaved.get()).toBe(0)
    expect(ben.store.size).toBe(1)
    expect([ada.status.get().kind, ben.status.get().kind]).toEqual(['live', 'live'])
    expect(storage.load().seq).toBe(1)
  })

  test('A2: operations sent again after a lost connection happen once', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    const [ada, ben] = members
    draw(ada!.client, 0, 0)
    // The operation reaches the host, its acknowledgement does not reach Ada.
    ada!.wire().client.deliver(99)
    room.tick()
    ada!.wire().cut()
    await room.pass(5_000)
    expect(ada!.client.unsaved.get()).toBe(0)
    expect(ada!.client.store.size).toBe(1)
    expect(ben!.client.store.size).toBe(1)
    expect(room.storage.load().seq).toBe(1)
  })

  test('A4 M3: after a crash of the host everything acknowledged is there, and what was not is sent again', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    const [ada, ben] = members.map(({ client }) => client)
    draw(ada!, 0, 0)
    await room.settle()
    draw(ben!, 100, 0)
    room.crash()
    await room.pass(5_000)
    expect(boardOf(ada!)).toEqual(boardOf(ben!))
    expect(ada!.store.size).toBe(2)
    expect(room.storage.load().seq).toBe(2)
  })
})

describe("one's own work", () => {
  test('M1: an edit shows before the host has heard of it', async () => {
    const { clients } = await roomWith('Ada')
    const id = draw(clients[0]!, 0, 0)
    expect(clients[0]!.store.get(id)).toBeDefined()
    expect(clients[0]!.unsaved.get()).toBe(1)
  })

  test('M1: an acknowledgement changes nothing to see', async () => {
    const { room, clients } = await roomWith('Ada')
    draw(clients[0]!, 0, 0)
    let changes = 0
    clients[0]!.store.onChange(() => (changes += 1))
    await room.settle()
    expect(clients[0]!.unsaved.get()).toBe(0)
    expect(changes).toBe(0)
  })

  test('M1 W4: an edit that breaks a rule is refused at once and none of it happens', async () => {
    const { clients } = await roomWith('Ada')
    const id = draw(clients[0]!, 0, 0)
    const edit = () =>
      clients[0]!.edit((t) => {
        t.patch(id, { color: 'red' })
        t.patch(id, { x: Number.NaN })
      })
    expect(edit).toThrow(AppError)
    expect(clients[0]!.store.get(id)?.color).toBe('ink')
  })

  test('M2: what the host refuses is taken back and said', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    const { client } = members[0]!
    const refusals: string[] = []
    client.onRefused((sentence) => refusals.push(sentence))
    const stroke = client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([{ x: 0, y: 0, pressure: 0.5 }])
    stroke.append([{ x: 9, y: 0, pressure: 0.5 }])
    // One piece of the stroke is lost on the way, which a sound carrier never does.
    members[0]!.wire().client.sent.splice(1, 1)
    stroke.commit()
    await room.settle()
    expect(refusals).toHaveLength(1)
    expect(client.store.size).toBe(0)
    expect(client.unsaved.get()).toBe(0)
  })

  test('M3: edits made while the host is away are there when it is back', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    const [ada, ben] = members
    ada!.reachable = false
    ada!.wire().cut()
    await room.settle()
    expect(ada!.client.status.get().kind).toBe('reconnecting')
    draw(ada!.client, 0, 0)
    draw(ada!.client, 50, 0)
    draw(ben!.client, 0, 90)
    await room.settle()
    expect(ben!.client.store.size).toBe(1)
    ada!.reachable = true
    await room.pass(10_000)
    expect(ada!.client.status.get().kind).toBe('live')
    expect(boardOf(ada!.client)).toEqual(boardOf(ben!.client))
    expect(ben!.client.store.size).toBe(3)
  })

  test('M4: edits taken up by a later client happen once, also those the host had already', async () => {
    const { room, members } = await roomWith('Ada', 'Ben')
    const kept: UnsentEdits[] = []
    const cleared: string[] = []
    const journal = {
      kept: null,
      append: (edits: UnsentEdits) => kept.push(edits),
      clear: (id: string) => cleared.push(id),
    }
    const cleo = room.join('Cleo', 'user-Cleo', journal)
    await room.settle()
    draw(cleo.client, 0, 0)
    // The host has it; the acknowledgement is lost.
    cleo.wire().client.deliver(99)
    room.tick()
    cleo.reachable = false
    cleo.wire().cut()
    draw(cleo.client, 50, 0)
    cleo.client.dispose()
    expect(kept).toHaveLength(2)
    const messages = kept.flatMap((edits) => edits.messages)
    const again = room.join('Cleo', 'user-Cleo', { ...journal, kept: { clientId: kept[0]!.clientId, messages } })
    expect(again.client.store.size).toBe(2)
    await room.settle()
    expect(again.client.unsaved.get()).toBe(0)
    expect(cleared).toEqual([kept[0]!.clientId])
    expect(members[1]!.client.store.size).toBe(2)
    expect(boardOf(again.client)).toEqual(boardOf(members[0]!.client))
    expect(room.storage.load().seq).toBe(2)
  })

  test('M4: a client that was kept too early numbers on from where the host is', async () => {
    const { room } = await roomWith('Ada')
    const journal = { append: () => {}, clear: () => {} }
    const first = room.join('Cleo', 'user-Cleo', { ...journal, kept: { clientId: 'client-cleo', messages: [] } })
    await room.settle()
    for (let i = 0; i < 5; i++) draw(first.client, i * 20, 0)
    await room.settle()
    first.client.dispose()
    const again = room.join('Cleo', 'user-Cleo', { ...journal, kept: { clientId: 'client-cleo', messages: [] } })
    await room.settle()
    const id = draw(again.client, 0, 90)
    await room.settle()
    expect(again.client.unsaved.get()).toBe(0)
    expect(room.storage.load().records.some((record) => record.id === id)).toBe(true)
  })
})
