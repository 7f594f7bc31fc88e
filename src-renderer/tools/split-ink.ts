import type { InkPoint } from '#shared/model/points.ts'
import type { Place } from './tool.ts'

/** A piece of ink that is shorter than this part of the eraser's radius is a crumb, and goes too. */
const CRUMB = 0.25
/** Cuts nearer to the end of a line than this part of it are at its end. */
const SLACK = 1e-9

/**
 * What is left of a line of ink after an eraser of `radius` went straight from `a` to `b`: the runs of its points
 * that lie outside, cut where the eraser's edge crosses the line. Null if it was not touched.
 */
export function inkOutside(points: readonly InkPoint[], a: Place, b: Place, radius: number): InkPoint[][] | null {
  const [first] = points
  if (first === undefined) return null
  if (points.length === 1) return insidePart(first, first, a, b, radius) === null ? null : []
  const runs: InkPoint[][] = []
  let touched = false
  let run: InkPoint[] = []
  const endRun = (): void => {
    if (lengthOf(run) > CRUMB * radius) runs.push(run)
    run = []
  }
  run.push(first)
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1]!, points[i]!]
    const inside = insidePart(from, to, a, b, radius)
    if (inside === null) {
      run.push(to)
      continue
    }
    touched = true
    const [start, end] = inside
    if (start > SLACK) run.push(between(from, to, start))
    else run = run.length > 1 ? run : []
    endRun()
    if (end < 1 - SLACK) run.push(between(from, to, end), to)
  }
  endRun()
  return touched ? runs : null
}

type Part = readonly [start: number, end: number]

/**
 * The part of the line from `p` to `q`, as shares of its length, that is within `radius` of the line from `a` to `b`.
 * That area is convex, so that it is one part: from the first to the last place within the two discs at its ends or
 * the strip between them.
 */
function insidePart(p: Place, q: Place, a: Place, b: Place, radius: number): Part | null {
  const parts = [withinDisc(p, q, a, radius), withinDisc(p, q, b, radius), withinStrip(p, q, a, b, radius)]
  let [start, end] = [Infinity, -Infinity]
  for (const part of parts) {
    if (part === null) continue
    start = Math.min(start, part[0])
    end = Math.max(end, part[1])
  }
  return start > end ? null : [start, end]
}

function withinDisc(p: Place, q: Place, centre: Place, radius: number): Part | null {
  const [dx, dy] = [q.x - p.x, q.y - p.y]
  const [cx, cy] = [p.x - centre.x, p.y - centre.y]
  const length = dx * dx + dy * dy
  const outside = cx * cx + cy * cy - radius * radius
  if (length === 0) return outside <= 0 ? [0, 1] : null
  const half = cx * dx + cy * dy
  const root = half * half - length * outside
  if (root < 0) return null
  return clipped((-half - Math.sqrt(root)) / length, (-half + Math.sqrt(root)) / length)
}

function withinStrip(p: Place, q: Place, a: Place, b: Place, radius: number): Part | null {
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  if (length === 0) return null
  const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length]
  const along = (at: Place): number => (at.x - a.x) * ux + (at.y - a.y) * uy
  const across = (at: Place): number => (at.y - a.y) * ux - (at.x - a.x) * uy
  const lengthwise = whereBetween(along(p), along(q), 0, length)
  const crosswise = whereBetween(across(p), across(q), -radius, radius)
  if (lengthwise === null || crosswise === null) return null
  return clipped(Math.max(lengthwise[0], crosswise[0]), Math.min(lengthwise[1], crosswise[1]))
}

/** Where a value that goes evenly from `from` to `to` is between `low` and `high`. */
function whereBetween(from: number, to: number, low: number, high: number): Part | null {
  if (from === to) return from >= low && from <= high ? [0, 1] : null
  const [one, other] = [(low - from) / (to - from), (high - from) / (to - from)]
  return [Math.min(one, other), Math.max(one, other)]
}

function clipped(start: number, end: number): Part | null {
  const part: Part = [Math.max(0, start), Math.min(1, end)]
  return part[0] > part[1] ? null : part
}

function between(from: InkPoint, to: InkPoint, share: number): InkPoint {
  const mix = (one: number, other: number): number => one + (other - one) * share
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), pressure: mix(from.pressure, to.pressure) }
}

function lengthOf(run: readonly InkPoint[]): number {
  let length = 0
  for (let i = 1; i < run.length; i++) length += Math.hypot(run[i]!.x - run[i - 1]!.x, run[i]!.y - run[i - 1]!.y)
  return length
}
