import type { Theme } from '#shared/model/palette.ts'
import type { View } from './camera.ts'
import { gridAt, type GridKind } from './grid.ts'
import { paintGrid } from './grid-painter.ts'
import { cssOfPaper, type Paper } from './papers.ts'

/** Device pixels around the view that are painted too: the view moves so far before anything is painted again. */
const AROUND = 256

/** What everything is drawn on: paper, and a grid if one is wanted. */
export interface GroundLook {
  readonly paper: Paper
  readonly grid: GridKind
}

/**
 * Paper and grid under the ink. A frame costs one copy of a picture that is a little larger than the view; it is
 * painted again when the view leaves it or its zoom changes.
 */
export class Ground {
  #look: GroundLook = { paper: 'plain', grid: 'none' }
  #theme: Theme
  #picture: OffscreenCanvasRenderingContext2D | null = null
  /** What the picture shows: the view of its own top left corner. */
  #shown: (View & { readonly density: number }) | null = null
  #x = 0
  #y = 0

  constructor(theme: Theme) {
    this.#theme = theme
  }

  /** Whether there is more than paper, so that what lies over it must let it be seen. */
  get hasGrid(): boolean {
    return this.#look.grid !== 'none'
  }

  /** What is under the ink alone; null where there is more, which must be seen through what lies over it. */
  get underInk(): string | null {
    return this.hasGrid ? null : this.paper
  }

  get paper(): string {
    return cssOfPaper(this.#look.paper, this.#theme)
  }

  setTheme(theme: Theme): void {
    this.#theme = theme
    this.#shown = null
  }

  setLook(look: GroundLook): void {
    this.#look = look
    this.#shown = null
    if (look.grid === 'none') this.#picture = null
  }

  /**
   * Before a frame.
   *
   * @param width,height of the view in device pixels
   */
  look(view: View, width: number, height: number, density: number): void {
    if (!this.hasGrid) return
    const shown = this.#shown
    const picture = this.#fitted(width + 2 * AROUND, height + 2 * AROUND)
    if (picture === null) return
    if (shown !== null && shown.scale === view.scale && shown.density === density) {
      this.#x = shown.x - view.x
      this.#y = shown.y - view.y
      if (this.#x >= 0 && this.#y >= 0 && this.#x <= 2 * AROUND && this.#y <= 2 * AROUND) return
    }
    this.#x = AROUND
    this.#y = AROUND
    this.#shown = { scale: view.scale, x: view.x + AROUND, y: view.y + AROUND, density }
    picture.resetTransform()
    picture.globalAlpha = 1
    picture.fillStyle = this.paper
    picture.fillRect(0, 0, picture.canvas.width, picture.canvas.height)
    paintGrid(picture, gridAt(this.#look.grid, view.scale / density), this.#shown, density, this.#theme)
  }

  /** Covers part of the view, in device pixels, with what is under everything. */
  fill(ctx: CanvasRenderingContext2D, left: number, top: number, width: number, height: number): void {
    if (this.#picture === null || !this.hasGrid) {
      ctx.fillStyle = this.paper
      ctx.fillRect(left, top, width, height)
      return
    }
    ctx.drawImage(this.#picture.canvas, left + this.#x, top + this.#y, width, height, left, top, width, height)
  }

  #fitted(width: number, height: number): OffscreenCanvasRenderingContext2D | null {
    const { canvas } = this.#picture ?? {}
    if (canvas?.width === width && canvas.height === height) return this.#picture
    this.#shown = null
    this.#picture = new OffscreenCanvas(width, height).getContext('2d', { alpha: false })
    return this.#picture
  }
}
