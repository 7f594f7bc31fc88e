/**
 * Fills the small disk that is mounted at a folder, and says as JSON what worked before, meanwhile and afterwards.
 * With `until-killed`, only fills it, says how many strokes were acknowledged, and dies at once.
 */
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { AppError, codeOf } from '#shared/errors.ts'
import type { RoomStorage } from '#shared/sync/room-storage.ts'
import type { Library } from '#main/storage/library.ts'
import { Batches, put, stroke } from '../../contract/room-batches.ts'
import { open } from './support.ts'

const [disk = '', mode = ''] = process.argv.slice(2)
const folder = join(disk, 'library')
const ballast = join(disk, 'ballast')
const POINTS = new Uint8Array(12_000).fill(7)

function roomOf(library: Library): RoomStorage {
  const room = library.rooms.list()[0] ?? library.rooms.create('Atelier')
  return library.rooms.storageOf(room.id)
}

/** What the work came to: '' or the code of its failure. */
function outcomeOf(work: () => void): string {
  try {
    work()
    return ''
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

/** Commits one stroke, or tells why not. */
function draw(storage: RoomStorage): string {
  const batches = new Batches()
  batches.seq = storage.load().seq
  return outcomeOf(() => storage.commit(batches.next([put(stroke(`s${batches.seq + 1}`, { points: POINTS }))])))
}

/** Draws until nothing more can be kept, and gives why. */
function fill(storage: RoomStorage): string {
  for (;;) {
    const outcome = draw(storage)
    if (outcome !== '') return outcome
  }
}

/** How much of a room can be read: the strokes on the board, and entries of the log. */
function readable(storage: RoomStorage): readonly [strokes: number, entries: number] {
  const { records, seq } = storage.load()
  return [records.length, storage.entriesAfter(0, seq).length]
}

if (mode === 'until-killed') {
  const storage = roomOf(open(folder))
  fill(storage)
  writeSync(1, `${storage.load().seq}\n`)
  process.kill(process.pid, 'SIGKILL')
}

writeFileSync(ballast, new Uint8Array(1_500_000).fill(1))
const facts: Record<string, unknown> = {}
let library = open(folder)
let storage = roomOf(library)
facts['filled'] = fill(storage)
const acknowledged = storage.load().seq
facts['acknowledged'] = acknowledged
facts['again'] = draw(storage)
facts['whileFull'] = readable(storage)
library.dispose()

// What closing has freed is used up as well.
const rest = join(disk, 'rest')
facts['noRoomAtAll'] = outcomeOf(() => {
  try {
    for (let size = 0; ; size++) writeFileSync(rest, new Uint8Array(4096), { flag: 'a' })
  } catch (error) {
    throw new AppError('storage/full', codeOf(error, 'storage/full'))
  }
})
library = open(folder)
storage = roomOf(library)
facts['openedFull'] = readable(storage)
facts['drawnFull'] = fill(storage)
facts['reached'] = storage.load().seq

rmSync(rest)
rmSync(ballast)
facts['withRoom'] = [draw(storage), draw(storage)]
facts['onWithRoom'] = storage.load().seq - Number(facts['reached'])
library.dispose()

writeFileSync(ballast, new Uint8Array(100_000).fill(1))
const killed = spawnSync(process.execPath, [import.meta.filename, disk, 'until-killed'], { encoding: 'utf8' })
facts['killedBy'] = killed.signal
facts['beforeKill'] = Number(killed.stdout)
library = open(folder)
storage = roomOf(library)
facts['afterKill'] = readable(storage)
facts['drawnAfterKill'] = draw(storage)
rmSync(ballast)
facts['withRoomAfterKill'] = draw(storage)
library.dispose()

const file = new Sqlite(join(folder, 'drawnet.db'))
// An index of the log beside it would need room.
file.pragma('locking_mode = EXCLUSIVE')
facts['integrity'] = file.pragma('integrity_check', { simple: true })
file.close()
writeSync(1, `${JSON.stringify(facts)}\n`)
