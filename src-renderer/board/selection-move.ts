import type { Box } from '#shared/model/bounds.ts'
import { patched, type BoardRecord, type RecordPatch } from '#shared/model/records.ts'
import { extentOf, type Axis } from './alignment.ts'
import { pulledSize, withSize, type Grip, type Resizable } from './resizing.ts'
import type { Pole } from './snapping-scale.ts'
import { SNAP_REACH, type Guide, type Snapping } from './snapping.ts'
import type { Matrix } from './transform.ts'

/** CSS pixels that something is wide and high at least: less could not be taken hold of. */
const LEAST_SIZE = 4

/** Modifier keys while something is dragged. */
export interface HeldKeys {
  readonly shift: boolean
  readonly ctrl: boolean
  readonly alt: boolean
}

/** Says what dragging does. */
export function dragCursor(isCopying: boolean): string {
  return isCopying ? 'copy' : 'move'
}

/**
 * A drag of the selection, or of one of its handles: keeps a move on one axis with Shift, and all of them in line with
 * what is near unless Ctrl is held.
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

  /**
   * What becomes of something that is pulled at a handle. It comes in line with what is near where its sides are upright.
   *
   * @param by how far a hand has pulled the handle, in board units
   * @param zoom CSS pixels per board unit
   */
  pulledBy(
    record: Resizable,
    grip: Grip,
    by: { readonly x: number; readonly y: number },
    zoom: number,
    held: HeldKeys,
  ): RecordPatch | null {
    this.#guides = []
    const least = LEAST_SIZE / zoom
    const size = pulledSize(record, grip, by, held, least)
    const patch = withSize(record, grip, size, held.alt)
    const snapping = this.#snapping
    const box = extentOf([patched(record, patch ?? {})])
    const side = seenSide(grip, record.rotation)
    if (held.ctrl || snapping === null || box === null || side === null) return patch
    if (held.shift) {
      const { factor, guides } = snapping.scale(box, poleOf(box, side, held.alt), SNAP_REACH / zoom)
      this.#guides = guides
      return withSize(record, grip, { w: size.w * factor, h: size.h * factor }, held.alt)
    }
    const axes = (['x', 'y'] as const).filter((axis) => side[axis] !== 0)
    const { dx, dy, guides } = snapping.snap(sideOf(box, side), SNAP_REACH / zoom, axes)
    this.#guides = guides
    return withSize(record, grip, pulledSize(record, grip, { x: by.x + dx, y: by.y + dy }, held, least), held.alt)
  }
}

/** Which side of the upright box around something is held; null where its own sides are not upright. */
function seenSide({ x, y }: Grip, rotation: number): Grip | null {
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)]
  if (Math.abs(cos * sin) > 1e-9) return null
  return { x: signOf(x * cos - y * sin), y: signOf(x * sin + y * cos) }
}

/** Of what is −1, 0 or 1 but for rounding. */
function signOf(value: number): Grip['x'] {
  return value > 0.5 ? 1 : value < -0.5 ? -1 : 0
}

/** The edge or the corner of a box that is held. */
function sideOf({ minX, maxX, minY, maxY }: Box, side: Grip): Box {
  return {
    minX: side.x > 0 ? maxX : minX,
    maxX: side.x < 0 ? minX : maxX,
    minY: side.y > 0 ? maxY : minY,
    maxY: side.y < 0 ? minY : maxY,
  }
}

/** What stays of a box that is scaled by a side. */
function poleOf({ minX, maxX, minY, maxY }: Box, side: Grip, isAboutMiddle: boolean): Pole {
  const away = (held: Grip['x'], low: number, high: number): number =>
    held === 0 || isAboutMiddle ? (low + high) / 2 : held > 0 ? low : high
  return { x: away(side.x, minX, maxX), y: away(side.y, minY, maxY) }
}
