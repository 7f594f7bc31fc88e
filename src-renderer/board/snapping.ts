import { intersects, type Box } from '#shared/model/bounds.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { extentOf, type Axis } from './alignment.ts'
import type { SpatialIndex } from './spatial-index.ts'

/** A line that says what is in line with what: across the axis at a place, from one place on the other axis to another. */
export interface Guide {
  readonly axis: Axis
  readonly at: number
  readonly from: number
  readonly to: number
}

export interface Snapped {
  readonly dx: number
  readonly dy: number
  readonly guides: readonly Guide[]
}

/** CSS pixels within which things are drawn to each other. */
export const SNAP_REACH = 6
/** With more things in hand they are a crowd that nobody puts in line. */
const MOST_MOVED = 500
/** With more things in view, ink is left out: it has no edges worth a line, and there is always some nearby. */
const MOST_WITH_INK = 200
const MOST_OTHERS = 2000

interface Line {
  readonly at: number
  readonly box: Box
}

/** What is in view and does not move, as lines to keep to: both edges and the middle of each thing, on both axes. */
export class Snapping {
  readonly #lines: Readonly<Record<Axis, readonly Line[]>>
  readonly #grid: number | null

  /** @param grid board units between the lines of the grid, if one is shown */
  constructor(others: readonly Box[], grid: number | null) {
    this.#lines = { x: linesOf(others, 'x'), y: linesOf(others, 'y') }
    this.#grid = grid
  }

  /**
   * How far to move a box on until it is in line with something near, each axis by itself.
   * @param reach board units
   * @param axes on which it may move
   */
  snap(box: Box, reach: number, axes: readonly Axis[] = ['x', 'y']): Snapped {
    const dx = axes.includes('x') ? this.#nearest(box, 'x', reach) : null
    const dy = axes.includes('y') ? this.#nearest(box, 'y', reach) : null
    const [x, y] = [dx ?? 0, dy ?? 0]
    const at = { minX: box.minX + x, maxX: box.maxX + x, minY: box.minY + y, maxY: box.maxY + y }
    return {
      dx: x,
      dy: y,
      guides: [...(dx === null ? [] : this.#guides(at, 'x')), ...(dy === null ? [] : this.#guides(at, 'y'))],
    }
  }

  #nearest(box: Box, axis: Axis, reach: number): number | null {
    let best: number | null = null
    for (const place of placesOf(box, axis)) {
      const found = nearestTo(this.#lines[axis], place)
      if (found === null) continue
      const by = found.at - place
      if (Math.abs(by) <= reach && (best === null || Math.abs(by) < Math.abs(best))) best = by
    }
    if (best !== null || this.#grid === null) return best
    const [low] = placesOf(box, axis)
    const by = Math.round(low / this.#grid) * this.#grid - low
    return Math.abs(by) <= reach ? by : null
  }

  /** Everything that is in line with the box where it is now. */
  #guides(box: Box, axis: Axis): Guide[] {
    const guides: Guide[] = []
    const [low, high] = axis === 'x' ? (['minY', 'maxY'] as const) : (['minX', 'maxX'] as const)
    for (const at of new Set(placesOf(box, axis))) {
      let [from, to] = [box[low], box[high]]
      let found = false
      const slack = 1e-6 * Math.max(1, Math.abs(at))
      for (const line of linesNear(this.#lines[axis], at, slack)) {
        found = true
        from = Math.min(from, line.box[low])
        to = Math.max(to, line.box[high])
      }
      if (found) guides.push({ axis, at, from, to })
    }
    return guides
  }
}

/** What there is to keep to while some records move; null where it would not help. */
export function snappingFor(
  index: SpatialIndex,
  view: Box,
  moving: readonly BoardRecord[],
  grid: number | null,
): Snapping | null {
  if (moving.length > MOST_MOVED) return null
  const own = new Set(moving.map(({ id }) => id))
  let others = index.within(view).filter(({ record }) => !own.has(record.id) && !isFastened(record, own))
  if (others.length > MOST_WITH_INK) others = others.filter(({ record }) => record.type !== 'stroke')
  if (others.length > MOST_OTHERS) others = []
  const boxes = others.map((item) => (item.record.type === 'stroke' ? item : (extentOf([item.record]) ?? item)))
  return boxes.length === 0 && grid === null
    ? null
    : new Snapping(
        boxes.filter((box) => intersects(box, view)),
        grid,
      )
}

/** Lines that go along with what moves are nothing to keep to. */
function isFastened(record: BoardRecord, to: ReadonlySet<string>): boolean {
  return record.type === 'line' && (to.has(record.startOn) || to.has(record.endOn))
}

function placesOf({ minX, maxX, minY, maxY }: Box, axis: Axis): readonly [number, number, number] {
  return axis === 'x' ? [minX, (minX + maxX) / 2, maxX] : [minY, (minY + maxY) / 2, maxY]
}

function linesOf(boxes: readonly Box[], axis: Axis): Line[] {
  return boxes.flatMap((box) => placesOf(box, axis).map((at) => ({ at, box }))).sort((a, b) => a.at - b.at)
}

/** The index of the first line at a place or beyond it. */
function firstFrom(lines: readonly Line[], at: number): number {
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (lines[middle]!.at < at) low = middle + 1
    else high = middle
  }
  return low
}

function nearestTo(lines: readonly Line[], at: number): Line | null {
  const i = firstFrom(lines, at)
  const [before, after] = [lines[i - 1], lines[i]]
  if (before === undefined || after === undefined) return before ?? after ?? null
  return at - before.at < after.at - at ? before : after
}

function* linesNear(lines: readonly Line[], at: number, slack: number): Generator<Line> {
  for (let i = firstFrom(lines, at - slack); i < lines.length && lines[i]!.at <= at + slack; i++) yield lines[i]!
}
