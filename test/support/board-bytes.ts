import type { BoardRecord } from '#shared/model/records.ts'
import { writeWholeOperation } from '#shared/wire/operation-codec.ts'
import { Writer } from '#shared/wire/primitives.ts'

/** A board as bytes in one fixed order: equal boards have equal bytes. */
export function boardBytes(records: Iterable<BoardRecord>): Buffer {
  const writer = new Writer()
  for (const record of Array.from(records).toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    writeWholeOperation(writer, { kind: 'put', record })
  }
  return Buffer.from(writer.finish())
}

export function sameRecord(a: BoardRecord | undefined, b: BoardRecord | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && boardBytes([a]).equals(boardBytes([b])))
}
