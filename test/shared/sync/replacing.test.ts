import { afterEach, describe, expect, test } from 'vitest'
import type { StrokeRecord } from '#shared/model/records.ts'
import { MemoryRoomStorage } from '#shared/sync/memory-storage.ts'
import type { RoomClient } from '#shared/sync/room-client.ts'
import { boardOf, draw, OpenRooms, TestRoom } from '../../support/room.ts'

const open = new OpenRooms()
afterEach(open.dispose)

/** Puts two pieces instead of a record, with a gap between them, as an eraser does. */
function cut(client: RoomClient, id: string, name: string, gesture?: symbol): void {
  const record = client.store.get(id) as StrokeRecord
  const piece = (i: string): StrokeRecord => ({ ...record, id: `${name}${i}` })
  client.edit((t) => t.replace(id, ['1', '2'].map(piece), [piece('gap')]), gesture)
}

function idsOf(client: RoomClient): string[] {
  return Array.from(client.store.values(), ({ id }) => id).toSorted()
}

describe('a record that is replaced by its pieces', () => {
  test('C7: of two who cut a stroke at once the first one has, and the other sees it', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ada!, 0, 0)
    await room.settle()
    cut(ada!, id, 'ada')
    cut(ben!, id, 'ben')
    cut(ben!, 'ben1', 'again')
    expect(idsOf(ben!)).toEqual(['again1', 'again2', 'ben2'])
    await room.settle()
    expect(idsOf(ada!)).toEqual(['ada1', 'ada2'])
    expect(boardOf(ben!)).toEqual(boardOf(ada!))
    expect(ben!.unsaved.get()).toBe(0)
  })

  test('C7 M3: so it is with what two did while the host was away, and with who comes later', async () => {
    const { room, members, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ada!, 0, 0)
    await room.settle()
    for (const member of members) member.reachable = false
    room.crash()
    await room.settle()
    cut(ada!, id, 'ada')
    cut(ben!, id, 'ben')
    ben!.edit((t) => t.patch('ben1', { color: 'red' }))
    members[1]!.reachable = true
    await room.pass(15_000)
    expect(idsOf(ben!)).toEqual(['ben1', 'ben2'])
    members[0]!.reachable = true
    await room.pass(15_000)
    expect(idsOf(ada!)).toEqual(['ben1', 'ben2'])
    expect(ada!.store.get('ben1')).toMatchObject({ color: 'red' })
    expect(ada!.unsaved.get()).toBe(0)
    expect(boardOf(ben!)).toEqual(boardOf(ada!))
    room.crash()
    const cleo = room.join('Cleo')
    await room.pass(15_000)
    expect(boardOf(cleo.client)).toEqual(boardOf(ada!))
    expect(members.flatMap(({ problems }) => problems)).toEqual([])
  })

  test('C7: what others removed is not there again in pieces', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ada!, 0, 0)
    await room.settle()
    ada!.edit((t) => t.remove(id))
    cut(ben!, id, 'ben')
    await room.settle()
    expect(idsOf(ben!)).toEqual([])
    expect(boardOf(ada!)).toEqual([])
  })

  test('C7 C1: what somebody changes of it at once does not keep it from being cut', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ada!, 0, 0)
    await room.settle()
    ada!.edit((t) => t.patch(id, { color: 'red' }))
    cut(ben!, id, 'ben')
    await room.settle()
    expect(idsOf(ada!)).toEqual(['ben1', 'ben2'])
    expect(boardOf(ada!)).toEqual(boardOf(ben!))
  })

  test('C7 O2: the log holds what became of it, and neither conditions nor ink that came to nothing', async () => {
    const storage = new MemoryRoomStorage({ name: 'Test', epoch: 'epoch-1' })
    const room = open.add(new TestRoom(storage))
    const [ada, ben] = ['Ada', 'Ben'].map((name) => room.join(name).client)
    await room.settle()
    const id = draw(ada!, 0, 0)
    await room.settle()
    cut(ada!, id, 'ada')
    cut(ben!, id, 'ben')
    await room.settle()
    const operations = storage.entriesAfter(1, 100).map(({ operation }) => operation)
    expect(operations.map(({ kind }) => kind)).toEqual(['put', 'put', 'remove', 'void', 'void', 'remove'])
    expect(operations.some((operation) => 'given' in operation)).toBe(false)
  })

  test('C7: a replacement of what is gone already is none', async () => {
    const { clients } = await open.with('Ada')
    const [ada] = clients
    ada!.edit((t) => t.replace('nothing', []))
    expect(ada!.unsaved.get()).toBe(0)
    expect(ada!.canUndo.get()).toBe(false)
  })

  test('U6: a cut is undone and redone while its pieces are as it left them', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ada!, 0, 0)
    const gesture = Symbol('erasing')
    cut(ada!, id, 'a', gesture)
    cut(ada!, 'a1', 'b', gesture)
    await room.settle()
    expect(idsOf(ben!)).toEqual(['a2', 'b1', 'b2'])
    for (let times = 0; times < 2; times++) {
      ada!.undo()
      await room.settle()
      expect(idsOf(ben!)).toEqual([id])
      ada!.redo()
      await room.settle()
      expect(idsOf(ben!)).toEqual(['a2', 'b1', 'b2'])
    }
    expect(boardOf(ada!)).toEqual(boardOf(ben!))
  })

  test.each([
    ['cut', (ben: RoomClient) => cut(ben, 'ada1', 'ben'), ['ada2', 'adagap', 'ben1', 'ben2']],
    ['removed', (ben: RoomClient) => ben.edit((t) => t.remove('ada1')), ['ada2', 'adagap']],
    ['moved', (ben: RoomClient) => ben.edit((t) => t.patch('ada1', { x: 90 })), ['ada1', 'ada2', 'adagap']],
  ])(
    'U2 U6: after another has %s a piece, undoing a cut puts back what was lost alone',
    async (_, change, expected) => {
      const { room, clients } = await open.with('Ada', 'Ben')
      const [ada, ben] = clients
      const id = draw(ada!, 0, 0)
      cut(ada!, id, 'ada')
      await room.settle()
      change(ben!)
      await room.settle()
      const before = idsOf(ben!)
      ada!.undo()
      await room.settle()
      expect(idsOf(ben!)).toEqual(expected)
      ada!.redo()
      await room.settle()
      expect(idsOf(ben!)).toEqual(before)
      ada!.undo()
      await room.settle()
      expect(idsOf(ben!)).toEqual(expected)
      expect(boardOf(ada!)).toEqual(boardOf(ben!))
    },
  )

  test('U6: pieces that another took away and brought back are as they were left', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ada!, 0, 0)
    await room.settle()
    cut(ada!, id, 'ada')
    await room.settle()
    ben!.edit((t) => t.remove('ada1'))
    await room.settle()
    ben!.undo()
    await room.settle()
    ada!.undo()
    await room.settle()
    expect(idsOf(ben!)).toEqual([id])
    expect(boardOf(ben!)).toEqual(boardOf(ada!))
  })

  test('C7 U6: undoing a cut just while another cuts a piece leaves what the other made', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ada!, 0, 0)
    cut(ada!, id, 'ada')
    await room.settle()
    cut(ben!, 'ada1', 'ben')
    room.members[1]!.wire().flush()
    ada!.undo()
    expect(idsOf(ada!)).toEqual([id])
    await room.settle()
    expect(idsOf(ada!)).toEqual(['ada2', 'ben1', 'ben2'])
    ada!.redo()
    await room.settle()
    expect(idsOf(ben!)).toEqual(['ada2', 'ben1', 'ben2'])
    expect(boardOf(ada!)).toEqual(boardOf(ben!))
  })

  test('U6: a cut that came too late has nothing to undo', async () => {
    const { room, clients } = await open.with('Ada', 'Ben')
    const [ada, ben] = clients
    const id = draw(ada!, 0, 0)
    const bens = draw(ben!, 0, 90)
    await room.settle()
    cut(ada!, id, 'ada')
    cut(ben!, id, 'ben')
    await room.settle()
    ben!.undo()
    await room.settle()
    expect(idsOf(ada!)).toEqual(['ada1', 'ada2'])
    expect(ben!.canUndo.get()).toBe(false)
    ben!.redo()
    await room.settle()
    expect(idsOf(ada!)).toEqual([bens, 'ada1', 'ada2'].toSorted())
  })
})
