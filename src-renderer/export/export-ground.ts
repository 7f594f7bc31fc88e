import { PAPER, type Theme } from '#shared/model/palette.ts'
import { gridAt, type Grid } from '#renderer/board/grid.ts'
import type { GroundLook } from '#renderer/board/ground.ts'
import { cssOfPaper } from '#renderer/board/papers.ts'

/** What everything in an exported picture lies on. */
export interface ExportGround {
  /** CSS colour of the paper. */
  readonly paper: string
  readonly grid: Grid
  /** Pixels of the picture for a CSS pixel of the window: as thick are the lines of the grid. */
  readonly density: number
}

/**
 * The paper and the grid that a window shows, for a picture of it.
 *
 * @param perUnit pixels of the picture per unit of the board
 * @param density pixels of the picture for a CSS pixel of the window
 */
export function groundOf({ paper, grid }: GroundLook, theme: Theme, perUnit: number, density: number): ExportGround {
  return { paper: cssOfPaper(paper, theme), grid: gridAt(grid, perUnit / density), density }
}

/** Paper as it comes. */
export function plainGround(theme: Theme): ExportGround {
  return { paper: PAPER[theme], grid: gridAt('none', 1), density: 1 }
}
