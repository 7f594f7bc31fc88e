import { toBoard } from '#shared/model/bounds.ts'
import { courseOf } from '#shared/model/line-geometry.ts'
import type { BoardRecord, LineRecord } from '#shared/model/records.ts'
import { isRouted } from '#renderer/board/bindings-elbows.ts'
import { placesOf } from '#renderer/board/bindings.ts'
import { isHeld, type HeldPlace } from './held-place.ts'
import type { Place } from './tool.ts'

/** What a line can be taken hold of by: a place of its path, or between two of them, where a new place comes to be. */
export interface LineHandle {
  readonly kind: 'place' | 'between'
  /** Of the place, or of the one before it. */
  readonly index: number
  readonly at: Place
  /** Whether it was taken hold of last, and Delete takes it away. */
  readonly isHeld: boolean
}

/** Lines through more places than this show their ends only. */
const MOST_PLACES = 48
/** CSS pixels between two places that leave room for a handle between them. */
const ROOM_BETWEEN = 48

/** The handles of what is selected: of a single line, and none of anything else. Those on top come last. */
export function handlesOf(
  records: readonly BoardRecord[],
  zoom: number,
  held: HeldPlace | null = null,
): readonly LineHandle[] {
  const [line, more] = records
  if (line?.type !== 'line' || more !== undefined || line.locked) return []
  const places = placesOf(line)
  const inHand = isHeld(held, line) ? held.index : null
  const all = places.map((at, index): LineHandle => ({ kind: 'place', index, at, isHeld: index === inHand }))
  // Corners that are found for a line are not for a hand to move.
  if (places.length > MOST_PLACES || isRouted(line))
    return line.closed ? [] : all.filter(({ index }) => index % (places.length - 1) === 0)
  return line.bend === 'elbow' ? all : [...between(line, places, zoom), ...all]
}

function between(line: LineRecord, places: readonly Place[], zoom: number): LineHandle[] {
  const course = courseOf(line)
  return course.curves.flatMap(({ x1, y1, x2, y2, x, y }, index): LineHandle[] => {
    const from = course.curves[index - 1] ?? course
    const [a, b] = [places[index], places[(index + 1) % places.length]]
    if (a === undefined || b === undefined || Math.hypot(b.x - a.x, b.y - a.y) * zoom < ROOM_BETWEEN) return []
    // The middle of a Bézier curve.
    const at = toBoard(line, (from.x + 3 * x1 + 3 * x2 + x) / 8, (from.y + 3 * y1 + 3 * y2 + y) / 8)
    return [{ kind: 'between', index, at, isHeld: false }]
  })
}

/** The handle within so many board units of a place. */
export function handleAt(handles: readonly LineHandle[], at: Place, radius: number): LineHandle | null {
  return handles.findLast((handle) => Math.hypot(handle.at.x - at.x, handle.at.y - at.y) <= radius) ?? null
}

/** Whether a line goes on without a place: its ends stay, and what is closed keeps three of them. */
export function canGo({ closed }: LineRecord, { kind, index }: LineHandle, count: number): boolean {
  return kind === 'place' && (closed ? count > 3 : index > 0 && index < count - 1)
}
