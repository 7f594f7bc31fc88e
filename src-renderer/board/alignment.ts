import { boundsOfBoxes, boundsOfPoints, toBoard, union, type Box } from '#shared/model/bounds.ts'
import type { BoardRecord, RecordId, RecordPatch } from '#shared/model/records.ts'
import { paintedBoundsOfAll } from './painted-bounds.ts'
import { boundsOfAll } from './transform.ts'

export type Edge = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom'
/** Across the board, or down. */
export type Axis = 'x' | 'y'

/** Things that belong together and move as one. */
type Unit = readonly BoardRecord[]
type Patches = readonly (readonly [RecordId, RecordPatch])[]

/** From so many records on, the room that ink may need counts instead of the ink itself. */
const MANY = 2000

/** The extent that things are put in line by: what is seen of them, and of frames what they frame. */
export function extentOf(records: Unit): Box | null {
  const frames = records.filter((record) => record.type === 'frame')
  const others = frames.length === 0 ? records : records.filter((record) => record.type !== 'frame')
  let all = others.length > MANY ? boundsOfAll(others) : paintedBoundsOfAll(others)
  for (const frame of frames) {
    const corners = [0, frame.w].flatMap((x) => [0, frame.h].map((y) => toBoard(frame, x, y)))
    const box = boundsOfPoints(corners)
    all = all === null ? box : union(all, box)
  }
  return all
}

/** Moves units until one edge, or the middle, of each is where that of all together is. */
export function alignUnits(units: readonly Unit[], edge: Edge): Patches {
  const boxes = boxesOf(units)
  const all = boundsOfBoxes(boxes.map(({ box }) => box))
  if (all === null) return []
  const axis: Axis = edge === 'left' || edge === 'center' || edge === 'right' ? 'x' : 'y'
  const to = placeOf(all, edge)
  return boxes.flatMap(({ unit, box }) => moved(unit, axis, to - placeOf(box, edge)))
}

/** Moves units until there is the same room between each and the next; the first and the last stay. */
export function distributeUnits(units: readonly Unit[], axis: Axis): Patches {
  const [low, high] = axis === 'x' ? (['minX', 'maxX'] as const) : (['minY', 'maxY'] as const)
  const boxes = boxesOf(units).sort((a, b) => a.box[low] + a.box[high] - (b.box[low] + b.box[high]))
  const [first, last] = [boxes[0], boxes.at(-1)]
  if (first === undefined || last === undefined || boxes.length < 3) return []
  const taken = boxes.reduce((sum, { box }) => sum + box[high] - box[low], 0)
  const gap = (last.box[high] - first.box[low] - taken) / (boxes.length - 1)
  let at = first.box[low]
  return boxes.flatMap(({ unit, box }, i) => {
    const by = i === 0 || i === boxes.length - 1 ? 0 : at - box[low]
    at += box[high] - box[low] + gap
    return moved(unit, axis, by)
  })
}

function boxesOf(units: readonly Unit[]): { readonly unit: Unit; readonly box: Box }[] {
  return units.flatMap((unit) => {
    const box = extentOf(unit)
    return box === null ? [] : [{ unit, box }]
  })
}

function placeOf(box: Box, edge: Edge): number {
  switch (edge) {
    case 'left':
      return box.minX
    case 'center':
      return (box.minX + box.maxX) / 2
    case 'right':
      return box.maxX
    case 'top':
      return box.minY
    case 'middle':
      return (box.minY + box.maxY) / 2
    case 'bottom':
      return box.maxY
  }
}

/** Less than this, in board units, is what rounding leaves over. */
const NOTHING = 1e-6

function moved(unit: Unit, axis: Axis, by: number): Patches {
  if (Math.abs(by) < NOTHING) return []
  return unit.map((record) => [record.id, axis === 'x' ? { x: record.x + by } : { y: record.y + by }] as const)
}
