import type { BoardRecord, RecordId } from '../model/records.ts'
import { encodeRecord } from '../wire/operation-codec.ts'

const FNV_PRIME = 0x01000193
const FNV_OFFSET = 0x811c9dc5
/** A second, independent run of the same function. */
const OTHER_OFFSET = 0x9747b28c
/**
 * A hash of the whole board that costs only what has changed: the sum of the hashes of its records, each
 * FNV-1a (Fowler, Noll, Vo) run twice for 64 bits. The order of records does not matter.
 */
export class BoardHash {
  readonly #hashes = new Map<RecordId, readonly [number, number]>()
  readonly #dirty = new Set<RecordId>()
  #low = 0
  #high = 0

  /** Notes that a record may have changed, come or gone. */
  touch(id: RecordId): void {
    this.#dirty.add(id)
  }

  /**
   * The hash of the board now, as 16 hexadecimal digits; null while there is more left to take in than may
   * be done at once: call again soon.
   * @param atOnce how many records that changed are taken in, at some microseconds each
   */
  value(current: (id: RecordId) => BoardRecord | undefined, atOnce: number): string | null {
    let left = atOnce
    for (const id of this.#dirty) {
      if (left-- === 0) return null
      this.#update(id, current(id))
      this.#dirty.delete(id)
    }
    return hex(this.#high) + hex(this.#low)
  }

  #update(id: RecordId, record: BoardRecord | undefined): void {
    const [oldLow, oldHigh] = this.#hashes.get(id) ?? [0, 0]
    const [low, high] = record === undefined ? [0, 0] : hashOf(record)
    this.#low = (this.#low - oldLow + low) | 0
    this.#high = (this.#high - oldHigh + high) | 0
    if (record === undefined) this.#hashes.delete(id)
    else this.#hashes.set(id, [low, high])
  }
}

function hashOf(record: BoardRecord): readonly [number, number] {
  let low = FNV_OFFSET
  let high = OTHER_OFFSET
  const add = (bytes: Uint8Array): void => {
    for (let i = 0; i < bytes.length; i++) {
      low = Math.imul(low ^ bytes[i]!, FNV_PRIME)
      high = Math.imul(high ^ bytes[i]!, FNV_PRIME)
    }
  }
  add(encodeRecord(record))
  if (record.type === 'stroke') add(record.points)
  return [low, high]
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0')
}
