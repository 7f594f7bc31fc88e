import { toBoard, toLocal } from '#shared/model/bounds.ts'
import { readPath, writePath } from '#shared/model/paths.ts'
import { LIMITS } from '#shared/model/properties.ts'
import type { LineRecord, RecordId, RecordPatch } from '#shared/model/records.ts'
import { distanceToOutline, isTarget, isWithin, nearestOnOutline, type Target } from './binding-targets.ts'
import type { Position } from './camera.ts'
import { isFilled } from './hit-test-figures.ts'
import type { SpatialIndex } from './spatial-index.ts'

export type LineEnd = 'start' | 'end'

/** Where an end is fastened: to what, and at which part of its width and height it aims. */
export interface Fastening {
  readonly on: RecordId
  readonly x: number
  readonly y: number
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

/** The place at a part of a target's width and height, at which an end aims. */
export function aimOn(target: Target, parts: Position): Position {
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
  // Ends that come to the same place would leave nothing to stretch again: then it is only moved.
  const isPoint = length === 0 || (vx === 0 && vy === 0)
  const [re, im] = isPoint ? [1, 0] : [(vx * ux + vy * uy) / length, (vy * ux - vx * uy) / length]
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
  return isWithin(target, at) || distanceToOutline(target, at) <= radius
}

/**
 * What an end that is dropped on a target aims at: the place where it is dropped, or the outline if that is near. The
 * line is seen as far as the outline only, so that it points at things and does not cover their words.
 *
 * @param radius board units that count as near
 */
export function fasten(target: Target, at: Position, radius: number): Fastening {
  const nearest = nearestOnOutline(target, at)
  const isNear = Math.hypot(nearest.x - at.x, nearest.y - at.y) <= radius
  return { on: target.id, ...partsOn(target, isNear || !isWithin(target, at) ? nearest : at) }
}
