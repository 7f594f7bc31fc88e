import { localBounds, toBoard, type Box } from '#shared/model/bounds.ts'
import type { BoardRecord, RecordId, RecordPatch } from '#shared/model/records.ts'
import type { Axis } from './alignment.ts'

/**
 * Mirrors records about the middle of a box: `x` swaps left and right, `y` top and bottom. A mirror F turns a
 * rotation round, F·R(a) = R(−a)·F, so each record stays a move, a rotation and two factors. Words can still be read:
 * those on a shape are never painted mirrored, and what is words and paper alone only changes places with the rest.
 */
export function flip(records: readonly BoardRecord[], box: Box, axis: Axis): (readonly [RecordId, RecordPatch])[] {
  const sum = axis === 'x' ? box.minX + box.maxX : box.minY + box.maxY
  return records.map((record) => [
    record.id,
    isSameMirrored(record) ? carried(record, axis, sum) : mirrored(record, axis, sum),
  ])
}

/** Whether nothing of a record is seen to be mirrored but where it is. */
function isSameMirrored({ type }: BoardRecord): boolean {
  return type === 'text' || type === 'note' || type === 'frame'
}

function mirrored(record: BoardRecord, axis: Axis, sum: number): RecordPatch {
  const rotation = turnedBack(record)
  return axis === 'x'
    ? { x: sum - record.x, ...rotation, scaleX: -record.scaleX }
    : { y: sum - record.y, ...rotation, scaleY: -record.scaleY }
}

/** The middle of it goes where a mirror shows it. */
function carried(record: BoardRecord, axis: Axis, sum: number): RecordPatch {
  const local = localBounds(record)
  const [x, y] = [(local.minX + local.maxX) / 2, (local.minY + local.maxY) / 2]
  const from = toBoard(record, x, y)
  const rotation = turnedBack(record)
  const now = toBoard({ ...record, ...rotation }, x, y)
  const to = axis === 'x' ? { x: sum - from.x, y: from.y } : { x: from.x, y: sum - from.y }
  return { x: record.x + to.x - now.x, y: record.y + to.y - now.y, ...rotation }
}

/** Never −0, which is not what 0 is on the wire. */
function turnedBack({ rotation }: BoardRecord): { rotation: number } {
  return { rotation: rotation === 0 ? 0 : -rotation }
}
