import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Database } from '#main/storage/database.ts'
import { initial } from '#main/storage/migrations/0001-initial.ts'
import { appTokens } from '#main/storage/migrations/0002-app-tokens.ts'
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

const DATA = `
INSERT INTO rooms (id, name, epoch, seq, created_at, opened_at, guests) VALUES ('room', 'Atelier', 'e', 1, 5, 6, 1);
INSERT INTO log VALUES (1, 1, 1, 1, 1, 7, x'0102', x'03');
INSERT INTO records VALUES (1, 'stroke', x'01', 1);
INSERT INTO members VALUES (1, 1, 'user', 'Ada', 2, x'ff');
INSERT INTO clients VALUES (1, 1, 'client', 1, 1);
INSERT INTO chat VALUES (1, 1, 1, 7, 'hello');
INSERT INTO thumbnails VALUES ('', 'room', x'89', 3);
INSERT INTO visited VALUES ('host', 'other', 'Studio', 'Ben', '[]', '[]', 8);
INSERT INTO pins VALUES ('host', 'print');
INSERT INTO profile VALUES (1, 'user', x'00', 'Ada', 0, 1);
INSERT INTO settings VALUES ('theme', '"dark"');
`
const TABLES = 'rooms log records members clients chat thumbnails visited pins profile settings'.split(' ')

function content(): unknown {
  return TABLES.map((table) => [table, database.prepare<[], unknown>(`SELECT * FROM ${table}`).all()])
}

test('version 2 adds a place for app tokens and leaves all that was there as it was', () => {
  database.exec(DATA)
  const before = content()
  migrate(database, { migrations: [initial, appTokens] })
  expect(database.pragma('user_version')).toBe(2)
  expect(content()).toEqual(before)
  expect(database.pragma('integrity_check')).toBe('ok')
  const tables = database
    .prepare<[], unknown>(`SELECT name, strict FROM pragma_table_list WHERE name = 'app_tokens'`)
    .all()
  expect(tables).toEqual([{ name: 'app_tokens', strict: 1 }])
})

test('version 2 keeps no two tokens of the same id or hash', () => {
  migrate(database, { migrations: [initial, appTokens] })
  database.exec(`INSERT INTO app_tokens VALUES ('a', 'Bot', 'hash', 1)`)
  for (const twice of [`('a', 'Bot', 'other', 1)`, `('b', 'Bot', 'hash', 1)`]) {
    expect(() => database.exec(`INSERT INTO app_tokens VALUES ${twice}`)).toThrow(
      expect.objectContaining({ code: 'storage/failed' }),
    )
  }
})
