import { sketchOf } from './ink-sketch.ts'
import { courseOf, headLength } from './line-geometry.ts'
import type { BoardRecord, LineRecord, StrokeRecord } from './records.ts'

/** An axis-parallel box in board units. */
export interface Box {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

export function union(a: Box, b: Box): Box {
  return {
    minX: Math.min(a.minX, b.minX),
    minY: Math.min(a.minY, b.minY),
    maxX: Math.max(a.maxX, b.maxX),
    maxY: Math.max(a.maxY, b.maxY),
  }
}

export function intersects(a: Box, b: Box): boolean {
  return a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY
}

export function contains(outer: Box, inner: Box): boolean {
  return outer.minX <= inner.minX && outer.minY <= inner.minY && outer.maxX >= inner.maxX && outer.maxY >= inner.maxY
}

export function inflate(box: Box, by: number): Box {
  return { minX: box.minX - by, minY: box.minY - by, maxX: box.maxX + by, maxY: box.maxY + by }
}

/** The extent of what is not drawn: it meets nothing, and adds nothing to what it is joined with. */
const NOWHERE: Box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity }

/** Pen pressure can widen a stroke's outline to at most this factor of its width. The painter keeps to it. */
export const MAX_PRESSURE_WIDENING = 1.6

/** Board units above a frame, for its name. The painter keeps to it. */
export const FRAME_NAME_ROOM = 24

/** The record's extent in its own axes, before scale, rotation and position; lines have their width. */
export function localBounds(record: BoardRecord): Box {
  switch (record.type) {
    case 'stroke':
      return inkBounds(record)
    case 'line':
      return lineBounds(record)
    case 'shape':
      return inflate(extentOf(record), record.width / 2)
    case 'text':
    case 'note':
    case 'image':
      return extentOf(record)
    case 'frame':
      return { ...extentOf(record), minY: -FRAME_NAME_ROOM }
    case 'page':
    case 'layer':
      return NOWHERE
  }
}

function extentOf({ w, h }: { readonly w: number; readonly h: number }): Box {
  return { minX: 0, minY: 0, maxX: w, maxY: h }
}

/** A curve lies within its handles. */
function lineBounds(line: LineRecord): Box {
  const { x, y, curves } = courseOf(line)
  const handles = curves.flatMap((curve) => [
    { x: curve.x1, y: curve.y1 },
    { x: curve.x2, y: curve.y2 },
    { x: curve.x, y: curve.y },
  ])
  const hasHead = line.startHead !== 'none' || line.endHead !== 'none'
  return inflate(boundsOfPoints([{ x, y }, ...handles]), hasHead ? headLength(line.width) : line.width / 2)
}

function inkBounds(stroke: StrokeRecord): Box {
  return inflate(sketchOf(stroke), (stroke.width / 2) * MAX_PRESSURE_WIDENING)
}

/** The extent of all of them together; null of none. */
export function boundsOfBoxes(boxes: Iterable<Box>): Box | null {
  let minX = Infinity
  let minY = Infinity
  let maxX = -Infinity
  let maxY = -Infinity
  let isNone = true
  for (const box of boxes) {
    isNone = false
    if (box.minX < minX) minX = box.minX
    if (box.minY < minY) minY = box.minY
    if (box.maxX > maxX) maxX = box.maxX
    if (box.maxY > maxY) maxY = box.maxY
  }
  return isNone ? null : { minX, minY, maxX, maxY }
}

export function boundsOfPoints(points: readonly { readonly x: number; readonly y: number }[]): Box {
  let minX = Infinity
  let minY = Infinity
  let maxX = -Infinity
  let maxY = -Infinity
  for (const { x, y } of points) {
    if (x < minX) minX = x
    if (x > maxX) maxX = x
    if (y < minY) minY = y
    if (y > maxY) maxY = y
  }
  return { minX, minY, maxX, maxY }
}

/** Where a record's own axes lie on the board. */
export type Placement = Pick<BoardRecord, 'x' | 'y' | 'rotation' | 'scaleX' | 'scaleY'>

/** Takes a point of the record's own axes to the board. */
export function toBoard(record: Placement, x: number, y: number): { x: number; y: number } {
  const cos = Math.cos(record.rotation)
  const sin = Math.sin(record.rotation)
  const sx = x * record.scaleX
  const sy = y * record.scaleY
  return { x: record.x + sx * cos - sy * sin, y: record.y + sx * sin + sy * cos }
}

/** Takes a point of the board to the record's own axes. */
export function toLocal(record: Placement, x: number, y: number): { x: number; y: number } {
  const cos = Math.cos(record.rotation)
  const sin = Math.sin(record.rotation)
  const dx = x - record.x
  const dy = y - record.y
  return { x: (dx * cos + dy * sin) / record.scaleX, y: (dy * cos - dx * sin) / record.scaleY }
}

/** The record's extent on the board. */
export function boundsOf(record: BoardRecord): Box {
  const local = localBounds(record)
  return local === NOWHERE ? NOWHERE : boundsOfBox(record, local)
}

/** The extent on the board of a box in a record's own axes. */
export function boundsOfBox(record: Placement, { minX, minY, maxX, maxY }: Box): Box {
  const { x, y, rotation, scaleX, scaleY } = record
  // Most things are not turned, and a large board asks for a hundred thousand.
  if (rotation === 0) {
    const [left, right] = scaleX < 0 ? [maxX, minX] : [minX, maxX]
    const [top, bottom] = scaleY < 0 ? [maxY, minY] : [minY, maxY]
    return { minX: x + left * scaleX, minY: y + top * scaleY, maxX: x + right * scaleX, maxY: y + bottom * scaleY }
  }
  return boundsOfPoints([
    toBoard(record, minX, minY),
    toBoard(record, maxX, minY),
    toBoard(record, minX, maxY),
    toBoard(record, maxX, maxY),
  ])
}
