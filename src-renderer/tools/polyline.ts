import type { Place } from './tool.ts'

export function pathLength(points: readonly Place[]): number {
  let length = 0
  for (let i = 1; i < points.length; i++) length += distance(points[i - 1]!, points[i]!)
  return length
}

export function distance(a: Place, b: Place): number {
  return Math.hypot(b.x - a.x, b.y - a.y)
}

/** The one of the points that is farthest away; there must be one. */
export function farthestFrom(points: readonly Place[], from: Place): Place {
  return points.reduce((best, point) => (distance(point, from) > distance(best, from) ? point : best), points[0]!)
}

/** So many places along a path, evenly apart, from its beginning to before its end. */
export function evenly(points: readonly Place[], count: number): Place[] {
  const apart = pathLength(points) / count
  const places: Place[] = [points[0]!]
  let missing = apart
  for (let i = 1; i < points.length && places.length < count; i++) {
    const [from, to] = [points[i - 1]!, points[i]!]
    const length = distance(from, to)
    let at = missing
    for (; at <= length && places.length < count; at += apart) {
      const part = at / length
      places.push({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part })
    }
    missing = at - length
  }
  return places
}

/** Places of a path without those that lie nearer than `tolerance` to the line between the others (Ramer, Douglas and Peucker). */
export function simplified(points: readonly Place[], tolerance: number): Place[] {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined || points.length < 3) return [...points]
  let most = 0
  let at = 0
  for (let i = 1; i < points.length - 1; i++) {
    const away = distanceToSegment(points[i]!, first, last)
    if (away > most) [most, at] = [away, i]
  }
  if (most <= tolerance) return [first, last]
  return [...simplified(points.slice(0, at + 1), tolerance), ...simplified(points.slice(at), tolerance).slice(1)]
}

export function distanceToSegment(at: Place, a: Place, b: Place): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const square = dx * dx + dy * dy
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((at.x - a.x) * dx + (at.y - a.y) * dy) / square))
  return Math.hypot(at.x - a.x - dx * t, at.y - a.y - dy * t)
}
