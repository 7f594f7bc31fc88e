import type { Box } from '#shared/model/bounds.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { extentOf, type Axis } from './alignment.ts'
import type { Pole } from './snapping-scale.ts'
import { SNAP_REACH, type Guide, type Snapping } from './snapping.ts'
import type { Matrix } from './transform.ts'

/**
 * A drag of the selection, or of one of its corners: keeps a move on one axis with Shift, and both in line with what is
 * near unless Ctrl is held.
 */
export class SelectionMove {
  readonly #box: Box | null
  readonly #snapping: Snapping | null
  #guides: readonly Guide[] = []

  constructor(records: readonly BoardRecord[], snapping: Snapping | null) {
    this.#snapping = snapping
    this.#box = snapping === null ? null : extentOf(records)
  }

  get guides(): readonly Guide[] {
    return this.#guides
  }

  /**
   * Where a drag by so much ends up, in board units.
   * @param zoom CSS pixels per board unit
   */
  by(
    dx: number,
    dy: number,
    zoom: number,
    held: { readonly shift: boolean; readonly ctrl: boolean },
  ): { readonly dx: number; readonly dy: number } {
    const isWide = Math.abs(dx) >= Math.abs(dy)
    const axes: readonly Axis[] = held.shift ? [isWide ? 'x' : 'y'] : ['x', 'y']
    const [x, y] = [axes.includes('x') ? dx : 0, axes.includes('y') ? dy : 0]
    this.#guides = []
    const box = this.#box
    if (held.ctrl || box === null || this.#snapping === null) return { dx: x, dy: y }
    const at = { minX: box.minX + x, maxX: box.maxX + x, minY: box.minY + y, maxY: box.maxY + y }
    const snapped = this.#snapping.snap(at, SNAP_REACH / zoom, axes)
    this.#guides = snapped.guides
    return { dx: x + snapped.dx, dy: y + snapped.dy }
  }
  /**
   * How many times larger still the selection becomes.
   * @param moved how a hand has scaled and moved it by now
   * @param pole what stays where it is, in board units
   * @param zoom CSS pixels per board unit
   */
  scaledBy(moved: Matrix, pole: Pole, zoom: number, held: { readonly ctrl: boolean }): number {
    this.#guides = []
    const box = this.#box
    if (held.ctrl || box === null || this.#snapping === null) return 1
    const [factor, , , , dx, dy] = moved
    const now = {
      minX: box.minX * factor + dx,
      maxX: box.maxX * factor + dx,
      minY: box.minY * factor + dy,
      maxY: box.maxY * factor + dy,
    }
    const snapped = this.#snapping.scale(now, pole, SNAP_REACH / zoom)
    this.#guides = snapped.guides
    return snapped.factor
  }
}
