import { AppError } from '../errors.ts'
import type { Operation } from './operations.ts'
import { baseRecordOf, FIRST_PAGE, isBaseLayer, madeLayerOf, pageOf, type Ground } from './pages.ts'
import { isDrawn, patched, type BoardRecord, type LayerRecord } from './records.ts'

/** Somebody who wants to change the board. */
export interface Drawer {
  readonly member: number
  /** Whether they are at the installation that hosts the room. */
  readonly isHost: boolean
}

/** Whether somebody may draw on a layer and change it. Nobody has made a base layer: no one is its author. */
export function mayDrawOn(layer: LayerRecord | null, { member, isHost }: Drawer): boolean {
  if (layer === null || layer.access === 'everyone' || isHost) return true
  return layer.access === 'author' && layer.author === member && !isBaseLayer(layer)
}

/** Whether somebody may say who draws on a layer. */
export function mayChangeAccess(layer: LayerRecord, { member, isHost }: Drawer): boolean {
  return isHost || (layer.author === member && !isBaseLayer(layer))
}

/**
 * @param operation with its author stamped
 * @throws AppError `room/no-access` where it would put something on a layer, change it, or take it away, that is not for
 *   this person to draw on, or say who may
 */
export function assertMayDraw(operation: Operation, ground: Ground, who: Drawer): void {
  const { kind } = operation
  if (kind === 'say' || kind === 'rename' || kind === 'void' || who.isHost) return
  const before = ground.current(operation.kind === 'put' ? operation.record.id : operation.id)
  if (before !== undefined) assertMayChange(before, operation, ground, who)
  if (operation.kind === 'put') {
    const { record } = operation
    assertMayPut(record, before, operation, ground, who)
    if (record.type === 'layer') assertMaySay(record, before, who)
  }
  if (operation.kind !== 'patch' || before === undefined) return
  const { page = before.page, layer = before.layer } = operation.patch
  assertMayPut({ ...before, page, layer }, before, operation, ground, who)
  if (before.type === 'layer') assertMaySay(patched(before, operation.patch), before, who)
}

function assertMayPut(
  record: BoardRecord,
  before: BoardRecord | undefined,
  operation: Operation,
  ground: Ground,
  who: Drawer,
): void {
  assertMayChange(record, operation, ground, who)
  if (!isDrawn(record) || (before?.page === record.page && before.layer === record.layer)) return
  // A layer of another page that it names, too: once its own page is removed it may be there.
  assertIsFor(ground.current(record.layer), who)
}

function assertMayChange(record: BoardRecord, operation: Operation, ground: Ground, who: Drawer): void {
  assertIsFor(layerConcerned(record, operation, ground), who)
}

function assertIsFor(layer: BoardRecord | null | undefined, who: Drawer): void {
  if (layer?.type === 'layer' && !mayDrawOn(layer, who))
    throw new AppError('room/no-access', 'This layer is not yours to draw on. Choose another one.')
}

/** The layer that a record is on, or is. */
function layerConcerned(record: BoardRecord, operation: Operation, ground: Ground): BoardRecord | null | undefined {
  const { current } = ground
  if (record.type === 'layer') return current(record.id)
  if (record.type === 'page') {
    // What is on its base layer would be on that of another page, and perhaps free for all.
    return takesPage(operation) ? baseRecordOf(record.id === FIRST_PAGE ? '' : record.id, current) : null
  }
  return madeLayerOf(record, ground) ?? baseRecordOf(pageOf(record, ground), current)
}

/** Whether an operation on a page leaves none. */
function takesPage(operation: Operation): boolean {
  if (operation.kind === 'put') return operation.record.type !== 'page' || operation.record.hidden
  return operation.kind === 'patch' ? operation.patch.hidden === true : operation.kind === 'remove'
}

function assertMaySay(layer: LayerRecord, before: BoardRecord | undefined, who: Drawer): void {
  // What was said of a layer that somebody has made is not said of a base layer.
  const isSame = before?.type === 'layer' && isBaseLayer(before) === isBaseLayer(layer)
  const said = isSame ? before.access : 'everyone'
  if (layer.access === said || mayChangeAccess(layer, who)) return
  throw new AppError('room/no-access', 'Only who made this layer, and who hosts the board, may say who draws on it.')
}
