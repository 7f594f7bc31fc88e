import { GRID_INK } from '#renderer/board/grid-painter.ts'
import { ISOMETRIC_HEIGHT, STAFF_LINES, STAFF_PERIOD } from '#renderer/board/grid.ts'
import type { Theme } from '#shared/model/palette.ts'
import type { ExportGround } from './export-ground.ts'

/** A piece of a grid that is repeated, from a place of the grid on, in units of the board. */
export interface GridTile {
  readonly w: number
  readonly h: number
  readonly css: string
  /** Width of its lines in units of the board. */
  readonly width: number
  readonly marks: readonly GridMark[]
}

/** A dot, or a line from one place to another. */
export interface GridMark {
  readonly opacity: number
  readonly kind: 'dot' | 'line'
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
}

/** Each so many lines one is stronger, as on the screen. */
const STRONG = 4
/** Side of a dot in CSS pixels. */
const DOT = 2

/**
 * The grid as vectors; null where there is none. What lies on the edge of a tile is on both of its edges, for each shows
 * half of it.
 *
 * @param perUnit pixels of the picture per unit of the board
 */
export function gridTileOf({ grid, density }: ExportGround, theme: Theme, perUnit: number): GridTile | null {
  const { kind, spacing: s } = grid
  const { css, weak, strong, dots } = GRID_INK[theme]
  const width = density / perUnit
  switch (kind) {
    case 'none':
      return null
    case 'dots': {
      const corners = [0, s].flatMap((x) => [0, s].map((y) => [x, y] as const))
      const marks = corners.map((at): GridMark => ({ opacity: dots, kind: 'dot', from: at, to: at }))
      return { w: s, h: s, css, width: DOT * width, marks }
    }
    case 'lines': {
      const side = s * STRONG
      const marks = Array.from({ length: STRONG + 1 }, (_, i) => {
        const opacity = i % STRONG === 0 ? strong : weak
        return [line(opacity, i * s, 0, i * s, side), line(opacity, 0, i * s, side, i * s)]
      })
      return { w: side, h: side, css, width, marks: marks.flat() }
    }
    case 'isometric': {
      const w = 2 * ISOMETRIC_HEIGHT * s
      const upright = [0, w / 2, w].map((x) => line(weak, x, 0, x, s))
      // From one upright line to the one after the next they fall and rise by a whole edge.
      const slanted = [-s, 0, s].flatMap((y) => [line(weak, 0, y, w, y + s), line(weak, 0, y + s, w, y)])
      return { w, h: s, css, width, marks: [...upright, ...slanted] }
    }
    case 'staves': {
      const w = s * STAFF_PERIOD
      const marks = Array.from({ length: STAFF_LINES }, (_, i) => line(strong + weak, 0, i * s, w, i * s))
      const next = line(strong + weak, 0, w, w, w)
      return { w, h: w, css, width, marks: [...marks, next] }
    }
  }
}

function line(opacity: number, x1: number, y1: number, x2: number, y2: number): GridMark {
  return { opacity, kind: 'line', from: [x1, y1], to: [x2, y2] }
}
