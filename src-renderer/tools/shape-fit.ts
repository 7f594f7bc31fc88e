import { distance, distanceToSegment, farthestFrom, simplified } from './polyline.ts'
import type { MeantShape } from './meant-shape.ts'
import type { Place } from './tool.ts'

/** A figure, and how far the places lie from it on average. */
export interface Fit {
  readonly shape: MeantShape
  readonly stray: number
}

/** Radii, and sides, so nearly equal were meant to be. */
const ROUND = 0.86
const SQUARE = 0.9
/** Figures that lean less than this, in radians, were meant to stand straight. */
const UPRIGHT = (8 * Math.PI) / 180

/** The ellipse nearest to places that are evenly apart on a closed path. */
export function fitEllipse(places: readonly Place[]): Fit | null {
  const { area, centre } = areaOf(places)
  if (area === 0) return null
  const turn = area > 0 ? 1 : -1
  let angle = upright(mainDirection(places, centre), Math.PI / 2)
  let radii = radiiAlong(places, centre, angle)
  if (radii === null) return null
  const ratio = radii[0] / radii[1]
  if (ratio > ROUND && ratio < 1 / ROUND) {
    const radius = places.reduce((sum, place) => sum + distance(place, centre), 0) / places.length
    radii = [radius, radius]
    angle = 0
  }
  const [radiusX, radiusY] = radii
  let stray = 0
  let start = 0
  for (const [i, place] of places.entries()) {
    const [u, v] = turned(place, centre, -angle)
    const part = Math.hypot(u / radiusX, v / radiusY)
    stray += part === 0 ? Math.min(radiusX, radiusY) : (Math.abs(part - 1) * Math.hypot(u, v)) / part
    if (i === 0) start = Math.atan2(v / radiusY, u / radiusX)
  }
  return { shape: { kind: 'ellipse', centre, radiusX, radiusY, angle, start, turn }, stray: stray / places.length }
}

/** Twice the signed area, and the middle of what a closed path encloses. */
function areaOf(places: readonly Place[]): { area: number; centre: Place } {
  const origin = places[0]!
  let [area, x, y] = [0, 0, 0]
  for (const [i, place] of places.entries()) {
    const next = places[i + 1] ?? origin
    const [ax, ay, bx, by] = [place.x - origin.x, place.y - origin.y, next.x - origin.x, next.y - origin.y]
    const cross = ax * by - bx * ay
    area += cross
    x += (ax + bx) * cross
    y += (ay + by) * cross
  }
  if (area === 0) return { area, centre: origin }
  return { area, centre: { x: origin.x + x / (3 * area), y: origin.y + y / (3 * area) } }
}

/** The direction, in radians, in which places are spread most. */
function mainDirection(places: readonly Place[], centre: Place): number {
  let [xx, xy, yy] = [0, 0, 0]
  for (const place of places) {
    const [dx, dy] = [place.x - centre.x, place.y - centre.y]
    xx += dx * dx
    xy += dx * dy
    yy += dy * dy
  }
  return Math.atan2(2 * xy, xx - yy) / 2
}

/** The radii a, b with (u/a)² + (v/b)² nearest to 1 in the sense of least squares, along axes at an angle. */
function radiiAlong(places: readonly Place[], centre: Place, angle: number): [number, number] | null {
  let [uuuu, uuvv, vvvv, uu, vv] = [0, 0, 0, 0, 0]
  for (const place of places) {
    const [u, v] = turned(place, centre, -angle)
    const [u2, v2] = [u * u, v * v]
    uuuu += u2 * u2
    uuvv += u2 * v2
    vvvv += v2 * v2
    uu += u2
    vv += v2
  }
  const determinant = uuuu * vvvv - uuvv * uuvv
  const [a, b] = [(uu * vvvv - vv * uuvv) / determinant, (vv * uuuu - uu * uuvv) / determinant]
  return a > 0 && b > 0 && Number.isFinite(a) && Number.isFinite(b) ? [1 / Math.sqrt(a), 1 / Math.sqrt(b)] : null
}

function turned({ x, y }: Place, centre: Place, angle: number): readonly [number, number] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const [dx, dy] = [x - centre.x, y - centre.y]
  return [dx * cos - dy * sin, dx * sin + dy * cos]
}

/** The angle, or the multiple of `step` that it is near to. */
function upright(angle: number, step: number): number {
  const nearest = Math.round(angle / step) * step
  return Math.abs(angle - nearest) <= UPRIGHT ? nearest : angle
}

/** Corners are looked for with this tolerance, as a part of the figure's extent; flatter ones are none. */
const CORNER_TOLERANCE = 0.08
const LEAST_TURN = (28 * Math.PI) / 180
/** The part of a side that says where it lies: hands round their corners. */
const MIDDLE = [0.18, 0.82] as const
/** How far the corner of two sides may lie from where the hand turned, as a part of the extent. */
const CORNER_STRAY = 0.22
/** How far from a right angle the corners of a rectangle may be, in radians. */
const RIGHT = (18 * Math.PI) / 180

/** The triangle or rectangle nearest to places that are evenly apart on a closed path. */
export function fitPolygon(places: readonly Place[]): Fit | null {
  const { centre } = areaOf(places)
  const begin = places.indexOf(farthestFrom(places, centre))
  const ring = [...places.slice(begin), ...places.slice(0, begin)]
  const extent = distance(ring[0]!, farthestFrom(ring, ring[0]!))
  const corners = cornersOf(ring, CORNER_TOLERANCE * extent)
  if (corners.length !== 3 && corners.length !== 4) return null
  const sides = corners.map((at, i) => sideOf(ring, at, corners[(i + 1) % corners.length]!))
  const sharp: Place[] = []
  for (const [i, side] of sides.entries()) {
    const crossing = crossingOf(sides.at(i - 1)!, side)
    if (crossing === null || distance(crossing, ring[corners[i]!]!) > CORNER_STRAY * extent) return null
    sharp.push(crossing)
  }
  const figure = sharp.length === 3 ? sharp : rectangleOf(sharp)
  if (figure === null) return null
  const first = figure.indexOf(nearestTo(figure, places[0]!))
  const ordered = [...figure.slice(first), ...figure.slice(0, first)]
  let stray = 0
  for (const place of places) {
    stray += Math.min(
      ...ordered.map((corner, i) => distanceToSegment(place, corner, ordered[(i + 1) % ordered.length]!)),
    )
  }
  const kind = ordered.length === 3 ? 'triangle' : 'rectangle'
  return { shape: { kind, corners: ordered }, stray: stray / places.length }
}

/** Where in a ring of places its corners are. */
function cornersOf(ring: readonly Place[], tolerance: number): number[] {
  let corners = simplified([...ring, ring[0]!], tolerance)
    .slice(0, -1)
    .map((place) => ring.indexOf(place))
  for (;;) {
    const flat = corners.findIndex((at, i) => {
      const [before, after] = [ring[corners.at(i - 1)!]!, ring[corners[(i + 1) % corners.length]!]!]
      return turnAt(before, ring[at]!, after) < LEAST_TURN
    })
    if (flat === -1 || corners.length < 3) return corners
    corners = corners.filter((_, i) => i !== flat)
  }
}

function turnAt(a: Place, b: Place, c: Place): number {
  const [ux, uy, vx, vy] = [b.x - a.x, b.y - a.y, c.x - b.x, c.y - b.y]
  return Math.abs(Math.atan2(ux * vy - uy * vx, ux * vx + uy * vy))
}

interface Line {
  readonly through: Place
  readonly angle: number
}

/** The line through the places of a ring between two corners. */
function sideOf(ring: readonly Place[], from: number, to: number): Line {
  const count = (to - from + ring.length) % ring.length
  const places: Place[] = []
  for (let i = Math.floor(count * MIDDLE[0]); i <= Math.ceil(count * MIDDLE[1]); i++) {
    places.push(ring[(from + i) % ring.length]!)
  }
  const sum = places.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 })
  const through = { x: sum.x / places.length, y: sum.y / places.length }
  return { through, angle: mainDirection(places, through) }
}

function crossingOf(a: Line, b: Line): Place | null {
  const sin = Math.sin(b.angle - a.angle)
  if (Math.abs(sin) < 0.1) return null
  const [dx, dy] = [b.through.x - a.through.x, b.through.y - a.through.y]
  const along = (dx * Math.sin(b.angle) - dy * Math.cos(b.angle)) / sin
  return { x: a.through.x + along * Math.cos(a.angle), y: a.through.y + along * Math.sin(a.angle) }
}

/** The rectangle that four corners are nearly, in the same order; null if they are none. */
function rectangleOf(corners: readonly Place[]): Place[] | null {
  const side = (i: number): readonly [number, number] => {
    const [a, b] = [corners[i % 4]!, corners[(i + 1) % 4]!]
    return [b.x - a.x, b.y - a.y]
  }
  let [re, im] = [0, 0]
  for (let i = 0; i < 4; i++) {
    if (Math.abs(turnAt(corners[i]!, corners[(i + 1) % 4]!, corners[(i + 2) % 4]!) - Math.PI / 2) > RIGHT) return null
    const [dx, dy] = side(i)
    const length = Math.hypot(dx, dy)
    // Four times the angle is the same for all sides of a rectangle.
    re += length * Math.cos(4 * Math.atan2(dy, dx))
    im += length * Math.sin(4 * Math.atan2(dy, dx))
  }
  const angle = upright(Math.atan2(im, re) / 4, Math.PI / 2)
  const sum = corners.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 })
  const centre = { x: sum.x / 4, y: sum.y / 4 }
  const local = corners.map((corner) => turned(corner, centre, -angle))
  let halfW = local.reduce((all, [u]) => all + Math.abs(u), 0) / 4
  let halfH = local.reduce((all, [, v]) => all + Math.abs(v), 0) / 4
  const ratio = halfW / halfH
  if (ratio > SQUARE && ratio < 1 / SQUARE) halfW = halfH = (halfW + halfH) / 2
  return local.map(([u, v]) => {
    const [x, y] = turned({ x: Math.sign(u) * halfW, y: Math.sign(v) * halfH }, { x: 0, y: 0 }, angle)
    return { x: centre.x + x, y: centre.y + y }
  })
}

function nearestTo(places: readonly Place[], to: Place): Place {
  return places.reduce((best, place) => (distance(place, to) < distance(best, to) ? place : best), places[0]!)
}
