import type { Page } from '@playwright/test'
import { decodePng, type Pixels } from './png.ts'

export type { Pixels } from './png.ts'

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Looks at windows and picture files. */
export class PixelReader {
  /** What is in a PNG file. */
  read(png: Uint8Array): Promise<Pixels> {
    return Promise.resolve(decodePng(png))
  }

  /** What a part of a window shows. */
  async of(page: Page, clip: Area): Promise<Pixels> {
    return decodePng(await page.screenshot({ clip }))
  }
}

/** How many pixels are clearly something else than the paper in the top left corner. */
export function inked({ data }: Pixels): number {
  let count = 0
  for (let at = 0; at < data.length; at += 4) {
    if (isInk(data, at)) count += 1
  }
  return count
}

/** The share of pixels of `a` and `b` that differ by more than a shade, from 0 to 1. 1 when the sizes differ. */
export function difference(a: Pixels, b: Pixels): number {
  if (a.width !== b.width || a.height !== b.height) return 1
  let count = 0
  for (let at = 0; at < a.data.length; at += 4) {
    const red = Math.abs(a.data[at]! - b.data[at]!)
    const green = Math.abs(a.data[at + 1]! - b.data[at + 1]!)
    const blue = Math.abs(a.data[at + 2]! - b.data[at + 2]!)
    if (red > 24 || green > 24 || blue > 24) count += 1
  }
  return count / (a.width * a.height)
}

/** A part of a picture. */
export function cut(picture: Pixels, { x, y, width, height }: Area): Pixels {
  const data = new Uint8Array(width * height * 4)
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * picture.width + x) * 4
    data.set(picture.data.subarray(from, from + width * 4), row * width * 4)
  }
  return { width, height, data }
}

/** The smallest area that holds everything of a picture that is not its paper; null where there is nothing. */
export function inkArea(picture: Pixels): Area | null {
  const { width, height, data } = picture
  let [left, top, right, bottom] = [width, height, -1, -1]
  for (let at = 0; at < data.length; at += 4) {
    if (!isInk(data, at)) continue
    const x = (at / 4) % width
    const y = Math.floor(at / 4 / width)
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
}

/** Red, green, blue and opacity of one pixel, each from 0 to 255. */
export function colorAt({ width, data }: Pixels, x: number, y: number): readonly [number, number, number, number] {
  const at = (y * width + x) * 4
  return [data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!]
}

/** How many pixels are of a colour, give or take a shade. */
export function countOf({ data }: Pixels, [red, green, blue]: readonly [number, number, number]): number {
  let count = 0
  for (let at = 0; at < data.length; at += 4) {
    const away = Math.max(Math.abs(data[at]! - red), Math.abs(data[at + 1]! - green), Math.abs(data[at + 2]! - blue))
    if (away <= 24) count += 1
  }
  return count
}

/** Whether a pixel is clearly something else than the one in the top left corner. */
function isInk(data: Uint8Array, at: number): boolean {
  const red = Math.abs(data[at]! - data[0]!)
  const green = Math.abs(data[at + 1]! - data[1]!)
  const blue = Math.abs(data[at + 2]! - data[2]!)
  return red + green + blue > 60
}
