import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Database } from '#main/storage/database.ts'
import { MIGRATIONS, migrate } from '#main/storage/migrations/index.ts'
import { SqliteRoomStorage } from '#main/storage/room-log.ts'
import { fileOf } from '../support/pictures.ts'

let folder: string
let database: Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drawnet-migrations-'))
  database = openDatabase({ path: join(folder, 'test.db') })
  migrate(database, { migrations: MIGRATIONS.slice(0, 5) })
})
afterEach(() => {
  database.dispose()
  rmSync(folder, { recursive: true, force: true })
})

const DATA = `
INSERT INTO rooms (id, name, epoch, seq, created_at, opened_at, guests) VALUES ('one', 'Atelier', 'e', 1, 5, 6, 1);
INSERT INTO log VALUES (1, 1, 1, 1, 3, 7, x'05026869', NULL);
INSERT INTO chat VALUES (1, 1, 3, 7, 'hi', 0);
INSERT INTO unsent VALUES ('host', 'room', 'client', 1, x'02');
`
const TABLES = ['rooms', 'log', 'records', 'members', 'clients', 'chat', 'removed', 'unsent']

function content(): unknown {
  return TABLES.map((table) => [table, database.prepare<[], unknown>(`SELECT * FROM ${table}`).all()])
}

test('version 6 changes nothing of what there is, and rooms can keep files', () => {
  database.exec(DATA)
  const before = content()
  migrate(database, { migrations: MIGRATIONS.slice(0, 6) })
  expect(database.pragma('user_version')).toBe(6)
  expect(content()).toEqual(before)
  const { blobs } = new SqliteRoomStorage(database, 1)
  const { hash, bytes } = fileOf(300)
  blobs.begin(hash, 300)
  blobs.append(hash, 0, bytes)
  blobs.complete(hash)
  expect(blobs.find(hash)).toEqual({ size: 300, received: 300, isWhole: true })
  expect(database.pragma('integrity_check')).toBe('ok')
  expect(database.prepare<[], unknown>('PRAGMA foreign_key_check').all()).toEqual([])
})

test('version 6: the files of a room go with it', () => {
  database.exec(DATA)
  migrate(database, { migrations: MIGRATIONS.slice(0, 6) })
  const { blobs } = new SqliteRoomStorage(database, 1)
  const { hash, bytes } = fileOf(300)
  blobs.begin(hash, 300)
  blobs.append(hash, 0, bytes)
  database.exec('DELETE FROM rooms')
  expect(database.prepare<[], { n: number }>('SELECT count(*) AS n FROM blob_pieces').get()).toEqual({ n: 0 })
})
