import { toBoard } from '#shared/model/bounds.ts'
import type { TextRecord } from '#shared/model/records.ts'

/** What of a text stays where it is when its lines get longer or shorter, as a part of its width from the left. */
const ANCHOR = { left: 0, center: 0.5, right: 1 } as const

/** How far, in its own units, the left edge of a text goes to the right when its words are `w` wide. */
export function growthShift(record: Pick<TextRecord, 'align' | 'w'>, w: number): number {
  return (record.w - w) * ANCHOR[record.align]
}

/** Where a text is on the board when its words are `w` wide. */
export function grown(record: TextRecord, w: number): { readonly x: number; readonly y: number } {
  return toBoard(record, growthShift(record, w), 0)
}
