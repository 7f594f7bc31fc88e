import { generateNKeysBetween } from 'fractional-indexing'
import { AppError } from '#shared/errors.ts'
import { boundsOf, union, type Box } from '#shared/model/bounds.ts'
import { faultOfRecord, type BoardRecord, type RecordId } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { editEach } from '#renderer/board/large-edits.ts'
import { Turns } from '#renderer/export/turns.ts'
import { OwnSheets, type PlacedRecord } from './own-sheets.ts'

/**
 * Puts records from elsewhere on the board, above everything and with their middle at a place, as one step of undo. They
 * get ids of their own; groups and fastened lines among them stay what they are. Their layers become layers of the page in
 * view, and their pages but the first become pages after the others, where everything stays where it is. The page gets its turns meanwhile.
 *
 * @param records bottom first
 * @param page the one in view
 * @param onProgress hears how many are on the board
 * @returns the ids of the records on the page in view, bottom first
 * @throws AppError `room/closed` when the room ends meanwhile, `import/empty` when none can stand there
 */
export async function placeRecords(
  room: RoomView,
  records: readonly BoardRecord[],
  middle: { readonly x: number; readonly y: number },
  onProgress: (placed: number) => void = () => undefined,
  page: RecordId = '',
): Promise<RecordId[]> {
  const turns = new Turns()
  const sheets = new OwnSheets(records, room, page)
  const { first, others } = sheets.drawn(records)
  const originals = [...(await atMiddle(first, middle, turns)), ...others]
  const placed: PlacedRecord[] = []
  for (const [i, record] of (await withOwnIds(originals, room, turns)).entries()) {
    const one = sheets.place(record, originals[i]!)
    if (faultOfRecord(one.record) === null) placed.push(one)
    await turns.rest()
  }
  if (placed.length === 0)
    throw new AppError('import/empty', 'There is nothing in this file that can be put on a board.')
  await editEach(
    room,
    [...sheets.records.map((record) => ({ record, isPlaced: true })), ...placed],
    (transaction, { record, isPlaced }) => transaction.put(record, isPlaced),
    Symbol('place'),
    onProgress,
  )
  return placed.flatMap(({ record, isHere }) => (isHere ? [record.id] : []))
}

async function atMiddle(
  records: readonly BoardRecord[],
  { x, y }: { readonly x: number; readonly y: number },
  turns: Turns,
): Promise<BoardRecord[]> {
  let box: Box | null = null
  for (const record of records) {
    const own = boundsOf(record)
    box = box === null ? own : union(box, own)
    await turns.rest()
  }
  if (box === null) return []
  const [dx, dy] = [x - (box.minX + box.maxX) / 2, y - (box.minY + box.maxY) / 2]
  return records.map((record) => ({ ...record, x: record.x + dx, y: record.y + dy }))
}

/** New ids throughout: on this board the old ones may be taken, or have been. */
async function withOwnIds(records: readonly BoardRecord[], room: RoomView, turns: Turns): Promise<BoardRecord[]> {
  const ids = new Map<RecordId, RecordId>()
  for (const { id } of records) {
    ids.set(id, room.newRecordId())
    await turns.rest()
  }
  const groups = new Map<string, string>()
  const groupOf = (id: string): string => {
    const known = groups.get(id) ?? room.newRecordId()
    groups.set(id, known)
    return known
  }
  const keys = keysAbove(room, records.length)
  const made: BoardRecord[] = []
  for (const [i, record] of records.entries()) {
    const own = {
      id: ids.get(record.id) ?? room.newRecordId(),
      z: keys[i] ?? record.z,
      author: room.me.get(),
      group: record.group === '' ? '' : record.group.split('/').map(groupOf).join('/'),
    }
    if (record.type !== 'line') made.push({ ...record, ...own })
    // What is not in the file cannot be held on to.
    else made.push({ ...record, ...own, startOn: ids.get(record.startOn) ?? '', endOn: ids.get(record.endOn) ?? '' })
    await turns.rest()
  }
  return made
}

/** Places in the order of painting, all above what is there. */
function keysAbove(room: RoomView, count: number): string[] {
  const lowest = room.zAbove()
  try {
    return generateNKeysBetween(lowest, null, count)
  } catch {
    // A program has put something on the board whose place is no proper one; what is longer still is above it.
    const digits = String(count).length
    return Array.from({ length: count }, (_, i) => `${lowest}${String(i).padStart(digits, '0')}V`)
  }
}
