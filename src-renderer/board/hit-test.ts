import { localBounds, toBoard, toLocal, type Box } from '#shared/model/bounds.ts'
import { unpackPoints } from '#shared/model/points.ts'
import type { BoardRecord, ShapeRecord, StrokeRecord } from '#shared/model/records.ts'
import type { Position } from './camera.ts'
import { figureTouches, outlineOf } from './hit-test-figures.ts'
import { squaredDistanceOfSegments } from './segments.ts'
import type { SpatialIndex } from './spatial-index.ts'

/** Points of ink as a flat run x, y, x, y …; kept as long as the packed points they come from. */
const flatPoints = new WeakMap<Uint8Array, Float64Array>()

function pointsOf(stroke: StrokeRecord): Float64Array {
  let flat = flatPoints.get(stroke.points)
  if (flat === undefined) {
    const points = unpackPoints(stroke)
    flat = new Float64Array(points.length * 2)
    for (let i = 0; i < points.length; i++) {
      flat[2 * i] = points[i]!.x
      flat[2 * i + 1] = points[i]!.y
    }
    flatPoints.set(stroke.points, flat)
  }
  return flat
}

/**
 * Whether a path from `a` to `b` with a nib of `radius` touches what the record shows: its ink, its outline and what it
 * fills, or the box of its text. All in board units.
 */
export function touchesSegment(record: BoardRecord, a: Position, b: Position, radius: number): boolean {
  switch (record.type) {
    case 'stroke':
      return inkTouches(record, a, b, radius)
    case 'shape':
    case 'line':
    case 'note':
    case 'frame':
      return figureTouches(record, a, b, radius)
    case 'text':
    case 'image':
      return boxTouches(record, a, b, radius)
    case 'page':
    case 'layer':
      return false
  }
}

/** Whether a point lies on the record or within `radius` of it. */
export function touchesPoint(record: BoardRecord, at: Position, radius: number): boolean {
  return touchesSegment(record, at, at, radius)
}

function inkTouches(stroke: StrokeRecord, a: Position, b: Position, radius: number): boolean {
  const points = pointsOf(stroke)
  const nib = (stroke.width / 2) * Math.sqrt(Math.abs(stroke.scaleX * stroke.scaleY))
  const reach = (nib + radius) ** 2
  const cos = Math.cos(stroke.rotation)
  const sin = Math.sin(stroke.rotation)
  let px = 0
  let py = 0
  for (let i = 0; i < points.length; i += 2) {
    const sx = points[i]! * stroke.scaleX
    const sy = points[i + 1]! * stroke.scaleY
    const x = stroke.x + sx * cos - sy * sin
    const y = stroke.y + sx * sin + sy * cos
    if (squaredDistanceOfSegments(a, b, i === 0 ? x : px, i === 0 ? y : py, x, y) <= reach) return true
    px = x
    py = y
  }
  return false
}

function boxTouches(record: BoardRecord, a: Position, b: Position, radius: number): boolean {
  const p = toLocal(record, a.x, a.y)
  if (withinBox(localBounds(record), p, radius / Math.abs(record.scaleX), radius / Math.abs(record.scaleY))) return true
  const corners = cornersOf(record)
  return corners.some((corner, i) => {
    const next = corners[(i + 1) % 4]!
    return squaredDistanceOfSegments(a, b, corner.x, corner.y, next.x, next.y) <= radius * radius
  })
}

function withinBox(box: Box, at: Position, slackX: number, slackY: number): boolean {
  return (
    at.x >= box.minX - slackX && at.x <= box.maxX + slackX && at.y >= box.minY - slackY && at.y <= box.maxY + slackY
  )
}

/** The four corners of the record's own box, on the board. */
export function cornersOf(record: BoardRecord): Position[] {
  const { minX, minY, maxX, maxY } = localBounds(record)
  return [
    toBoard(record, minX, minY),
    toBoard(record, maxX, minY),
    toBoard(record, maxX, maxY),
    toBoard(record, minX, maxY),
  ]
}

/** The topmost record that may be touched at a point, `radius` board units being near enough. */
export function recordAt(index: SpatialIndex, at: Position, radius: number): BoardRecord | null {
  const found = index.inPaintOrder(around(at, at, radius))
  return (
    found.findLast(({ record }) => touchesPoint(index.seen(record), at, radius) && index.isTouchable(record))?.record ??
    null
  )
}

/** The innermost shape around a point, filled or not, of those that may be touched and are not locked. */
export function shapeAround(index: SpatialIndex, at: Position): BoardRecord | null {
  let innermost: ShapeRecord | null = null
  for (const { record } of index.inPaintOrder(around(at, at, 0))) {
    if (record.type !== 'shape' || record.locked || !index.isTouchable(record)) continue
    if (!touchesPoint({ ...record, fill: 'full' }, at, 0)) continue
    if (innermost === null || areaOf(record) <= areaOf(innermost)) innermost = record
  }
  return innermost
}

function areaOf({ w, h, scaleX, scaleY }: ShapeRecord): number {
  return Math.abs(w * scaleX * h * scaleY)
}

/** Every record that a path from `a` to `b` touches, of those that may be touched. */
export function recordsAlong(index: SpatialIndex, a: Position, b: Position, radius: number): BoardRecord[] {
  const found: BoardRecord[] = []
  for (const { record } of index.within(around(a, b, radius))) {
    if (touchesSegment(index.seen(record), a, b, radius) && index.isTouchable(record)) found.push(record)
  }
  return found
}

/** Every record of which some ink, some of its outline or filling, or of the box of its text, lies in the box. */
export function recordsInBox(index: SpatialIndex, box: Box): BoardRecord[] {
  const found: BoardRecord[] = []
  for (const item of index.within(box)) {
    const inside = item.minX >= box.minX && item.maxX <= box.maxX && item.minY >= box.minY && item.maxY <= box.maxY
    if ((inside || reachesBox(index.seen(item.record), box)) && index.isTouchable(item.record)) found.push(item.record)
  }
  return found
}

function reachesBox(record: BoardRecord, box: Box): boolean {
  const corners = [
    { x: box.minX, y: box.minY },
    { x: box.maxX, y: box.minY },
    { x: box.maxX, y: box.maxY },
    { x: box.minX, y: box.maxY },
  ]
  if (corners.some((corner, i) => touchesSegment(record, corner, corners[(i + 1) % 4]!, 0))) return true
  // What neither crosses the edges nor is outside has its first point inside.
  const first = firstPointOf(record)
  return withinBox(box, toBoard(record, first.x, first.y), 0, 0)
}

/** Some point of what is seen, in the record's own axes. */
export function firstPointOf(record: BoardRecord): Position {
  switch (record.type) {
    case 'stroke': {
      const points = pointsOf(record)
      return { x: points[0] ?? 0, y: points[1] ?? 0 }
    }
    case 'shape':
    case 'line':
      return outlineOf(record)[0] ?? { x: 0, y: 0 }
    case 'text':
    case 'note':
    case 'frame':
    case 'image':
    case 'page':
    case 'layer':
      return { x: 0, y: 0 }
  }
}

function around(a: Position, b: Position, radius: number): Box {
  return {
    minX: Math.min(a.x, b.x) - radius,
    minY: Math.min(a.y, b.y) - radius,
    maxX: Math.max(a.x, b.x) + radius,
    maxY: Math.max(a.y, b.y) + radius,
  }
}
