import { PER_POINT, type FlatInk } from '#shared/model/flat-ink.ts'
import type { Nib } from '#shared/model/properties.ts'
import { NIB_FORMS } from './nib-form.ts'

/**
 * Smoothing works with lengths that are fixed (points nearer than 3 to the end are dropped), so ink is scaled to a
 * nib of this size first. What becomes of it then depends on nothing but its shape.
 */
export const NIB = 16
export const DROPPED_AT_END = 3

/**
 * The line in the middle of ink: for each of its `count` points the numbers at the same place of each array, which may
 * be longer. Everything is in `scale` parts of the units of the ink.
 */
export interface InkLine {
  readonly scale: number
  readonly count: number
  readonly x: Float64Array
  readonly y: Float64Array
  /** 0 to 1. */
  readonly pressure: Float64Array
  /** Of length 1, back to the point before; at the first point as at the second. */
  readonly backX: Float64Array
  readonly backY: Float64Array
  /** To the point before. */
  readonly distance: Float64Array
  /** From the beginning. */
  readonly passed: Float64Array
}

/** A line that is being made. The same for all lines: making room for each would cost more than making them. */
class LineBuffer implements InkLine {
  scale = 1
  count = 0
  x = new Float64Array(0)
  y = this.x
  pressure = this.x
  backX = this.x
  backY = this.x
  distance = this.x
  passed = this.x

  clear(scale: number, room: number): void {
    this.scale = scale
    this.count = 0
    if (room <= this.x.length) return
    const made = (): Float64Array<ArrayBuffer> => new Float64Array(2 * room)
    this.x = made()
    this.y = made()
    this.pressure = made()
    this.backX = made()
    this.backY = made()
    this.distance = made()
    this.passed = made()
  }

  push(x: number, y: number, pressure: number, backX: number, backY: number, distance: number, passed: number): void {
    const i = this.count++
    this.x[i] = x
    this.y[i] = y
    this.pressure[i] = pressure
    this.backX[i] = backX
    this.backY[i] = backY
    this.distance[i] = distance
    this.passed[i] = passed
  }
}

const buffer = new LineBuffer()

/**
 * Smooths points, and gives each the pressure it is drawn with; null where there is so little of it that it is a dot.
 * Good until the next call. The smoothing is that of perfect-freehand (Steve Ruiz): each point goes a part of the way to
 * where the pen was, and nothing is drawn of what trembles about the beginning.
 *
 * @param width nib at middle pressure, in the points' units
 * @param pressure whether the points carry a real pen's pressure
 */
export function inkLine(ink: FlatInk, width: number, pressure: boolean, nib: Nib): InkLine | null {
  const { streamline, speedStreamline, flat } = NIB_FORMS[nib]
  const line = buffer
  line.clear(NIB / width, Math.max(ink.count, OF_TWO))
  smooth(line, ink.count === 2 ? withPointsBetween(ink) : ink, pressure ? streamline : speedStreamline)
  if (line.count < 2 || line.passed[line.count - 1]! < DROPPED_AT_END) return null
  line.backX[0] = line.backX[1]!
  line.backY[0] = line.backY[1]!
  if (!pressure) simulatePressure(line)
  if (flat) straightenEnd(line)
  return line
}

/** Of the way to the next point, a line goes at least this part. */
const LEAST_FOLLOWING = 0.15

/** The part of the way to the next point that a line goes, if it is streamlined so much. */
export function followingOf(streamline: number): number {
  return LEAST_FOLLOWING + (1 - streamline) * (1 - LEAST_FOLLOWING)
}

function smooth(line: LineBuffer, { numbers, count }: FlatInk, streamline: number): void {
  if (count === 0) return
  const k = line.scale
  const following = followingOf(streamline)
  let x = numbers[0]! * k
  let y = numbers[1]! * k
  let passed = 0
  let hasBegun = false
  line.push(x, y, numbers[2]!, 0, 0, 0, 0)
  for (let i = 1; i < count; i++) {
    const isLast = i === count - 1
    const part = isLast ? 1 : following
    const dx = (numbers[PER_POINT * i]! * k - x) * part
    const dy = (numbers[PER_POINT * i + 1]! * k - y) * part
    const distance = Math.sqrt(dx * dx + dy * dy)
    // A step can be so small that its square is nothing.
    if (distance === 0) continue
    passed += distance
    if (!hasBegun && !isLast && passed < NIB) continue
    hasBegun = true
    x += dx
    y += dy
    line.push(x, y, numbers[PER_POINT * i + 2]!, -dx / distance, -dy / distance, distance, passed)
  }
}

/** So many points make a line of two. */
const OF_TWO = 5

function withPointsBetween({ numbers }: FlatInk): FlatInk {
  const more = new Float64Array(OF_TWO * PER_POINT)
  for (let i = 0; i < more.length; i++) {
    const part = Math.floor(i / PER_POINT) / (OF_TWO - 1)
    const of = i % PER_POINT
    more[i] = numbers[of]! + (numbers[PER_POINT + of]! - numbers[of]!) * part
  }
  return { numbers: more, count: OF_TWO }
}

/** Points from which the first pressure is taken, and how fast pressure follows speed. */
const FIRST_POINTS = 10
const PRESSURE_RATE = 0.275

/**
 * Gives each point a pressure by how far it is from the one before, as perfect-freehand does, save that the line begins
 * as thick as it goes on: its ends would be thinner or thicker than its middle otherwise.
 */
function simulatePressure(line: LineBuffer): void {
  const count = Math.min(FIRST_POINTS, line.count)
  let pressure = 0
  // The first point has no way behind it.
  for (let i = 1; i < count; i++) pressure += (1 - speedOf(line.distance[i]!)) / (count - 1)
  for (let i = 0; i < line.count; i++) {
    pressure = nextPressure(pressure, line.distance[i]!)
    line.pressure[i] = pressure
  }
}

/** As a part of the greatest that counts: a nib from one point to the next. */
function speedOf(distance: number): number {
  return Math.min(1, distance / NIB)
}

function nextPressure(before: number, distance: number): number {
  const speed = speedOf(distance)
  return before + (1 - speed - before) * speed * PRESSURE_RATE
}

/** How much of a flat nib's line, in nibs, says which way its end faces: a tremor must not tilt it. */
const FLAT_END = 0.6

/** Leaves out what lies near the end, save the end. */
function straightenEnd(line: LineBuffer): void {
  const last = line.count - 1
  let kept = 1
  while (kept < last && line.passed[kept]! <= line.passed[last]! - NIB * FLAT_END) kept += 1
  const [x, y, before] = [line.x[last]!, line.y[last]!, kept - 1]
  const [dx, dy] = [line.x[before]! - x, line.y[before]! - y]
  const length = Math.hypot(dx, dy)
  if (length === 0) return
  const [pressure, distance, passed] = [line.pressure[last]!, line.distance[last]!, line.passed[last]!]
  line.count = kept
  line.push(x, y, pressure, dx / length, dy / length, distance, passed)
  if (kept > 1) return
  line.backX[0] = dx / length
  line.backY[0] = dy / length
}
