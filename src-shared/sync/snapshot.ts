import type { BoardRecord, RecordId } from '../model/records.ts'
import { encodeHostMessage } from '../wire/host-messages.ts'
import { FRAME_BYTES, sizeOfRecord } from './frame-size.ts'

/** A snapshot serves those who join now as long as the log since then is short beside it. */
const REUSE_WITHIN_ENTRIES = 32
const REUSE_WITHIN_SHARE = 1 / 8

/** The board at a position of the log. It is encoded as far as someone has asked, once for everyone. */
export class Snapshot {
  readonly seq: number
  readonly #records: readonly BoardRecord[]
  readonly #made: Uint8Array[] = []
  #encoded = 0
  #complete = false

  constructor(seq: number, records: Iterable<BoardRecord>) {
    this.seq = seq
    // Records never change: this holds the board as it is now.
    this.#records = Array.from(records)
  }

  /** How many records it has. */
  get count(): number {
    return this.#records.length
  }

  /** Frames for one who joins, each made when it is wanted and kept for the others. */
  *frames(): Generator<Uint8Array> {
    for (let i = 0; ; i++) {
      if (i === this.#made.length) {
        if (this.#complete) return
        this.#made.push(this.#next())
      }
      yield this.#made[i]!
    }
  }

  #next(): Uint8Array {
    const start = this.#encoded
    let bytes = 0
    while (this.#encoded < this.#records.length && bytes < FRAME_BYTES) {
      bytes += sizeOfRecord(this.#records[this.#encoded++]!)
    }
    this.#complete = this.#encoded === this.#records.length
    const records = this.#records.slice(start, this.#encoded)
    return encodeHostMessage({ kind: 'snapshot', last: this.#complete, records })
  }
}

/** Keeps the last snapshot for those who join at about the same time. */
export class SnapshotCache {
  #last: Snapshot | null = null

  take(seq: number, records: ReadonlyMap<RecordId, BoardRecord>): Snapshot {
    const last = this.#last
    if (last !== null && seq - last.seq <= Math.max(REUSE_WITHIN_ENTRIES, last.count * REUSE_WITHIN_SHARE)) return last
    this.#last = new Snapshot(seq, records.values())
    return this.#last
  }
}
