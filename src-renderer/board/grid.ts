import type { Position } from './camera.ts'

export const GRID_KINDS = ['none', 'dots', 'lines', 'isometric', 'staves'] as const
export type GridKind = (typeof GRID_KINDS)[number]

/** The grid as it is at the present zoom. */
export interface Grid {
  readonly kind: GridKind
  /**
   * Board units from one place of the grid to the next: between dots and lines, along the edges of isometric
   * triangles, and between the lines of a staff. A place of every grid is on the board's origin.
   */
  readonly spacing: number
}

/** Board units between places at 100 %. */
const SPACING = 20
const STAFF_SPACING = 10
/** Lines of a staff, and of the room before the next one. */
export const STAFF_LINES = 5
export const STAFF_PERIOD = 12
/** Height of a triangle of the isometric grid, in lengths of its edges. */
export const ISOMETRIC_HEIGHT = Math.sqrt(3) / 2

/**
 * The spacing at a zoom: twice or half as much from step to step, so that coarse grids are parts of fine ones, and
 * 14 to 28 CSS pixels on the screen. What is written on staves stays on them: they only get coarser where
 * their lines would run together.
 *
 * @param zoom CSS pixels per board unit
 */
export function gridAt(kind: GridKind, zoom: number): Grid {
  const steps = Math.round(Math.log2(1 / zoom))
  if (kind === 'staves') return { kind, spacing: STAFF_SPACING * 2 ** Math.max(0, steps - 1) }
  return { kind, spacing: SPACING * 2 ** steps }
}

/** The place of the grid that is nearest; the place itself where there is none. */
export function nearestOnGrid({ kind, spacing }: Grid, { x, y }: Position): Position {
  switch (kind) {
    case 'none':
      return { x, y }
    case 'dots':
    case 'lines':
      return { x: rounded(x, spacing), y: rounded(y, spacing) }
    case 'isometric':
      return nearestCorner(spacing, x, y)
    case 'staves':
      return { x, y: nearestStaffLine(spacing, y) }
  }
}

/** Corners stand in upright columns; each second column is half an edge lower. */
function nearestCorner(edge: number, x: number, y: number): Position {
  const width = edge * ISOMETRIC_HEIGHT
  const left = Math.floor(x / width)
  const corners = [left, left + 1].map((column) => {
    const shift = Math.abs(column) % 2 === 1 ? edge / 2 : 0
    return { x: column * width, y: rounded(y - shift, edge) + shift }
  })
  const [a, b] = corners as [Position, Position]
  return Math.hypot(a.x - x, a.y - y) <= Math.hypot(b.x - x, b.y - y) ? a : b
}

function nearestStaffLine(spacing: number, y: number): number {
  const staff = Math.floor(y / spacing / STAFF_PERIOD) * STAFF_PERIOD
  const within = y / spacing - staff
  const last = STAFF_LINES - 1
  // In the room below a staff: its last line, or the first one of the next.
  if (within > last) return (staff + (within - last < STAFF_PERIOD - within ? last : STAFF_PERIOD)) * spacing
  return (staff + Math.round(within)) * spacing
}

function rounded(value: number, step: number): number {
  // Without the sign of zero.
  return Math.round(value / step) * step + 0
}
