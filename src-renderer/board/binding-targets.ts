import { toBoard, toLocal } from '#shared/model/bounds.ts'
import type { PathPoint } from '#shared/model/paths.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { Position } from './camera.ts'
import { encloses, outlineOf } from './hit-test-figures.ts'

/** What ends of lines can be fastened to: everything with a box, save frames, which lines go across. */
export type Target = Exclude<Extract<BoardRecord, { readonly w: number; readonly h: number }>, { type: 'frame' }>

export function isTarget(record: BoardRecord): record is Target {
  return 'w' in record && record.type !== 'frame'
}

/** Board units that an end may be off, by rounding, and still stand where it is fastened. */
export const SLACK = 0.05

/** The outline of what a line can be fastened to, in its own axes; its end is its beginning. */
export function outlineOfTarget(target: Target): readonly PathPoint[] {
  if (target.type === 'shape' || target.type === 'note') return outlineOf(target)
  const { w, h } = target
  return [
    { x: 0, y: 0 },
    { x: w, y: 0 },
    { x: w, y: h },
    { x: 0, y: h },
    { x: 0, y: 0 },
  ]
}

/** The place of the outline that is nearest to a place of the board. */
export function nearestOnOutline(target: Target, { x, y }: Position): Position {
  const outline = outlineOfTarget(target).map((place) => toBoard(target, place.x, place.y))
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

/** Whether a place of the board is within the outline. */
export function isWithin(target: Target, at: Position): boolean {
  return encloses(outlineOfTarget(target), toLocal(target, at.x, at.y))
}

/**
 * Where a line that goes from a place straight to another one, at which it aims, comes to stand: where it first meets
 * the outline. It goes all the way if it begins inside, or meets no outline. An end whose aim lies beside
 * the target keeps that distance from whichever side it comes.
 */
export function reachedFrom(target: Target, from: Position, aim: Position): Position {
  if (isWithin(target, from)) return aim
  const meeting = firstMeeting(target, from, aim)
  if (meeting === null) return aim
  const way = Math.hypot(meeting.x - from.x, meeting.y - from.y)
  // It leaves from the outline itself, inwards.
  if (way <= SLACK) return aim
  const gap = isWithin(target, aim) ? 0 : Math.min(way, distanceToOutline(target, aim))
  if (gap <= SLACK) return meeting
  const part = gap / way
  return { x: meeting.x + (from.x - meeting.x) * part, y: meeting.y + (from.y - meeting.y) * part }
}

export function distanceToOutline(target: Target, at: Position): number {
  const nearest = nearestOnOutline(target, at)
  return Math.hypot(nearest.x - at.x, nearest.y - at.y)
}

/** Where the way from one place of the board to another first meets the outline; null if it does not. */
export function firstMeeting(target: Target, from: Position, to: Position): Position | null {
  // Which part of a way something is at is the same in all axes.
  const [start, end] = [toLocal(target, from.x, from.y), toLocal(target, to.x, to.y)]
  const outline = outlineOfTarget(target)
  const [rx, ry] = [end.x - start.x, end.y - start.y]
  let first = Infinity
  for (const [i, b] of outline.entries()) {
    if (i === 0) continue
    const a = outline[i - 1]!
    const [sx, sy] = [b.x - a.x, b.y - a.y]
    const cross = rx * sy - ry * sx
    if (cross === 0) continue
    const t = ((a.x - start.x) * sy - (a.y - start.y) * sx) / cross
    const u = ((a.x - start.x) * ry - (a.y - start.y) * rx) / cross
    if (t >= 0 && t <= 1 && u >= 0 && u <= 1) first = Math.min(first, t)
  }
  if (first === Infinity) return null
  return { x: from.x + first * (to.x - from.x), y: from.y + first * (to.y - from.y) }
}
