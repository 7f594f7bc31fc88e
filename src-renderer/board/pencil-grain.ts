import { NIB, type InkLine } from './ink-line.ts'
import { radiusAt } from './nib-form.ts'

/** The dark specks of a pencil's line: four corners each, x, y, x, y … one after the other, in the points' units. */
export interface Grains {
  readonly kind: 'grains'
  readonly corners: Float32Array
}

/** Cells of the paper's tooth: how far apart along the line, in nibs, and how many across it. */
const TEETH = { fine: { step: 0.32, rows: 4 }, coarse: { step: 0.55, rows: 2 } } as const
/** How fine grains are: the fine ones of a narrow line could not be told apart, and cost three times as much. */
export type Grain = keyof typeof TEETH
/** Along a line so long that it had more cells, they are twice as far apart, or four times. */
const MOST_STEPS = 1500
/** How long a grain is at least and at most, as parts of the distance of cells, and how thick, of that of rows. */
const LENGTH = [0.7, 1.5] as const
const THICKNESS = [0.55, 1.1] as const

/** Without a pen's pressure a line is as dark as one of middling pressure, a little less where the hand was quick. */
const SLOW = 0.5
const QUICK = 0.35

/** The part of cells that have a grain. */
export function hardnessOf(pressure: number, isReal: boolean): number {
  return isReal ? pressure : QUICK + (SLOW - QUICK) * Math.min(1, 2 * pressure)
}

/**
 * The grains of a pencil's line. Each cell of the line has one or has none, which is decided by a number made of the
 * cell's place on the line and of where the line begins to go: the same on every machine, in copies too, and
 * unchanged while the line grows. The harder the pencil is pressed, the more cells have one.
 */
export function grainsOf(line: InkLine, pressure: boolean, grain: Grain): Grains {
  const { x, y, scale, count } = line
  const { rows } = TEETH[grain]
  const total = lengthOf(line)
  let step = NIB * TEETH[grain].step
  while (total / step > MOST_STEPS) step *= 2
  const seed = seedOf(line)
  const corners: number[] = []
  let cell = 0
  let passed = 0
  for (let i = 1; i < count; i++) {
    const [ax, ay] = [x[i - 1]!, y[i - 1]!]
    const [dx, dy] = [x[i]! - ax, y[i]! - ay]
    const pressedBefore = line.pressure[i - 1]!
    const length = Math.hypot(dx, dy)
    const [ux, uy] = [dx / length, dy / length]
    for (; (cell + 0.5) * step <= passed + length; cell++) {
      const t = ((cell + 0.5) * step - passed) / length
      const pressed = pressedBefore + (line.pressure[i]! - pressedBefore) * t
      const hardness = hardnessOf(pressed, pressure)
      const radius = radiusAt(pressed, pressure, 'pencil') * NIB
      for (let row = 0; row < rows; row++) {
        let dice = diceOf(seed, cell * rows + row)
        if ((dice & 255) >= hardness * 256) continue
        dice >>>= 8
        const half = (step / 2) * between(LENGTH, dice & 255)
        const across = ((radius * 2) / rows) * (row - (rows - 1) / 2)
        const thick = (radius / rows) * between(THICKNESS, (dice >>> 8) & 255)
        const along = t * length + (((dice >>> 16) & 255) / 255 - 0.5) * step * 0.6
        // A grain reaches beyond neither end of the line, nor far past where the line may turn.
        const from = Math.max(-Math.min(passed, radius), along - half)
        const to = Math.min(Math.min(total - passed, length + radius), along + half)
        const [low, high] = [Math.max(-radius, across - thick), Math.min(radius, across + thick)]
        corners.push(
          (ax + ux * from - uy * low) / scale,
          (ay + uy * from + ux * low) / scale,
          (ax + ux * to - uy * low) / scale,
          (ay + uy * to + ux * low) / scale,
          (ax + ux * to - uy * high) / scale,
          (ay + uy * to + ux * high) / scale,
          (ax + ux * from - uy * high) / scale,
          (ay + uy * from + ux * high) / scale,
        )
      }
    }
    passed += length
  }
  return { kind: 'grains', corners: Float32Array.from(corners) }
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
