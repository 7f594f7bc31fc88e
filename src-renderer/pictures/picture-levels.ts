/** Pixels of a picture. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** No picture is kept larger than this, whatever its file holds: 64 MB of memory. */
const MOST_PIXELS = 4096 * 4096
/** Drawings made of shapes are sharp at any size, up to this many pixels a side. */
const MOST_SIDE_OF_SHAPES = 4096

/**
 * Pictures are kept at halves of their size: level 0 is as the file has it, 1 half as wide, and so on; below 0 are the
 * larger ones that a drawing made of shapes can have. The level is the smallest that has every pixel that is seen.
 *
 * @param wide,high pixels that the picture takes up where it is painted
 */
export function levelFor(natural: PictureSize, wide: number, high: number, isShapes: boolean): number {
  const stretch = Math.max(wide / natural.width, high / natural.height, 1e-9)
  const fitting = Math.floor(-Math.log2(Math.min(stretch, 2 ** 20)) + 1e-6)
  const largest = isShapes ? largestOfShapes(natural) : largestOf(natural)
  return Math.min(Math.max(fitting, largest), smallest(natural))
}

export function sizeAt({ width, height }: PictureSize, level: number): PictureSize {
  const part = 2 ** -level
  return { width: Math.max(1, Math.round(width * part)), height: Math.max(1, Math.round(height * part)) }
}

function largestOf({ width, height }: PictureSize): number {
  return Math.max(0, Math.ceil(Math.log2((width * height) / MOST_PIXELS) / 2))
}

function largestOfShapes({ width, height }: PictureSize): number {
  return Math.ceil(Math.log2(Math.max(width, height) / MOST_SIDE_OF_SHAPES))
}

/** A pixel is no smaller than one. */
function smallest({ width, height }: PictureSize): number {
  return Math.max(0, Math.floor(Math.log2(Math.max(width, height))))
}
