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
  migrate(database, { migrations: MIGRATIONS.slice(0, 3) })
})
afterEach(() => {
  database.dispose()
  rmSync(folder, { recursive: true, force: true })
})

/**
 * Operations as version 3 wrote them: kind (1 puts a stroke, 2 a text, 3 changes, 4 removes, 5 says), flags, length
 * and characters of the id (“gone”, “gone_text-22”, “there”), and more.
 */
const DATA = `
INSERT INTO rooms (id, name, epoch, seq, created_at, opened_at, guests) VALUES ('one', 'Atelier', 'e', 9, 5, 6, 1);
INSERT INTO rooms (id, name, epoch, seq, created_at, opened_at, guests) VALUES ('two', 'Studio', 'f', 2, 5, 6, 0);
INSERT INTO log VALUES (1, 1, 1, 1, 3, 7, x'010604676f6e65026130', x'03');
INSERT INTO log VALUES (1, 2, 1, 2, 4, 7, x'02040c676f6e655f746578742d3232026130', NULL);
INSERT INTO log VALUES (1, 3, 1, 3, 5, 7, x'0106057468657265026130', x'03');
INSERT INTO log VALUES (1, 4, 1, 4, 6, 7, x'0304676f6e6500', NULL);
INSERT INTO log VALUES (1, 5, 1, 5, 6, 7, x'0404676f6e65', NULL);
INSERT INTO log VALUES (1, 6, 1, 6, 6, 7, x'010604676f6e65026130', x'03');
INSERT INTO log VALUES (1, 7, 1, 7, 6, 7, x'0404676f6e65', NULL);
INSERT INTO log VALUES (1, 8, 1, 8, 6, 7, x'040c676f6e655f746578742d3232', NULL);
INSERT INTO log VALUES (1, 9, 1, 9, 6, 7, x'05026869', NULL);
INSERT INTO log VALUES (2, 1, 1, 1, 8, 7, x'010604676f6e65026130', x'03');
INSERT INTO log VALUES (2, 2, 1, 2, 8, 7, x'0404676f6e65', NULL);
INSERT INTO records VALUES (1, 'there', x'0106', 3);
`
const TABLES = ['rooms', 'log', 'records']

function content(): unknown {
  return TABLES.map((table) => [table, database.prepare<[], unknown>(`SELECT * FROM ${table}`).all()])
}

function removed(): unknown {
  return database.prepare<[], unknown>('SELECT room, id, author FROM removed ORDER BY room, id').all()
}

test('version 4 finds in the log who first made what is not on the board any more, and changes nothing else', () => {
  database.exec(DATA)
  const before = content()
  migrate(database, { migrations: MIGRATIONS.slice(0, 4) })
  expect(database.pragma('user_version')).toBe(4)
  expect(removed()).toEqual([
    { room: 1, id: 'gone', author: 3 },
    { room: 1, id: 'gone_text-22', author: 4 },
    { room: 2, id: 'gone', author: 8 },
  ])
  expect(content()).toEqual(before)
  expect(database.pragma('integrity_check')).toBe('ok')
})

test('version 4 forgets them with their room', () => {
  database.exec(DATA)
  migrate(database, { migrations: MIGRATIONS.slice(0, 4) })
  database.exec('DELETE FROM rooms WHERE no = 1')
  expect(removed()).toEqual([{ room: 2, id: 'gone', author: 8 }])
})
