import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase, type Database } from '#main/storage/database.ts'
import { migrate } from '#main/storage/migrations/index.ts'
import type { Migration } from '#main/storage/migrations/migration.ts'

let folder: string
let database: Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drawnet-migrations-'))
  database = openDatabase({ path: join(folder, 'test.db') })
})
afterEach(() => {
  database.dispose()
  rmSync(folder, { recursive: true, force: true })
})

const first: Migration = { version: 1, up: (db) => db.exec('CREATE TABLE notes (words TEXT NOT NULL) STRICT') }
const second: Migration = {
  version: 2,
  up: (db) => db.exec(`ALTER TABLE notes ADD COLUMN color TEXT NOT NULL DEFAULT 'ink'`),
}
const interrupted: Migration = {
  version: 2,
  up: (db) => {
    second.up(db)
    db.exec('DELETE FROM notes')
    throw new Error('the program ended here')
  },
}

function noCopy(): never {
  throw new Error('no room for a copy')
}

function notes(): unknown[] {
  return database.prepare<[], unknown>('SELECT * FROM notes').all()
}

describe('migrating', () => {
  test('brings an empty database to the last version in order, without a copy', () => {
    const copies: number[] = []
    migrate(database, { migrations: [first, second], beforeUpgrade: (version) => copies.push(version) })
    expect(database.pragma('user_version')).toBe(2)
    expect(notes()).toEqual([])
    expect(copies).toEqual([])
  })

  test('runs what is missing only, after a copy that has what was there before', () => {
    migrate(database, { migrations: [first] })
    database.exec(`INSERT INTO notes VALUES ('kept')`)
    const copy = join(folder, 'copy.db')
    migrate(database, {
      migrations: [first, second],
      beforeUpgrade: (version) => {
        expect(version).toBe(1)
        database.copyTo(copy)
      },
    })
    expect(notes()).toEqual([{ words: 'kept', color: 'ink' }])
    const copied = openDatabase({ path: copy })
    expect(copied.pragma('user_version')).toBe(1)
    expect(copied.prepare<[], unknown>('SELECT * FROM notes').all()).toEqual([{ words: 'kept' }])
    copied.dispose()
  })

  test('that is interrupted leaves the version before, and can be done again', () => {
    migrate(database, { migrations: [first] })
    database.exec(`INSERT INTO notes VALUES ('kept')`)
    expect(() => migrate(database, { migrations: [first, interrupted] })).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ message: 'the program ended here' }) }),
    )
    expect(database.pragma('user_version')).toBe(1)
    expect(notes()).toEqual([{ words: 'kept' }])
    migrate(database, { migrations: [first, second] })
    expect(notes()).toEqual([{ words: 'kept', color: 'ink' }])
  })

  test('does not begin where no copy can be made', () => {
    migrate(database, { migrations: [first] })
    expect(() => migrate(database, { migrations: [first, second], beforeUpgrade: noCopy })).toThrow(
      'no room for a copy',
    )
    expect(database.pragma('user_version')).toBe(1)
  })

  test('refuses what a newer program wrote', () => {
    migrate(database, { migrations: [first, second] })
    expect(() => migrate(database, { migrations: [first] })).toThrow(
      expect.objectContaining({ code: 'storage/too-new' }),
    )
    expect(database.pragma('user_version')).toBe(2)
  })
})
