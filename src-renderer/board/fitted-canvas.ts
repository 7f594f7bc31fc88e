/** A canvas off the screen that is the same as long as the size wanted is. */
export class FittedCanvas {
  #ctx: OffscreenCanvasRenderingContext2D | null = null

  /** Its context, with what was painted last, or blank in another size; null where the browser has no canvas left. */
  fitted(width: number, height: number): OffscreenCanvasRenderingContext2D | null {
    const { canvas } = this.#ctx ?? {}
    if (canvas?.width !== width || canvas.height !== height)
      this.#ctx = new OffscreenCanvas(width, height).getContext('2d')
    return this.#ctx
  }
}
