import type { BoardRecord } from '#shared/model/records.ts'
import type { PaintContext } from './painter.ts'
import { boundsOfAll, type Matrix } from './transform.ts'

/** From so many records on, a picture of them is moved rather than they themselves. */
const PICTURE_FROM = 120
/** Pixels that such a picture is wide and high at most. */
const PICTURE_SIDE = 4096

/** Many records as they were when a hand took hold of them. */
export interface SelectionPicture {
  readonly canvas: OffscreenCanvas
  /** From the picture's pixels to the board. */
  readonly scale: number
  readonly x: number
  readonly y: number
}

/**
 * A picture of records; null where they are few enough to be painted themselves, or the browser gives no canvas.
 *
 * @param scale pixels per board unit that the picture has at most
 * @param paint paints the records through a mapping of the board to the picture's pixels
 */
export function pictureOf(
  records: readonly BoardRecord[],
  scale: number,
  paint: (ctx: PaintContext, map: Matrix) => void,
): SelectionPicture | null {
  const box = records.length < PICTURE_FROM ? null : boundsOfAll(records)
  if (box === null) return null
  const side = Math.max(box.maxX - box.minX, box.maxY - box.minY, 1e-6)
  const own = Math.min(scale, PICTURE_SIDE / side)
  const x = Math.floor(box.minX * own) - 1
  const y = Math.floor(box.minY * own) - 1
  const canvas = new OffscreenCanvas(Math.ceil(box.maxX * own) + 1 - x, Math.ceil(box.maxY * own) + 1 - y)
  const ctx = canvas.getContext('2d')
  if (ctx === null) return null
  paint(ctx, [own, 0, 0, own, -x, -y])
  return { canvas, scale: own, x, y }
}

/** @param map from the board, as it was when the picture was made, to the context's pixels */
export function drawPicture(ctx: PaintContext, picture: SelectionPicture, [a, b, c, d, e, f]: Matrix): void {
  const k = 1 / picture.scale
  ctx.globalAlpha = 1
  ctx.setTransform(a * k, b * k, c * k, d * k, e, f)
  ctx.drawImage(picture.canvas, picture.x, picture.y)
}
