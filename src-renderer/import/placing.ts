import { generateNKeysBetween } from 'fractional-indexing'
import { AppError } from '#shared/errors.ts'
import { faultOfRecord, type BoardRecord, type RecordId } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { boundsOfAll } from '#renderer/board/transform.ts'
import { Turns } from '#renderer/export/turns.ts'

/** Records that go to the room at once, between turns of the page. */
const BATCH = 250
/** How many may wait for the host: far fewer than it takes, so that others' work is not held up by them. */
const MOST_WAITING = 5000

/**
 * Puts records from elsewhere on the board, above everything and with their middle at a place, as one step of undo. They
 * get ids of their own; groups and fastened lines among them stay what they are.
 *
 * @param records bottom first
 * @param onProgress hears how many are on the board
 * @returns the ids of the records, bottom first
 * @throws AppError `room/closed` when the room ends meanwhile, `import/empty` when none can stand there
 */
export async function placeRecords(
  room: RoomView,
  records: readonly BoardRecord[],
  middle: { readonly x: number; readonly y: number },
  onProgress: (placed: number) => void = () => undefined,
): Promise<RecordId[]> {
  const placed = atMiddle(records, middle)
  const renamed = withOwnIds(placed, room).filter((record) => faultOfRecord(record) === null)
  if (renamed.length === 0)
    throw new AppError('import/empty', 'There is nothing in this file that can be put on a board.')
  const gesture = Symbol('place')
  const turns = new Turns()
  for (let from = 0; from < renamed.length; from += BATCH) {
    if (room.unsaved.get() > MOST_WAITING) await roomForMore(room)
    const batch = renamed.slice(from, from + BATCH)
    room.edit((transaction) => {
      for (const record of batch) transaction.put(record)
    }, gesture)
    onProgress(Math.min(from + BATCH, renamed.length))
    await turns.rest()
  }
  return renamed.map(({ id }) => id)
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

/** Waits until the host has taken enough of what was sent. */
function roomForMore(room: RoomView): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const status = room.status.get()
      if (status.kind === 'closed') {
        stop()
        reject(new AppError('room/closed', status.sentence))
      } else if (room.unsaved.get() <= MOST_WAITING / 2) {
        stop()
        resolve()
      }
    }
    const stops = [room.unsaved.subscribe(look), room.status.subscribe(look)]
    const stop = (): void => {
      for (const one of stops) one()
    }
    look()
  })
}
