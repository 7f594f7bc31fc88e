import type { Box } from './bounds.ts'
import type { PathPoint } from './paths.ts'

/** A place where a route may begin or end, and the direction, along one axis, in which it is left outwards. */
export interface Door {
  readonly at: PathPoint
  readonly dx: -1 | 0 | 1
  readonly dy: -1 | 0 | 1
}

/** One end of a route: its doors, and what it must not go through. A loose end has a box without extent. */
export interface RouteEnd {
  readonly box: Box
  readonly doors: readonly Door[]
}

/** A turn is worth a detour of this part of all the extent there is. */
const TURN = 1
/** What a door costs, in turns, that does not look straight at the other end. */
const AVERTED = 1.5
/** Ways half way between two things are this much shorter than others that are as long. */
const MIDDLE = 1e-3

interface Step {
  readonly i: number
  readonly j: number
  readonly dx: number
  readonly dy: number
  readonly cost: number
  readonly from: Step | null
  readonly door: Door
}

/**
 * The way between two things along the axes only, as its corners from door to door: around both, with as few turns and as
 * short as it can be. Null where there is no room between them.
 *
 * It is the shortest path through an orthogonal visibility graph, whose lines are the sides of both boxes at a
 * distance, the middle between them and the doors; a state is a crossing and the direction in which it is reached.
 * See M. Wybrow, K. Marriott and P. J. Stuckey, "Orthogonal Connector Routing", Graph Drawing 2009.
 *
 * @param margin the distance to keep from boxes where there is room for it
 */
export function elbowRoute(start: RouteEnd, end: RouteEnd, margin: number): PathPoint[] | null {
  const [gapX, gapY] = [gapBetween(start.box, end.box, 'X'), gapBetween(start.box, end.box, 'Y')]
  const room = Math.max(gapX, gapY)
  if (room <= 0) return null
  const by = Math.min(margin, room / 2)
  const walls = [start, end].filter(({ box }) => !isPoint(box)).map(({ box }) => grown(box, by))
  const xs = linesOf([start, end], 'X', by, gapX)
  const ys = linesOf([start, end], 'Y', by, gapY)
  const all = extentOf([start.box, end.box])
  const turn = TURN * (all.maxX - all.minX + all.maxY - all.minY)
  const facing = gapX >= gapY ? 'X' : 'Y'
  const penalty = (self: RouteEnd, other: RouteEnd, door: Door): number =>
    isPoint(self.box) || looksAt(self.box, other.box, door, facing) ? 0 : AVERTED * turn
  const exitOf = (self: RouteEnd, door: Door): PathPoint =>
    isPoint(self.box) ? door.at : stepOut(door, grown(self.box, by))

  const open: Step[] = start.doors.map((door) => {
    const exit = exitOf(start, door)
    const cost = distance(door.at, exit) + penalty(start, end, door)
    return { i: xs.at.indexOf(exit.x), j: ys.at.indexOf(exit.y), dx: door.dx, dy: door.dy, cost, from: null, door }
  })
  const goals = end.doors.map((door) => {
    const exit = exitOf(end, door)
    return {
      i: xs.at.indexOf(exit.x),
      j: ys.at.indexOf(exit.y),
      door,
      rest: distance(door.at, exit) + penalty(end, start, door),
    }
  })
  const known = new Map<string, number>()
  let best: { readonly step: Step; readonly door: Door; readonly cost: number } | null = null
  for (let step = takeCheapest(open); step !== null; step = takeCheapest(open)) {
    if (best !== null && step.cost >= best.cost) break
    const key = `${step.i},${step.j},${step.dx},${step.dy}`
    if ((known.get(key) ?? Infinity) <= step.cost) continue
    known.set(key, step.cost)
    for (const goal of goals) {
      if (goal.i !== step.i || goal.j !== step.j) continue
      // Straight back is no way.
      if (step.dx === goal.door.dx && step.dy === goal.door.dy) continue
      const isStraight = step.dx === -goal.door.dx && step.dy === -goal.door.dy
      const cost = step.cost + goal.rest + (isStraight ? 0 : turn)
      if (best === null || cost < best.cost) best = { step, door: goal.door, cost }
    }
    for (const [dx, dy] of WAYS) {
      if (dx === -step.dx && dy === -step.dy) continue
      const [i, j] = [step.i + dx, step.j + dy]
      const [a, b] = [crossing(xs, ys, step.i, step.j), crossing(xs, ys, i, j)]
      if (a === null || b === null || walls.some((wall) => cuts(wall, a, b))) continue
      const isTurn = dx !== step.dx || dy !== step.dy
      const isMiddle = dx === 0 ? a.x === xs.middle : a.y === ys.middle
      const cost = step.cost + distance(a, b) * (isMiddle ? 1 - MIDDLE : 1) + (isTurn ? turn : 0)
      open.push({ i, j, dx, dy, cost, from: step, door: step.door })
    }
  }
  if (best === null) return null
  const back: PathPoint[] = [best.door.at]
  for (let step: Step | null = best.step; step !== null; step = step.from) back.push(crossing(xs, ys, step.i, step.j)!)
  back.push(best.step.door.at)
  return cornersOf(back.toReversed())
}

const WAYS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const

interface Lines {
  /** From low to high. */
  readonly at: readonly number[]
  /** The one half way between two things; null where they are not apart on this axis. */
  readonly middle: number | null
}

function linesOf(ends: readonly [RouteEnd, RouteEnd], axis: 'X' | 'Y', by: number, gap: number): Lines {
  const [a, b] = [ends[0].box, ends[1].box]
  const [low, high] = [`min${axis}`, `max${axis}`] as const
  const middle = gap > 0 ? (a[high] < b[low] ? (a[high] + b[low]) / 2 : (b[high] + a[low]) / 2) : null
  const at = middle === null ? [] : [middle]
  for (const { box, doors } of ends) {
    if (!isPoint(box)) at.push(box[low] - by, box[high] + by)
    for (const door of doors) at.push(axis === 'X' ? door.at.x : door.at.y)
  }
  return { at: [...new Set(at)].sort((one, other) => one - other), middle }
}

function crossing(xs: Lines, ys: Lines, i: number, j: number): PathPoint | null {
  const [x, y] = [xs.at[i], ys.at[j]]
  return x === undefined || y === undefined ? null : { x, y }
}

function takeCheapest(open: Step[]): Step | null {
  let least = 0
  for (let i = 1; i < open.length; i++) if (open[i]!.cost < open[least]!.cost) least = i
  return open.splice(least, 1)[0] ?? null
}

/** Negative where they overlap on the axis. */
function gapBetween(a: Box, b: Box, axis: 'X' | 'Y'): number {
  const [low, high] = [`min${axis}`, `max${axis}`] as const
  return Math.max(b[low] - a[high], a[low] - b[high])
}

function looksAt(self: Box, other: Box, { dx, dy }: Door, axis: 'X' | 'Y'): boolean {
  if (axis === 'X') return dx === (other.minX >= self.maxX ? 1 : -1)
  return dy === (other.minY >= self.maxY ? 1 : -1)
}

/** Where the way straight out of a door leaves a box. */
function stepOut({ at, dx, dy }: Door, { minX, minY, maxX, maxY }: Box): PathPoint {
  return { x: dx === 0 ? at.x : dx > 0 ? maxX : minX, y: dy === 0 ? at.y : dy > 0 ? maxY : minY }
}

function isPoint({ minX, minY, maxX, maxY }: Box): boolean {
  return minX === maxX && minY === maxY
}

function grown({ minX, minY, maxX, maxY }: Box, by: number): Box {
  return { minX: minX - by, minY: minY - by, maxX: maxX + by, maxY: maxY + by }
}

function extentOf([a, b]: readonly [Box, Box]): Box {
  return {
    minX: Math.min(a.minX, b.minX),
    minY: Math.min(a.minY, b.minY),
    maxX: Math.max(a.maxX, b.maxX),
    maxY: Math.max(a.maxY, b.maxY),
  }
}

/** Whether a way along an axis goes through the inside of a box. */
export function cuts({ minX, minY, maxX, maxY }: Box, a: PathPoint, b: PathPoint): boolean {
  return (
    Math.max(a.x, b.x) > minX && Math.min(a.x, b.x) < maxX && Math.max(a.y, b.y) > minY && Math.min(a.y, b.y) < maxY
  )
}

function distance(a: PathPoint, b: PathPoint): number {
  return Math.abs(b.x - a.x) + Math.abs(b.y - a.y)
}

/** Only the places where it turns, and both ends. */
function cornersOf(places: readonly PathPoint[]): PathPoint[] {
  const corners: PathPoint[] = []
  for (const place of places) {
    const [before, last] = [corners.at(-2), corners.at(-1)]
    if (last !== undefined && last.x === place.x && last.y === place.y) continue
    const isStraight =
      before !== undefined &&
      last !== undefined &&
      ((before.x === last.x && last.x === place.x) || (before.y === last.y && last.y === place.y))
    if (isStraight) corners.pop()
    corners.push(place)
  }
  return corners
}
