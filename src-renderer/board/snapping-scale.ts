import type { Box } from '#shared/model/bounds.ts'
import type { Axis } from './alignment.ts'
import { nearestOnGrid, type Grid } from './grid.ts'

/** The place that stays where it is while everything is scaled about it, in board units. */
export interface Pole {
  readonly x: number
  readonly y: number
}

/** How many times the reach an edge must be away from the pole: what hardly moves says nothing of how large to become. */
const LEAST_ARM = 2

/** Which of the sizes that would put something in line is nearest to the one in hand. */
export class ScaleCandidates {
  readonly #pole: Pole
  readonly #reach: number
  #best: number | null = null
  #away = Infinity

  constructor(pole: Pole, reach: number) {
    this.#pole = pole
    this.#reach = reach
  }

  get best(): number | null {
    return this.#best
  }

  /** There is something at `to` that a place may be in line with. */
  offer(axis: Axis, place: number, to: number): void {
    const arm = place - this.#pole[axis]
    const away = Math.abs(to - place)
    if (Math.abs(arm) < this.#reach * LEAST_ARM || away > this.#reach || away >= this.#away) return
    const factor = (to - this.#pole[axis]) / arm
    if (factor <= 0) return
    this.#best = factor
    this.#away = away
  }

  /** The size at which the corner that is farthest from the pole lies on the grid; null where none is near. */
  onGrid(grid: Grid, { minX, maxX, minY, maxY }: Box): number | null {
    if (grid.kind === 'none') return null
    const { x, y } = this.#pole
    const corner = {
      x: Math.abs(minX - x) > Math.abs(maxX - x) ? minX : maxX,
      y: Math.abs(minY - y) > Math.abs(maxY - y) ? minY : maxY,
    }
    const to = nearestOnGrid(grid, corner)
    if (grid.kind !== 'isometric') {
      if (grid.kind !== 'staves') this.offer('x', corner.x, to.x)
      this.offer('y', corner.y, to.y)
      return this.#best
    }
    // A corner goes along a ray from the pole: it gets as near to the place as it can.
    const [dx, dy] = [corner.x - x, corner.y - y]
    const length = dx * dx + dy * dy
    if (length === 0 || Math.hypot(to.x - corner.x, to.y - corner.y) > this.#reach) return null
    const factor = ((to.x - x) * dx + (to.y - y) * dy) / length
    return factor > 0 ? factor : null
  }
}
