/** A place along a path, in units of the record it belongs to. */
export interface PathPoint {
  readonly x: number
  readonly y: number
}

/** Characters that a path may take. */
export const MAX_PATH_LENGTH = 16_000
const FEWEST = 2
/** Farthest that a place may be, each way. */
const FARTHEST = 1e9
/** A path counts in steps of one thousandth of a unit: shapes of any size are smooth, and texts short. */
const STEPS = 1000

const PATH = /^-?\d+(?:\.\d+)?,-?\d+(?:\.\d+)?(?: -?\d+(?:\.\d+)?,-?\d+(?:\.\d+)?)*$/

/** Writes places as `x,y x,y …`, as the `points` of SVG are: as a text, two paths are equal when they are the same. */
export function writePath(points: readonly PathPoint[]): string {
  return points.map(({ x, y }) => `${step(x)},${step(y)}`).join(' ')
}

/** Reads what `writePath` writes; null for anything that is no path of at least two places. */
export function readPath(path: string): PathPoint[] | null {
  if (path.length > MAX_PATH_LENGTH || !PATH.test(path)) return null
  const points = path.split(' ').map((pair) => {
    const comma = pair.indexOf(',')
    return { x: Number(pair.slice(0, comma)), y: Number(pair.slice(comma + 1)) }
  })
  const isNear = points.every(({ x, y }) => Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST)
  return points.length >= FEWEST && isNear ? points : null
}

/** Never -0 nor 1e-7, neither of which is a number as `readPath` has it. */
function step(value: number): string {
  const rounded = Math.round(value * STEPS) / STEPS
  return rounded === 0 ? '0' : String(rounded)
}
