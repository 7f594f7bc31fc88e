import { afterEach, describe, expect, test } from 'vitest'
import type { RoomClient } from '#shared/sync/room-client.ts'
import { CLOSE } from '#shared/wire/protocol.ts'
import { roomWithDisk } from '../../support/disk.ts'
import { draw, OpenRooms, PEN, TestRoom, type TestMember } from '../../support/room.ts'
import { SimulatedJournal } from '../../support/simulated-journal.ts'

const open = new OpenRooms()
afterEach(open.dispose)

/** Long before the silence of a host is noticed. */
const KEPT_WITHIN_MS = 2_000

async function withJournal(room = open.add(new TestRoom())) {
  const journal = new SimulatedJournal()
  const ada = room.join('Ada')
  const ben = room.join('Ben', 'user-Ben', journal)
  await room.settle()
  return { room, journal, ada, ben }
}

/** The app is gone at once, and with it what lay on its wire; it is opened again with what it had kept. */
async function killAndOpen(room: TestRoom, ben: TestMember, journal: SimulatedJournal) {
  const found = journal.found()
  ben.reachable = false
  ben.client.dispose()
  ben.wire().cut()
  await room.pass(1_000)
  const again = room.join('Ben', 'user-Ben', found)
  await room.pass(2_000)
  return { again, found }
}

function ids(client: RoomClient): string[] {
  return Array.from(client.store.values(), ({ id }) => id).toSorted()
}

describe('work that the host does not acknowledge', () => {
  test('M4 A2: is kept within two seconds, though nothing says yet that the connection is dead, and is there once', async () => {
    const { room, journal, ada, ben } = await withJournal()
    const id = draw(ben.client, 0, 0)
    ben.client.say('Anyone there?')
    room.clock.advance(KEPT_WITHIN_MS)
    expect(ben.client.status.get().kind).toBe('live')
    expect(journal.operations().map(({ n }) => n)).toEqual([1, 2])
    const { again, found } = await killAndOpen(room, ben, journal)
    expect([ids(ada.client), ids(again.client)]).toEqual([[id], [id]])
    expect(ada.client.chat.get().map(({ text }) => text)).toEqual(['Anyone there?'])
    expect([again.client.unsaved.get(), found.kept, room.storage.load().seq]).toEqual([0, null, 2])
  })

  test('M4: is kept within two seconds however the edits before it lie', async () => {
    const { room, journal, ben } = await withJournal()
    ben.client.renameRoom('Acknowledged')
    room.clock.advance(950)
    await room.settle()
    expect(ben.client.unsaved.get()).toBe(0)
    ben.client.renameRoom('Waits')
    room.clock.advance(KEPT_WITHIN_MS)
    expect(journal.operations().map(({ n }) => n)).toEqual([2])
  })

  test('M4: what follows it is kept at once, until all of it is acknowledged', async () => {
    const { room, journal, ben } = await withJournal()
    ben.client.renameRoom('One')
    room.clock.advance(KEPT_WITHIN_MS)
    ben.client.renameRoom('Two')
    expect(journal.operations().map(({ n }) => n)).toEqual([1, 2])
    await room.settle()
    expect([journal.kept, journal.writes]).toEqual([null, 2])
    ben.client.renameRoom('Three')
    expect(journal.writes).toBe(2)
  })

  test('M4 A3: is kept while the host’s disk is full', async () => {
    const { disk, room } = roomWithDisk(open)
    const { journal, ben } = await withJournal(room)
    disk.full = true
    draw(ben.client, 0, 0)
    await room.pass(KEPT_WITHIN_MS)
    expect(journal.operations()).toHaveLength(1)
    disk.full = false
    await room.pass(2_000)
    expect([journal.kept, ben.client.unsaved.get()]).toEqual([null, 0])
  })

  test('M4: is kept at once by who leaves the room', async () => {
    const { room, journal, ben } = await withJournal()
    draw(ben.client, 0, 0)
    ben.client.dispose()
    expect(journal.operations()).toHaveLength(1)
    room.clock.advance(60_000)
    expect(journal.writes).toBe(1)
  })

  test('M4: is not kept when it was what the host has turned one out for', async () => {
    const { room, journal, ben } = await withJournal()
    ben.wire().host.close(CLOSE.malformed, 'That is not of the protocol.')
    ben.client.renameRoom('Again and again')
    ben.wire().flush()
    expect(ben.client.status.get().kind).toBe('closed')
    room.clock.advance(60_000)
    ben.client.dispose()
    expect(journal.writes).toBe(0)
  })

  test('M4: nothing is written of work that the host acknowledges soon, however much it is', async () => {
    const { room, journal, ben } = await withJournal()
    for (let i = 0; i < 50; i++) {
      ben.client.renameRoom(`Before ${i}`)
      // There is always something on the way.
      room.clock.advance(200)
      await room.settle()
      draw(ben.client, i, 0)
      room.clock.advance(200)
      ben.client.renameRoom(`After ${i}`)
      await room.settle()
    }
    ben.client.dispose()
    expect([journal.writes, room.storage.load().seq]).toEqual([0, 150])
  })
})

describe('a stroke that is taken back', () => {
  test('L6 M4: is not there, though that was lost and the app closed before the host was back', async () => {
    const { room, journal, ada, ben } = await withJournal()
    const stroke = ben.client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([{ x: 1, y: 1, pressure: 0.5 }])
    await room.settle()
    expect(ada.client.live.strokes.size).toBe(1)
    stroke.cancel()
    room.clock.advance(KEPT_WITHIN_MS)
    const { again, found } = await killAndOpen(room, ben, journal)
    expect([ids(ada.client), ids(again.client), room.storage.load().records]).toEqual([[], [], []])
    expect([ada.client.live.strokes.size, found.kept]).toEqual([0, null])
  })

  test('L6 M4: nor when its connection was lost first', async () => {
    const { room, journal, ada, ben } = await withJournal()
    const stroke = ben.client.beginStroke(PEN, { x: 0, y: 0 })
    stroke.append([{ x: 1, y: 1, pressure: 0.5 }])
    await room.settle()
    ben.reachable = false
    ben.wire().cut()
    await room.pass(1_000)
    expect(ids(ada.client)).toEqual([stroke.id])
    stroke.cancel()
    const { again } = await killAndOpen(room, ben, journal)
    expect([ids(ada.client), ids(again.client)]).toEqual([[], []])
  })

  test('L6: leaves nothing in the log where it had no point yet', async () => {
    const { room, ben } = await withJournal()
    ben.client.beginStroke(PEN, { x: 0, y: 0 }).cancel()
    ben.client.beginStroke(PEN, { x: 0, y: 0 }).commit()
    await room.settle()
    expect([room.storage.load().seq, ben.client.unsaved.get()]).toEqual([0, 0])
  })
})
