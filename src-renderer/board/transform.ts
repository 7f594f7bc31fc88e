import { boundsOf, union, type Box } from '#shared/model/bounds.ts'
import { LIMITS } from '#shared/model/properties.ts'
import { type BoardRecord, type RecordPatch } from '#shared/model/records.ts'

/** A matrix as canvases have it: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [number, number, number, number, number, number]

/** The extent of records on the board, or null for none. */
export function boundsOfAll(records: readonly BoardRecord[]): Box | null {
  let all: Box | null = null
  for (const record of records) {
    const box = boundsOf(record)
    all = all === null ? box : union(all, box)
  }
  return all
}

/** What a move, uniform scaling or turn of everything makes of one record; null if nothing. */
export function patchFor(record: BoardRecord, [a, b, c, d, e, f]: Matrix): RecordPatch | null {
  const factor = Math.sqrt(Math.abs(a * d - b * c))
  const turn = Math.atan2(b, a)
  const x = onBoard(a * record.x + c * record.y + e)
  const y = onBoard(b * record.x + d * record.y + f)
  const patch: { x?: number; y?: number; rotation?: number; scaleX?: number; scaleY?: number } = {}
  if (x !== record.x) patch.x = x
  if (y !== record.y) patch.y = y
  if (Math.abs(turn) > 1e-9) patch.rotation = normalAngle(record.rotation + turn)
  if (Math.abs(factor - 1) > 1e-9) {
    patch.scaleX = withinScale(record.scaleX * factor)
    patch.scaleY = withinScale(record.scaleY * factor)
  }
  return Object.keys(patch).length === 0 ? null : patch
}

function onBoard(value: number): number {
  return Math.min(LIMITS.coordinate, Math.max(-LIMITS.coordinate, value))
}

function normalAngle(angle: number): number {
  return Math.atan2(Math.sin(angle), Math.cos(angle))
}

function withinScale(scale: number): number {
  const size = Math.min(LIMITS.maxScale, Math.max(LIMITS.minScale, Math.abs(scale)))
  return scale < 0 ? -size : size
}
