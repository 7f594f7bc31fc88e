import { boundsOfPoints, inflate, toBoard, toLocal, type Box } from '#shared/model/bounds.ts'
import { cuts, elbowRoute, type Door, type RouteEnd } from '#shared/model/elbow-routes.ts'
import { courseOf, flattened } from '#shared/model/line-geometry.ts'
import { readPath, writePath, type PathPoint } from '#shared/model/paths.ts'
import type { LineRecord } from '#shared/model/records.ts'
import { distanceToOutline, firstMeeting, isWithin, outlineOfTarget, SLACK, type Target } from './binding-targets.ts'
import type { LineEnd } from './bindings.ts'
import type { Position } from './camera.ts'

/** What an end is fastened to, and the place of the board that it aims at. */
export interface Hold {
  readonly target: Target
  readonly aim: Position
}

/** What the ends of a line are fastened to; null for what is loose. */
export type Holds = Readonly<Record<LineEnd, Hold | null>>

/** How far a line keeps from what it goes around, in widths of it: its head has room. */
const MARGIN = 6
/** Aims that are nearer than this to being in line, in margins, are taken to be so. */
const IN_LINE = 0.5

/** Whether the corners of a line are found for it: it goes at right angles between things. */
export function isRouted({ bend, closed, startOn, endOn }: LineRecord): boolean {
  return bend === 'elbow' && !closed && (startOn !== '' || endOn !== '')
}

/** The path of such a line without the corners that were found for it. */
export function withoutCorners(path: string): string {
  const places = readPath(path)
  return places === null ? path : writePath([places[0]!, places.at(-1)!])
}

/**
 * The path of a line with right angles between what its ends are fastened to. One that already goes from and to
 * where it should, and through neither, stays as it is; null where there is no room for one.
 */
export function routedPath(line: LineRecord, holds: Holds): string | null {
  const places = readPath(line.path)
  if (places === null) return null
  const aims = alignedAims(line, places, holds)
  const boxes = { start: boxOf(line, holds.start, aims.start), end: boxOf(line, holds.end, aims.end) }
  const ends = {
    start: routeEnd(line, holds.start, aims.start, boxes.start, boxes.end),
    end: routeEnd(line, holds.end, aims.end, boxes.end, boxes.start),
  }
  if (isFit(line, holds, ends.start, ends.end)) return line.path
  const route = elbowRoute(ends.start, ends.end, line.width * MARGIN)
  const path = route === null ? null : writePath(route)
  return path === null || readPath(path) === null ? null : path
}

/** Where the ends aim, in the line's own axes. Aims within things give way a little to be in line with the other. */
function alignedAims(
  line: LineRecord,
  places: readonly PathPoint[],
  holds: Holds,
): { readonly start: PathPoint; readonly end: PathPoint } {
  const start = holds.start === null ? places[0]! : toLocal(line, holds.start.aim.x, holds.start.aim.y)
  const end = holds.end === null ? places.at(-1)! : toLocal(line, holds.end.aim.x, holds.end.aim.y)
  const [isStartFree, isEndFree] = [holds.start, holds.end].map((hold) => hold !== null && aimsWithin(hold))
  const near = line.width * MARGIN * IN_LINE
  const common = (a: number, b: number): readonly [number, number] => {
    if (Math.abs(a - b) > near || (!isStartFree! && !isEndFree!)) return [a, b]
    const at = isStartFree! && isEndFree! ? (a + b) / 2 : isStartFree! ? b : a
    return [at, at]
  }
  const [[startX, endX], [startY, endY]] = [common(start.x, end.x), common(start.y, end.y)]
  return { start: { x: startX, y: startY }, end: { x: endX, y: endY } }
}

function aimsWithin({ target, aim }: Hold): boolean {
  return isWithin(target, aim) && distanceToOutline(target, aim) > SLACK
}

function boxOf(line: LineRecord, hold: Hold | null, at: PathPoint): Box {
  if (hold === null) return boundsOfPoints([at])
  const { target } = hold
  return boundsOfPoints(
    outlineOfTarget(target).map(({ x, y }) => {
      const place = toBoard(target, x, y)
      return toLocal(line, place.x, place.y)
    }),
  )
}

const SIDES = [
  { dx: 1, dy: 0 },
  { dx: 0, dy: 1 },
  { dx: -1, dy: 0 },
  { dx: 0, dy: -1 },
] as const

/** From inside, a line may leave on each side; from the outline, or from beside it, only where that is outwards. */
function routeEnd(line: LineRecord, hold: Hold | null, aim: PathPoint, box: Box, other: Box): RouteEnd {
  if (hold === null) return { box, doors: [{ at: aim, ...towards(aim, other) }] }
  const isInside = aimsWithin(hold)
  const onBoard = toBoard(line, aim.x, aim.y)
  const doors = SIDES.flatMap(({ dx, dy }): Door[] => {
    const outside = {
      x: dx === 0 ? aim.x : dx > 0 ? box.maxX + 1 : box.minX - 1,
      y: dy === 0 ? aim.y : dy > 0 ? box.maxY + 1 : box.minY - 1,
    }
    const meeting = firstMeeting(hold.target, toBoard(line, outside.x, outside.y), onBoard)
    const isAside = meeting !== null && Math.hypot(meeting.x - onBoard.x, meeting.y - onBoard.y) > SLACK
    if (isAside && !isInside) return []
    return [{ at: isInside && meeting !== null ? toLocal(line, meeting.x, meeting.y) : aim, dx, dy }]
  })
  return { box, doors: doors.map((door) => ({ ...door, at: onSteps(door.at) })) }
}

/** As paths are written, so that what is in line stays so. */
function onSteps(at: PathPoint): PathPoint {
  return readPath(writePath([at, at]))?.[0] ?? at
}

/** The way from a loose end to a box, along the longer distance. */
function towards({ x, y }: PathPoint, { minX, minY, maxX, maxY }: Box): Pick<Door, 'dx' | 'dy'> {
  const across = x < minX ? minX - x : Math.max(0, x - maxX)
  const down = y < minY ? minY - y : Math.max(0, y - maxY)
  return across >= down ? { dx: x < minX ? 1 : -1, dy: 0 } : { dx: 0, dy: y < minY ? 1 : -1 }
}

/** Whether a line leaves by doors and goes through neither thing, as one does that was drawn so elsewhere. */
function isFit(line: LineRecord, holds: Holds, start: RouteEnd, end: RouteEnd): boolean {
  const way = flattened(courseOf(line))
  const back = way.toReversed()
  if (holds.start !== null && !usesDoor(way, start)) return false
  if (holds.end !== null && !usesDoor(back, end)) return false
  return !isCut(way.slice(1), start.box) && !isCut(back.slice(1), end.box)
}

function usesDoor([first, second]: readonly PathPoint[], { doors }: RouteEnd): boolean {
  if (first === undefined || second === undefined) return false
  return doors.some(
    ({ at, dx, dy }) =>
      Math.hypot(first.x - at.x, first.y - at.y) <= SLACK &&
      Math.sign(second.x - first.x) === dx &&
      Math.sign(second.y - first.y) === dy,
  )
}

function isCut(way: readonly PathPoint[], box: Box): boolean {
  const inside = inflate(box, -SLACK)
  return way.some((to, i) => i > 0 && cuts(inside, way[i - 1]!, to))
}
