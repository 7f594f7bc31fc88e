import type { Course, Curve } from '#shared/model/line-geometry.ts'

interface Point {
  readonly x: number
  readonly y: number
}

/**
 * A course without its last bit, up to so far from its end: heads that are filled have their own tip, over which the
 * line would stand out. A course whose last curve is shorter than that stays as it is.
 */
export function withoutEnd({ x, y, curves }: Course, by: number): Course {
  const last = curves.at(-1)
  if (last === undefined || by <= 0) return { x, y, curves }
  const from: Point = curves.at(-2) ?? { x, y }
  if (Math.hypot(last.x - from.x, last.y - from.y) <= by) return { x, y, curves }
  // The part that is left: halving finds where the curve comes as near to its end.
  let [near, far] = [0, 1]
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (near + far) / 2
    const { x: atX, y: atY } = firstPart(from, last, middle)
    if (Math.hypot(last.x - atX, last.y - atY) > by) near = middle
    else far = middle
  }
  return { x, y, curves: [...curves.slice(0, -1), firstPart(from, last, near)] }
}

const HALVINGS = 20

/** The same at the beginning of a course. */
export function withoutStart(course: Course, by: number): Course {
  return reversed(withoutEnd(reversed(course), by))
}

function reversed({ x, y, curves }: Course): Course {
  const ends: readonly Point[] = [{ x, y }, ...curves]
  const end = ends.at(-1)!
  const back = curves.map((curve, i): Curve => {
    const to = ends[i]!
    return { x1: curve.x2, y1: curve.y2, x2: curve.x1, y2: curve.y1, x: to.x, y: to.y }
  })
  return { x: end.x, y: end.y, curves: back.toReversed() }
}

/** What de Casteljau's construction leaves of a curve before the place at `t`. */
function firstPart(from: Point, curve: Curve, t: number): Curve {
  const at = (a: Point, b: Point): Point => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t })
  const [one, two] = [
    { x: curve.x1, y: curve.y1 },
    { x: curve.x2, y: curve.y2 },
  ]
  const [a, b, c] = [at(from, one), at(one, two), at(two, curve)]
  const [d, e] = [at(a, b), at(b, c)]
  const end = at(d, e)
  return { x1: a.x, y1: a.y, x2: d.x, y2: d.y, x: end.x, y: end.y }
}
