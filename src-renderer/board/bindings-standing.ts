import type { BoardRecord, LineRecord, RecordId } from '#shared/model/records.ts'
import { isTarget, reachedFrom, SLACK } from './binding-targets.ts'
import { isRouted, routedPath, withoutCorners, type Hold, type Holds } from './bindings-elbows.ts'
import { aimOn, fasteningOf, pathThrough, placesOf, withEndsAt, type LineEnd } from './bindings.ts'
import type { Position } from './camera.ts'

export type RecordOf = (id: RecordId) => BoardRecord | undefined

/** What holds a line's ends on its own page. */
export function holdsOf(line: LineRecord, recordOf: RecordOf): Holds {
  return { start: holdOf(line, 'start', recordOf), end: holdOf(line, 'end', recordOf) }
}

function holdOf(line: LineRecord, end: LineEnd, recordOf: RecordOf): Hold | null {
  const to = fasteningOf(line, end)
  const target = to === null ? undefined : recordOf(to.on)
  // What was brought to another page moves nothing on this one.
  if (to === null || target?.page !== line.page || !isTarget(target)) return null
  return { target, aim: aimOn(target, to) }
}

/** Board units that an end may be off: less on lines that were drawn in a closer view. */
export function slackOf({ scaleX, scaleY }: LineRecord): number {
  return SLACK * Math.min(1, Math.sqrt(Math.abs(scaleX * scaleY)))
}

/** The line where its ends stand; the same line where that is as its path says. */
export function standingLine(line: LineRecord, holds: Holds): LineRecord {
  if (holds.start === null && holds.end === null) return line
  if (!isRouted(line)) return withEnds(line, line.path, holds)
  const path = routedPath(line, holds)
  if (path === null) return withEnds(line, withoutCorners(line.path), holds)
  return path === line.path ? line : { ...line, path }
}

/** @param course the path that is stretched from end to end, as that of the line may be no longer */
function withEnds(line: LineRecord, course: string, holds: Holds): LineRecord {
  const before = placesOf({ ...line, path: course })
  if (before.length < 2) return line
  const after = before.length === 2 ? straightened(before, holds) : settled(before, holds)
  const slack = slackOf(line)
  const isThere = distance(before[0]!, after[0]!) <= slack && distance(before.at(-1)!, after.at(-1)!) <= slack
  if (isThere && course === line.path) return line
  const path = pathThrough(line, after)
  return path === null || path === line.path ? line : { ...line, path }
}

/** Ends move on from round to round until they stay within this part of a line's length. */
const CLOSE = 1e-5
const ROUNDS = 24

/** From one aim to the other, as far as the outlines leave it to be seen. */
function straightened([from, to]: readonly Position[], { start, end }: Holds): Position[] {
  const aims: [Position, Position] = [start?.aim ?? from!, end?.aim ?? to!]
  if (start !== null && start.target.id === end?.target.id) return aims
  const ends = endsTowards(aims, { start, end })
  const [along, across] = [aims[1].x - aims[0].x, aims[1].y - aims[0].y]
  const isForward = (ends.end.x - ends.start.x) * along + (ends.end.y - ends.start.y) * across > 0
  // There is nothing between things that overlap: it is seen on them.
  return isForward ? [ends.start, ends.end] : aims
}

/**
 * What is between the ends turns and stretches along with them, and they reach their targets from there. The way of
 * looking for it begins with the shape of the line and with its aims alone, so that it comes to the same from wherever
 * the line was before, and in every window.
 */
function settled(places: readonly Position[], holds: Holds): Position[] {
  let now = withEndsAt(places, holds.start?.aim ?? places[0]!, holds.end?.aim ?? places.at(-1)!)
  for (let round = 0; round < ROUNDS; round++) {
    const ends = endsTowards(now, holds)
    const moved = Math.max(distance(ends.start, now[0]!), distance(ends.end, now.at(-1)!))
    now = withEndsAt(places, ends.start, ends.end)
    if (moved < CLOSE * distance(now[0]!, now.at(-1)!)) break
  }
  return now
}

/** Where the ends come to stand if everything between them stays where it is. */
export function endsTowards(places: readonly Position[], holds: Holds): Readonly<Record<LineEnd, Position>> {
  const [first, second, last, nextToLast] = [places[0]!, places[1]!, places.at(-1)!, places.at(-2)!]
  const { start, end } = holds
  return {
    start: start === null ? first : reachedFrom(start.target, second, start.aim),
    end: end === null ? last : reachedFrom(end.target, nextToLast, end.aim),
  }
}

function distance(a: Position, b: Position): number {
  return Math.hypot(b.x - a.x, b.y - a.y)
}
