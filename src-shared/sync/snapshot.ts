import type { BoardRecord, RecordId } from '../model/records.ts'
import { encodeHostMessage, packHostMessage } from '../wire/host-messages.ts'
import { FRAME_BYTES, sizeOfRecord } from './frame-size.ts'

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
  readonly #deflate: (bytes: Uint8Array) => Uint8Array
  #last: Snapshot | null = null

  /** @param deflate raw DEFLATE (RFC 1951) */
  constructor(deflate: (bytes: Uint8Array) => Uint8Array) {
    this.#deflate = deflate
  }

  take(seq: number, records: ReadonlyMap<RecordId, BoardRecord>): Snapshot {
    const last = this.#last
    if (last !== null && seq - last.seq <= Math.max(REUSE_WITHIN_ENTRIES, last.count * REUSE_WITHIN_SHARE)) return last
    this.#last = { seq, count: records.size, frames: framesOf(records.values(), this.#deflate) }
    return this.#last
  }
}

function framesOf(records: Iterable<BoardRecord>, deflate: (bytes: Uint8Array) => Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = []
  let some: BoardRecord[] = []
  let bytes = 0
  for (const record of records) {
    some.push(record)
    bytes += sizeOfRecord(record)
    if (bytes < FRAME_BYTES) continue
    frames.push(packHostMessage(encodeHostMessage({ kind: 'snapshot', last: false, records: some }), deflate))
    some = []
    bytes = 0
  }
  frames.push(encodeHostMessage({ kind: 'snapshot', last: true, records: some }))
  return frames
}
