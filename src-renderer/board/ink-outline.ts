import { flatInkOfPoints, PER_POINT, type FlatInk } from '#shared/model/flat-ink.ts'
import type { InkPoint } from '#shared/model/points.ts'
import type { Nib } from '#shared/model/properties.ts'
import { DROPPED_AT_END, inkLine, NIB, type InkLine } from './ink-line.ts'
import { NIB_FORMS, thinningOf } from './nib-form.ts'

/**
 * The outline of ink: closed runs of points (x, y, x, y …), each to be joined by curves, which together cover it; or a
 * dot.
 */
export type Outline =
  | { readonly kind: 'shape'; readonly runs: readonly Float64Array[] }
  | { readonly kind: 'dot'; readonly x: number; readonly y: number; readonly radius: number }

/**
 * The outline of a stroke. The last point counts as final even while the pen moves, so that ink does not stir when the
 * pen lifts.
 *
 * @param points at least one
 * @param width nib at middle pressure, in the points' units
 * @param pressure whether the points carry a real pen's pressure
 */
export function inkOutline(points: readonly InkPoint[], width: number, pressure: boolean, nib: Nib = 'pen'): Outline {
  const ink = flatInkOfPoints(points)
  return outlineOfLine(inkLine(ink, width, pressure, nib), ink, width, pressure, nib)
}

/**
 * The outline of a line that `inkLine` made of this ink. It is the one of perfect-freehand (Steve Ruiz), in plain
 * numbers: a board shows thousands of strokes at once, and making an object of each point took most of the time.
 */
export function outlineOfLine(line: InkLine | null, ink: FlatInk, width: number, pressure: boolean, nib: Nib): Outline {
  const thinning = thinningOf(nib, pressure)
  if (line === null) return dotOf(ink, width, pressure ? thinning : 0)
  const { flat } = NIB_FORMS[nib]
  const runs: Float64Array[] = []
  const last = line.count - 1
  // In parts without turns of more than a right angle. Each has round ends, so that together they cover the corner; one
  // outline would be pinched there.
  let from = 0
  for (let to = 1; to <= last; to++) {
    if (to < last && turnAt(line, to) >= 0) continue
    runs.push(outlineOfPart(line, from, to, thinning, flat && from === 0, flat && to === last))
    from = to
  }
  return { kind: 'shape', runs }
}

/** The cosine of the angle by which a line turns at a point. */
function turnAt({ backX, backY }: InkLine, i: number): number {
  return backX[i]! * backX[i + 1]! + backY[i]! * backY[i + 1]!
}

/** Corners of an outline nearer to each other than this are left out, which smooths it. */
const CORNERS_APART = NIB * 0.5
const LEAST_RADIUS = 0.01
/** So many steps from one side of what is round to the other: the curves between are a circle to a fiftieth. */
const HALF_ROUND = 8
const HALF = Array.from({ length: HALF_ROUND - 1 }, (_, i) => i + 1)
/** The corners of a round beginning. */
const BEGINNING = turnsOf(HALF)
/**
 * Those of a round end; and once around, roughly, so that it is covered wherever the line came from. Beside each side
 * corners are near: the curve cuts off the more of one, the farther apart its neighbours are.
 */
const END = turnsOf([...HALF, HALF_ROUND, HALF_ROUND + 1, 11, 13, 15, 17, 19, 21, 3 * HALF_ROUND - 1])
/** The corners of a flat beginning and a flat end: the inner ones so near to the outer that they only turn the curves. */
const FLAT_BEGINNING = Float64Array.of(1, 0, 1.02, 0, -1.02, 0, -1, 0)
const FLAT_END = Float64Array.of(1, 0, 0.99, 0, -0.99, 0, -1, 0)

/** Cosines and sines of angles in steps of what is round. */
function turnsOf(steps: readonly number[]): Float64Array {
  return Float64Array.from(
    steps.flatMap((step) => {
      const angle = (step * Math.PI) / HALF_ROUND
      return [Math.cos(angle), Math.sin(angle)]
    }),
  )
}

/** Corners in the making along one side of a line. */
class Side {
  /** x, y, x, y … up to `end`. */
  corners = new Float64Array(1024)
  end = 0

  clear(points: number): void {
    this.end = 0
    if (this.corners.length < 2 * points) this.corners = new Float64Array(4 * points)
  }

  add(x: number, y: number): void {
    this.corners[this.end++] = x
    this.corners[this.end++] = y
  }

  /** Leaves out what is near the corner before. */
  addApart(x: number, y: number): void {
    const dx = x - this.corners[this.end - 2]!
    const dy = y - this.corners[this.end - 1]!
    if (dx * dx + dy * dy > CORNERS_APART * CORNERS_APART) this.add(x, y)
  }
}

/** The same for all lines: making room for each would cost more than what is written there. */
const left = new Side()
const right = new Side()

/** The outline of the points from one to another, both included. */
function outlineOfPart(
  line: InkLine,
  from: number,
  to: number,
  thinning: number,
  beginsFlat: boolean,
  endsFlat: boolean,
): Float64Array {
  const { x, y, pressure, backX, backY } = line
  goAlong(line, from, to, thinning)
  const radius = radiusOf(pressure[to]!, thinning)
  const acrossX = backY[to]! * radius
  const acrossY = -backX[to]! * radius
  left.add(x[to]! - acrossX, y[to]! - acrossY)
  right.add(x[to]! + acrossX, y[to]! + acrossY)

  const beginning = beginsFlat ? FLAT_BEGINNING : BEGINNING
  const end = endsFlat ? FLAT_END : END
  const run = new Float64Array(left.end + end.length + right.end + beginning.length)
  let at = 0
  for (; at < left.end; at++) run[at] = left.corners[at]!
  at = writeAround(run, at, x[to]!, y[to]!, -acrossX, -acrossY, end)
  for (let i = right.end - 2; i >= 0; i -= 2) {
    run[at++] = right.corners[i]!
    run[at++] = right.corners[i + 1]!
  }
  // A flat edge lies across from one side to the other; a round one goes about the line's first point.
  const [fromX, fromY] = beginsFlat
    ? [(right.corners[0]! - left.corners[0]!) / 2, (right.corners[1]! - left.corners[1]!) / 2]
    : [right.corners[0]! - x[from]!, right.corners[1]! - y[from]!]
  writeAround(run, at, x[from]!, y[from]!, fromX, fromY, beginning)
  for (let i = 0; i < run.length; i++) run[i]! /= line.scale
  return run
}

/** Writes the corners along both sides, up to the end without it. */
function goAlong({ x, y, pressure, backX, backY, passed }: InkLine, from: number, to: number, thinning: number): void {
  left.clear(to - from + 1)
  right.clear(to - from + 1)
  for (let i = from; i < to && passed[to]! - passed[i]! >= DROPPED_AT_END; i++) {
    const radius = radiusOf(pressure[i]!, thinning)
    const nextX = backX[i + 1]!
    const nextY = backY[i + 1]!
    // After a corner the line begins anew.
    const hereX = i === from ? nextX : backX[i]!
    const hereY = i === from ? nextY : backY[i]!
    const turn = hereX * nextX + hereY * nextY
    const acrossX = (nextY + (hereY - nextY) * turn) * radius
    const acrossY = -(nextX + (hereX - nextX) * turn) * radius
    if (i <= from + 1) {
      left.add(x[i]! - acrossX, y[i]! - acrossY)
      right.add(x[i]! + acrossX, y[i]! + acrossY)
    } else {
      left.addApart(x[i]! - acrossX, y[i]! - acrossY)
      right.addApart(x[i]! + acrossX, y[i]! + acrossY)
    }
  }
}

function radiusOf(pressure: number, thinning: number): number {
  return Math.max(LEAST_RADIUS, NIB * (0.5 - thinning * (0.5 - pressure)))
}

/** Writes corners around a place: the arm, turned and stretched by each pair of numbers. Answers where to go on. */
function writeAround(
  run: Float64Array,
  start: number,
  x: number,
  y: number,
  armX: number,
  armY: number,
  turns: Float64Array,
): number {
  let at = start
  for (let i = 0; i < turns.length; i += 2) {
    const cos = turns[i]!
    const sin = turns[i + 1]!
    run[at++] = x + armX * cos - armY * sin
    run[at++] = y + armX * sin + armY * cos
  }
  return at
}

function dotOf(ink: FlatInk, width: number, thinning: number): Outline {
  const { numbers, count } = ink
  const last = PER_POINT * Math.max(0, count - 1)
  const radius = width * (0.5 - thinning * (0.5 - strongestOf(ink)))
  // A dot that one can hardly see is no dot: a light tap still leaves a mark.
  return { kind: 'dot', x: numbers[last] ?? 0, y: numbers[last + 1] ?? 0, radius: Math.max(radius, width * 0.25) }
}

/** The greatest pressure of any of its points; 0 without any. */
export function strongestOf({ numbers, count }: FlatInk): number {
  let strongest = 0
  for (let i = 0; i < count; i++) strongest = Math.max(strongest, numbers[PER_POINT * i + 2]!)
  return strongest
}

/** Anything that takes path commands: a `Path2D` or a canvas context. */
export interface PathSink {
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void
  arc(x: number, y: number, radius: number, start: number, end: number): void
  closePath(): void
}

/** Writes the outline as closed paths, to be filled where the winding number is not zero. */
export function traceOutline(outline: Outline, path: PathSink): void {
  if (outline.kind === 'dot') {
    path.moveTo(outline.x + outline.radius, outline.y)
    path.arc(outline.x, outline.y, outline.radius, 0, 2 * Math.PI)
    path.closePath()
    return
  }
  for (const run of outline.runs) traceRun(run, path)
}

/** A curve through the middles of the run's edges. */
function traceRun(run: Float64Array, path: PathSink): void {
  if (run.length < 2) return
  let x = run[0]!
  let y = run[1]!
  path.moveTo((run.at(-2)! + x) / 2, (run.at(-1)! + y) / 2)
  for (let i = 2; i < run.length; i += 2) {
    const nextX = run[i]!
    const nextY = run[i + 1]!
    path.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2)
    x = nextX
    y = nextY
  }
  path.quadraticCurveTo(x, y, (x + run[0]!) / 2, (y + run[1]!) / 2)
  path.closePath()
}
