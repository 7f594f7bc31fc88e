import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { copiesOf } from './copying.ts'
import { withContents } from './frame-contents.ts'
import type { Groups } from './groups.ts'
import type { SpatialIndex } from './spatial-index.ts'

export interface DuplicatingContext {
  readonly room: RoomView
  readonly index: SpatialIndex
  readonly groups: Groups
}

export interface Duplicates {
  /** Every copy, bottom first: on the page and layer of what it is a copy of. */
  readonly all: readonly BoardRecord[]
  /** Those of what was to be copied itself, without what lies in frames. */
  readonly own: readonly RecordId[]
}

export interface DuplicatingOptions {
  /** Board units that the copies lie to the right of and below what they are copies of. */
  readonly by: number
  /** Whether what is locked is copied too. */
  readonly withLocked: boolean
}

/**
 * Copies of what is selected, with what lies in frames among it as far as that may be touched. They stay in the group
 * that was gone into.
 */
export function duplicatesOf(
  selected: readonly BoardRecord[],
  { by, withLocked }: DuplicatingOptions,
  { room, index, groups }: DuplicatingContext,
): Duplicates {
  const chosen = new Set(selected.map(({ id }) => id))
  const order = index.outline.compare
  const records = withContents(selected, room.store.values(), order)
    .filter((record) => (withLocked || !record.locked) && index.isTouchable(record))
    .toSorted(order)
  // Of all that is selected: a group of which something is locked is one group all the same.
  const all = copiesOf(room, records, { dx: by, dy: by, scope: groups.scopeOf(selected) })
  return { all, own: all.flatMap(({ id }, i) => (chosen.has(records[i]!.id) ? [id] : [])) }
}
