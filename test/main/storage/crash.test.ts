import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Child, open, TemporaryFolder } from './support.ts'

let folder: TemporaryFolder

beforeEach(() => {
  folder = new TemporaryFolder()
})
afterEach(() => folder.dispose())

/** After how many acknowledged commits the writer is killed; the last one long after a first checkpoint. */
const TRIALS = [1, 13, 60, 150, 450]

test('every acknowledged commit survives kill -9', async () => {
  const first = open(folder.path)
  const room = first.rooms.create('Atelier')
  first.dispose()

  for (const commits of TRIALS) {
    const writer = new Child('writer.ts', [folder.path])
    let acknowledged = 0
    for (let heard = 0; heard < commits; heard++) acknowledged = Number(await writer.line())
    await writer.kill()
    // What it said before it died counts, too.
    for (let line = await writer.line(); line !== undefined; line = await writer.line()) acknowledged = Number(line)

    const library = open(folder.path)
    const storage = library.rooms.storageOf(room.id)
    const { seq, records } = storage.load()
    expect(seq).toBeGreaterThanOrEqual(acknowledged)
    // Two operations a commit: never half of one.
    expect(seq % 2).toBe(0)
    expect(storage.entriesAfter(0, seq + 1)).toHaveLength(seq)
    expect(records).toHaveLength(seq / 2)
    expect(storage.chatBefore(seq + 1, seq, 1)).toHaveLength(seq / 2)
    library.dispose()

    const file = new Sqlite(folder.file('drawnet.db'))
    expect(file.pragma('integrity_check', { simple: true })).toBe('ok')
    file.close()
  }
}, 60_000)
