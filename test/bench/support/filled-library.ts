import type { LogEntry } from '#shared/model/operations.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import { systemRandom } from '#main/engine/surroundings.ts'
import { openLibrary } from '#main/storage/open-library.ts'
import { strokes } from './strokes.ts'

const CLIENT = 1
const BATCH = 500

/** Makes a data folder with one room of `count` strokes on a square board of `side` units; returns the room's id. */
export function fillLibrary(folder: string, count: number, side: number, name = 'Bench'): string {
  const library = openLibrary({ folder, now: Date.now, random: systemRandom, suggestedName: 'Bench' })
  try {
    const { id } = library.rooms.create(name)
    const storage = library.rooms.storageOf(id)
    const member = { number: 1, user: 'bench', name: 'Bench', color: 0, proof: null }
    const client = { index: CLIENT, id: 'bench', member: 1, lastN: 0 }
    storage.commit({ entries: [], records: new Map(), members: [member], clients: [client], name: null })
    let entries: LogEntry[] = []
    let records = new Map<RecordId, BoardRecord>()
    const commit = (): void => {
      storage.commit({ entries, records, members: [], clients: [], name: null })
      entries = []
      records = new Map()
    }
    let seq = 0
    for (const record of strokes(count, side)) {
      seq += 1
      entries.push({ seq, client: CLIENT, n: seq, author: 1, at: Date.now(), operation: { kind: 'put', record } })
      records.set(record.id, record)
      if (entries.length === BATCH) commit()
    }
    commit()
    return id
  } finally {
    library.dispose()
  }
}
