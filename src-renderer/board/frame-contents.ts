import { boundsOf, contains, intersects, localBounds, toBoard, toLocal, type Box } from '#shared/model/bounds.ts'
import type { BoardRecord, FrameRecord } from '#shared/model/records.ts'

/** Whether all of a record lies within a frame: then it goes where the frame goes. */
export function liesIn(frame: FrameRecord, record: BoardRecord): boolean {
  if (record.id === frame.id) return false
  const { minX, minY, maxX, maxY } = localBounds(record)
  const inside: Box = { minX: 0, minY: 0, maxX: frame.w, maxY: frame.h }
  return [
    [minX, minY],
    [maxX, minY],
    [minX, maxY],
    [maxX, maxY],
  ].every(([x, y]) => {
    const onBoard = toBoard(record, x!, y!)
    const at = toLocal(frame, onBoard.x, onBoard.y)
    return contains(inside, { minX: at.x, minY: at.y, maxX: at.x, maxY: at.y })
  })
}

/** Which of two records is painted first, as for sorting. */
type Order = (a: BoardRecord, b: BoardRecord) => number

/**
 * What goes along with a frame. Of frames that overlap, a thing goes with the one it was put into: the topmost below it, or
 * else the lowest over it. Where one frame lies in another, what is in the inner one goes with both.
 *
 * @param near everything that may lie in it, and the frames there
 */
export function contentsOf(frame: FrameRecord, near: readonly BoardRecord[], order: Order): BoardRecord[] {
  const inside = near.filter((record) => liesIn(frame, record))
  const rivals = near.filter(
    (other) => other.type === 'frame' && other.id !== frame.id && !liesIn(frame, other) && !liesIn(other, frame),
  ) as FrameRecord[]
  if (rivals.length === 0) return inside
  return inside.filter((record) => {
    const around = [frame, ...rivals.filter((rival) => liesIn(rival, record))].sort(order)
    return (around.findLast((one) => order(one, record) < 0) ?? around[0]) === frame
  })
}

/** Records with everything that goes along with those of them that are frames, locked or not. @param all of their page */
export function withContents(
  records: readonly BoardRecord[],
  all: Iterable<BoardRecord>,
  order: Order,
): readonly BoardRecord[] {
  const frames = records.filter((record) => record.type === 'frame')
  if (frames.length === 0) return records
  const placed = Array.from(all, (record) => ({ record, box: boundsOf(record) }))
  const known = new Map(records.map((record) => [record.id, record]))
  for (const frame of frames) {
    const around = boundsOf(frame)
    const near = placed.filter(({ box }) => intersects(box, around)).map(({ record }) => record)
    for (const record of contentsOf(frame, near, order)) if (!known.has(record.id)) known.set(record.id, record)
  }
  return Array.from(known.values())
}

/** Records without those that lie in a frame among them, and go along with it. */
export function withoutContents(records: readonly BoardRecord[]): BoardRecord[] {
  const frames = records.filter((record) => record.type === 'frame')
  return records.filter((record) => !frames.some((frame) => liesIn(frame, record)))
}
