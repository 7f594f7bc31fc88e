import type { InkPoint } from '#shared/model/points.ts'
import type { Place } from './tool.ts'

/** A piece of ink that is shorter than this part of the eraser's radius is a crumb, and goes too. */
const CRUMB = 0.25
/** Cuts nearer to the end of a line than this part of it are at its end. */
const SLACK = 1e-9

/** What went along a line, straight from `from` to `to`. */
export interface Rub {
  readonly from: Place
  readonly to: Place
  /** As far as it reaches. */
  readonly radius: number
  /** Half the thickness of the line at a pressure: its ends are round, and reach as far beyond where it is cut. */
  readonly nib: (pressure: number) => number
  /** What reaches less far than this into a line leaves it whole: places are rounded by as much when they are packed. */
  readonly slack: number
}

/** A line that was cut, as runs of its points. */
export interface Split {
  readonly left: readonly (readonly InkPoint[])[]
  readonly lost: readonly (readonly InkPoint[])[]
}

/**
 * What is left and what is lost of a line of ink where an eraser went: cut so that what is seen of the rest begins at
 * the eraser's edge. Null if the eraser touched nothing that is seen of it.
 */
export function splitInk(points: readonly InkPoint[], rub: Rub): Split | null {
  const [first] = points
  if (first === undefined) return null
  if (points.length === 1) return insidePart(first, first, rub, 0) === null ? null : { left: [], lost: [points] }
  const cut = new Cut(rub.radius * CRUMB)
  let touched = false
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1]!, points[i]!]
    const inside = insidePart(from, to, rub, 0)
    touched ||= inside !== null && insidePart(from, to, rub, rub.slack) !== null
    cut.add(from, to, inside)
  }
  return touched ? cut.split() : null
}

interface Run {
  readonly isLost: boolean
  readonly points: InkPoint[]
}

/** Takes a line apart from its beginning to its end, into runs that are left and lost by turns. */
class Cut {
  readonly #crumb: number
  readonly #runs: Run[] = []

  /** @param crumb what is no longer than this is lost too */
  constructor(crumb: number) {
    this.#crumb = crumb
  }

  add(from: InkPoint, to: InkPoint, inside: Part | null): void {
    if (inside === null) return this.#goOn(false, from, to)
    const [start, end] = inside
    const [first, last] = [
      start > SLACK ? between(from, to, start) : from,
      end < 1 - SLACK ? between(from, to, end) : to,
    ]
    if (first !== from) this.#goOn(false, from, first)
    this.#goOn(true, first, last)
    if (last !== to) this.#goOn(false, last, to)
  }

  split(): Split {
    const left: InkPoint[][] = []
    const lost: InkPoint[][] = []
    let wasLost = false
    for (const { isLost, points } of this.#runs) {
      const goes = isLost || lengthOf(points) <= this.#crumb
      if (!goes) left.push(points)
      else if (wasLost) lost.at(-1)!.push(...points.slice(1))
      else lost.push([...points])
      wasLost = goes
    }
    return { left, lost: lost.filter((points) => lengthOf(points) > 0) }
  }

  #goOn(isLost: boolean, from: InkPoint, to: InkPoint): void {
    const run = this.#runs.at(-1)
    if (run?.isLost === isLost) run.points.push(to)
    else this.#runs.push({ isLost, points: [from, to] })
  }
}

type Part = readonly [start: number, end: number]

/**
 * The part of the line from `p` to `q`, as shares of its length, that is as near to the line from `a` to `b` as the rub
 * and half its own thickness reach, less so much. That area is convex, so that it is one part: from the first to the last place within the two discs at its ends or
 * the strip between them.
 */
function insidePart(p: InkPoint, q: InkPoint, { from: a, to: b, radius: reach, nib }: Rub, less: number): Part | null {
  // Points of ink are close together: where it grows thicker from one to the next, the thicker end counts.
  const radius = reach + Math.max(nib(p.pressure), nib(q.pressure)) - less
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
