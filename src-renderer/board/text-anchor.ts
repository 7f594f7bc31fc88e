import { toBoard } from '#shared/model/bounds.ts'
import type { TextRecord } from '#shared/model/records.ts'

/** What of a text stays where it is when its lines get longer or shorter, as a part of its width from the left. */
const ANCHOR = { left: 0, center: 0.5, right: 1 } as const

/** Where a text is on the board when its words are `w` wide. */
export function grown(record: TextRecord, w: number): { readonly x: number; readonly y: number } {
  // In a mirror the left of the words is the right of the record.
  const stays = record.scaleX < 0 ? 1 - ANCHOR[record.align] : ANCHOR[record.align]
  return toBoard(record, (record.w - w) * stays, 0)
}
