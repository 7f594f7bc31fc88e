import type { Position } from './camera.ts'

/** The square of the distance between a point and a segment. */
export function squaredDistanceToSegment(
  px: number,
  py: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const dx = bx - ax
  const dy = by - ay
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length))
  const ex = px - ax - t * dx
  const ey = py - ay - t * dy
  return ex * ex + ey * ey
}

/** The square of the distance between two segments; 0 where they cross. */
export function squaredDistanceOfSegments(
  a: Position,
  b: Position,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): number {
  if (segmentsCross(a, b, cx, cy, dx, dy)) return 0
  return Math.min(
    squaredDistanceToSegment(a.x, a.y, cx, cy, dx, dy),
    squaredDistanceToSegment(b.x, b.y, cx, cy, dx, dy),
    squaredDistanceToSegment(cx, cy, a.x, a.y, b.x, b.y),
    squaredDistanceToSegment(dx, dy, a.x, a.y, b.x, b.y),
  )
}

/** On which side of the line from p to q the point r lies, as the sign. */
function side(px: number, py: number, qx: number, qy: number, rx: number, ry: number): number {
  return (qx - px) * (ry - py) - (qy - py) * (rx - px)
}

function segmentsCross(a: Position, b: Position, cx: number, cy: number, dx: number, dy: number): boolean {
  const c = side(a.x, a.y, b.x, b.y, cx, cy)
  const d = side(a.x, a.y, b.x, b.y, dx, dy)
  const e = side(cx, cy, dx, dy, a.x, a.y)
  const f = side(cx, cy, dx, dy, b.x, b.y)
  return c * d < 0 && e * f < 0
}
