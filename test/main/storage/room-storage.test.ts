import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase, type Database } from '#main/storage/database.ts'
import { migrate } from '#main/storage/migrations/index.ts'
import { Rooms } from '#main/storage/rooms.ts'
import { AppError } from '#shared/errors.ts'
import { packPoints } from '#shared/model/points.ts'
import type { RoomStorage } from '#shared/sync/room-storage.ts'
import { MemoryRoomStorage } from '#shared/sync/memory-storage.ts'
import { Batches, patch, put, say, stroke } from '../../contract/room-batches.ts'
import { testBlobStorage } from '../../contract/blob-storage.ts'
import { ROOM_NAME, testRoomStorage, type StorageUnderTest } from '../../contract/room-storage.ts'
import { NOW, open, seededRandom, TemporaryFolder } from './support.ts'

function inDatabase(): StorageUnderTest {
  const folder = new TemporaryFolder()
  let library = open(folder.path)
  const room = library.rooms.create(ROOM_NAME)
  return {
    storage: library.rooms.storageOf(room.id),
    epoch: room.epoch,
    reopen: () => {
      library.dispose()
      library = open(folder.path)
      return library.rooms.storageOf(room.id)
    },
    dispose: () => {
      library.dispose()
      folder.dispose()
    },
  }
}

function inMemory(): StorageUnderTest {
  const storage = new MemoryRoomStorage({ name: ROOM_NAME, epoch: 'epoch' })
  return { storage, epoch: 'epoch', reopen: () => storage, dispose: () => {} }
}

for (const [name, make] of [
  ['the database', inDatabase],
  ['memory', inMemory],
] as const) {
  testRoomStorage(name, make)
  testBlobStorage(name, make)
}

describe('the database', () => {
  let folder: TemporaryFolder
  let database: Database
  let storage: RoomStorage
  let batches: Batches

  beforeEach(() => {
    folder = new TemporaryFolder()
    database = openDatabase({ path: folder.file('test.db') })
    migrate(database)
    const rooms = new Rooms(database, { now: () => NOW, random: seededRandom(1) })
    storage = rooms.storageOf(rooms.create(ROOM_NAME).id)
    batches = new Batches()
  })
  afterEach(() => {
    database.dispose()
    folder.dispose()
  })

  test('keeps the points of a stroke once, however often it is moved', () => {
    const points = packPoints(
      Array.from({ length: 3000 }, (_, i) => ({ x: i * 7, y: i * i, pressure: 0.5 })),
      3,
      true,
    )
    storage.commit(batches.next([put(stroke('s1', { points }))]))
    const pages = Number(database.pragma('page_count'))
    for (let x = 0; x < 40; x++) storage.commit(batches.next([patch('s1', { x })]))
    const added = (Number(database.pragma('page_count')) - pages) * Number(database.pragma('page_size'))
    expect(added).toBeLessThan(points.length)
    expect(storage.load().records).toEqual([stroke('s1', { points, x: 39 })])
  })

  test('opens a room without replaying its log', () => {
    storage.commit(batches.next([put(stroke('s1')), patch('s1', { x: 5 }), say('hello')]))
    database.exec(`UPDATE log SET operation = x'ff'`)
    expect(storage.load().records).toEqual([stroke('s1', { x: 5 })])
  })

  test.for([
    { what: 'a record cannot be read', sql: `UPDATE records SET record = x'ff'` },
    { what: 'the ink of a stroke is gone', sql: 'UPDATE log SET ink = NULL' },
    { what: 'the entry with the ink is gone', sql: 'DELETE FROM log' },
  ])('says that it is damaged when $what', ({ sql }) => {
    storage.commit(batches.next([put(stroke('s1'))]))
    database.exec(sql)
    expect(() => storage.load()).toThrow(expect.objectContaining({ code: 'storage/corrupt' }))
  })

  test('says that it is damaged when an entry of the log cannot be read', () => {
    storage.commit(batches.next([say('hello')]))
    database.exec(`UPDATE log SET operation = x'ff'`)
    expect(() => storage.entry(1)).toThrow(expect.objectContaining({ code: 'storage/corrupt' }))
    expect(() => storage.entriesAfter(0, 1)).toThrow(expect.objectContaining({ code: 'storage/corrupt' }))
  })
})

describe('memory', () => {
  test('a commit that is made to fail leaves nothing, and may be tried again', () => {
    let full = true
    const storage = new MemoryRoomStorage({
      name: ROOM_NAME,
      epoch: 'epoch',
      beforeCommit: () => {
        if (full) throw new AppError('storage/full', 'The disk is full.')
      },
    })
    const batch = new Batches().next([put(stroke('s1')), say('hello')], { name: 'Other' })
    expect(() => storage.commit(batch)).toThrow(expect.objectContaining({ code: 'storage/full' }))
    expect(storage.load()).toMatchObject({ name: ROOM_NAME, seq: 0, records: [] })
    expect(storage.entriesAfter(0, 10)).toEqual([])
    full = false
    storage.commit(batch)
    expect(storage.load()).toMatchObject({ name: 'Other', seq: 2, records: [stroke('s1')] })
  })
})
