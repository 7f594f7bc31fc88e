import type { BoardRecord, RecordId } from '../model/records.ts'
import { encodeHostMessage } from '../wire/host-messages.ts'

/** About this many bytes a frame, so that a board paints while it arrives. */
const FRAME_BYTES = 96 * 1024
/** Bytes of a record besides its ink, roughly; only the cut between frames depends on it. */
const RECORD_OVERHEAD = 60
/** A snapshot serves those who join now as long as the log since then is short beside it. */
const REUSE_WITHIN_ENTRIES = 32
const REUSE_WITHIN_SHARE = 1 / 8

export interface Snapshot {
  readonly seq: number
  readonly count: number
  readonly frames: readonly Uint8Array[]
}

/** Encodes the board once for everyone who joins at about the same time. */
export class SnapshotCache {
  #last: Snapshot | null = null

  take(seq: number, records: ReadonlyMap<RecordId, BoardRecord>): Snapshot {
    const last = this.#last
    if (last !== null && seq - last.seq <= Math.max(REUSE_WITHIN_ENTRIES, last.count * REUSE_WITHIN_SHARE)) return last
    this.#last = { seq, count: records.size, frames: framesOf(records.values()) }
    return this.#last
  }
}

function framesOf(records: Iterable<BoardRecord>): Uint8Array[] {
  const frames: Uint8Array[] = []
  let some: BoardRecord[] = []
  let bytes = 0
  for (const record of records) {
    some.push(record)
    bytes += RECORD_OVERHEAD + (record.type === 'stroke' ? record.points.length : record.text.length * 2)
    if (bytes < FRAME_BYTES) continue
    frames.push(encodeHostMessage({ kind: 'snapshot', last: false, records: some }))
    some = []
    bytes = 0
  }
  frames.push(encodeHostMessage({ kind: 'snapshot', last: true, records: some }))
  return frames
}
