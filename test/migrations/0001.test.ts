import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Database } from '#main/storage/database.ts'
import { initial } from '#main/storage/migrations/0001-initial.ts'
import { migrate } from '#main/storage/migrations/index.ts'

let folder: string
let database: Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drawnet-migrations-'))
  database = openDatabase({ path: join(folder, 'test.db') })
  migrate(database, { migrations: [initial] })
})
afterEach(() => {
  database.dispose()
  rmSync(folder, { recursive: true, force: true })
})

const TABLES = [
  'chat',
  'clients',
  'log',
  'members',
  'pins',
  'profile',
  'records',
  'rooms',
  'settings',
  'thumbnails',
  'visited',
]

test('version 1 makes every table, each of them strict', () => {
  expect(database.pragma('user_version')).toBe(1)
  const tables = database
    .prepare<[], { name: string; strict: number }>(
      `SELECT name, strict FROM pragma_table_list
       WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`,
    )
    .all()
  expect(tables).toEqual(TABLES.map((name) => ({ name, strict: 1 })))
})

test('version 1 is not run twice', () => {
  database.exec(`INSERT INTO pins VALUES ('host', 'print')`)
  migrate(database, { migrations: [initial] })
  expect(database.prepare<[], unknown>('SELECT * FROM pins').all()).toEqual([{ host: 'host', fingerprint: 'print' }])
})

test('version 1 keeps a single profile, and nothing of a room that is not there', () => {
  const profile = `INSERT INTO profile VALUES (1, 'user', x'00', 'Ada', 0, 0)`
  database.exec(profile)
  expect(() => database.exec(profile)).toThrow(expect.objectContaining({ code: 'storage/failed' }))
  expect(() => database.exec(profile.replace('(1', '(2'))).toThrow(expect.objectContaining({ code: 'storage/failed' }))
  expect(() => database.exec(`INSERT INTO chat VALUES (7, 1, 1, 0, 'hello')`)).toThrow(
    expect.objectContaining({ code: 'storage/failed' }),
  )
})
