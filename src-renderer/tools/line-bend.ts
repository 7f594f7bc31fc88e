import { readPath, writePath, type PathPoint } from '#shared/model/paths.ts'
import type { Bend } from '#shared/model/properties.ts'

/** How far a line that is made curved bows to the side, as a part of its length. */
const BOW = 0.2
/** How far its middle may be off and still be where bowing had put it, as a part of its length. */
const SLACK = 0.001

/** A straight line with a place in its middle that makes a curve of it; others as they are. */
export function bowed(places: readonly PathPoint[]): PathPoint[] {
  const [from, to, more] = places
  if (from === undefined || to === undefined || more !== undefined) return [...places]
  return [from, bowBetween(from, to), to]
}

/** The path of a line after a change of its bend: curved lines need a place to curve by, others do not. */
export function bentPath(path: string, bend: Bend): string {
  const places = readPath(path)
  if (places === null) return path
  if (bend === 'curved') return places.length === 2 ? writePath(bowed(places)) : path
  const [from, middle, to, more] = places
  if (from === undefined || middle === undefined || to === undefined || more !== undefined) return path
  const bow = bowBetween(from, to)
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const isBow = Math.hypot(bow.x - middle.x, bow.y - middle.y) <= Math.max(0.01, length * SLACK)
  return isBow ? writePath([from, to]) : path
}

function bowBetween(from: PathPoint, to: PathPoint): PathPoint {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  return { x: (from.x + to.x) / 2 + dy * BOW, y: (from.y + to.y) / 2 - dx * BOW }
}
