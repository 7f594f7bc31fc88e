import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Database } from '#main/storage/database.ts'
import { MIGRATIONS, migrate } from '#main/storage/migrations/index.ts'

let folder: string
let database: Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drawnet-migrations-'))
  database = openDatabase({ path: join(folder, 'test.db') })
  migrate(database, { migrations: MIGRATIONS.slice(0, 2) })
})
afterEach(() => {
  database.dispose()
  rmSync(folder, { recursive: true, force: true })
})

const DATA = `
INSERT INTO rooms (id, name, epoch, seq, created_at, opened_at, guests) VALUES ('room', 'Atelier', 'e', 1, 5, 6, 1);
INSERT INTO log VALUES (1, 1, 1, 1, 1, 7, x'0102', x'03');
INSERT INTO app_tokens VALUES ('a', 'Bot', 'hash', 1);
INSERT INTO settings VALUES ('theme', '"dark"');
`
const TABLES = ['rooms', 'log', 'app_tokens', 'settings']

function content(): unknown {
  return TABLES.map((table) => [table, database.prepare<[], unknown>(`SELECT * FROM ${table}`).all()])
}

test('version 3 adds a place for edits that wait and leaves all that was there as it was', () => {
  database.exec(DATA)
  const before = content()
  migrate(database, { migrations: MIGRATIONS.slice(0, 3) })
  expect(database.pragma('user_version')).toBe(3)
  expect(content()).toEqual(before)
  expect(database.prepare<[], unknown>('SELECT * FROM unsent').all()).toEqual([])
  expect(database.pragma('integrity_check')).toBe('ok')
})

test('version 3 keeps no two messages in one place, and takes bytes only', () => {
  migrate(database, { migrations: MIGRATIONS.slice(0, 3) })
  const insert = (values: string) => () => database.exec(`INSERT INTO unsent VALUES (${values})`)
  insert(`'', 'room', 'client', 1, x'01'`)()
  insert(`'', 'room', 'client', 2, x'01'`)()
  expect(insert(`'', 'room', 'client', 1, x'02'`)).toThrow(expect.objectContaining({ code: 'storage/failed' }))
  expect(insert(`'', 'room', 'client', 3, 'words'`)).toThrow(expect.objectContaining({ code: 'storage/failed' }))
})
