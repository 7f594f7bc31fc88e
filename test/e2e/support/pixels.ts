import type { Browser, Page } from '@playwright/test'

/** A decoded picture: four bytes a pixel. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Decodes PNG files in a page of its own, where no content policy is in the way. */
export class PixelReader {
  readonly #page: Page

  private constructor(page: Page) {
    this.#page = page
  }

  static async open(browser: Browser): Promise<PixelReader> {
    return new PixelReader(await browser.newPage())
  }

  async read(png: Uint8Array): Promise<Pixels> {
    const { width, height, base64 } = await this.#page.evaluate(async (encoded) => {
      const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0))
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
      const context = canvas.getContext('2d')!
      context.drawImage(bitmap, 0, 0)
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
      let text = ''
      for (let at = 0; at < data.length; at += 32_768) text += String.fromCharCode(...data.subarray(at, at + 32_768))
      return { width: bitmap.width, height: bitmap.height, base64: btoa(text) }
    }, Buffer.from(png).toString('base64'))
    return { width, height, data: Buffer.from(base64, 'base64') }
  }

  /** What a part of a window shows. */
  async of(page: Page, clip: Area): Promise<Pixels> {
    return await this.read(await page.screenshot({ clip }))
  }

  async close(): Promise<void> {
    await this.#page.close()
  }
}

/** How many pixels are clearly something else than the paper in the top left corner. */
export function inked({ data }: Pixels): number {
  let count = 0
  for (let at = 0; at < data.length; at += 4) {
    if (Math.abs(data[at]! - data[0]!) + Math.abs(data[at + 1]! - data[1]!) + Math.abs(data[at + 2]! - data[2]!) > 60) {
      count += 1
    }
  }
  return count
}

/** The share of pixels of `a` and `b` that differ by more than a shade, from 0 to 1. 1 when the sizes differ. */
export function difference(a: Pixels, b: Pixels): number {
  if (a.width !== b.width || a.height !== b.height) return 1
  let count = 0
  for (let at = 0; at < a.data.length; at += 4) {
    const worst = Math.max(...[0, 1, 2].map((part) => Math.abs(a.data[at + part]! - b.data[at + part]!)))
    if (worst > 24) count += 1
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
    const away = [0, 1, 2].reduce((sum, part) => sum + Math.abs(data[at + part]! - data[part]!), 0)
    if (away <= 60) continue
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
