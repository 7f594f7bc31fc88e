import type { Layer } from '#shared/model/pages.ts'
import type { PaintContext } from './painter.ts'

/** A canvas to paint a layer on by itself, as large as what it is laid on. */
export interface Sheet<C extends PaintContext> {
  readonly canvas: PaintContext['canvas']
  readonly ctx: C
}

/**
 * Paints layers onto one another, bottom first: one that is not opaque is painted by itself and laid on as a whole, so
 * that things on it do not shine through each other.
 */
export class LayerStack<C extends PaintContext, S extends Sheet<C> = Sheet<C>> {
  readonly #ground: C
  readonly #take: () => S
  #layer: Pick<Layer, 'opacity'> | null = null
  #sheet: S | null = null

  /** @param take gives a blank canvas; it is asked for once, as soon as one is needed */
  constructor(ground: C, take: () => S) {
    this.#ground = ground
    this.#take = take
  }

  /** What was taken, to be given back when all is done. */
  get sheet(): S | null {
    return this.#sheet
  }

  /** Where what comes next, on a layer, is to be painted. What was on the layer before is laid down. */
  on(layer: Pick<Layer, 'opacity'>): C {
    if (layer !== this.#layer) {
      this.finish()
      this.#layer = layer
    }
    if (layer.opacity === 1) return this.#ground
    this.#sheet ??= this.#take()
    return this.#sheet.ctx
  }

  /** Lays down what was painted last. */
  finish(): void {
    const [layer, sheet, ground] = [this.#layer, this.#sheet, this.#ground]
    this.#layer = null
    if (layer === null || layer.opacity === 1 || sheet === null) return
    ground.setTransform(1, 0, 0, 1, 0, 0)
    ground.globalAlpha = layer.opacity
    if (layer.opacity > 0) ground.drawImage(sheet.canvas, 0, 0)
    ground.globalAlpha = 1
    const { width, height } = sheet.canvas
    sheet.ctx.setTransform(1, 0, 0, 1, 0, 0)
    sheet.ctx.clearRect(0, 0, width, height)
  }
}
