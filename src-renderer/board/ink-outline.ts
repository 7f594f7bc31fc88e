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
/** Without a pen, speed stands in for pressure, and less is more. */
const MOUSE_THINNING = 0.28
const PEN_STREAMLINE = 0.35
const MOUSE_STREAMLINE = 0.5

/** The outline of ink: a closed run of points to be joined by curves, or a dot. */
export type Outline =
  | { readonly kind: 'shape'; readonly points: readonly (readonly [number, number])[] }
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
    simulatePressure: !pressure,
    last: true,
  }
  const scaled: [number, number, number][] = []
  for (const point of points) scaled.push([point.x * k, point.y * k, point.pressure])
  const line = getStrokePoints(scaled, options)
  const end = line.at(-1)
  if (points.length < 2 || line.length < 2 || end === undefined || end.runningLength < DROPPED_AT_END) {
    return dotOf(points, width, pressure)
  }
  const outline = getStrokeOutlinePoints(line, options)
  for (const point of outline) {
    point[0] /= k
    point[1] /= k
  }
  return { kind: 'shape', points: outline }
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

/** Writes the outline as one closed path: a curve through the middles of its edges. */
export function traceOutline(outline: Outline, path: PathSink): void {
  if (outline.kind === 'dot') {
    path.moveTo(outline.x + outline.radius, outline.y)
    path.arc(outline.x, outline.y, outline.radius, 0, 2 * Math.PI)
    path.closePath()
    return
  }
  const { points } = outline
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
