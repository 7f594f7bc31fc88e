import { boundsOf, boundsOfBoxes, type Box } from '#shared/model/bounds.ts'
import { LIMITS } from '#shared/model/properties.ts'
import { type BoardRecord, type RecordPatch } from '#shared/model/records.ts'

/** A matrix as canvases have it: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [number, number, number, number, number, number]

/** What a hand makes of each record it has hold of; null if nothing. */
export type Change = (record: BoardRecord) => RecordPatch | null

/** The extent of records on the board, or null for none. */
export function boundsOfAll(records: readonly BoardRecord[]): Box | null {
  return boundsOfBoxes(records.map(boundsOf))
}

/**
 * What a move, uniform scaling or turn of everything makes of one record; null if nothing. A frame becomes larger while its
 * name and what lies in it stay as they are: one makes room with it, where scaling all of it is done by selecting all of it.
 */
export function patchFor(record: BoardRecord, [a, b, c, d, e, f]: Matrix): RecordPatch | null {
  const factor = Math.sqrt(Math.abs(a * d - b * c))
  const turn = Math.atan2(b, a)
  const x = onBoard(a * record.x + c * record.y + e)
  const y = onBoard(b * record.x + d * record.y + f)
  if (
    record.type === 'image' &&
    Math.abs(a * c + b * d) + Math.abs(Math.hypot(a, b) - Math.hypot(c, d)) > 1e-9 * factor
  ) {
    return { x, y, ...stretched(record, [a, b, c, d]) }
  }
  const patch: { -readonly [Key in 'x' | 'y' | 'w' | 'h' | 'rotation' | 'scaleX' | 'scaleY']?: number } = {}
  if (x !== record.x) patch.x = x
  if (y !== record.y) patch.y = y
  if (Math.abs(turn) > 1e-9) patch.rotation = normalAngle(record.rotation + turn)
  if (Math.abs(factor - 1) > 1e-9 && record.type === 'frame') {
    patch.w = onBoard(record.w * factor)
    patch.h = onBoard(record.h * factor)
  } else if (Math.abs(factor - 1) > 1e-9) {
    patch.scaleX = withinScale(record.scaleX * factor)
    patch.scaleY = withinScale(record.scaleY * factor)
  }
  return Object.keys(patch).length === 0 ? null : patch
}

/** What stretching along its own axes makes of a picture. */
function stretched(
  { rotation, scaleX, scaleY }: BoardRecord,
  [a, b, c, d]: readonly [number, number, number, number],
): RecordPatch {
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)]
  const across = { x: a * cos + c * sin, y: b * cos + d * sin }
  const down = { x: c * cos - a * sin, y: d * cos - b * sin }
  return {
    rotation: normalAngle(Math.atan2(across.y, across.x)),
    scaleX: withinScale(scaleX * Math.hypot(across.x, across.y)),
    scaleY: withinScale(scaleY * Math.hypot(down.x, down.y)),
  }
}

/** A coordinate as near as the board reaches. */
export function onBoard(value: number): number {
  return Math.min(LIMITS.coordinate, Math.max(-LIMITS.coordinate, value))
}

function normalAngle(angle: number): number {
  return Math.atan2(Math.sin(angle), Math.cos(angle))
}

function withinScale(scale: number): number {
  const size = Math.min(LIMITS.maxScale, Math.max(LIMITS.minScale, Math.abs(scale)))
  return scale < 0 ? -size : size
}
