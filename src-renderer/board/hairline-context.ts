import { Hairlines } from './hairlines.ts'
import type { LineContext, PaintContext } from './painter.ts'
import type { PixelRect } from './tile.ts'

const OPAQUE = 255

/**
 * Plain lines over what a canvas shows: it takes a part of the canvas's pixels, draws into them itself, and puts them back
 * when it is asked to. Lines have round ends and are at most a pixel wide.
 */
export class HairlineContext implements LineContext {
  readonly #ctx: PaintContext
  readonly #rect: PixelRect
  readonly #image: ImageData
  readonly #isOpaque: boolean
  readonly #lines: Hairlines
  #a = 1
  #b = 0
  #c = 0
  #d = 1
  #e = 0
  #f = 0
  #css = ''
  #rgb = 0
  /** Colours that were read before. */
  readonly #inks = new Map<string, number>()
  globalAlpha = 1
  lineWidth = 1
  readonly lineCap = 'round'
  readonly lineJoin = 'round'

  /** @param isOpaque whether nothing can be seen through what the canvas shows */
  constructor(ctx: PaintContext, rect: PixelRect, isOpaque: boolean) {
    this.#ctx = ctx
    this.#rect = rect
    this.#isOpaque = isOpaque
    const [width, height] = [rect.right - rect.left, rect.bottom - rect.top]
    this.#image = ctx.getImageData(rect.left, rect.top, width, height)
    const { data } = this.#image
    if (!isOpaque) multiply(data)
    this.#lines = new Hairlines({ words: new Uint32Array(data.buffer), width, height })
  }

  get strokeStyle(): string {
    return this.#css
  }

  /** @param css `#rrggbb` */
  set strokeStyle(css: string) {
    this.#css = css
    let rgb = this.#inks.get(css)
    if (rgb === undefined) this.#inks.set(css, (rgb = Number.parseInt(css.slice(1), 16)))
    this.#rgb = rgb
  }

  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.#a = a
    this.#b = b
    this.#c = c
    this.#d = d
    this.#e = e - this.#rect.left
    this.#f = f - this.#rect.top
  }

  beginPath(): void {
    this.#lines.begin()
  }

  /** Begins the one line of a path. */
  moveTo(x: number, y: number): void {
    this.lineTo(x, y)
  }

  lineTo(x: number, y: number): void {
    this.#lines.to(this.#a * x + this.#c * y + this.#e, this.#b * x + this.#d * y + this.#f)
  }

  stroke(): void {
    const scale = (nearLength(this.#a, this.#b) + nearLength(this.#c, this.#d)) / 2
    this.#lines.draw(this.#rgb, this.globalAlpha * this.lineWidth * scale)
  }

  /** Brings what was drawn so far onto the canvas. */
  show(): void {
    let image = this.#image
    if (!this.#isOpaque) {
      image = new ImageData(image.data.slice(), image.width)
      divide(image.data)
    }
    this.#ctx.putImageData(image, this.#rect.left, this.#rect.top)
  }
}

/** A length, up to an eighth too large: so canvases reckon how strong a line of less than a pixel is. */
function nearLength(x: number, y: number): number {
  const [wide, high] = [Math.abs(x), Math.abs(y)]
  return wide > high ? wide + high / 2 : high + wide / 2
}

/** Makes of colours, as image data has them, those that are mixed: multiplied with their alpha. */
function multiply(bytes: Uint8ClampedArray): void {
  for (let i = 0; i < bytes.length; i += 4) {
    const alpha = bytes[i + 3]!
    if (alpha === OPAQUE) continue
    for (let part = i; part < i + 3; part++) bytes[part] = (bytes[part]! * alpha) / OPAQUE
  }
}

function divide(bytes: Uint8ClampedArray): void {
  for (let i = 0; i < bytes.length; i += 4) {
    const alpha = bytes[i + 3]!
    if (alpha === OPAQUE || alpha === 0) continue
    for (let part = i; part < i + 3; part++) bytes[part] = (bytes[part]! * OPAQUE) / alpha
  }
}
