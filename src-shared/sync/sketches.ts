import { AppError, codeOf } from '../errors.ts'
import { assertMayDraw, type Drawer } from '../model/access.ts'
import { assertValid, type SketchOperation } from '../model/operations.ts'
import type { Ground } from '../model/pages.ts'
import { differences, faultOfPatch, faultOfRecord, type BoardRecord } from '../model/records.ts'
import type { ReadonlyStore } from '../model/store.ts'
import { FRAME_BYTES, sizeOfWireOperation } from './frame-size.ts'
import { MAX_SKETCHED } from './room-view.ts'

/**
 * What others need to show how records would become: those they do not have whole, and of the others what is new.
 * Null where it would be too much.
 */
export function sketchOf(records: readonly BoardRecord[], store: ReadonlyStore): readonly SketchOperation[] | null {
  if (records.length > MAX_SKETCHED) return null
  const operations: SketchOperation[] = []
  for (const record of records) {
    const current = store.get(record.id)
    const patch = current === undefined ? null : differences(current, record)
    // What is still too small or too far away to be put on a board is not shown either.
    if (patch === null) {
      if (faultOfRecord(record) === null) operations.push({ kind: 'put', record })
    } else if (Object.keys(patch).length > 0 && faultOfPatch(record.type, patch) === null) {
      operations.push({ kind: 'patch', id: record.id, patch })
    }
  }
  return isTooMuch(operations) ? null : operations
}

/**
 * The part of a sketch that its author may draw, the author stamped.
 * @throws AppError `room/invalid` when something of it could not be drawn at all
 */
export function admitted(
  operations: readonly SketchOperation[],
  ground: Ground,
  who: Drawer,
): readonly SketchOperation[] {
  if (isTooMuch(operations)) throw new AppError('room/invalid', 'Too much is moved at once to be shown to others.')
  const stamped = operations.map((operation): SketchOperation => {
    if (operation.kind === 'patch') {
      assertValid(operation, ground.current(operation.id))
      return operation
    }
    const { record } = operation
    assertValid(operation, undefined)
    return { kind: 'put', record: { ...record, author: ground.current(record.id)?.author ?? who.member } }
  })
  return stamped.filter((operation) => mayDraw(operation, ground, who))
}

function isTooMuch(operations: readonly SketchOperation[]): boolean {
  const bytes = operations.reduce((sum, operation) => sum + sizeOfWireOperation(operation), 0)
  return operations.length > MAX_SKETCHED || bytes > FRAME_BYTES
}

/** A layer may be closed while something is moved on it: nothing is wrong with that. */
function mayDraw(operation: SketchOperation, ground: Ground, who: Drawer): boolean {
  try {
    assertMayDraw(operation, ground, who)
    return true
  } catch (error) {
    if (codeOf(error, 'call/failed') === 'room/no-access') return false
    throw error
  }
}
