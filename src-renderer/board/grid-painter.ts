import type { Theme } from '#shared/model/palette.ts'
import type { View } from './camera.ts'
import { ISOMETRIC_HEIGHT, STAFF_LINES, STAFF_PERIOD, type Grid } from './grid.ts'

/** Ink of the grid and how much of it there is, for its places and for each fourth of its lines. */
export const GRID_INK: Readonly<
  Record<Theme, { readonly css: string; readonly weak: number; readonly strong: number; readonly dots: number }>
> = {
  light: { css: '#1f1d1a', weak: 0.06, strong: 0.12, dots: 0.22 },
  dark: { css: '#ece9e4', weak: 0.055, strong: 0.11, dots: 0.2 },
}
/** Each so many lines one is stronger. */
const STRONG = 4
/** Side of a dot in CSS pixels. */
const DOT = 2

/**
 * Paints a grid over what is there.
 *
 * @param view from the board to the context's pixels
 * @param density device pixels per CSS pixel
 */
export function paintGrid(
  ctx: OffscreenCanvasRenderingContext2D,
  grid: Grid,
  view: View,
  density: number,
  theme: Theme,
): void {
  ctx.resetTransform()
  ctx.fillStyle = ctx.strokeStyle = GRID_INK[theme].css
  const lines = new GridLines(ctx, view, grid.spacing * view.scale, Math.max(1, Math.round(density)))
  const { weak, strong, dots } = faded(GRID_INK[theme], density)
  switch (grid.kind) {
    case 'none':
      break
    case 'dots':
      ctx.globalAlpha = dots
      lines.dots(Math.max(2, Math.round(DOT * density)))
      break
    case 'lines':
      ctx.globalAlpha = weak
      lines.squares((index) => index % STRONG !== 0)
      ctx.globalAlpha = strong
      lines.squares((index) => index % STRONG === 0)
      break
    case 'isometric':
      ctx.globalAlpha = weak
      lines.isometric()
      break
    case 'staves':
      ctx.globalAlpha = strong + weak
      lines.rows((index) => ((index % STAFF_PERIOD) + STAFF_PERIOD) % STAFF_PERIOD < STAFF_LINES)
  }
  ctx.globalAlpha = 1
}

/** Where lines cannot be as thin as they would be, they are as much fainter. */
function faded(ink: (typeof GRID_INK)[Theme], density: number): (typeof GRID_INK)[Theme] {
  const k = Math.min(1, density)
  return { ...ink, weak: ink.weak * k, strong: ink.strong * k, dots: ink.dots * k * k }
}

class GridLines {
  readonly #ctx: OffscreenCanvasRenderingContext2D
  readonly #view: View
  /** In pixels. */
  readonly #step: number
  readonly #thick: number

  constructor(ctx: OffscreenCanvasRenderingContext2D, view: View, step: number, thick: number) {
    this.#ctx = ctx
    this.#view = view
    this.#step = step
    this.#thick = thick
  }

  dots(side: number): void {
    const ctx = this.#ctx
    const { width, height } = ctx.canvas
    const half = side / 2
    for (const [, y] of places(this.#view.y, this.#step, height)) {
      for (const [, x] of places(this.#view.x, this.#step, width))
        ctx.fillRect(Math.round(x - half), Math.round(y - half), side, side)
    }
  }

  squares(wanted: (index: number) => boolean): void {
    const ctx = this.#ctx
    for (const [index, x] of places(this.#view.x, this.#step, ctx.canvas.width)) {
      if (wanted(index)) ctx.fillRect(Math.round(x - this.#thick / 2), 0, this.#thick, ctx.canvas.height)
    }
    this.rows(wanted)
  }

  rows(wanted: (index: number) => boolean): void {
    const ctx = this.#ctx
    for (const [index, y] of places(this.#view.y, this.#step, ctx.canvas.height)) {
      if (wanted(index)) ctx.fillRect(0, Math.round(y - this.#thick / 2), ctx.canvas.width, this.#thick)
    }
  }

  /** Upright lines, and lines that rise and fall by half an edge from one of them to the next. */
  isometric(): void {
    const ctx = this.#ctx
    const { width, height } = ctx.canvas
    const { x: originX, y: originY } = this.#view
    const across = this.#step * ISOMETRIC_HEIGHT
    for (const [, x] of places(originX, across, width))
      ctx.fillRect(Math.round(x - this.#thick / 2), 0, this.#thick, height)
    const slope = 1 / Math.sqrt(3)
    const fall = width * slope
    ctx.lineWidth = this.#thick
    ctx.beginPath()
    // Where they meet the left edge; those that rise begin as far below it as they get to the right one.
    for (const [, y] of places(originY - originX * slope, this.#step, height, fall)) {
      ctx.moveTo(0, y)
      ctx.lineTo(width, y + fall)
    }
    for (const [, y] of places(originY + originX * slope, this.#step, height + fall)) {
      ctx.moveTo(0, y)
      ctx.lineTo(width, y - fall)
    }
    ctx.stroke()
  }
}

/** The multiples of a step from `-before` to `length` pixels: which they are, and where. */
function* places(
  origin: number,
  step: number,
  length: number,
  before = 0,
): Generator<readonly [index: number, at: number]> {
  for (let index = Math.floor((-before - origin) / step); origin + index * step <= length + step; index++) {
    yield [index, origin + index * step]
  }
}
