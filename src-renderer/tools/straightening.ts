import type { InkPoint } from '#shared/model/points.ts'
import { fitEllipse, fitPolygon, type Fit } from './shape-fit.ts'
import type { MeantShape } from './meant-shape.ts'
import { evenly, farthestFrom, pathLength } from './polyline.ts'
import type { Place } from './tool.ts'

/** How far a line's points may be from it, as a part of its length, and how much longer the hand's way may be. */
const LINE_STRAY = 0.05
const LINE_DETOUR = 1.15
/** The gap between the ends of a figure that counts as closed, as a part of its extent. */
const CLOSED_GAP = 0.3
/** The hand's way around a figure is a little more or less than once around. */
const POINTS = 96
/** How far points may be from a figure on average, as a part of its extent. */
const FIGURE_STRAY = 0.035

/**
 * What a stroke clearly is: a line, a circle or ellipse, a rectangle or a triangle. Null for anything else.
 *
 * @param least extent below which nothing is recognised, in the points' units
 */
export function meantShape(points: readonly Place[], least: number): MeantShape | null {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return null
  const length = pathLength(points)
  const chord = Math.hypot(last.x - first.x, last.y - first.y)
  if (chord >= least && length <= chord * LINE_DETOUR) {
    const stray = Math.max(...points.map((point) => distanceToLine(point, first, last)))
    if (stray <= chord * LINE_STRAY) return { kind: 'line', from: first, to: last }
    return null
  }
  const extent = extentOf(points)
  if (extent < least || chord > extent * CLOSED_GAP || length < extent * 1.5) return null
  const even = evenly([...points, first], POINTS)
  const fits: Fit[] = [fitEllipse(even), fitPolygon(even)].filter((fit) => fit !== null)
  const best = fits.reduce<Fit | null>((least, fit) => (least === null || fit.stray < least.stray ? fit : least), null)
  return best === null || best.stray > extent * FIGURE_STRAY ? null : best.shape
}

function distanceToLine(at: Place, from: Place, to: Place): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  return Math.abs((at.x - from.x) * dy - (at.y - from.y) * dx) / Math.hypot(dx, dy)
}

/** The greatest distance of two of the points, nearly. */
function extentOf(points: readonly Place[]): number {
  const one = farthestFrom(points, points[0]!)
  const other = farthestFrom(points, one)
  return Math.hypot(other.x - one.x, other.y - one.y)
}

/** The point about which a shape is scaled and turned, while the pen is still down. */
export function anchorOf(shape: MeantShape): Place {
  switch (shape.kind) {
    case 'line':
      return shape.from
    case 'ellipse':
      return shape.centre
    case 'rectangle':
    case 'triangle': {
      const { corners } = shape
      const sum = corners.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 })
      return { x: sum.x / corners.length, y: sum.y / corners.length }
    }
  }
}

const MOST_POINTS = 1500

/**
 * Clean ink of a shape.
 *
 * @param apart distance of points: half a nib keeps simulated pressure from growing or falling
 */
export function inkOfShape(shape: MeantShape, apart: number, pressure: number): InkPoint[] {
  const path =
    shape.kind === 'ellipse'
      ? ellipsePath(shape)
      : shape.kind === 'line'
        ? [shape.from, shape.to]
        : closed(shape.corners)
  const parts = Math.min(MOST_POINTS, Math.max(2, Math.ceil(pathLength(path) / Math.max(apart, 1e-6))))
  // Corners stay: each side is parted for itself.
  const points: InkPoint[] = [{ ...path[0]!, pressure }]
  const length = pathLength(path)
  for (let i = 1; i < path.length; i++) {
    const [from, to] = [path[i - 1]!, path[i]!]
    const steps = Math.max(1, Math.round((parts * Math.hypot(to.x - from.x, to.y - from.y)) / length))
    for (let step = 1; step <= steps; step++) {
      const part = step / steps
      points.push({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part, pressure })
    }
  }
  return points
}

function closed(corners: readonly Place[]): Place[] {
  return [...corners, corners[0]!]
}

const ELLIPSE_SIDES = 180

function ellipsePath({
  centre,
  radiusX,
  radiusY,
  angle,
  start,
  turn,
}: Extract<MeantShape, { kind: 'ellipse' }>): Place[] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return Array.from({ length: ELLIPSE_SIDES + 1 }, (_, i) => {
    const at = start + (turn * 2 * Math.PI * i) / ELLIPSE_SIDES
    const [u, v] = [radiusX * Math.cos(at), radiusY * Math.sin(at)]
    return { x: centre.x + u * cos - v * sin, y: centre.y + u * sin + v * cos }
  })
}

/** Points after their anchor was kept and `from` was taken to `to`: turned and scaled evenly. */
export function taken(points: readonly InkPoint[], anchor: Place, from: Place, to: Place): InkPoint[] {
  const [ax, ay] = [from.x - anchor.x, from.y - anchor.y]
  const [bx, by] = [to.x - anchor.x, to.y - anchor.y]
  const square = ax * ax + ay * ay
  if (square === 0) return [...points]
  // The complex number that one arm times it is the other.
  const [re, im] = [(ax * bx + ay * by) / square, (ax * by - ay * bx) / square]
  return points.map(({ x, y, pressure }) => {
    const [dx, dy] = [x - anchor.x, y - anchor.y]
    return { x: anchor.x + dx * re - dy * im, y: anchor.y + dx * im + dy * re, pressure }
  })
}
