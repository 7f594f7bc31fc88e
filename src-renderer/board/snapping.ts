import { intersects, type Box } from '#shared/model/bounds.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { extentOf, type Axis } from './alignment.ts'
import { nearestOnGrid, type Grid } from './grid.ts'
import { ScaleCandidates, type Pole } from './snapping-scale.ts'
import type { SpatialIndex } from './spatial-index.ts'
import { firstWhere } from './sorted-search.ts'

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

export interface SnappedScale {
  /** How many times as large it is to be. */
  readonly factor: number
  readonly guides: readonly Guide[]
}

/** CSS pixels within which things are drawn to each other. */
export const SNAP_REACH = 6
/** With more things in hand they are a crowd that nobody puts in line. */
const MOST_MOVED = 500
/** With more things in view, ink is left out: it has no edges worth a line, and there is always some nearby. */
const MOST_WITH_INK = 200
const MOST_OTHERS = 2000

/** A place that something can be in line with, and what is there. */
interface Line {
  readonly at: number
  readonly box: Box
}

/** What is in view and does not move, as lines to keep to: both edges and the middle of each thing, on both axes. */
export class Snapping {
  readonly #lines: Readonly<Record<Axis, readonly Line[]>>
  readonly #grid: Grid

  /** @param grid the one that is shown */
  constructor(others: readonly Box[], grid: Grid) {
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
    const onGrid = this.#onGrid(box, reach)
    const x = dx ?? (axes.includes('x') && (dy === null || onGrid.free) ? onGrid.dx : 0)
    const y = dy ?? (axes.includes('y') && (dx === null || onGrid.free) ? onGrid.dy : 0)
    const at = { minX: box.minX + x, maxX: box.maxX + x, minY: box.minY + y, maxY: box.maxY + y }
    return {
      dx: x,
      dy: y,
      guides: [...(dx === null ? [] : this.#guides(at, 'x')), ...(dy === null ? [] : this.#guides(at, 'y'))],
    }
  }

  /**
   * How many times as large a box has to become, scaled about a place that stays, until it is in line with something near.
   *
   * @param box as it is now
   * @param reach board units
   */
  scale(box: Box, pole: Pole, reach: number): SnappedScale {
    const sizes = new ScaleCandidates(pole, reach)
    for (const axis of AXES) {
      for (const place of placesOf(box, axis)) {
        const line = nearestTo(this.#lines[axis], place)
        if (line !== null) sizes.offer(axis, place, line.at)
      }
    }
    const { best } = sizes
    if (best === null) return { factor: sizes.onGrid(this.#grid, box) ?? 1, guides: [] }
    const at = scaled(box, pole, best)
    return { factor: best, guides: AXES.flatMap((axis) => this.#guides(at, axis)) }
  }

  #nearest(box: Box, axis: Axis, reach: number): number | null {
    let best: number | null = null
    for (const place of placesOf(box, axis)) {
      const found = nearestTo(this.#lines[axis], place)
      if (found === null) continue
      const by = found.at - place
      if (Math.abs(by) <= reach && (best === null || Math.abs(by) < Math.abs(best))) best = by
    }
    return best
  }

  /**
   * How far it is to the grid: to squares and triangles with the top left corner, to staves with whatever of top, middle
   * and bottom is nearest, for notes sit on the lines and between them.
   */
  #onGrid(box: Box, reach: number): { readonly dx: number; readonly dy: number; readonly free: boolean } {
    const nowhere = { dx: 0, dy: 0, free: true }
    const { kind } = this.#grid
    const corner = { x: box.minX, y: box.minY }
    if (kind === 'none') return nowhere
    if (kind === 'staves') {
      const ways = placesOf(box, 'y').map((y) => nearestOnGrid(this.#grid, { x: 0, y }).y - y)
      const dy = ways.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a))
      return { ...nowhere, dy: Math.abs(dy) <= reach ? dy : 0 }
    }
    const to = nearestOnGrid(this.#grid, corner)
    const [dx, dy] = [to.x - corner.x, to.y - corner.y]
    if (kind === 'isometric') return Math.hypot(dx, dy) <= reach ? { dx, dy, free: false } : nowhere
    return { dx: Math.abs(dx) <= reach ? dx : 0, dy: Math.abs(dy) <= reach ? dy : 0, free: true }
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
  grid: Grid,
): Snapping | null {
  if (moving.length > MOST_MOVED) return null
  const own = new Set(moving.map(({ id }) => id))
  let others = index.within(view).filter(({ record }) => !own.has(record.id) && !isFastened(record, own))
  if (others.length > MOST_WITH_INK) others = others.filter(({ record }) => record.type !== 'stroke')
  if (others.length > MOST_OTHERS) others = []
  const boxes = others.map((item) => (item.record.type === 'stroke' ? item : (extentOf([item.record]) ?? item)))
  return boxes.length === 0 && grid.kind === 'none'
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

const AXES: readonly Axis[] = ['x', 'y']

function scaled({ minX, maxX, minY, maxY }: Box, { x, y }: Pole, factor: number): Box {
  return {
    minX: x + (minX - x) * factor,
    maxX: x + (maxX - x) * factor,
    minY: y + (minY - y) * factor,
    maxY: y + (maxY - y) * factor,
  }
}

function placesOf({ minX, maxX, minY, maxY }: Box, axis: Axis): readonly [number, number, number] {
  return axis === 'x' ? [minX, (minX + maxX) / 2, maxX] : [minY, (minY + maxY) / 2, maxY]
}

function linesOf(boxes: readonly Box[], axis: Axis): Line[] {
  return boxes.flatMap((box) => placesOf(box, axis).map((at) => ({ at, box }))).sort((a, b) => a.at - b.at)
}

/** The index of the first line at a place or beyond it. */
function firstFrom(lines: readonly Line[], at: number): number {
  return firstWhere(lines, (line) => line.at >= at)
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
