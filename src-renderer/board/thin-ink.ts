import { PointReader, type InkPoint } from '#shared/model/points.ts'
import type { StrokeRecord } from '#shared/model/records.ts'

/** Ink as it is seen from afar: as few of its places as show its way, and how hard it was pressed on the whole. */
export interface ThinInk {
  /** x, y, x, y … relative to the origin. */
  readonly places: ArrayLike<number>
  /** The mean of all points, 0 to 1. */
  readonly pressure: number
}

interface Known extends ThinInk {
  /** No two places are nearer than this, and no way between them strays farther. */
  readonly apart: number
}

/** Numbers kept of a stroke at most: a hundred thousand strokes then take 25 MB. */
const KEPT_NUMBERS = 64
/** A place is kept for views this many times nearer than the one it was asked for: coarse tiles come before sharp ones. */
const NEARER = 6

/**
 * The places of packed ink for painting it thin. Unpacking is most of what painting a full board costs, and such a
 * board is painted coarse, then sharp, then again whenever something in a tile changes: what was found is kept.
 */
export class ThinInks {
  readonly #known = new WeakMap<Uint8Array, Known>()
  #all = new Float64Array(1024)

  /** @param apart in units of the record, how near two places may be to count as one */
  of({ points, unit, pressure }: StrokeRecord, apart: number): ThinInk {
    const known = this.#known.get(points)
    if (known !== undefined && known.apart <= apart) return known
    let count = 0
    let pressed = 0
    let length = 0
    let lastX = 0
    let lastY = 0
    new PointReader(unit, pressure).each(points, (x, y, p) => {
      if (count * 2 + 2 > this.#all.length) this.#grow()
      this.#all[2 * count] = x
      this.#all[2 * count + 1] = y
      if (count > 0) length += Math.sqrt((x - lastX) ** 2 + (y - lastY) ** 2)
      lastX = x
      lastY = y
      pressed += p
      count += 1
    })
    const near = Math.min(apart, Math.max(apart / NEARER, (2 * length) / KEPT_NUMBERS))
    const places = thinned(this.#all, count, near)
    const found = { places, pressure: count === 0 ? 0 : pressed / count, apart: near }
    if (places.length <= KEPT_NUMBERS) this.#known.set(points, found)
    return found
  }

  #grow(): void {
    const more = new Float64Array(this.#all.length * 2)
    more.set(this.#all)
    this.#all = more
  }
}

/** The same of points that are not packed yet. */
export function thinInkOf(points: readonly InkPoint[]): ThinInk {
  const places = points.flatMap(({ x, y }) => [x, y])
  return { places, pressure: points.reduce((sum, { pressure }) => sum + pressure, 0) / Math.max(1, points.length) }
}

/** The first place, the last, and those between that are so far from the one before. */
function thinned(all: Float64Array, count: number, apart: number): Float32Array {
  const kept: number[] = []
  const nearest = apart * apart
  let x = Number.NaN
  let y = Number.NaN
  for (let i = 0; i < count; i++) {
    const nextX = all[2 * i]!
    const nextY = all[2 * i + 1]!
    const isNear = (nextX - x) ** 2 + (nextY - y) ** 2 < nearest
    if (isNear && i < count - 1) continue
    x = nextX
    y = nextY
    kept.push(x, y)
  }
  return new Float32Array(kept)
}

/** Traces the way of the ink as a plain line, leaving out what is nearer than `apart`. */
export function traceThin(ctx: CanvasPath, { places }: ThinInk, apart: number): void {
  const nearest = apart * apart
  let x = places[0]!
  let y = places[1]!
  ctx.moveTo(x, y)
  for (let i = 2; i < places.length; i += 2) {
    const nextX = places[i]!
    const nextY = places[i + 1]!
    if ((nextX - x) ** 2 + (nextY - y) ** 2 < nearest && i < places.length - 2) continue
    x = nextX
    y = nextY
    ctx.lineTo(x, y)
  }
  // A line of one place is a dot.
  if (places.length === 2) ctx.lineTo(x, y)
}
