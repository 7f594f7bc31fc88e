import { readPath, type PathPoint } from './paths.ts'
import type { LineRecord } from './records.ts'

/** A cubic Bézier curve from where the one before it ended. Straight pieces have their handles on the line. */
export interface Curve {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  readonly x: number
  readonly y: number
}

/** How a line really goes, in the record's own axes. */
export interface Course {
  readonly x: number
  readonly y: number
  readonly curves: readonly Curve[]
}

/** Length of a head, in widths of its line; and in units, on lines that are so thin that it would hardly be seen. */
const HEAD_LENGTH = 4.5
const SHORTEST_HEAD = 16
/** No hand draws as thin as this, in units: a line that is thinner was drawn in a closer view, and its head is less too. */
const THINNEST = 1
/** The handles of a smooth curve lie at this part of the way between the neighbours (Catmull-Rom splines). */
const CATMULL_ROM = 1 / 6

/**
 * Length of a head at the end of a line, in units of its own axes.
 *
 * @param width of the line
 * @param room from that end to the next place of the line, of which a thin line's head takes half at most
 */
export function headLength(width: number, room = Number.POSITIVE_INFINITY): number {
  const shortest = SHORTEST_HEAD * Math.min(1, width / THINNEST)
  return Math.max(HEAD_LENGTH * width, Math.min(shortest, room / 2))
}

type Shaped = Pick<LineRecord, 'path' | 'bend' | 'closed'>

/** By lines, which never change: reading a path costs more than all that is done with it. */
const courses = new WeakMap<Shaped, Course>()

/** The course of a line. A path that cannot be read has none. */
export function courseOf(line: Shaped): Course {
  const known = courses.get(line)
  if (known !== undefined) return known
  const course = courseAlong(line)
  courses.set(line, course)
  return course
}

function courseAlong({ path, bend, closed }: Shaped): Course {
  const read = readPath(path) ?? []
  const points = bend === 'elbow' ? withElbows(read, closed) : read
  const [first] = points
  if (first === undefined) return { x: 0, y: 0, curves: [] }
  const through = closed ? [...points, first] : points
  return { ...first, curves: bend === 'curved' ? smooth(points, closed) : straight(through) }
}

function straight(points: readonly PathPoint[]): Curve[] {
  return points.slice(1).map(({ x, y }, i) => {
    const from = points[i]!
    return { x1: from.x, y1: from.y, x2: x, y2: y, x, y }
  })
}

/**
 * A Catmull-Rom spline as Bézier curves: it goes through every point, in the direction of its neighbours. A point that
 * stands twice is a corner.
 */
function smooth(points: readonly PathPoint[], closed: boolean): Curve[] {
  const count = points.length
  const at = (i: number): PathPoint =>
    closed ? points[(i + count) % count]! : points[Math.min(count - 1, Math.max(0, i))]!
  return Array.from({ length: closed ? count : count - 1 }, (_, i) => {
    const [before, from, to, after] = [at(i - 1), at(i), at(i + 1), at(i + 2)]
    if (from.x === to.x && from.y === to.y) return { x1: from.x, y1: from.y, x2: to.x, y2: to.y, x: to.x, y: to.y }
    return {
      x1: from.x + (to.x - before.x) * CATMULL_ROM,
      y1: from.y + (to.y - before.y) * CATMULL_ROM,
      x2: to.x - (after.x - from.x) * CATMULL_ROM,
      y2: to.y - (after.y - from.y) * CATMULL_ROM,
      x: to.x,
      y: to.y,
    }
  })
}

/** Goes along the axes only, turning half way; along the longer distance first and last. */
function withElbows(points: readonly PathPoint[], closed: boolean): PathPoint[] {
  const around = closed && points[0] !== undefined ? [...points, points[0]] : points
  const turns: PathPoint[] = []
  for (const [i, to] of around.entries()) {
    const from = around[i - 1]
    if (from !== undefined && from.x !== to.x && from.y !== to.y) {
      const isWide = Math.abs(to.x - from.x) >= Math.abs(to.y - from.y)
      const [midX, midY] = [(from.x + to.x) / 2, (from.y + to.y) / 2]
      turns.push(
        isWide ? { x: midX, y: from.y } : { x: from.x, y: midY },
        isWide ? { x: midX, y: to.y } : { x: to.x, y: midY },
      )
    }
    turns.push(to)
  }
  return closed ? turns.slice(0, -1) : turns
}

/** Pieces that a curve is flattened to, at most so far from it as hardly shows. */
const STEPS = 16

/** The course as places with straight pieces between them. */
export function flattened({ x, y, curves }: Course): PathPoint[] {
  const points: PathPoint[] = [{ x, y }]
  let from = { x, y }
  for (const curve of curves) {
    const isStraight = curve.x1 === from.x && curve.y1 === from.y && curve.x2 === curve.x && curve.y2 === curve.y
    const steps = isStraight ? 1 : STEPS
    for (let i = 1; i <= steps; i++) points.push(alongCurve(from, curve, i / steps))
    from = curve
  }
  return points
}

/** @param t 0 at the beginning of the curve, 1 at its end */
function alongCurve(from: PathPoint, { x1, y1, x2, y2, x, y }: Curve, t: number): PathPoint {
  const u = 1 - t
  const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t]
  return { x: a * from.x + b * x1 + c * x2 + d * x, y: a * from.y + b * y1 + c * y2 + d * y }
}
