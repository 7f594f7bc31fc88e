import { existsSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { initial } from '#main/storage/migrations/0001-initial.ts'
import { openDatabase } from '#main/storage/database.ts'
import { migrate } from '#main/storage/migrations/index.ts'
import { startFresh } from '#main/storage/quarantine.ts'
import { Batches, put, say, stroke } from '../../contract/room-batches.ts'
import { ManualClock } from '../../support/clock.ts'
import { until } from '../../support/until.ts'
import { Child, failureOf, keptIn, open, overwrite, seededRandom, TemporaryFolder } from './support.ts'

const DATABASE = 'drawnet.db'
const BACKUP = 'drawnet.backup.db'
const OLDER = 'drawnet.backup-older.db'
const MOVED = 'drawnet.corrupt-20260304-050607.db'
const BACKUP_AT = Date.UTC(2026, 2, 4, 5, 1, 0)

let folder: TemporaryFolder
let roomId: string
let otherId: string

/** Two rooms with `strokes` strokes in the first, of which a backup is made, and then one stroke more. */
async function fillAndBackUp(strokes: number): Promise<void> {
  const library = open(folder.path)
  const clock = new ManualClock()
  const backups = library.startBackups(clock, (problem) => expect.fail(String(problem)))
  const named = (name: string) => library.rooms.list().find((room) => room.name === name) ?? library.rooms.create(name)
  roomId = named('Atelier').id
  otherId = named('Studio').id
  const storage = library.rooms.storageOf(roomId)
  const batches = new Batches()
  batches.seq = storage.load().seq
  const points = new Uint8Array(300).fill(4)
  for (let i = 0; i < strokes; i++) storage.commit(batches.next([put(stroke(`s${batches.seq}`, { points }))]))
  clock.advance(60_000)
  await until(backups.made, (made) => made === 1)
  storage.commit(batches.next([put(stroke(`s${batches.seq}`)), say('later')]))
  library.dispose()
  utimesSync(folder.file(BACKUP), BACKUP_AT / 1000, BACKUP_AT / 1000)
}

function damage(name = DATABASE): void {
  overwrite(folder.file(name), 4096, 12 * 4096)
}

function names(): string[] {
  return keptIn(folder.path)
}

beforeEach(async () => {
  folder = new TemporaryFolder()
  await fillAndBackUp(100)
})
afterEach(() => folder.dispose())

describe('a damaged library with a backup', () => {
  test('is moved aside as it is, and opens as it was when it was backed up', () => {
    damage()
    const found = readFileSync(folder.file(DATABASE))
    const backup = readFileSync(folder.file(BACKUP))
    const library = open(folder.path)
    expect(library.restored).toEqual({ movedTo: folder.file(MOVED), backupAt: BACKUP_AT })
    const storage = library.rooms.storageOf(roomId)
    expect(storage.load()).toMatchObject({ name: 'Atelier', seq: 100 })
    expect(storage.load().records).toHaveLength(100)
    storage.commit({ ...new Batches().next([]), name: 'In use' })
    library.dispose()
    expect(names()).toEqual([BACKUP, MOVED, DATABASE].toSorted())
    expect(readFileSync(folder.file(MOVED))).toEqual(found)
    expect(readFileSync(folder.file(BACKUP))).toEqual(backup)
    expect(statSync(folder.file(DATABASE)).mode & 0o777).toBe(0o600)
  })

  test('J3: every room begins an epoch of its own, so that members get a fresh snapshot', () => {
    const before = open(folder.path)
    const epochs = before.rooms.list().map(({ epoch }) => epoch)
    expect(before.restored).toBeNull()
    before.dispose()
    damage()
    const library = open(folder.path, { random: seededRandom(2) })
    const now = library.rooms.list().map(({ epoch }) => epoch)
    library.dispose()
    expect(new Set([...epochs, ...now]).size).toBe(4)
    // Once: what is opened again later goes on as it is.
    const again = open(folder.path, { random: seededRandom(3) })
    expect(again.rooms.list().map(({ epoch }) => epoch)).toEqual(now)
    expect(again.restored).toBeNull()
    again.dispose()
  })

  test('P8: whom the backup does not know has a number that nobody gets again', () => {
    const before = open(folder.path)
    const lost = before.rooms.storageOf(roomId).reserveMembers(5_000) + 5_000
    before.dispose()
    damage()
    const library = open(folder.path)
    expect(library.rooms.storageOf(roomId).reserveMembers(1)).toBeGreaterThan(lost)
    library.dispose()
  })

  test.for([
    { what: 'emptied', spoil: () => truncateSync(folder.file(DATABASE), 0) },
    { what: 'cut short', spoil: () => truncateSync(folder.file(DATABASE), 5 * 4096) },
    { what: 'with a broken header', spoil: () => overwrite(folder.file(DATABASE), 0, 64) },
    {
      what: 'gone but for its log',
      spoil: () => {
        rmSync(folder.file(DATABASE))
        writeFileSync(folder.file(`${DATABASE}-wal`), 'committed work')
      },
    },
  ])('$what opens from it', ({ spoil }) => {
    spoil()
    const library = open(folder.path)
    expect(library.rooms.list().map(({ id }) => id)).toEqual(expect.arrayContaining([roomId, otherId]))
    expect(library.restored?.movedTo).toBe(folder.file(MOVED))
    library.dispose()
  })

  test('opens from it also where the program ended between the moving and the restoring', () => {
    damage()
    const backup = readFileSync(folder.file(BACKUP))
    rmSync(folder.file(BACKUP))
    expect(failureOf(() => open(folder.path)).code).toBe('storage/corrupt')
    writeFileSync(folder.file(BACKUP), backup)
    writeFileSync(folder.file('drawnet.new-4711.db'), 'half')
    const library = open(folder.path)
    expect(library.restored?.movedTo).toBe(folder.file(MOVED))
    expect(library.rooms.storageOf(roomId).load().seq).toBe(100)
    library.dispose()
    expect(names()).toEqual([BACKUP, MOVED, DATABASE].toSorted())
  })

  test('opens from it again when it is damaged again', () => {
    for (const moved of [MOVED, MOVED.replace('.db', '-2.db')]) {
      damage()
      const library = open(folder.path)
      expect(library.restored?.movedTo).toBe(folder.file(moved))
      expect(library.rooms.storageOf(roomId).load().seq).toBe(100)
      library.dispose()
    }
  })

  test('is restored by one only of several that start together', async () => {
    damage()
    const children = Array.from({ length: 4 }, () => new Child('holder.ts', [folder.path]))
    const answers = await Promise.all(children.map((child) => child.line()))
    expect(answers.toSorted()).toEqual(['open', 'storage/locked', 'storage/locked', 'storage/locked'])
    await Promise.all(children.map((child) => child.finish()))
    expect(names()).toEqual([BACKUP, MOVED, DATABASE].toSorted())
    const library = open(folder.path)
    expect(library.rooms.storageOf(roomId).load().seq).toBe(100)
    library.dispose()
  })

  test('of an older program is brought up to date', () => {
    rmSync(folder.file(BACKUP))
    const old = openDatabase({ path: folder.file(BACKUP) })
    migrate(old, { migrations: [initial] })
    old.exec(`INSERT INTO rooms (id, name, epoch, created_at, opened_at) VALUES ('old', 'Old', 'e', 1, 1)`)
    old.dispose()
    damage()
    const library = open(folder.path)
    expect(library.rooms.list().map(({ id }) => id)).toEqual(['old'])
    library.rooms.create('New')
    library.dispose()
  })
})

describe('a damaged library whose newest backup cannot be used', () => {
  test('opens from the one of the run before, and the newest is put beside the library it was made of', async () => {
    await fillAndBackUp(5)
    damage()
    damage(BACKUP)
    const spoilt = readFileSync(folder.file(BACKUP))
    const library = open(folder.path)
    expect(library.restored?.movedTo).toBe(folder.file(MOVED))
    expect(library.rooms.storageOf(roomId).load().seq).toBe(100)
    library.dispose()
    const aside = MOVED.replace('.db', '.backup.db')
    expect(names()).toEqual([OLDER, MOVED, aside, DATABASE].toSorted())
    expect(readFileSync(folder.file(aside))).toEqual(spoilt)
  })

  const other = () => {
    rmSync(folder.file(BACKUP))
    const file = new Sqlite(folder.file(BACKUP))
    file.exec('CREATE TABLE theirs (x); PRAGMA user_version = 1')
    file.close()
  }
  const newer = () => {
    const file = new Sqlite(folder.file(BACKUP))
    file.pragma('user_version = 999')
    file.close()
  }
  test.for([
    { what: 'because it is damaged', spoil: () => damage(BACKUP) },
    { what: 'because it is cut short', spoil: () => truncateSync(folder.file(BACKUP), 3 * 4096) },
    { what: 'because it is empty', spoil: () => truncateSync(folder.file(BACKUP), 0) },
    { what: 'because another program made it', spoil: other },
    { what: 'because a newer program made it', spoil: newer },
    {
      what: 'because a folder is in its place',
      spoil: () => {
        rmSync(folder.file(BACKUP))
        mkdirSync(folder.file(BACKUP))
      },
    },
    { what: 'because there is none', spoil: () => rmSync(folder.file(BACKUP)) },
  ])('waits for the person, $what', ({ spoil }) => {
    spoil()
    const had = existsSync(folder.file(BACKUP))
    damage()
    const failure = failureOf(() => open(folder.path))
    expect(failure.code).toBe('storage/corrupt')
    expect(failure.details['movedTo']).toBe(folder.file(MOVED))
    expect(failureOf(() => open(folder.path)).code).toBe('storage/moved-aside')
    expect(names()).toEqual([...(had ? [BACKUP] : []), MOVED].toSorted())

    startFresh(folder.path)
    const library = open(folder.path)
    expect(library.rooms.list()).toEqual([])
    expect(library.restored).toBeNull()
    library.dispose()
    // Backups of the new one do not replace what may still be of use.
    expect(existsSync(folder.file(BACKUP))).toBe(false)
    expect(existsSync(folder.file(MOVED.replace('.db', '.backup.db')))).toBe(had)
  })

  test('does not go back before what a newer program backed up', async () => {
    await fillAndBackUp(5)
    newer()
    damage()
    expect(failureOf(() => open(folder.path)).code).toBe('storage/corrupt')
    expect(names()).toEqual([BACKUP, OLDER, MOVED].toSorted())
  })
})
