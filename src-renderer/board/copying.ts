import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { isIn, type GroupPath } from './groups.ts'
import { zsFrom } from './ordering.ts'

export interface CopyOptions {
  /** Board units that the copies lie away from what they are copies of. */
  readonly dx: number
  readonly dy: number
  /** The group in which the copies stay; the groups within it get ids of their own. */
  readonly scope: GroupPath
}

/**
 * Copies of records, given bottom first, over everything on a board. Groups are copied with them; lines that were
 * fastened to something that is copied too are fastened to the copy, others are loose. What was locked is free.
 */
export function copiesOf(room: RoomView, records: readonly BoardRecord[], options: CopyOptions): BoardRecord[] {
  const { dx, dy, scope } = options
  const ids = new Map(records.map(({ id }) => [id, room.newRecordId()]))
  const groups = new Map<string, string>()
  const zs = zsFrom(room.zAbove(), records.length)
  // Frames below what lies in them: it is theirs, and not of what they are copies of, while these are so near.
  const upwards = [...records.filter(isFrame), ...records.filter((record) => !isFrame(record))]
  const zOf = new Map(upwards.map(({ id }, i) => [id, zs[i]!]))
  return records.map((record) => {
    const base = {
      id: ids.get(record.id)!,
      z: zOf.get(record.id)!,
      author: room.me.get(),
      x: record.x + dx,
      y: record.y + dy,
      locked: false,
      group: renewed(record.group, scope, groups, () => room.newRecordId()),
    }
    if (record.type !== 'line') return { ...record, ...base }
    return { ...record, ...base, startOn: fastened(record.startOn, ids), endOn: fastened(record.endOn, ids) }
  })
}

function isFrame({ type }: BoardRecord): boolean {
  return type === 'frame'
}

function fastened(on: RecordId, ids: ReadonlyMap<RecordId, RecordId>): RecordId {
  return ids.get(on) ?? ''
}

function renewed(group: GroupPath, scope: GroupPath, known: Map<string, string>, newId: () => string): GroupPath {
  if (group === '' || group === scope) return group
  const kept = scope === '' || !isIn({ group }, scope) ? 0 : scope.split('/').length
  const renew = (id: string): string => {
    const renewedId = known.get(id) ?? newId()
    known.set(id, renewedId)
    return renewedId
  }
  return group
    .split('/')
    .map((id, i) => (i < kept ? id : renew(id)))
    .join('/')
}
