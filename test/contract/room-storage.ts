import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { Operation } from '#shared/model/operations.ts'
import { packPoints } from '#shared/model/points.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import { MADE_NUMBERS_FROM, type RoomStorage, type StoredRoom } from '#shared/sync/room-storage.ts'
import { Batches, patch, put, remove, say, stroke, text } from './room-batches.ts'

/** The name of the room that is tested. */
export const ROOM_NAME = 'Atelier'

/** One room to test with. */
export interface StorageUnderTest {
  readonly storage: RoomStorage
  readonly epoch: string
  /** Ends the use of the storage and begins it anew, as a restart of the program does. */
  reopen(): RoomStorage
  dispose(): void
}

function boardOf(room: StoredRoom): Map<RecordId, BoardRecord> {
  return new Map(room.records.map((record) => [record.id, record]))
}

/** What every storage of a room must do, whatever it is made of. */
export function testRoomStorage(name: string, open: () => StorageUnderTest): void {
  describe(`${name} as a storage of rooms`, () => {
    let subject: StorageUnderTest
    let storage: RoomStorage
    let batches: Batches
    let empty: StoredRoom

    beforeEach(() => {
      subject = open()
      storage = subject.storage
      batches = new Batches()
      empty = { name: ROOM_NAME, epoch: subject.epoch, seq: 0, records: [], members: [], clients: [] }
    })
    afterEach(() => subject.dispose())

    test('a new room is empty', () => {
      expect(storage.load()).toEqual(empty)
      expect(storage.entriesAfter(0, 10)).toEqual([])
      expect(storage.entry(1)).toBeUndefined()
      expect(storage.chatBefore(Number.MAX_SAFE_INTEGER, 10, 1)).toEqual([])
    })

    test('what was committed is there, at once and after reopening', () => {
      const members = [
        { number: 1, user: 'user-a', name: 'Ada', color: 3, proof: new Uint8Array([1, 2, 250]) },
        { number: 2, user: 'user-b', name: 'Guest', color: 11, proof: null },
      ]
      const clients = [{ index: 1, id: 'client-a', member: 1, lastN: 2 }]
      const batch = batches.next([put(stroke('s1')), put(text('t1', 'Words'))], { members, clients })
      storage.commit(batch)
      for (const loaded of [storage.load(), subject.reopen().load()]) {
        expect(loaded).toMatchObject({ name: ROOM_NAME, epoch: subject.epoch, seq: 2, members, clients })
        expect(boardOf(loaded)).toEqual(batches.board)
      }
      const reopened = subject.reopen()
      expect(reopened.entriesAfter(0, 10)).toEqual(batch.entries)
      expect(reopened.entry(2)).toEqual(batch.entries[1])
    })

    test('every kind of operation keeps its whole content in the log', () => {
      const operations: Operation[] = [
        put(stroke('s1', { rotation: 0.1, scaleX: -2, opacity: 0.5, color: '#00ff7f', pressure: false })),
        put(text('t1', 'Zeile 1\nZeile 2')),
        { kind: 'patch', id: 't1', patch: { text: 'x', color: 'teal', x: 1 / 3 } },
        { kind: 'remove', id: 's1' },
        say('hello'),
        say('for you alone', 7),
        { kind: 'rename', name: 'Studio' },
      ]
      storage.commit(batches.next(operations, { name: 'Studio' }))
      expect(
        subject
          .reopen()
          .entriesAfter(0, 10)
          .map(({ operation }) => operation),
      ).toEqual(operations)
    })

    test('a batch that does not follow leaves nothing', () => {
      storage.commit(batches.next([put(stroke('s1')), say('one')]))
      const before = storage.load()
      const late = new Batches()
      late.seq = 3
      const orphan = late.next([put(stroke('s2')), say('two')], {
        members: [{ number: 1, user: 'u', name: 'Ada', color: 0, proof: null }],
        name: 'Elsewhere',
      })
      expect(() => storage.commit(orphan)).toThrow(AppError)
      expect(() => storage.commit(orphan)).toThrow(expect.objectContaining({ code: 'storage/failed' }))
      expect(storage.load()).toEqual(before)
      expect(storage.entriesAfter(0, 10)).toHaveLength(2)
      expect(storage.chatBefore(100, 10, 1)).toHaveLength(1)
      storage.commit(batches.next([say('three')]))
      expect(storage.load().seq).toBe(3)
    })

    test('a batch with a hole in it leaves nothing', () => {
      const batch = batches.next([say('one'), say('two'), say('three')])
      const holed = { ...batch, entries: batch.entries.filter(({ seq }) => seq !== 2) }
      expect(() => storage.commit(holed)).toThrow(expect.objectContaining({ code: 'storage/failed' }))
      expect(storage.load().seq).toBe(0)
      expect(storage.entriesAfter(0, 10)).toEqual([])
    })

    test('a failure at the very end of a batch takes back its beginning', () => {
      storage.commit(batches.next([say('one')]))
      const batch = batches.next([put(stroke('s1')), put(text('t1', 'a')), say('two')], { name: 'Other' })
      // A stroke that nobody ever put has no ink anywhere.
      const broken = { ...batch, records: new Map([...batch.records, ['lost', stroke('lost')]]) }
      expect(() => storage.commit(broken)).toThrow(expect.objectContaining({ code: 'storage/failed' }))
      expect(subject.reopen().load()).toEqual({ ...empty, seq: 1 })
    })

    test('the same batch a second time is refused', () => {
      const batch = batches.next([put(stroke('s1'))])
      storage.commit(batch)
      expect(() => storage.commit(batch)).toThrow(expect.objectContaining({ code: 'storage/failed' }))
      expect(storage.load().records).toHaveLength(1)
    })

    test('tails are read in order and in pieces', () => {
      const batch = batches.next(Array.from({ length: 10 }, (_, i) => say(`message ${i}`)))
      storage.commit(batch)
      expect(storage.entriesAfter(0, 3)).toEqual(batch.entries.slice(0, 3))
      expect(storage.entriesAfter(3, 4)).toEqual(batch.entries.slice(3, 7))
      expect(storage.entriesAfter(7, 100)).toEqual(batch.entries.slice(7))
      expect(storage.entriesAfter(10, 100)).toEqual([])
      expect(storage.entriesAfter(2, 0)).toEqual([])
      expect(storage.entriesAfter(0, Number.POSITIVE_INFINITY)).toHaveLength(10)
      expect(storage.entry(0)).toBeUndefined()
      expect(storage.entry(11)).toBeUndefined()
    })

    test('a moved stroke keeps its ink', () => {
      storage.commit(batches.next([put(stroke('s1')), put(stroke('s2'))]))
      storage.commit(batches.next([patch('s1', { x: 500, color: 'red' }), patch('s2', { width: 9 })]))
      storage.commit(batches.next([patch('s1', { y: 7, rotation: 1.5 })]))
      const loaded = boardOf(subject.reopen().load())
      expect(loaded).toEqual(batches.board)
      expect(loaded.get('s1')).toEqual(stroke('s1', { x: 500, y: 7, color: 'red', rotation: 1.5 }))
    })

    test('a stroke put and moved within one batch keeps its ink', () => {
      storage.commit(batches.next([put(stroke('s1')), patch('s1', { x: 1 })]))
      expect(boardOf(subject.reopen().load()).get('s1')).toEqual(stroke('s1', { x: 1 }))
    })

    test('a stroke put again shows its new ink', () => {
      const redrawn = stroke('s1', { points: packPoints([{ x: 9, y: 9, pressure: 1 }], 3, true) })
      storage.commit(batches.next([put(stroke('s1'))]))
      storage.commit(batches.next([put(stroke('s1', { x: 3 })), put(redrawn)]))
      expect(subject.reopen().load().records).toEqual([redrawn])
    })

    test('removed is gone, and restored is there again', () => {
      storage.commit(batches.next([put(stroke('s1')), put(text('t1', 'a'))]))
      storage.commit(batches.next([remove('s1'), remove('t1'), patch('s1', { x: 3 })]))
      expect(subject.reopen().load().records).toEqual([])
      const again = subject.reopen()
      again.commit(batches.next([put(stroke('s1', { x: 99 }))]))
      again.commit(batches.next([remove('s1'), put(stroke('s1', { x: 100 })), put(stroke('s2')), remove('s2')]))
      expect(subject.reopen().load().records).toEqual([stroke('s1', { x: 100 })])
    })

    test('text in the place of a stroke, and a stroke in the place of text', () => {
      storage.commit(batches.next([put(stroke('a')), put(text('b', 'words'))]))
      storage.commit(batches.next([put(text('a', 'words')), put(stroke('b'))]))
      storage.commit(batches.next([patch('a', { text: 'more' }), patch('b', { x: 0 })]))
      const loaded = boardOf(subject.reopen().load())
      expect(loaded).toEqual(batches.board)
      expect(loaded.get('a')).toEqual(text('a', 'more'))
    })

    test('removing what is not there does nothing', () => {
      storage.commit(batches.next([remove('nobody')]))
      expect(storage.load()).toMatchObject({ seq: 1, records: [] })
      expect(storage.authorOfRemoved('nobody')).toBeUndefined()
    })

    test('O4: who made what was removed is known from then on, after reopening too', () => {
      storage.commit(batches.next([put(stroke('s1', { author: 7 })), put(text('t1', 'a')), put(stroke('s2'))]))
      expect(storage.authorOfRemoved('s1')).toBeUndefined()
      storage.commit(batches.next([remove('s1'), remove('t1')]))
      storage.commit(batches.next([put(stroke('brief', { author: 9 })), remove('brief')]))
      const authors = (of: RoomStorage) => ['s1', 't1', 'brief', 's2', 'never'].map((id) => of.authorOfRemoved(id))
      expect(authors(storage)).toEqual([7, 2, 9, undefined, undefined])
      expect(authors(subject.reopen())).toEqual([7, 2, 9, undefined, undefined])
    })

    test('O4: a stroke that was changed, removed, put back and removed again still has its first author', () => {
      storage.commit(batches.next([put(stroke('s1', { author: 7 }))]))
      storage.commit(batches.next([patch('s1', { x: 4 }), remove('s1')]))
      storage.commit(batches.next([put(stroke('s1', { author: 7 }))]))
      expect(subject.reopen().load().records).toHaveLength(1)
      const again = subject.reopen()
      again.commit(batches.next([remove('s1'), put(stroke('s1', { author: 8 })), remove('s1')]))
      expect(subject.reopen().authorOfRemoved('s1')).toBe(7)
    })

    test('a batch that fails removes nobody', () => {
      storage.commit(batches.next([put(stroke('s1'))]))
      const batch = batches.next([remove('s1')])
      const broken = { ...batch, records: new Map([...batch.records, ['lost', stroke('lost')]]) }
      expect(() => storage.commit(broken)).toThrow(AppError)
      expect(subject.reopen().authorOfRemoved('s1')).toBeUndefined()
    })

    test('chat is read backwards in pages', () => {
      storage.commit(batches.next([say('1'), put(stroke('s1')), say('3'), say('4')]))
      storage.commit(batches.next([say('5'), say('6')]))
      const texts = (before: number, limit: number) =>
        storage.chatBefore(before, limit, 1).map((message) => message.text)
      expect(texts(Number.MAX_SAFE_INTEGER, 3)).toEqual(['4', '5', '6'])
      expect(texts(4, 3)).toEqual(['1', '3'])
      expect(texts(1, 3)).toEqual([])
      expect(texts(100, 0)).toEqual([])
      expect(subject.reopen().chatBefore(4, 1, 1)).toEqual([
        { seq: 3, author: 1, to: 0, at: 1_790_000_000_003, text: '3', pending: false },
      ])
    })

    test('P7: private messages are read by their author and the one they are for, and fill no one else’s pages', () => {
      const batch = batches.next([say('to all'), say('to 2', 2), say('to 3', 3), say('from 3'), say('from 2 to 3', 3)])
      const authors = [1, 1, 1, 3, 2]
      const entries = batch.entries.map((entry, index) => ({ ...entry, author: authors[index]! }))
      storage.commit({ ...batch, entries })
      for (const again of [() => storage, () => subject.reopen()]) {
        const read = again()
        const texts = (member: number, limit = 10) => read.chatBefore(100, limit, member).map((message) => message.text)
        expect(texts(1)).toEqual(['to all', 'to 2', 'to 3', 'from 3'])
        expect(texts(2)).toEqual(['to all', 'to 2', 'from 3', 'from 2 to 3'])
        expect(texts(3)).toEqual(['to all', 'to 3', 'from 3', 'from 2 to 3'])
        expect(texts(4)).toEqual(['to all', 'from 3'])
        expect(texts(4, 2)).toEqual(['to all', 'from 3'])
        expect(read.chatBefore(3, 1, 2)).toMatchObject([{ seq: 2, author: 1, to: 2, text: 'to 2', pending: false }])
        expect(read.entriesAfter(0, 10)).toEqual(entries)
      }
    })

    test('words of every script stay as they are', () => {
      const words = "Grüße 你好 שלום 🖋️👩‍🎨 e\u0301 \u0000 “quotes” '; DROP TABLE rooms; --\n\ttabs"
      storage.commit(
        batches.next([put(text('t1', words)), say(words), { kind: 'rename', name: '画室 🎨' }], {
          name: '画室 🎨',
          members: [{ number: 1, user: 'u', name: 'Zoë 🐦', color: 0, proof: null }],
        }),
      )
      const reopened = subject.reopen()
      const loaded = reopened.load()
      expect(loaded.name).toBe('画室 🎨')
      expect(loaded.members[0]!.name).toBe('Zoë 🐦')
      expect(loaded.records).toEqual([text('t1', words)])
      expect(reopened.chatBefore(100, 10, 1)[0]!.text).toBe(words)
    })

    test('P8: member numbers that were set aside are never set aside again, nor those of people', () => {
      expect(storage.reserveMembers(3)).toBe(1)
      expect(storage.reserveMembers(2)).toBe(4)
      expect(subject.reopen().reserveMembers(1)).toBe(6)
      const again = subject.reopen()
      again.commit(
        batches.next([say('hi')], { members: [{ number: 40, user: 'u', name: 'Ada', color: 0, proof: null }] }),
      )
      expect(again.reserveMembers(5)).toBe(41)
      expect(subject.reopen().reserveMembers(1)).toBe(46)
    })

    test('P8: a number that was made of who somebody is does not make those that follow large', () => {
      const made = MADE_NUMBERS_FROM + 12345
      storage.commit(
        batches.next([{ kind: 'say', text: 'hi', to: made }], {
          members: [{ number: made, user: 'u', name: 'Ada', color: 0, proof: null }],
        }),
      )
      const again = subject.reopen()
      expect(again.load().members).toMatchObject([{ number: made }])
      expect(again.chatBefore(9, 9, made)).toMatchObject([{ to: made }])
      expect(again.reserveMembers(1)).toBe(1)
    })

    test('people and their clients are updated in place', () => {
      const ada = { number: 1, user: 'user-a', name: 'Ada', color: 3, proof: null }
      const client = { index: 1, id: 'client-a', member: 1, lastN: 0 }
      storage.commit({ ...batches.next([]), members: [ada], clients: [client] })
      storage.commit({ ...batches.next([]), members: [{ ...ada, name: 'Countess', color: 4 }] })
      expect(subject.reopen().load()).toMatchObject({
        seq: 0,
        members: [{ ...ada, name: 'Countess', color: 4 }],
        clients: [client],
      })
    })

    test('the count of a client follows the log even where the batch does not mention it', () => {
      const client = { index: 1, id: 'client-a', member: 1, lastN: 0 }
      storage.commit(batches.next([say('1')], { clients: [client, { ...client, index: 2, id: 'client-b' }] }))
      storage.commit(batches.next([say('2'), say('3')]))
      expect(
        subject
          .reopen()
          .load()
          .clients.map(({ lastN }) => lastN),
      ).toEqual([3, 0])
    })

    test('2,000 operations in one batch', () => {
      const operations = Array.from({ length: 2000 }, (_, i) =>
        i % 10 === 9 ? say(`${i}`) : put(stroke(`s${i}`, { x: i })),
      )
      const batch = batches.next(operations)
      storage.commit(batch)
      const reopened = subject.reopen()
      expect(boardOf(reopened.load())).toEqual(batches.board)
      expect(reopened.entriesAfter(0, 5000)).toEqual(batch.entries)
      expect(reopened.chatBefore(5000, 500, 1)).toHaveLength(200)
    })
  })
}
