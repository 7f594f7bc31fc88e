import { getStrokeOutlinePoints, getStrokePoints } from 'perfect-freehand'
import { MAX_PRESSURE_WIDENING } from '#shared/model/bounds.ts'
import type { InkPoint } from '#shared/model/points.ts'

/**
 * The library works with lengths that are fixed in its code (points nearer than 3 to the end are dropped),
 * so ink is scaled to a nib of this size first. The outline then depends on nothing but the shape.
 */
const NIB = 16
const DROPPED_AT_END = 3

/** How far pressure widens or thins real ink; at full pressure this is exactly the widening that bounds allow for. */
const PEN_THINNING = MAX_PRESSURE_WIDENING - 1
/** Without a pen, speed stands in for pressure; so little that a line keeps its width from end to end. */
const MOUSE_THINNING = 0.1
const PEN_STREAMLINE = 0.35
const MOUSE_STREAMLINE = 0.5

/** Points from which the first pressure is taken, and how fast pressure follows speed. */
const FIRST_POINTS = 10
const PRESSURE_RATE = 0.275

/** The outline of ink: closed runs of points, each to be joined by curves, which together cover it; or a dot. */
export type Outline =
  | { readonly kind: 'shape'; readonly runs: readonly (readonly (readonly [number, number])[])[] }
  | { readonly kind: 'dot'; readonly x: number; readonly y: number; readonly radius: number }

/**
 * The outline of a pen stroke, drawn with perfect-freehand. The last point counts as final even while the
 * pen moves, so that ink does not stir when the pen lifts.
 *
 * @param points at least one
 * @param width nib at middle pressure, in the points' units
 * @param pressure whether the points carry a real pen's pressure
 */
export function inkOutline(points: readonly InkPoint[], width: number, pressure: boolean): Outline {
  const k = NIB / width
  const options = {
    size: NIB,
    thinning: pressure ? PEN_THINNING : MOUSE_THINNING,
    streamline: pressure ? PEN_STREAMLINE : MOUSE_STREAMLINE,
    smoothing: 0.5,
    simulatePressure: false,
    last: true,
  }
  const scaled: [number, number, number][] = []
  for (const point of points) scaled.push([point.x * k, point.y * k, point.pressure])
  const line = getStrokePoints(scaled, options)
  const end = line.at(-1)
  if (points.length < 2 || line.length < 2 || end === undefined || end.runningLength < DROPPED_AT_END) {
    return dotOf(points, width, pressure)
  }
  if (!pressure) simulatePressure(line)
  const runs = cutAtCorners(line).map((part) => {
    const run = getStrokeOutlinePoints(part, options)
    for (const point of run) {
      point[0] /= k
      point[1] /= k
    }
    return run
  })
  return { kind: 'shape', runs }
}

type LinePoint = ReturnType<typeof getStrokePoints>[number]

/**
 * Gives each point a pressure by how far it is from the one before, as the library would, save that the line begins
 * as thick as it goes on: its ends would be thinner than its middle otherwise.
 */
function simulatePressure(line: readonly LinePoint[]): void {
  let pressure = 0.5
  for (const { distance } of line.slice(0, FIRST_POINTS)) pressure = nextPressure(pressure, distance)
  for (const point of line) {
    pressure = nextPressure(pressure, point.distance)
    point.pressure = pressure
  }
}

function nextPressure(before: number, distance: number): number {
  const speed = Math.min(1, distance / NIB)
  return before + (1 - speed - before) * speed * PRESSURE_RATE
}

/**
 * The line in parts without turns of more than a right angle. Each part has round ends, so that together they cover
 * the corner; in one outline the library pinches the line there.
 */
function cutAtCorners(line: readonly LinePoint[]): LinePoint[][] {
  const parts: LinePoint[][] = []
  let part: LinePoint[] = []
  for (const [i, point] of line.entries()) {
    part.push(point)
    const next = line[i + 1]
    if (i === 0 || next === undefined || dot(point.vector, next.vector) >= 0) continue
    parts.push(part)
    part = [{ ...point, vector: next.vector }]
  }
  parts.push(part)
  return parts
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a[0]! * b[0]! + a[1]! * b[1]!
}

/** How wide ink of a mean pressure is on average; for ink too thin to show its outline. */
export function thinWidth(width: number, pressure: boolean, mean: number): number {
  // Without a pen, hands are rather quick than slow, which thins the line a little.
  return pressure ? width * (1 - 2 * PEN_THINNING * (0.5 - mean)) : width * (1 - MOUSE_THINNING / 2)
}

function dotOf(points: readonly InkPoint[], width: number, pressure: boolean): Outline {
  let strongest = 0
  for (const point of points) strongest = Math.max(strongest, point.pressure)
  const last = points.at(-1) ?? { x: 0, y: 0 }
  const radius = pressure ? width * (0.5 - PEN_THINNING * (0.5 - strongest)) : width / 2
  // A dot that one can hardly see is no dot: a light tap still leaves a mark.
  return { kind: 'dot', x: last.x, y: last.y, radius: Math.max(radius, width * 0.25) }
}

/** Anything that takes path commands: a `Path2D` or a canvas context. */
export interface PathSink {
  moveTo(x: number, y: number): void
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
function traceRun(points: readonly (readonly [number, number])[], path: PathSink): void {
  const last = points.at(-1)
  const first = points[0]
  if (last === undefined || first === undefined) return
  path.moveTo((last[0] + first[0]) / 2, (last[1] + first[1]) / 2)
  for (let i = 0; i < points.length; i++) {
    const a = points[i]!
    const b = points[i + 1] ?? first
    path.quadraticCurveTo(a[0], a[1], (a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
  }
  path.closePath()
}
