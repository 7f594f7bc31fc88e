import { Emitter, type Dispose } from '../emitter.ts'
import type { BoardRecord, RecordId } from './records.ts'

/** One change of the visible board. `before` is absent for something new, `after` for something gone. */
export interface RecordChange {
  readonly id: RecordId
  readonly before: BoardRecord | undefined
  readonly after: BoardRecord | undefined
}

/** The records on a board, as one map that can be watched but only its owner writes. */
export interface ReadonlyStore {
  readonly size: number
  get(id: RecordId): BoardRecord | undefined
  values(): IterableIterator<BoardRecord>
  /** Hears each transaction once, with every record that differs after it. */
  onChange(listener: (changes: readonly RecordChange[]) => void): Dispose
}

export class RecordStore implements ReadonlyStore {
  readonly #records = new Map<RecordId, BoardRecord>()
  readonly #changed = new Emitter<readonly RecordChange[]>()

  get size(): number {
    return this.#records.size
  }

  get(id: RecordId): BoardRecord | undefined {
    return this.#records.get(id)
  }

  values(): IterableIterator<BoardRecord> {
    return this.#records.values()
  }

  onChange(listener: (changes: readonly RecordChange[]) => void): Dispose {
    return this.#changed.on(listener)
  }

  /** Sets (or, with `undefined`, removes) records and tells the listeners once. */
  write(entries: Iterable<readonly [RecordId, BoardRecord | undefined]>): void {
    const changes: RecordChange[] = []
    for (const [id, after] of entries) {
      const before = this.#records.get(id)
      if (before === after) continue
      if (after === undefined) this.#records.delete(id)
      else this.#records.set(id, after)
      changes.push({ id, before, after })
    }
    if (changes.length > 0) this.#changed.emit(changes)
  }
}
