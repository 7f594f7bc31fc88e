import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MIGRATIONS } from '#main/storage/migrations/index.ts'
import type { Migration } from '#main/storage/migrations/migration.ts'
import { startFresh } from '#main/storage/quarantine.ts'
import { Batches, put, stroke } from '../../contract/room-batches.ts'
import { Child, failureOf, keptIn, open, overwrite, TemporaryFolder } from './support.ts'

const MOVED = 'drawnet.corrupt-20260304-050607.db'
/** “nobody” on every Unix: a user who may do nothing here. */
const NOBODY = 65_534

let folder: TemporaryFolder

beforeEach(() => {
  folder = new TemporaryFolder()
})
afterEach(() => folder.dispose())

const DATABASE = 'drawnet.db'

/** A library with a room of 200 strokes. */
function fillLibrary(): string {
  const library = open(folder.path)
  const room = library.rooms.create('Atelier')
  const batches = new Batches()
  const strokes = Array.from({ length: 200 }, (_, i) => put(stroke(`s${i}`, { points: new Uint8Array(300).fill(4) })))
  library.rooms.storageOf(room.id).commit(batches.next(strokes))
  library.dispose()
  return room.id
}

describe('opening a library', () => {
  test('makes the folder and one file that nobody else may read', () => {
    const nested = folder.file('a/b')
    const library = open(nested)
    expect(statSync(nested).mode & 0o777).toBe(0o700)
    expect(statSync(`${nested}/${DATABASE}`).mode & 0o777).toBe(0o600)
    library.dispose()
    expect(keptIn(nested)).toEqual([DATABASE])
  })

  test('again gives what was there', () => {
    const roomId = fillLibrary()
    const library = open(folder.path)
    expect(library.rooms.list().map(({ id }) => id)).toEqual([roomId])
    expect(library.rooms.storageOf(roomId).load().records).toHaveLength(200)
    library.dispose()
    library.dispose()
    expect(failureOf(() => library.rooms.list()).code).toBe('storage/failed')
  })

  test('clears away what an interrupted first start has left', () => {
    writeFileSync(folder.file('drawnet.new-4711.db'), 'half')
    open(folder.path).dispose()
    expect(keptIn(folder.path)).toEqual([DATABASE])
  })
})

describe('a library of an older program', () => {
  const present = MIGRATIONS
  const version = present.length + 1
  const next: Migration = { version, up: (database) => database.exec('CREATE TABLE shelves (name TEXT) STRICT') }
  const COPY = `drawnet.version-${present.length}-20260304-050607.db`

  test('is brought up to date, and what it was stays beside it', () => {
    const roomId = fillLibrary()
    const library = open(folder.path, { migrations: [...present, next] })
    expect(library.rooms.storageOf(roomId).load().records).toHaveLength(200)
    library.dispose()
    expect(keptIn(folder.path)).toEqual([DATABASE, COPY])
    expect(statSync(folder.file(COPY)).mode & 0o777).toBe(0o600)
    expect(failureOf(() => open(folder.path, { migrations: present })).code).toBe('storage/too-new')

    renameSync(folder.file(COPY), folder.file(DATABASE))
    const older = open(folder.path, { migrations: present })
    expect(older.rooms.storageOf(roomId).load().records).toHaveLength(200)
    older.dispose()
  })

  test('stays as it was when the upgrade fails, and is usable', () => {
    const roomId = fillLibrary()
    const broken: Migration = { version, up: (database) => database.exec('DELETE FROM records; SELECT nonsense') }
    expect(failureOf(() => open(folder.path, { migrations: [...present, broken] })).code).toBe('storage/failed')
    const library = open(folder.path, { migrations: present })
    expect(library.rooms.storageOf(roomId).load().records).toHaveLength(200)
    library.dispose()
  })
})

describe('a damaged library', () => {
  test.for([
    { what: 'with a broken header', damage: () => overwrite(folder.file(DATABASE), 0, 64) },
    { what: 'with broken pages in its middle', damage: () => overwrite(folder.file(DATABASE), 8 * 4096, 12 * 4096) },
    { what: 'cut short', damage: () => truncateSync(folder.file(DATABASE), 5 * 4096) },
    { what: 'emptied', damage: () => truncateSync(folder.file(DATABASE), 0) },
  ])('$what is moved aside as it is', ({ damage }) => {
    fillLibrary()
    damage()
    const before = readFileSync(folder.file(DATABASE))
    const failure = failureOf(() => open(folder.path))
    expect(failure.code).toBe('storage/corrupt')
    expect(failure.details['movedTo']).toBe(folder.file(MOVED))
    expect(failure.message).toContain(MOVED)
    expect(readFileSync(folder.file(MOVED))).toEqual(before)
    expect(keptIn(folder.path)).toEqual([MOVED])
  })

  test('takes its log along', () => {
    fillLibrary()
    truncateSync(folder.file(DATABASE), 0)
    writeFileSync(folder.file(`${DATABASE}-wal`), 'committed work')
    expect(failureOf(() => open(folder.path)).details['movedTo']).toBe(folder.file(MOVED))
    expect(readFileSync(folder.file(`${MOVED}-wal`), 'utf8')).toBe('committed work')
    expect(existsSync(folder.file(`${DATABASE}-wal`))).toBe(false)
  })

  test('of which only the log is left is not started over', () => {
    writeFileSync(folder.file(`${DATABASE}-wal`), 'committed work')
    expect(failureOf(() => open(folder.path)).code).toBe('storage/corrupt')
    expect(readFileSync(folder.file(`${MOVED}-wal`), 'utf8')).toBe('committed work')
    expect(failureOf(() => open(folder.path)).code).toBe('storage/moved-aside')
    startFresh(folder.path)
    open(folder.path).dispose()
  })

  test('interrupted while it was moved ends up together', () => {
    fillLibrary()
    renameSync(folder.file(DATABASE), folder.file(MOVED))
    writeFileSync(folder.file(`${DATABASE}-wal`), 'committed work')
    const failure = failureOf(() => open(folder.path, { now: () => Date.UTC(2027, 0, 1) }))
    expect(failure.details['movedTo']).toBe(folder.file(MOVED))
    expect(readFileSync(folder.file(`${MOVED}-wal`), 'utf8')).toBe('committed work')
  })

  test('is not started over until the person decides so, and then stays where it is', () => {
    fillLibrary()
    overwrite(folder.file(DATABASE), 0, 64)
    expect(failureOf(() => open(folder.path)).code).toBe('storage/corrupt')
    const kept = readFileSync(folder.file(MOVED))
    for (let start = 0; start < 2; start++) {
      const failure = failureOf(() => open(folder.path))
      expect(failure.code).toBe('storage/moved-aside')
      expect(failure.message).toContain(MOVED)
      expect(failure.details['movedTo']).toBe(folder.file(MOVED))
      expect(existsSync(folder.file(DATABASE))).toBe(false)
    }
    startFresh(folder.path)
    startFresh(folder.path)
    const library = open(folder.path)
    expect(library.rooms.list()).toEqual([])
    library.dispose()
    open(folder.path).dispose()
    expect(readFileSync(folder.file(MOVED))).toEqual(kept)
  })

  test('damaged once more waits for a decision of its own', () => {
    for (const name of [MOVED, MOVED.replace('.db', '-2.db')]) {
      fillLibrary()
      overwrite(folder.file(DATABASE), 0, 64)
      expect(failureOf(() => open(folder.path)).details['movedTo']).toBe(folder.file(name))
      expect(failureOf(() => open(folder.path)).message).toContain(name)
      startFresh(folder.path)
    }
    open(folder.path).dispose()
  })

  test('is opened again when a good copy is put in its place', () => {
    const roomId = fillLibrary()
    const copy = readFileSync(folder.file(DATABASE))
    overwrite(folder.file(DATABASE), 0, 64)
    expect(failureOf(() => open(folder.path)).code).toBe('storage/corrupt')
    writeFileSync(folder.file(DATABASE), copy)
    const library = open(folder.path)
    expect(library.rooms.get(roomId)?.name).toBe('Atelier')
    library.dispose()
  })

  test('a decision that cannot be read is none', () => {
    writeFileSync(folder.file(MOVED), 'damaged')
    writeFileSync(folder.file('drawnet.started-fresh.json'), '{ "what": ')
    expect(failureOf(() => open(folder.path)).code).toBe('storage/moved-aside')
  })
})

describe('a library that cannot be used', () => {
  test('is refused when a newer program has written it, and left as it is', () => {
    fillLibrary()
    const newer = new Sqlite(folder.file(DATABASE))
    newer.pragma('user_version = 999')
    newer.close()
    const before = readFileSync(folder.file(DATABASE))
    expect(failureOf(() => open(folder.path)).code).toBe('storage/too-new')
    expect(keptIn(folder.path)).toEqual([DATABASE])
    expect(readFileSync(folder.file(DATABASE))).toEqual(before)
  })

  test('is refused when a folder is in its place', () => {
    mkdirSync(folder.file(DATABASE))
    const failure = failureOf(() => open(folder.path))
    expect(failure.code).toBe('storage/unreadable')
    expect(failure.message).toContain(folder.path)
    expect(statSync(folder.file(DATABASE)).isDirectory()).toBe(true)
  })

  test('is refused when a file is in the place of its folder', () => {
    writeFileSync(folder.file('taken'), '')
    expect(failureOf(() => open(folder.file('taken'))).code).toBe('storage/unreadable')
    expect(failureOf(() => open(folder.file('taken/deeper'))).code).toBe('storage/unreadable')
  })

  /** Root may read everything, so this is tried as somebody else. */
  const user = process.getuid?.() === 0 ? NOBODY : undefined

  test.for([
    { what: 'the file may not be read', file: 0o000, within: 0o700 },
    { what: 'the file may not be written', file: 0o400, within: 0o700 },
    { what: 'nothing may be made in the folder', file: 0o600, within: 0o500 },
  ])('is refused when $what', async ({ file, within }) => {
    fillLibrary()
    if (user !== undefined) {
      chownSync(folder.path, user, user)
      chownSync(folder.file(DATABASE), user, user)
    }
    chmodSync(folder.file(DATABASE), file)
    chmodSync(folder.path, within)
    const child = new Child('holder.ts', [folder.path], user)
    expect(await child.line()).toBe('storage/unreadable')
    await child.finish()
    chmodSync(folder.path, 0o700)
    expect(keptIn(folder.path)).toEqual([DATABASE])
  })
})

describe('a library that another process has', () => {
  test('is refused until that process closes it', async () => {
    const child = new Child('holder.ts', [folder.path])
    expect(await child.line()).toBe('open')
    const failure = failureOf(() => open(folder.path))
    expect(failure.code).toBe('storage/locked')
    await child.finish()
    open(folder.path).dispose()
  })

  test('is free at once when that process is killed', async () => {
    const child = new Child('holder.ts', [folder.path])
    expect(await child.line()).toBe('open')
    await child.kill()
    open(folder.path).dispose()
  })

  test('is refused there while this one has it', async () => {
    const library = open(folder.path)
    const child = new Child('holder.ts', [folder.path])
    expect(await child.line()).toBe('storage/locked')
    await child.finish()
    library.dispose()
  })

  test('is given to one only of several that start together in an empty folder', async () => {
    const children = Array.from({ length: 4 }, () => new Child('holder.ts', [folder.path]))
    const answers = await Promise.all(children.map((child) => child.line()))
    expect(answers.filter((answer) => answer === 'open')).toHaveLength(1)
    expect(answers.filter((answer) => answer === 'storage/locked')).toHaveLength(3)
    await Promise.all(children.map((child) => child.finish()))
    expect(keptIn(folder.path)).toEqual([DATABASE])
  })
})
