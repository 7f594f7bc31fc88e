import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Database } from '#main/storage/database.ts'
import { MIGRATIONS, migrate } from '#main/storage/migrations/index.ts'
import { SqliteRoomStorage } from '#main/storage/room-log.ts'

let folder: string
let database: Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drawnet-migrations-'))
  database = openDatabase({ path: join(folder, 'test.db') })
  migrate(database, { migrations: MIGRATIONS.slice(0, 4) })
})
afterEach(() => {
  database.dispose()
  rmSync(folder, { recursive: true, force: true })
})

/** Messages as version 4 wrote them: in the log 5, the length of the text and the text. */
const DATA = `
INSERT INTO rooms (id, name, epoch, seq, created_at, opened_at, guests) VALUES ('one', 'Atelier', 'e', 2, 5, 6, 1);
INSERT INTO log VALUES (1, 1, 1, 1, 3, 7, x'05026869', NULL);
INSERT INTO log VALUES (1, 2, 2, 1, 4, 8, x'0503686f21', NULL);
INSERT INTO chat VALUES (1, 1, 3, 7, 'hi');
INSERT INTO chat VALUES (1, 2, 4, 8, 'ho!');
`
const TABLES = ['log', 'records', 'members', 'clients', 'removed']

function content(): unknown {
  return TABLES.map((table) => [table, database.prepare<[], unknown>(`SELECT * FROM ${table}`).all()])
}

test('version 5 keeps every message, for everyone, and changes nothing else', () => {
  database.exec(DATA)
  const before = content()
  migrate(database, { migrations: MIGRATIONS.slice(0, 5) })
  expect(database.pragma('user_version')).toBe(5)
  expect(database.prepare<[], unknown>('SELECT * FROM chat ORDER BY seq').all()).toEqual([
    { room: 1, seq: 1, author: 3, at: 7, text: 'hi', to: 0 },
    { room: 1, seq: 2, author: 4, at: 8, text: 'ho!', to: 0 },
  ])
  expect(content()).toEqual(before)
  expect(database.pragma('integrity_check')).toBe('ok')
})

test('version 5 gives nobody the number of a member there is', () => {
  database.exec(DATA)
  database.exec(`INSERT INTO members VALUES (1, 8, 'user', 'Ada', 0, NULL)`)
  const before = database.prepare<[], object>('SELECT * FROM rooms').all()
  migrate(database, { migrations: MIGRATIONS.slice(0, 5) })
  expect(database.prepare<[], object>('SELECT * FROM rooms').all()).toEqual([{ ...before[0], next_member: 1 }])
  expect(new SqliteRoomStorage(database, 1).reserveMembers(2)).toBe(9)
})

test('version 5 reads what version 4 wrote, in the log too, whoever asks', () => {
  database.exec(DATA)
  migrate(database, { migrations: MIGRATIONS.slice(0, 5) })
  const storage = new SqliteRoomStorage(database, 1)
  for (const member of [3, 9]) expect(storage.chatBefore(9, 9, member).map(({ text }) => text)).toEqual(['hi', 'ho!'])
  expect(storage.entriesAfter(0, 9).map(({ operation }) => operation)).toEqual([
    { kind: 'say', text: 'hi', to: 0 },
    { kind: 'say', text: 'ho!', to: 0 },
  ])
})
