import { boundsOf, boundsOfPoints, contains, localBounds, toBoard, union, type Box } from '#shared/model/bounds.ts'
import type { Nib } from '#shared/model/properties.ts'
import type { BoardRecord, StrokeRecord } from '#shared/model/records.ts'
import { inkShapesOf, type InkShape } from './ink-shapes.ts'

interface Point {
  readonly x: number
  readonly y: number
}

/** By the packed points, which never change and are shared by all versions of a record. */
const boundsOfInk = new WeakMap<Uint8Array, { readonly width: number; readonly nib: Nib; readonly box: Box }>()

/**
 * The extent, in the record's own axes, of what is painted of it. The model's bounds leave room for any pressure; these
 * are tight, and cost as much as painting does.
 */
export function localPaintedBounds(record: BoardRecord): Box {
  if (record.type !== 'stroke') return localBounds(record)
  const known = boundsOfInk.get(record.points)
  if (known?.width === record.width && known.nib === record.nib) return known.box
  const box = boundsOfPoints(edgeOf(record))
  boundsOfInk.set(record.points, { width: record.width, nib: record.nib, box })
  return box
}

/** The extent on the board of what is painted of all records, or null for none. */
export function paintedBoundsOfAll(records: readonly BoardRecord[]): Box | null {
  const roomy = records.map((record) => ({ record, box: boundsOf(record) }))
  // The outermost first: whatever has its roomy bounds within what they cover cannot widen it.
  const outermost = SIDES.flatMap((side) => roomy.reduce<Roomy[]>(([most], one) => [outer(side, most, one)], []))
  let all: Box | null = null
  for (const { record, box } of [...outermost, ...roomy]) {
    if (all !== null && contains(all, box)) continue
    const painted = paintedBounds(record)
    all = all === null ? painted : union(all, painted)
  }
  return all
}

interface Roomy {
  readonly record: BoardRecord
  readonly box: Box
}

const SIDES = [
  (box: Box) => -box.minX,
  (box: Box) => -box.minY,
  (box: Box) => box.maxX,
  (box: Box) => box.maxY,
] as const

function outer(side: (box: Box) => number, most: Roomy | undefined, one: Roomy): Roomy {
  return most !== undefined && side(most.box) >= side(one.box) ? most : one
}

function paintedBounds(record: BoardRecord): Box {
  if (record.type !== 'stroke') return boundsOf(record)
  if (record.rotation !== 0) return boundsOfPoints(edgeOf(record).map(({ x, y }) => toBoard(record, x, y)))
  const { minX, minY, maxX, maxY } = localPaintedBounds(record)
  return boundsOfPoints([toBoard(record, minX, minY), toBoard(record, maxX, maxY)])
}

function edgeOf(stroke: StrokeRecord): readonly Point[] {
  return inkShapesOf(stroke).flatMap(({ outline }) => pointsOf(outline))
}

/** Corners of a dot's circle, to be turned with the record. */
const DOT_STEPS = 32

function pointsOf(outline: InkShape['outline']): readonly Point[] {
  switch (outline.kind) {
    case 'shape':
      return outline.runs.flatMap(placesOf)
    case 'dot': {
      const { x, y, radius } = outline
      return Array.from({ length: DOT_STEPS }, (_, i) => {
        const angle = (2 * Math.PI * i) / DOT_STEPS
        return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) }
      })
    }
    case 'grains':
      return placesOf(outline.corners)
  }
}

/** x, y, x, y … as places. */
function placesOf(numbers: Float32Array | Float64Array): Point[] {
  return Array.from({ length: numbers.length / 2 }, (_, i) => ({ x: numbers[2 * i]!, y: numbers[2 * i + 1]! }))
}
