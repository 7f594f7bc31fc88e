import type { LogEntry, Operation } from '#shared/model/operations.ts'
import { fold, recordIdOf } from '#shared/model/operations.ts'
import { packPoints } from '#shared/model/points.ts'
import { USUAL, type BoardRecord, type RecordId, type StrokeRecord, type TextRecord } from '#shared/model/records.ts'
import type { CommitBatch } from '#shared/sync/room-storage.ts'

export function stroke(id: RecordId, change: Partial<StrokeRecord> = {}): StrokeRecord {
  const points = [0, 1, 2, 3].map((i) => ({ x: i * 3.25 + id.length, y: i * i, pressure: i / 3 }))
  return {
    ...USUAL.stroke,
    id,
    type: 'stroke',
    z: 'a0',
    author: 1,
    x: 10.5,
    y: -20,
    rotation: 0,
    scaleX: 1,
    scaleY: 1,
    color: 'ink',
    opacity: 1,
    width: 4,
    unit: 3,
    pressure: true,
    points: packPoints(points, 3, true),
    ...change,
  }
}

export function text(id: RecordId, words: string): TextRecord {
  const { x, y, rotation, scaleX, scaleY, opacity } = stroke(id)
  return {
    ...USUAL.text,
    id,
    type: 'text',
    z: 'a1',
    author: 2,
    x,
    y,
    rotation,
    scaleX,
    scaleY,
    color: '#12ab9f',
    opacity,
    text: words,
    size: 24,
    w: 120.5,
    h: 30,
  }
}

/** Makes batches as a room would: entries in order, and what they leave of each record. */
export class Batches {
  readonly board = new Map<RecordId, BoardRecord>()
  seq = 0

  next(operations: readonly Operation[], extra: Partial<CommitBatch> = {}): CommitBatch {
    const records = new Map<RecordId, BoardRecord | undefined>()
    const entries = operations.map((operation): LogEntry => {
      this.seq += 1
      const id = recordIdOf(operation)
      if (id !== null) this.#apply(id, operation, records)
      return { seq: this.seq, client: 1, n: this.seq, author: 1, at: 1_790_000_000_000 + this.seq, operation }
    })
    return { entries, records, members: [], clients: [], name: null, ...extra }
  }

  #apply(id: RecordId, operation: Operation, records: Map<RecordId, BoardRecord | undefined>): void {
    const record = fold(this.board.get(id), operation)
    records.set(id, record)
    if (record === undefined) this.board.delete(id)
    else this.board.set(id, record)
  }
}

export function put(record: BoardRecord): Operation {
  return { kind: 'put', record }
}

export function patch(id: RecordId, change: Extract<Operation, { kind: 'patch' }>['patch']): Operation {
  return { kind: 'patch', id, patch: change }
}

export function remove(id: RecordId): Operation {
  return { kind: 'remove', id }
}

/** @param to the member it is for; 0 for everyone */
export function say(words: string, to = 0): Operation {
  return { kind: 'say', text: words, to }
}
