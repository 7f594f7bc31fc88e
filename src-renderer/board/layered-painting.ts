import { AppError } from '#shared/errors.ts'
import type { Outline } from '#shared/model/pages.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { FittedCanvas } from './fitted-canvas.ts'
import { LayerStack, type Sheet } from './layer-stack.ts'
import type { PaintContext } from './painter.ts'

/** Paints things that are handled, those of each layer as strong as it is. */
export class LayeredPainting {
  readonly #sheet = new FittedCanvas()

  /** @param paint paints one of the records into the context that it is given */
  paint(
    ctx: PaintContext,
    records: readonly BoardRecord[],
    outline: Outline,
    paint: (on: PaintContext, record: BoardRecord) => void,
  ): void {
    if (outline.isOpaque) {
      for (const record of records) paint(ctx, record)
      return
    }
    const layers = new LayerStack<PaintContext>(ctx, () => this.#sheetLike(ctx.canvas))
    for (const record of records.toSorted(outline.compare)) paint(layers.on(outline.layerOf(record)), record)
    layers.finish()
  }

  /** Blank, since a stack leaves it so. */
  #sheetLike({ width, height }: PaintContext['canvas']): Sheet<PaintContext> {
    const ctx = this.#sheet.fitted(width, height)
    if (ctx === null) throw new AppError('call/failed', 'This browser cannot draw. Open DrawNet in another one.')
    return { canvas: ctx.canvas, ctx }
  }
}
