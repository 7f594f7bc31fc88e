import { boundsOfPoints } from '#shared/model/bounds.ts'
import type { PathPoint } from '#shared/model/paths.ts'

/** How near the ends of a line lie where it counts as closed, and where they are one place. */
const CLOSED_WITHIN = 8
const SAME_WITHIN = 1e-3

/** Whether Excalidraw takes a line for the outline of something, and fills it. */
export function isLoop(places: readonly PathPoint[]): boolean {
  return places.length > 2 && gapOf(places) <= CLOSED_WITHIN
}

/** Whether a loop is so large that ink of a thickness leaves room in it. */
export function hasRoom(places: readonly PathPoint[], thickness: number): boolean {
  const { minX, minY, maxX, maxY } = boundsOfPoints(places)
  return Math.min(maxX - minX, maxY - minY) > thickness
}

/** Whether a line ends where it began. */
export function meets(places: readonly PathPoint[]): boolean {
  return gapOf(places) <= SAME_WITHIN
}

/**
 * The places of a closed line that looks as Excalidraw's does. Its curves are not smooth where they begin and end, and
 * the gap that may be between both is straight: a place that stands twice is such a corner.
 */
export function closedPlaces(places: readonly PathPoint[], isCurved: boolean): readonly PathPoint[] {
  const [first, last] = [places[0], places.at(-1)]
  if (first === undefined || last === undefined) return places
  if (!isCurved) return meets(places) ? places.slice(0, -1) : places
  return meets(places) ? [...places.slice(0, -1), first] : [first, ...places, last]
}

function gapOf(places: readonly PathPoint[]): number {
  const [first, last] = [places[0], places.at(-1)]
  return first === undefined || last === undefined ? 0 : Math.hypot(last.x - first.x, last.y - first.y)
}
