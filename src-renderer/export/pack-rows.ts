import type { PackedRows } from './png-file.ts'
import { RunPacker } from './run-packer.ts'

/** Rows that are fetched from the canvas at once. */
const BAND = 128

/**
 * Packs what is on a canvas as a PNG has it.
 *
 * @param hasAlpha whether the canvas may be transparent anywhere; what is opaque takes three bytes a pixel
 * @throws Error when the canvas cannot be read
 */
export function packRows(
  canvas: OffscreenCanvas,
  ctx: OffscreenCanvasRenderingContext2D,
  hasAlpha: boolean,
): PackedRows {
  const { width, height } = canvas
  const packer = new RunPacker(hasAlpha)
  for (let top = 0; top < height; top += BAND) {
    const count = Math.min(BAND, height - top)
    const { data } = ctx.getImageData(0, top, width, count)
    const pixels = new Uint32Array(data.buffer)
    for (let row = 0; row < count; row++) packer.row(pixels, row * width, width)
  }
  return packer.finish()
}
