import { mayChangeAccess, mayDrawOn, type Drawer } from '#shared/model/access.ts'
import { fold, recordIdOf, type Operation } from '#shared/model/operations.ts'
import { baseLayerOf, FIRST_PAGE, Outline } from '#shared/model/pages.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'

/**
 * Holds what a host has taken against what its author sees of the board.
 * @param board before the operation
 * @throws Error when it changes what is on a layer that is not for them to draw on, or brings something there
 */
export function assertMayStand(operation: Operation, board: ReadonlyMap<RecordId, BoardRecord>, who: Drawer): void {
  const id = recordIdOf(operation)
  if (id === null || who.isHost) return
  const outline = new Outline(board.values())
  if (outline.isPlain) return
  const before = board.get(id)
  const after = fold(before, operation)
  for (const state of [before, after]) {
    if (state === undefined || mayDrawOn(layerConcerned(state, before, outline), who)) continue
    throw new Error(`P10: ${who.member} has drawn on a layer that is not theirs: ${JSON.stringify(operation)}`)
  }
  if (before?.type === 'page') assertKeepsBase(before.id, board, outline, after, who)
  if (after?.type !== 'layer') return
  const said = before?.type === 'layer' ? before.access : 'everyone'
  if (after.access !== said && !mayChangeAccess(after, who))
    throw new Error(`P11: ${who.member} has said who draws on a layer: ${JSON.stringify(operation)}`)
}

function layerConcerned(state: BoardRecord, before: BoardRecord | undefined, outline: Outline) {
  if (state.type === 'page') return null
  if (state.type !== 'layer') return outline.layerOf(state).record
  return before?.type === 'layer' ? before : null
}

function assertKeepsBase(
  page: RecordId,
  board: ReadonlyMap<RecordId, BoardRecord>,
  outline: Outline,
  after: BoardRecord | undefined,
  who: Drawer,
): void {
  const left = new Outline([...Array.from(board.values()).filter(({ id }) => id !== page), ...(after ? [after] : [])])
  const name = page === FIRST_PAGE ? '' : page
  const base = board.get(baseLayerOf(name))
  if (!outline.has(name) || left.has(name) || base?.type !== 'layer' || mayDrawOn(base, who)) return
  throw new Error(`P10: ${who.member} has removed the page ${page}, whose base layer is not theirs`)
}
