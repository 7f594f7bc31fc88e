import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Backups } from '#main/storage/backup.ts'
import { openDatabase } from '#main/storage/database.ts'
import type { Library } from '#main/storage/library.ts'
import { MIGRATIONS, migrate } from '#main/storage/migrations/index.ts'
import type { RoomStorage } from '#shared/sync/room-storage.ts'
import { Value } from '#shared/emitter.ts'
import { Batches, put, stroke } from '../../contract/room-batches.ts'
import { ManualClock } from '../../support/clock.ts'
import { until } from '../../support/until.ts'
import { keptIn, open, overwrite, TemporaryFolder } from './support.ts'

const BACKUP = 'drawnet.backup.db'
const OLDER = 'drawnet.backup-older.db'
const DRAFT = 'drawnet.backup-new.db'
const MINUTE = 60_000

let folder: TemporaryFolder
let library: Library
let clock: ManualClock
let batches: Batches
let storage: RoomStorage
let problems: Value<readonly unknown[]>

beforeEach(() => {
  folder = new TemporaryFolder()
  library = open(folder.path)
  clock = new ManualClock()
  batches = new Batches()
  storage = library.rooms.storageOf(library.rooms.create('Atelier').id)
  problems = new Value<readonly unknown[]>([])
})
afterEach(() => {
  library.dispose()
  folder.dispose()
})

function start(): Backups {
  return library.startBackups(clock, (problem) => problems.update((all) => [...all, problem]))
}

/** Draws some strokes of 2 KB each. */
function drawSome(count = 1): void {
  const points = new Uint8Array(2000).fill(5)
  const from = batches.seq
  storage.commit(batches.next(Array.from({ length: count }, (_, i) => put(stroke(`s${from + i}`, { points })))))
}

/** How many strokes a file holds, when it is sound. */
function strokesIn(name: string): number {
  const copy = folder.file(`look-${name}`)
  copyFileSync(folder.file(name), copy)
  const file = new Sqlite(copy)
  expect(file.pragma('integrity_check', { simple: true })).toBe('ok')
  const count = file.prepare<[], number>('SELECT count(*) FROM records').pluck().get()
  file.close()
  return count!
}

function made(backups: Backups, count: number): Promise<number> {
  return until(backups.made, (now) => now === count)
}

describe('backups', () => {
  test('the first is made a minute after the first change, for nobody else to read', async () => {
    drawSome()
    const backups = start()
    clock.advance(60 * MINUTE)
    expect(clock.pending).toBe(0)
    drawSome()
    clock.advance(MINUTE - 1)
    expect(existsSync(folder.file(BACKUP))).toBe(false)
    clock.advance(1)
    await made(backups, 1)
    expect(strokesIn(BACKUP)).toBe(2)
    expect(statSync(folder.file(BACKUP)).mode & 0o777).toBe(0o600)
    expect(existsSync(folder.file(DRAFT))).toBe(false)
    expect(problems.get()).toEqual([])
  })

  test('what changes is in a backup five minutes later at most, and without changes none is made', async () => {
    const backups = start()
    drawSome()
    clock.advance(MINUTE)
    await made(backups, 1)
    const first = readFileSync(folder.file(BACKUP))
    clock.advance(60 * MINUTE)
    expect(clock.pending).toBe(0)
    expect(readFileSync(folder.file(BACKUP))).toEqual(first)

    drawSome()
    clock.advance(MINUTE)
    await made(backups, 2)
    drawSome()
    clock.advance(5 * MINUTE - 1)
    await made(backups, 3)
    expect(strokesIn(BACKUP)).toBe(3)
  })

  test('steady work is not backed up more often than every four minutes', async () => {
    const backups = start()
    for (let minute = 0; minute < 20; minute++) {
      drawSome()
      const before = clock.pending
      clock.advance(MINUTE)
      if (clock.pending < before) await made(backups, backups.made.get() + 1)
    }
    expect(backups.made.get()).toBeGreaterThanOrEqual(4)
    expect(backups.made.get()).toBeLessThanOrEqual(6)
  })

  test('what is committed while a backup is made goes on, and is in it or in the next', async () => {
    drawSome(2000)
    const backups = start()
    drawSome()
    clock.advance(MINUTE)
    const turns = new Value(0)
    const done = made(backups, 1)
    // A commit in every turn of the loop while pages are copied.
    const draw = (): void => {
      if (backups.made.get() > 0) return
      drawSome()
      turns.update((count) => count + 1)
      setImmediate(draw)
    }
    setImmediate(draw)
    await done
    expect(turns.get()).toBeGreaterThan(10)
    expect(strokesIn(BACKUP)).toBeGreaterThanOrEqual(2001)
    const all = storage.load().records.length
    clock.advance(5 * MINUTE)
    await made(backups, 2)
    expect(strokesIn(BACKUP)).toBe(all)
  })

  test('the last one of the run before is kept beside the newest', async () => {
    for (let run = 0; run < 2; run++) {
      const backups = start()
      for (let time = 0; time < 2; time++) {
        drawSome()
        clock.advance(5 * MINUTE)
        await made(backups, time + 1)
      }
      library.dispose()
      library = open(folder.path)
      storage = library.rooms.storageOf(library.rooms.list()[0]!.id)
    }
    expect([strokesIn(OLDER), strokesIn(BACKUP)]).toEqual([2, 4])
  })

  test('one that fails is told, leaves the one before, and is tried again', async () => {
    const backups = start()
    drawSome()
    clock.advance(MINUTE)
    await made(backups, 1)
    // Something in the way that cannot be removed as a file.
    mkdirSync(folder.file(`${DRAFT}/full`), { recursive: true })
    drawSome()
    clock.advance(5 * MINUTE)
    // That it cannot be made, and that what is in the way cannot be cleared away.
    await until(problems, (all) => all.length === 2)
    for (const problem of problems.get()) expect(problem).toMatchObject({ code: 'storage/unreadable' })
    expect(strokesIn(BACKUP)).toBe(1)

    rmSync(folder.file(DRAFT), { recursive: true })
    clock.advance(MINUTE)
    await made(backups, 2)
    expect(strokesIn(BACKUP)).toBe(2)
  })

  test('closing in the middle of one leaves nothing of it, no timer, and the one before', async () => {
    const backups = start()
    drawSome()
    clock.advance(MINUTE)
    await made(backups, 1)
    drawSome(2000)
    clock.advance(5 * MINUTE)
    // Until pages are being copied.
    while (!existsSync(folder.file(DRAFT)) || statSync(folder.file(DRAFT)).size === 0) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    library.dispose()
    library.dispose()
    expect(clock.pending).toBe(0)
    expect(keptIn(folder.path)).toEqual([BACKUP, 'drawnet.db'])
    expect(strokesIn(BACKUP)).toBe(1)
  })

  test('closing before one is begun, or just as it is, leaves nothing of it', async () => {
    start()
    drawSome()
    clock.advance(MINUTE)
    library.dispose()
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(clock.pending).toBe(0)
    expect(keptIn(folder.path)).toEqual(['drawnet.db'])
    expect(problems.get()).toEqual([])
  })

  test('what a killed program had half made is cleared away', () => {
    library.dispose()
    for (const end of ['', '-journal']) writeFileSync(folder.file(DRAFT + end), 'half')
    library = open(folder.path)
    expect(keptIn(folder.path).filter((name) => name.startsWith(DRAFT))).toEqual([])
  })
})

test('once damage was met, the last sound backup is not replaced any more', async () => {
  const path = folder.file('other.db')
  const database = openDatabase({ path })
  migrate(database, { migrations: MIGRATIONS })
  const told = new Value<readonly unknown[]>([])
  const backups = new Backups(database, { clock, onProblem: (problem) => told.update((all) => [...all, problem]) })
  const insert = database.prepare<[string, string]>('INSERT INTO settings VALUES (?, ?)')
  const large = 'x'.repeat(3000)
  database.transaction(() => {
    for (let i = 0; i < 2000; i++) insert.run(`key${i}`, large)
  })
  clock.advance(MINUTE)
  await made(backups, 1)
  const sound = readFileSync(folder.file(BACKUP))

  database.checkpoint()
  insert.run('one more', 'x')
  overwrite(path, 100 * 4096, 1500 * 4096)
  database.pragma('cache_size = 1')
  database.pragma('shrink_memory')
  expect(() => database.prepare<[], unknown>('SELECT sum(length(value)) FROM settings').all()).toThrow(
    expect.objectContaining({ code: 'storage/corrupt' }),
  )
  clock.advance(5 * MINUTE)
  await until(told, (all) => all.length === 1)
  expect(told.get()[0]).toMatchObject({ code: 'storage/corrupt' })
  expect(clock.pending).toBe(0)
  expect(readFileSync(folder.file(BACKUP))).toEqual(sound)
  backups.dispose()
  database.dispose()
})
