import { PointReader, roomForPoints, type InkPoint } from './points.ts'
import type { StrokeRecord } from './records.ts'

/**
 * Points of ink as plain numbers, for those who go through millions of them: x, y and pressure of each, one point
 * after the other.
 */
export interface FlatInk {
  /** May be longer than what is in it. */
  readonly numbers: Float64Array
  /** Of points. */
  readonly count: number
}

/** Numbers to a point. */
export const PER_POINT = 3

const scratch = { numbers: new Float64Array(4096) }

/** The points of a packed stroke, relative to its origin. Good until the next call. */
export function flatInkOf({ points, unit, pressure }: Pick<StrokeRecord, 'points' | 'unit' | 'pressure'>): FlatInk {
  const room = roomForPoints(points)
  if (scratch.numbers.length < room) scratch.numbers = new Float64Array(2 * room)
  const { numbers } = scratch
  return { numbers, count: new PointReader(unit, pressure).unpack(points, numbers) }
}

/** The same of points that are not packed. */
export function flatInkOfPoints(points: readonly InkPoint[]): FlatInk {
  const numbers = new Float64Array(points.length * PER_POINT)
  for (const [i, { x, y, pressure }] of points.entries()) {
    numbers[PER_POINT * i] = x
    numbers[PER_POINT * i + 1] = y
    numbers[PER_POINT * i + 2] = pressure
  }
  return { numbers, count: points.length }
}
