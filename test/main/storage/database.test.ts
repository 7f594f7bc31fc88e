import { existsSync, writeFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase, type Database } from '#main/storage/database.ts'
import { migrate } from '#main/storage/migrations/index.ts'
import { Rooms } from '#main/storage/rooms.ts'
import { Batches, put, say, stroke } from '../../contract/room-batches.ts'
import { seededRandom, failureOf, NOW, TemporaryFolder } from './support.ts'

describe('a database', () => {
  let folder: TemporaryFolder
  let database: Database

  beforeEach(() => {
    folder = new TemporaryFolder()
    database = openDatabase({ path: folder.file('test.db') })
  })
  afterEach(() => {
    database.dispose()
    folder.dispose()
  })

  test('waits for the disk on every commit', () => {
    // 2 is FULL. No test that kills a process can show this: only a loss of power would.
    expect(database.pragma('synchronous')).toBe(2)
    expect(database.pragma('journal_mode')).toBe('wal')
    expect(database.pragma('fullfsync')).toBe(1)
    expect(database.pragma('checkpoint_fullfsync')).toBe(1)
    expect(database.pragma('foreign_keys')).toBe(1)
    expect(database.pragma('locking_mode')).toBe('exclusive')
  })

  test('is of this process alone', () => {
    expect(failureOf(() => openDatabase({ path: database.path })).code).toBe('storage/locked')
  })

  test('does a transaction as a whole or not at all, nested ones too', () => {
    database.exec('CREATE TABLE words (word TEXT) STRICT')
    const insert = database.prepare<[string]>('INSERT INTO words VALUES (?)')
    const all = database.prepare<[], { word: string }>('SELECT word FROM words')
    const stop = new Error('stop')
    expect(() =>
      database.transaction(() => {
        insert.run('one')
        database.transaction(() => insert.run('two'))
        throw stop
      }),
    ).toThrow(expect.objectContaining({ cause: stop }))
    expect(all.all()).toEqual([])
    expect(database.transaction(() => insert.run('three'))).toBe(1)
    expect(all.all()).toEqual([{ word: 'three' }])
  })

  test('gives a failure with a code for wrong statements and broken rules', () => {
    expect(failureOf(() => database.prepare('SELECT FROM')).code).toBe('storage/failed')
    database.exec('CREATE TABLE numbers (number INTEGER NOT NULL) STRICT')
    const insert = database.prepare<[number | null]>('INSERT INTO numbers VALUES (?)')
    const failure = failureOf(() => insert.run(null))
    expect(failure.code).toBe('storage/failed')
    expect(failure.details['reason']).toContain('SQLITE_CONSTRAINT_NOTNULL')
  })

  test('closes twice, and then refuses use', () => {
    const statement = database.prepare<[], { one: number }>('SELECT 1 AS one')
    database.dispose()
    database.dispose()
    expect(failureOf(() => statement.get()).code).toBe('storage/failed')
    expect(failureOf(() => database.transaction(() => 1)).code).toBe('storage/failed')
    expect(existsSync(`${database.path}-wal`)).toBe(false)
  })

  test('refuses a database of another program and leaves it as it is', () => {
    const path = folder.file('other.db')
    const other = new Sqlite(path)
    other.exec('CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)')
    other.close()
    expect(failureOf(() => openDatabase({ path })).code).toBe('storage/unreadable')
    const again = new Sqlite(path)
    expect(again.prepare('SELECT x FROM theirs').all()).toEqual([{ x: 1 }])
    expect(again.pragma('application_id', { simple: true })).toBe(0)
    again.close()
  })

  test('refuses what is no database', () => {
    const path = folder.file('letter.db')
    writeFileSync(path, 'Dear reader, this is a letter and no database. '.repeat(50))
    expect(failureOf(() => openDatabase({ path })).code).toBe('storage/corrupt')
  })
})

describe('a full disk', () => {
  let folder: TemporaryFolder
  let database: Database

  beforeEach(() => {
    folder = new TemporaryFolder()
    database = openDatabase({ path: folder.file('test.db') })
    migrate(database)
  })
  afterEach(() => {
    database.dispose()
    folder.dispose()
  })

  test('nothing of the batch is kept, all before it is, and it goes on when there is room', () => {
    const rooms = new Rooms(database, { now: () => NOW, random: seededRandom(1) })
    const room = rooms.create('Atelier')
    const storage = rooms.storageOf(room.id)
    const batches = new Batches()
    storage.commit(batches.next([put(stroke('s1')), say('before')]))
    const before = storage.load()

    database.pragma(`max_page_count = ${Number(database.pragma('page_count')) + 2}`)
    const ink = new Uint8Array(9000).fill(2)
    const large = batches.next(
      [put(stroke('s2')), say('during'), put(stroke('s3', { points: ink })), put(stroke('s4', { points: ink }))],
      { name: 'Renamed' },
    )
    expect(failureOf(() => storage.commit(large)).code).toBe('storage/full')
    expect(storage.load()).toEqual(before)
    expect(storage.chatBefore(100, 10, 1).map(({ text }) => text)).toEqual(['before'])
    expect(failureOf(() => storage.commit(large)).code).toBe('storage/full')

    database.pragma('max_page_count = 1000000')
    storage.commit(large)
    expect(storage.load()).toMatchObject({ seq: 6, name: 'Renamed' })
    expect(storage.load().records).toHaveLength(4)
    expect(database.pragma('integrity_check')).toBe('ok')
  })
})
