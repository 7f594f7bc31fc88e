import { DEFAULT_UNIT } from '#shared/model/points.ts'
import type { StrokeRecord } from '#shared/model/records.ts'
import { NIB, type InkLine } from './ink-line.ts'
import { radiusAt } from './nib-form.ts'

/** The dark specks of a pencil's line: four corners each, x, y, x, y … one after the other, in the points' units. */
export interface Grains {
  readonly kind: 'grains'
  readonly corners: Float32Array
}

/**
 * How fine grains are: how many rows of them lie side by side. Finer ones than can be told apart would cost much and
 * show nothing.
 */
export type Grain = 2 | 4 | 8 | 16 | 32

/** From so many pixels of width on a line has so many rows, which are then 1.5 to 3 pixels wide. */
const WIDTHS: readonly (readonly [width: number, grain: Grain])[] = [
  [48, 32],
  [24, 16],
  [12, 8],
  [6, 4],
  [0, 2],
]
/** How long a cell of the paper's tooth is, of its width. */
const LENGTHWISE = 1.2
/** A line so long that it had more cells has them larger: fewer rows first, then longer cells. */
const MOST_CELLS = 6000
/** How long a grain is at least and at most, as parts of the distance of cells, and how thick, of that of rows. */
const LENGTH = [0.9, 2] as const
const THICKNESS = [0.75, 1.55] as const
/** How far the corners of a grain are drawn in, at most, as parts of its length and thickness. */
const CUT = 0.35

/** Without a pen's pressure a line is as dark as one of middling pressure, a little less where the hand was quick. */
const SLOW = 0.5
const QUICK = 0.35

/** The part of cells that have a grain. */
export function hardnessOf(pressure: number, isReal: boolean): number {
  return isReal ? pressure : QUICK + (SLOW - QUICK) * Math.min(1, 2 * pressure)
}

/** The grain of a line that is so many pixels wide where it is seen. */
export function grainFor(pixels: number): Grain {
  return WIDTHS.find(([width]) => pixels >= width)?.[1] ?? 2
}

/** The finest grain that ink has: the paper's tooth does not shrink with the view in which it was drawn. */
export function ownGrain({ width, unit }: Pick<StrokeRecord, 'width' | 'unit'>): Grain {
  return grainFor(width * 2 ** (unit - DEFAULT_UNIT))
}

/**
 * The grains of a pencil's line. Each cell of the line has one or has none, which is decided by a number made of the
 * cell's place on the line and of where the line begins to go: the same on every machine, in copies too, and
 * unchanged while the line grows. The harder the pencil is pressed, the more cells have one.
 */
export function grainsOf(line: InkLine, pressure: boolean, grain: Grain): Grains {
  const { x, y, count } = line
  const total = lengthOf(line)
  const { rows, step } = cellsOf(total, grain)
  const grains = new GrainWriter(line.scale, rows, step, seedOf(line))
  const nibOf = (pressed: number): Pressed => ({
    hardness: hardnessOf(pressed, pressure),
    radius: radiusAt(pressed, pressure, 'pencil') * NIB,
  })
  const first = wayBetween(x[1]!, y[1]!, x[0]!, y[0]!)
  grains.writeEnd(-1, { ...first, x: x[0]!, y: y[0]! }, nibOf(line.pressure[0]!))
  let cell = 0
  let passed = 0
  for (let i = 1; i < count; i++) {
    const way = wayBetween(x[i - 1]!, y[i - 1]!, x[i]!, y[i]!)
    const pressedBefore = line.pressure[i - 1]!
    for (; (cell + 0.5) * step <= passed + way.length; cell++) {
      const along = (cell + 0.5) * step - passed
      const pressed = pressedBefore + (line.pressure[i]! - pressedBefore) * (along / way.length)
      const nib = nibOf(pressed)
      // A grain reaches beyond neither end of the line, nor far past where the line may turn.
      const least = -Math.min(passed, nib.radius)
      const most = Math.min(total - passed, way.length + nib.radius)
      grains.write(cell, way, nib, along, least, most, false)
    }
    passed += way.length
  }
  const last = wayBetween(x[count - 2]!, y[count - 2]!, x[count - 1]!, y[count - 1]!)
  grains.writeEnd(cell, { ...last, x: x[count - 1]!, y: y[count - 1]! }, nibOf(line.pressure[count - 1]!))
  return { kind: 'grains', corners: Float32Array.from(grains.corners) }
}

/** A place and a direction. */
interface Way {
  readonly x: number
  readonly y: number
  readonly length: number
  /** The direction, one long. */
  readonly ux: number
  readonly uy: number
}

function wayBetween(x: number, y: number, toX: number, toY: number): Way {
  const length = Math.hypot(toX - x, toY - y)
  return { x, y, length, ux: (toX - x) / length, uy: (toY - y) / length }
}

/** What a nib draws at a pressure. */
interface Pressed {
  /** The part of cells that have a grain. */
  readonly hardness: number
  readonly radius: number
}

/** Writes grains cell by cell. */
class GrainWriter {
  readonly corners: number[] = []
  readonly #scale: number
  readonly #rows: number
  readonly #step: number
  readonly #seed: number

  /**
   * @param scale of the line's units
   * @param step how far the cells are apart along the line
   */
  constructor(scale: number, rows: number, step: number, seed: number) {
    this.#scale = scale
    this.#rows = rows
    this.#step = step
    this.#seed = seed
  }

  /**
   * The half circle beyond an end of the line.
   * @param from the number of its first cell; below 0 they count downwards
   */
  writeEnd(from: number, outward: Way, nib: Pressed): void {
    const cells = Math.ceil(nib.radius / this.#step)
    for (let i = 0; i < cells; i++) {
      this.write(from < 0 ? from - i : from + i, outward, nib, (i + 0.5) * this.#step, 0, nib.radius, true)
    }
  }

  /**
   * All grains across the line in one cell.
   * @param along how far along the way it is
   * @param least, most how far along it its grains may reach
   * @param isRound whether they keep to the circle about the way's beginning
   */
  write(cell: number, way: Way, nib: Pressed, along: number, least: number, most: number, isRound: boolean): void {
    const { radius, hardness } = nib
    const rows = this.#rows
    for (let row = 0; row < rows; row++) {
      const dice = diceOf(this.#seed, cell * rows + row)
      if ((dice & 255) >= hardness * 256) continue
      const half = (this.#step / 2) * between(LENGTH, (dice >>> 8) & 255)
      const middle = along + (((dice >>> 24) & 15) / 15 - 0.5) * this.#step
      const from = Math.max(least, middle - half)
      const to = Math.min(most, middle + half)
      const reach = isRound ? Math.sqrt(Math.max(0, radius * radius - to * to)) : radius
      const across = (radius / rows) * (2 * row - (rows - 1) + ((dice >>> 28) & 15) / 16 - 0.5)
      const thick = (radius / rows) * between(THICKNESS, (dice >>> 16) & 255)
      const [low, high] = [Math.max(-reach, across - thick), Math.min(reach, across + thick)]
      if (low < high && from < to) this.#writeGrain(way, from, to, low, high, mixed(dice))
    }
  }

  /** No grain is square: each corner is drawn in on its own. */
  #writeGrain({ x, y, ux, uy }: Way, from: number, to: number, low: number, high: number, dice: number): void {
    const scale = this.#scale
    const [inward, sideward] = [((to - from) * CUT) / 15, ((high - low) * CUT) / 15]
    for (let corner = 0; corner < 4; corner++) {
      const [cutAlong, cutAcross] = [(dice >>> (8 * corner)) & 15, (dice >>> (8 * corner + 4)) & 15]
      const isFar = corner === 1 || corner === 2
      const along = isFar ? to - cutAlong * inward : from + cutAlong * inward
      const aside = corner < 2 ? low + cutAcross * sideward : high - cutAcross * sideward
      this.corners.push((x + ux * along - uy * aside) / scale, (y + uy * along + ux * aside) / scale)
    }
  }
}

/** @returns how many rows there are, and how far the cells are apart along the line */
function cellsOf(length: number, grain: Grain): { rows: number; step: number } {
  let rows: number = grain
  const stepOf = (): number => (NIB * LENGTHWISE) / rows
  while (rows > 2 && (rows * length) / stepOf() > MOST_CELLS) rows /= 2
  let step = stepOf()
  while ((rows * length) / step > MOST_CELLS) step *= 2
  return { rows, step }
}

function lengthOf({ x, y, count }: InkLine): number {
  let length = 0
  for (let i = 1; i < count; i++) length += Math.hypot(x[i]! - x[i - 1]!, y[i]! - y[i - 1]!)
  return length
}

function between([low, high]: readonly [number, number], byte: number): number {
  return low + ((high - low) * byte) / 255
}

/** Two lines side by side have other grains. */
function seedOf({ x, y }: InkLine): number {
  return mixed(Math.round((x[1]! - x[0]!) * 64) ^ Math.imul(Math.round((y[1]! - y[0]!) * 64), 0x9e3779b1))
}

function diceOf(seed: number, at: number): number {
  return mixed((seed ^ Math.imul(at + 1, 0x85ebca6b)) >>> 0)
}

/** 32 bits well mixed: the finaliser of Austin Appleby's MurmurHash3. */
function mixed(value: number): number {
  let h = value ^ (value >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
