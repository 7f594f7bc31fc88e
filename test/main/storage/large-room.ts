import Sqlite from 'better-sqlite3'
import type { Operation } from '#shared/model/operations.ts'
import { packPoints } from '#shared/model/points.ts'
import type { StrokeRecord } from '#shared/model/records.ts'
import { encodeOperation, encodeRecord } from '#shared/wire/operation-codec.ts'
import { patch, put, remove, stroke } from '../../contract/room-batches.ts'

const LIVE = 10_000
const POINTS = packPoints(
  Array.from({ length: 64 }, (_, i) => ({ x: i * 3.5, y: (i * i) % 90, pressure: 0.5 })),
  3,
  false,
)

/**
 * Writes the log of a busy room straight into a library that nobody has open: strokes are drawn, moved and recoloured,
 * and one in eight operations removes one for which another is drawn. About 10,000 are on the board.
 * @param no the number of the room
 * @param count how many operations; at least 10,000
 * @returns how many strokes are on the board
 */
export function writeLargeRoom(path: string, no: number, count: number): number {
  const file = new Sqlite(path)
  file.pragma('synchronous = OFF')
  file.pragma('journal_mode = MEMORY')
  const append = file.prepare(
    'INSERT INTO log (room, seq, client, n, author, at, operation, ink) VALUES (?, ?, 1, ?, 1, ?, ?, ?)',
  )
  const keep = file.prepare('INSERT INTO records (room, id, record, ink_seq) VALUES (?, ?, ?, ?)')
  const forget = file.prepare('INSERT INTO removed (room, id, author) VALUES (?, ?, 1)')
  const board = new LargeBoard()
  file.transaction(() => {
    for (let seq = 1; seq <= count; seq++) {
      const operation = board.next(seq)
      const ink = operation.kind === 'put' ? POINTS : null
      append.run(no, seq, seq, 1_790_000_000_000 + seq, encodeOperation(operation), ink)
      if (operation.kind === 'remove') forget.run(no, operation.id)
    }
    for (const { record, seq } of board.live) keep.run(no, record.id, encodeRecord(record), seq)
    file.prepare('UPDATE rooms SET seq = ? WHERE no = ?').run(count, no)
  })()
  file.pragma('journal_mode = WAL')
  file.close()
  return board.live.length
}

class LargeBoard {
  readonly live: { record: StrokeRecord; seq: number }[] = []
  #drawn = 0

  next(seq: number): Operation {
    if (this.live.length < LIVE) {
      const record = stroke(`stroke-${this.#drawn++}`, { points: POINTS, x: seq % 4000 })
      this.live.push({ record, seq })
      return put(record)
    }
    const at = (seq * 7919) % LIVE
    const { record, seq: drawn } = this.live[at]!
    if (seq % 8 === 0) {
      this.live[at] = this.live.at(-1)!
      this.live.pop()
      return remove(record.id)
    }
    const change = seq % 2 === 0 ? { x: seq % 4000, y: seq % 3000 } : { color: 'red' as const }
    this.live[at] = { record: { ...record, ...change }, seq: drawn }
    return patch(record.id, change)
  }
}
