import { Deflate, Z_NO_FLUSH, Z_SYNC_FLUSH } from 'pako'
import { adler32, type PackedRows } from './png-file.ts'

/** Rows that are fetched from the canvas at once. */
const BAND = 128
/** Lines on plain paper gain little by more, and take twice as long. */
const LEVEL = 1
const OUTPUT_BYTES = 1 << 18

/**
 * Packs what is on a canvas as a PNG has it. Rows are packed as they are, not as differences to their neighbours: flat
 * colour, which most of a board is, gets smaller that way.
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
  const packer = new Deflate({ level: LEVEL, raw: true, chunkSize: OUTPUT_BYTES })
  const pieces: Uint8Array<ArrayBuffer>[] = []
  packer.onData = (piece) => pieces.push(piece)
  let adler = 1
  let length = 0
  for (let top = 0; top < height; top += BAND) {
    const count = Math.min(BAND, height - top)
    const rows = rowsOf(ctx.getImageData(0, top, width, count), hasAlpha)
    adler = adler32(rows, adler)
    length += rows.length
    // What is flushed ends at a byte, and says of no block that it is the last.
    packer.push(rows, top + count < height ? Z_NO_FLUSH : Z_SYNC_FLUSH)
  }
  return { bytes: joined(pieces), adler, length }
}

/** Each row begins with how it is filtered: 0, not at all. */
function rowsOf({ data, width, height }: ImageData, hasAlpha: boolean): Uint8Array<ArrayBuffer> {
  const perPixel = hasAlpha ? 4 : 3
  const rows = new Uint8Array(height * (1 + width * perPixel))
  let to = 0
  for (let row = 0; row < height; row++) {
    to += 1
    const from = row * width * 4
    if (hasAlpha) {
      rows.set(data.subarray(from, from + width * 4), to)
      to += width * 4
      continue
    }
    for (let at = from; at < from + width * 4; at += 4) {
      rows[to] = data[at]!
      rows[to + 1] = data[at + 1]!
      rows[to + 2] = data[at + 2]!
      to += 3
    }
  }
  return rows
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
