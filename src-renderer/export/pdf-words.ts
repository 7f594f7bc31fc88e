import type { PDFDocument, PDFFont, PDFPage } from 'pdf-lib'
import type { Path, PathCommand } from '#renderer/board/figures.ts'
import { LAYOUT_SIZE, prepareFont } from '#renderer/board/text-layout.ts'
import type { PaintedLine, PaintedWords } from './painted-words.ts'
import type { PdfContent } from './pdf-content.ts'
import type { OutlineFont } from './pdf-font.ts'

/** Pixels of a picture of words per pixel of their layout. */
const PICTURE_SCALE = 2
/** What a picture of a line has around it, in font sizes: letters reach beyond their line. */
const AIR = 0.5

/** Writes words to pages: letters as outlines, and unseen words that can be found and copied. */
export class PdfWords {
  readonly #document: PDFDocument
  readonly #fonts: ReadonlyMap<string, readonly OutlineFont[]>
  readonly #plain: PDFFont
  readonly #names = new WeakMap<PDFPage, string>()

  /**
   * @param fonts by typeface and weight
   * @param plain of the unseen words
   */
  constructor(document: PDFDocument, fonts: ReadonlyMap<string, readonly OutlineFont[]>, plain: PDFFont) {
    this.#document = document
    this.#fonts = fonts
    this.#plain = plain
  }

  /** Makes what the words need on the page. The answer writes them, in the axes of their record. */
  async prepare(page: PDFPage, words: PaintedWords): Promise<(content: PdfContent) => void> {
    const fonts = this.#fonts.get(`${words.font} ${words.weight}`) ?? []
    const writers: ((content: PdfContent) => void)[] = []
    for (const line of words.lines) {
      const glyphs = outlinesOf(fonts, words, line)
      writers.push(
        glyphs === null ? await this.#picture(page, words, line) : (content) => content.fill(glyphs, words.css),
      )
      const unseen = this.#unseen(page, words, line)
      if (unseen !== null) writers.push(unseen)
    }
    return (content) => {
      for (const write of writers) write(content)
    }
  }

  /** Words that are not painted; null for those that the plain font cannot say. */
  #unseen(
    page: PDFPage,
    { size }: PaintedWords,
    { text, x, y, width }: PaintedLine,
  ): ((content: PdfContent) => void) | null {
    let code: string
    let natural: number
    try {
      code = this.#plain.encodeText(text).toString()
      natural = this.#plain.widthOfTextAtSize(text, size)
    } catch {
      return null
    }
    if (natural === 0) return null
    const name = this.#nameOn(page)
    return (content) => {
      const stretched = content.number(width / natural)
      content.raw(
        `BT /${name} ${content.number(size)} Tf 3 Tr ${stretched} 0 0 -1 ${content.number(x)} ${content.number(y)} Tm ${code} Tj ET`,
      )
    }
  }

  #nameOn(page: PDFPage): string {
    const known = this.#names.get(page)
    if (known !== undefined) return known
    const name = page.node.newFontDictionary('F', this.#plain.ref).decodeText()
    this.#names.set(page, name)
    return name
  }

  async #picture(
    page: PDFPage,
    words: PaintedWords,
    { text, x, y, width }: PaintedLine,
  ): Promise<(content: PdfContent) => void> {
    const k = words.size / LAYOUT_SIZE
    const air = AIR * LAYOUT_SIZE
    const [w, h] = [width / k + 2 * air, LAYOUT_SIZE + 2 * air]
    const canvas = new OffscreenCanvas(Math.ceil(w * PICTURE_SCALE), Math.ceil(h * PICTURE_SCALE))
    const ctx = canvas.getContext('2d')
    if (ctx === null) return () => undefined
    prepareFont(ctx, words)
    ctx.scale(PICTURE_SCALE, PICTURE_SCALE)
    ctx.fillStyle = words.css
    ctx.fillText(text, air, air + LAYOUT_SIZE, width / k)
    const png = await canvas.convertToBlob({ type: 'image/png' })
    const image = await this.#document.embedPng(await png.arrayBuffer())
    const name = page.node.newXObject('Im', image.ref).decodeText()
    return (content) => {
      const [pictureW, pictureH] = [(canvas.width / PICTURE_SCALE) * k, (canvas.height / PICTURE_SCALE) * k]
      const [left, top] = [x - air * k, y - (air + LAYOUT_SIZE) * k]
      // A picture is one unit wide and high, and stands on its lower side.
      content.within([pictureW, 0, 0, -pictureH, left, top + pictureH], 1, () => content.raw(`/${name} Do`))
    }
  }
}

/** The letters of a line as one area; null if there is one that the fonts do not have. */
function outlinesOf(
  fonts: readonly OutlineFont[],
  words: PaintedWords,
  { text, x, y, width }: PaintedLine,
): Path | null {
  const runs: { readonly font: OutlineFont; text: string }[] = []
  for (const character of text) {
    const font = fonts.find((one) => one.has(character))
    if (font === undefined) return null
    const last = runs.at(-1)
    if (last?.font === font) last.text += character
    else runs.push({ font, text: character })
  }
  const set = runs.map((run) => run.font.set(run.text))
  const natural = set.reduce((sum, line) => sum + (line.width / line.unitsPerEm) * words.size, 0)
  // The page's own layout counts, from which this differs by hairs.
  const stretch = natural > 0 ? width / natural : 1
  const path: PathCommand[] = []
  let left = x
  for (const line of set) {
    const k = words.size / line.unitsPerEm
    for (const glyph of line.glyphs) {
      glyph.path.toFunction()(new Tracer(path, left + glyph.x * k * stretch, y - glyph.y * k, k * stretch, k))
    }
    left += line.width * k * stretch
  }
  return path
}

/** Takes a letter's outline, which counts upwards from its line, to where the letter stands. */
class Tracer {
  readonly #path: PathCommand[]
  readonly #x: number
  readonly #y: number
  readonly #kx: number
  readonly #ky: number
  #at: readonly [number, number] = [0, 0]

  constructor(path: PathCommand[], x: number, y: number, kx: number, ky: number) {
    this.#path = path
    this.#x = x
    this.#y = y
    this.#kx = kx
    this.#ky = ky
  }

  moveTo(x: number, y: number): void {
    this.#path.push(['M', ...this.#go(x, y)])
  }

  lineTo(x: number, y: number): void {
    this.#path.push(['L', ...this.#go(x, y)])
  }

  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    const [fromX, fromY] = this.#at
    const [a, b] = this.#placeOf(cx, cy)
    const [toX, toY] = this.#go(x, y)
    this.#path.push(['C', third(fromX, a), third(fromY, b), third(toX, a), third(toY, b), toX, toY])
  }

  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.#path.push(['C', ...this.#placeOf(ax, ay), ...this.#placeOf(bx, by), ...this.#go(x, y)])
  }

  closePath(): void {
    this.#path.push(['Z'])
  }

  #go(x: number, y: number): readonly [number, number] {
    this.#at = this.#placeOf(x, y)
    return this.#at
  }

  #placeOf(x: number, y: number): readonly [number, number] {
    return [this.#x + x * this.#kx, this.#y - y * this.#ky]
  }
}

/** The handle of a cubic curve that goes as a quadratic one does. */
function third(from: number, control: number): number {
  return from + ((control - from) * 2) / 3
}
