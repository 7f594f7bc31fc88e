import { generateNKeysBetween } from 'fractional-indexing'
import { AppError } from '#shared/errors.ts'
import { faultOfRecord, type BoardRecord, type RecordId } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { editEach } from '#renderer/board/large-edits.ts'
import { boundsOfAll } from '#renderer/board/transform.ts'
import { OwnSheets } from './own-sheets.ts'

/**
 * Puts records from elsewhere on the board, above everything and with their middle at a place, as one step of undo. They
 * get ids of their own; groups and fastened lines among them stay what they are. Their layers become layers of the page in
 * view, and their pages but the first become pages after the others, where everything stays where it is.
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
  const sheets = new OwnSheets(records, room, page)
  const { first, others } = sheets.drawn(records)
  const originals = [...atMiddle(first, middle), ...others]
  const own = withOwnIds(originals, room)
  const placed = own
    .map((record, i) => sheets.place(record, originals[i]!))
    .filter(({ record }) => faultOfRecord(record) === null)
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

function atMiddle(
  records: readonly BoardRecord[],
  { x, y }: { readonly x: number; readonly y: number },
): BoardRecord[] {
  const box = boundsOfAll(records)
  if (box === null) return []
  const [dx, dy] = [x - (box.minX + box.maxX) / 2, y - (box.minY + box.maxY) / 2]
  return records.map((record) => ({ ...record, x: record.x + dx, y: record.y + dy }))
}

/** New ids throughout: on this board the old ones may be taken, or have been. */
function withOwnIds(records: readonly BoardRecord[], room: RoomView): BoardRecord[] {
  const ids = new Map(records.map(({ id }) => [id, room.newRecordId()]))
  const groups = new Map<string, string>()
  const groupOf = (id: string): string => {
    const known = groups.get(id) ?? room.newRecordId()
    groups.set(id, known)
    return known
  }
  const keys = keysAbove(room, records.length)
  return records.map((record, i) => {
    const own = {
      id: ids.get(record.id) ?? room.newRecordId(),
      z: keys[i] ?? record.z,
      author: room.me.get(),
      group: record.group === '' ? '' : record.group.split('/').map(groupOf).join('/'),
    }
    if (record.type !== 'line') return { ...record, ...own }
    // What is not in the file cannot be held on to.
    return { ...record, ...own, startOn: ids.get(record.startOn) ?? '', endOn: ids.get(record.endOn) ?? '' }
  })
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
