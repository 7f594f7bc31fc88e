import { contains, toBoard, toLocal } from '#shared/model/bounds.ts'
import { readPath, writePath, type PathPoint } from '#shared/model/paths.ts'
import { LIMITS } from '#shared/model/properties.ts'
import type { BoardRecord, LineRecord, RecordId, RecordPatch } from '#shared/model/records.ts'
import type { Position } from './camera.ts'
import { isEnclosed, isFilled, outlineOf } from './hit-test-figures.ts'
import type { SpatialIndex } from './spatial-index.ts'

/** What ends of lines can be fastened to: everything with a box, save frames, which lines go across. */
export type Target = Exclude<Extract<BoardRecord, { readonly w: number; readonly h: number }>, { type: 'frame' }>

export type LineEnd = 'start' | 'end'

/** Where an end is fastened: to what, and on which part of its width and height. */
export interface Fastening {
  readonly on: RecordId
  readonly x: number
  readonly y: number
}

export function isTarget(record: BoardRecord): record is Target {
  return 'w' in record && record.type !== 'frame'
}

/** Which part of a target's width and height a place is at, from its top left corner. */
export function partsOn(target: Target, at: Position): Position {
  const { x, y } = toLocal(target, at.x, at.y)
  return { x: partOf(x, target.w), y: partOf(y, target.h) }
}

/** The same for a place that may lie beside the target, as far as ends of lines may do so. */
export function partsBeside(target: Target, at: Position): Position {
  const { x, y } = toLocal(target, at.x, at.y)
  return { x: besideOf(x, target.w), y: besideOf(y, target.h) }
}

/** The place at a part of a target's width and height. */
export function placeOn(target: Target, parts: Position): Position {
  return toBoard(target, parts.x * target.w, parts.y * target.h)
}

function partOf(value: number, whole: number): number {
  return whole === 0 ? 0.5 : Math.min(1, Math.max(0, value / whole))
}

function besideOf(value: number, whole: number): number {
  const reach = LIMITS.maxFasteningReach
  return whole === 0 ? 0.5 : Math.min(1 + reach, Math.max(-reach, value / whole))
}

export function fasteningOf(line: LineRecord, end: LineEnd): Fastening | null {
  return end === 'start'
    ? line.startOn === ''
      ? null
      : { on: line.startOn, x: line.startX, y: line.startY }
    : line.endOn === ''
      ? null
      : { on: line.endOn, x: line.endX, y: line.endY }
}

/** The properties that fasten an end, or loosen it. */
export function fastened(end: LineEnd, to: Fastening | null): RecordPatch {
  if (to === null) return end === 'start' ? { startOn: '' } : { endOn: '' }
  return end === 'start' ? { startOn: to.on, startX: to.x, startY: to.y } : { endOn: to.on, endX: to.x, endY: to.y }
}

/** The places of a line on the board. */
export function placesOf(line: LineRecord): Position[] {
  return (readPath(line.path) ?? []).map(({ x, y }) => toBoard(line, x, y))
}

/** The path of a line that goes through places of the board; null if it would be too long to keep. */
export function pathThrough(line: LineRecord, places: readonly Position[]): string | null {
  const path = writePath(places.map(({ x, y }) => toLocal(line, x, y)))
  return readPath(path) === null ? null : path
}

/** A line's places after its ends have been moved: what is between them turns and stretches along. */
export function withEndsAt(places: readonly Position[], start: Position, end: Position): Position[] {
  const [first, last] = [places[0], places.at(-1)]
  if (first === undefined || last === undefined) return [...places]
  const [ux, uy] = [last.x - first.x, last.y - first.y]
  const [vx, vy] = [end.x - start.x, end.y - start.y]
  const length = ux * ux + uy * uy
  // As complex numbers: v / u turns and stretches the old way between the ends to the new one.
  const [re, im] = length === 0 ? [1, 0] : [(vx * ux + vy * uy) / length, (vy * ux - vx * uy) / length]
  return places.map(({ x, y }, i) => {
    if (i === 0) return start
    if (i === places.length - 1) return end
    const [dx, dy] = [x - first.x, y - first.y]
    return { x: start.x + dx * re - dy * im, y: start.y + dx * im + dy * re }
  })
}

/**
 * What an end that is dropped at a place would be fastened to: the smallest of those that one sees there, for large
 * outlines are drawn around small things.
 *
 * @param radius board units that count as near enough
 */
export function targetAt(index: SpatialIndex, at: Position, radius: number): Target | null {
  const { x, y } = at
  const box = { minX: x - radius, minY: y - radius, maxX: x + radius, maxY: y + radius }
  let best: Target | null = null
  for (const { record } of index.inPaintOrder(box).toReversed()) {
    if (!isTarget(record) || !reaches(record, at, radius)) continue
    if (best === null || areaOf(record) < areaOf(best)) best = record
    if (record.type !== 'shape' || isFilled(record)) break
  }
  return best
}

function areaOf({ w, h, scaleX, scaleY }: Target): number {
  return Math.abs(w * h * scaleX * scaleY)
}

function reaches(target: Target, at: Position, radius: number): boolean {
  const local = toLocal(target, at.x, at.y)
  if (target.type === 'shape' && isEnclosed(target, local)) return true
  const nearest = nearestOnOutline(target, at)
  if (Math.hypot(nearest.x - at.x, nearest.y - at.y) <= radius) return true
  if (target.type === 'shape') return false
  return contains(
    { minX: 0, minY: 0, maxX: target.w, maxY: target.h },
    { minX: local.x, minY: local.y, maxX: local.x, maxY: local.y },
  )
}

/**
 * Where an end that is dropped on a target comes to lie: on the outline if it is near, and else where the line that
 * comes from `from` reaches it first, so that lines point at things and do not cover their words.
 */
export function fasten(target: Target, at: Position, from: Position, radius: number): Fastening {
  const nearest = nearestOnOutline(target, at)
  const isNear = Math.hypot(nearest.x - at.x, nearest.y - at.y) <= radius
  const place = isNear ? nearest : (firstCrossing(target, from, at) ?? nearest)
  return { on: target.id, ...partsOn(target, place) }
}

function boardOutline(target: Target): Position[] {
  const { w, h } = target
  const outline: readonly PathPoint[] =
    target.type === 'shape' || target.type === 'note'
      ? outlineOf(target)
      : [
          { x: 0, y: 0 },
          { x: w, y: 0 },
          { x: w, y: h },
          { x: 0, y: h },
          { x: 0, y: 0 },
        ]
  return outline.map(({ x, y }) => toBoard(target, x, y))
}

function nearestOnOutline(target: Target, { x, y }: Position): Position {
  const outline = boardOutline(target)
  let nearest: Position = outline[0] ?? { x, y }
  let least = Infinity
  for (const [i, to] of outline.entries()) {
    const from = outline[Math.max(0, i - 1)]!
    const [dx, dy] = [to.x - from.x, to.y - from.y]
    const length = dx * dx + dy * dy
    const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length))
    const foot = { x: from.x + t * dx, y: from.y + t * dy }
    const distance = (foot.x - x) ** 2 + (foot.y - y) ** 2
    if (distance < least) [nearest, least] = [foot, distance]
  }
  return nearest
}

/** Where the way from one place to another first meets the outline, or null if it does not. */
function firstCrossing(target: Target, from: Position, to: Position): Position | null {
  const outline = boardOutline(target)
  const [rx, ry] = [to.x - from.x, to.y - from.y]
  let first = Infinity
  for (const [i, b] of outline.entries()) {
    if (i === 0) continue
    const a = outline[i - 1]!
    const [sx, sy] = [b.x - a.x, b.y - a.y]
    const cross = rx * sy - ry * sx
    if (cross === 0) continue
    const t = ((a.x - from.x) * sy - (a.y - from.y) * sx) / cross
    const u = ((a.x - from.x) * ry - (a.y - from.y) * rx) / cross
    if (t >= 0 && t <= 1 && u >= 0 && u <= 1) first = Math.min(first, t)
  }
  return first === Infinity ? null : { x: from.x + first * rx, y: from.y + first * ry }
}
