import { patched, type BoardRecord, type RecordId } from '#shared/model/records.ts'
import type { RoomView, Transaction } from '#shared/sync/room-view.ts'
import type { Following } from './bindings-following.ts'
import type { StandingLines } from './standing-lines.ts'

/**
 * A room as one who edits it by hand sees it: every edit takes along what goes with what it changes, as part of the same
 * step. Everything else is the room's own.
 */
export function withFollowing(room: RoomView, following: Following): RoomView {
  function edit(change: (transaction: Transaction) => void, gesture?: symbol): void {
    room.edit((transaction) => {
      const outcome = new Map<RecordId, BoardRecord | undefined>()
      change(watched(transaction, room, outcome))
      for (const [id, patch] of following.consequences(outcome)) transaction.patch(id, patch)
    }, gesture)
  }
  return new Proxy(room, {
    get(target, key) {
      if (key === 'edit') return edit
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** A room whose lines are seen where their ends are fastened. Everything else is the room's own. */
export function withStandingLines(room: RoomView, lines: StandingLines): RoomView {
  return new Proxy(room, {
    get(target, key) {
      if (key === 'store') return lines
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** Notes what becomes of each record. */
function watched(
  transaction: Transaction,
  { store }: RoomView,
  outcome: Map<RecordId, BoardRecord | undefined>,
): Transaction {
  return {
    put(record, isPlaced) {
      outcome.set(record.id, record)
      transaction.put(record, isPlaced)
    },
    patch(id, patch) {
      const record = outcome.has(id) ? outcome.get(id) : store.get(id)
      if (record !== undefined) outcome.set(id, patched(record, patch))
      transaction.patch(id, patch)
    },
    remove(id) {
      outcome.set(id, undefined)
      transaction.remove(id)
    },
    replace(id, records, lost) {
      outcome.set(id, undefined)
      for (const record of records) outcome.set(record.id, record)
      transaction.replace(id, records, lost)
    },
  }
}
