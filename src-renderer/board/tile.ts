import type { Box } from '#shared/model/bounds.ts'

/** Side of a tile in device pixels. */
export const TILE_SIZE = 512

/** A rectangle of device pixels within a tile; whole numbers, `right` and `bottom` just outside. */
export interface PixelRect {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export const WHOLE_TILE: PixelRect = { left: 0, top: 0, right: TILE_SIZE, bottom: TILE_SIZE }

export interface TileSurface {
  readonly canvas: OffscreenCanvas
  readonly ctx: OffscreenCanvasRenderingContext2D
}

/** One square of the board as a bitmap, at one scale. */
export class Tile {
  readonly scale: number
  readonly column: number
  readonly row: number
  /** Null while nothing is painted, and when nothing but paper is there. */
  surface: TileSurface | null = null
  /** Whether it once showed all that is there. */
  complete = false
  /** What must be painted again; null when the tile is up to date. */
  dirty: PixelRect | null = WHOLE_TILE
  /** Number of the frame that last wanted it. */
  used = 0

  constructor(scale: number, column: number, row: number) {
    this.scale = scale
    this.column = column
    this.row = row
  }

  /** The part of the board under a rectangle of the tile's pixels. */
  boxOf(rect: PixelRect): Box {
    const x = this.column * TILE_SIZE
    const y = this.row * TILE_SIZE
    return {
      minX: (x + rect.left) / this.scale,
      minY: (y + rect.top) / this.scale,
      maxX: (x + rect.right) / this.scale,
      maxY: (y + rect.bottom) / this.scale,
    }
  }

  /** The pixels that something within the box can colour, or null if none are in this tile. */
  pixelsOf(box: Box): PixelRect | null {
    const x = this.column * TILE_SIZE
    const y = this.row * TILE_SIZE
    // A pixel more on each side for the soft edge of ink.
    const left = Math.max(0, Math.floor(box.minX * this.scale) - 1 - x)
    const top = Math.max(0, Math.floor(box.minY * this.scale) - 1 - y)
    const right = Math.min(TILE_SIZE, Math.ceil(box.maxX * this.scale) + 1 - x)
    const bottom = Math.min(TILE_SIZE, Math.ceil(box.maxY * this.scale) + 1 - y)
    return left < right && top < bottom ? { left, top, right, bottom } : null
  }
}

export function joined(a: PixelRect | null, b: PixelRect): PixelRect {
  if (a === null) return b
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  }
}

export function overlaps(a: PixelRect, b: PixelRect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

/**
 * The scale of the coarse picture that stands in while sharp tiles of `scale` are painted: 4 to 16 times
 * smaller, from a fixed ladder, so that one coarse tile serves many zoom factors.
 */
export function coarseScaleFor(scale: number): number {
  return 4 ** (Math.floor(Math.log2(scale) / 2 + 1e-9) - 1)
}
