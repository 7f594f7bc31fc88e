import type { RecordId } from '#shared/model/records.ts'
import type { ReadonlyStore } from '#shared/model/store.ts'

/** Runs an undoing, and answers with what came back to the board by it. */
export function broughtBack(store: ReadonlyStore, undo: () => void): readonly RecordId[] {
  const back = new Set<RecordId>()
  const stop = store.onChange((changes) => {
    for (const { id, before, after } of changes) if (before === undefined && after !== undefined) back.add(id)
  })
  undo()
  stop()
  return Array.from(back).filter((id) => store.get(id) !== undefined)
}
