import { boundsOfPoints, contains, toBoard, type Box } from '#shared/model/bounds.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { firstPointOf, touchesSegment } from '#renderer/board/hit-test.ts'
import type { Place } from './tool.ts'

/** The area that a pointer goes around, in board units; it closes itself. */
export class Lasso {
  readonly #corners: Place[]
  readonly #step: number

  /** @param step board units that the pointer has to go on for another corner */
  constructor(from: Place, step: number) {
    this.#corners = [from]
    this.#step = step
  }

  get corners(): readonly Place[] {
    return this.#corners
  }

  get bounds(): Box {
    return boundsOfPoints(this.#corners)
  }

  goTo({ x, y }: Place): void {
    const last = this.#corners.at(-1)
    if (last !== undefined && Math.hypot(x - last.x, y - last.y) < this.#step) return
    this.#corners.push({ x, y })
  }

  /** Those of which something lies within the area or under its edge. */
  catch(records: readonly BoardRecord[]): BoardRecord[] {
    const [first] = this.#corners
    if (first === undefined) return []
    return records.filter((record) => {
      const start = firstPointOf(record)
      if (isWithin(this.#corners, toBoard(record, start.x, start.y))) return true
      return this.#corners.some((from, i) => touchesSegment(record, from, this.#corners[i + 1] ?? first, 0))
    })
  }
}

/** Whether a place lies within an area: a ray from it to the right crosses the edge an odd number of times. */
export function isWithin(corners: readonly Place[], { x, y }: Place): boolean {
  const box = boundsOfPoints(corners)
  if (!contains(box, { minX: x, minY: y, maxX: x, maxY: y })) return false
  let inside = false
  let from = corners.at(-1)
  for (const to of corners) {
    if (from !== undefined && from.y > y !== to.y > y) {
      const crossing = from.x + ((to.x - from.x) * (y - from.y)) / (to.y - from.y)
      if (x < crossing) inside = !inside
    }
    from = to
  }
  return inside
}
