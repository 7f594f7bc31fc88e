import { StandardFonts, type PDFDocument, type PDFFont, type PDFPage, type PDFRef } from 'pdf-lib'
import type { Path, PathCommand } from '#renderer/board/figures.ts'
import { LAYOUT_SIZE, prepareFont } from '#renderer/board/text-layout.ts'
import { piecesOf, type LetterRun, type LinePiece } from './letter-runs.ts'
import type { PaintedLine, PaintedWords } from './painted-words.ts'
import type { PdfContent } from './pdf-content.ts'
import type { OutlineFont } from './pdf-font.ts'
import { UnseenFonts } from './pdf-unseen-font.ts'
import { measuringContext } from './svg.ts'

/** Pixels of a picture of words per pixel of their layout. */
const PICTURE_SCALE = 2
/** What a picture of letters has around it, in font sizes: letters reach beyond their line. */
const AIR = 0.5

/** Writes words to pages: letters as outlines, and unseen words that can be found and copied. */
export class PdfWords {
  readonly #document: PDFDocument
  readonly #fonts: ReadonlyMap<string, readonly OutlineFont[]>
  /** Of unseen words in Western scripts: its letters are about as wide as those that are seen. */
  readonly #plain: PDFFont
  /** Of all others. */
  readonly #shapeless: UnseenFonts
  readonly #ctx = measuringContext()
  readonly #names = new WeakMap<PDFPage, Map<PDFRef, string>>()

  /** @param fonts by typeface and weight */
  static async for(document: PDFDocument, fonts: ReadonlyMap<string, readonly OutlineFont[]>): Promise<PdfWords> {
    return new PdfWords(document, fonts, await document.embedFont(StandardFonts.Helvetica))
  }

  private constructor(document: PDFDocument, fonts: ReadonlyMap<string, readonly OutlineFont[]>, plain: PDFFont) {
    this.#document = document
    this.#fonts = fonts
    this.#plain = plain
    this.#shapeless = new UnseenFonts(document)
  }

  /** To be called when all words are on their pages. */
  finish(): void {
    this.#shapeless.finish()
  }

  /** Makes what the words need on the page. The answer writes them, in the axes of their record. */
  async prepare(page: PDFPage, words: PaintedWords): Promise<(content: PdfContent) => void> {
    const fonts = this.#fonts.get(`${words.font} ${words.weight}`) ?? []
    const writers: ((content: PdfContent) => void)[] = []
    for (const line of words.lines) {
      for (const piece of piecesOf(this.#ctx, fonts, words, line)) writers.push(await this.#seen(page, words, piece))
      writers.push(this.#unseen(page, words, line))
    }
    return (content) => {
      for (const write of writers) write(content)
    }
  }

  /** Letters as outlines, or as a picture where no font has them. */
  async #seen(page: PDFPage, words: PaintedWords, { line, runs }: LinePiece): Promise<(content: PdfContent) => void> {
    if (runs === null) return await this.#picture(page, words, line)
    const glyphs = outlinesOf(runs, words, line)
    return (content) => content.fill(glyphs, words.css)
  }

  /** Words that are not painted. */
  #unseen(page: PDFPage, { size }: PaintedWords, { text, x, y, width }: PaintedLine): (content: PdfContent) => void {
    const { runs, natural } = this.#encoded(text)
    const shows = runs.map(({ font, code }) => ({ name: this.#nameOn(page, font), code }))
    return (content) => {
      const number = (value: number): string => content.number(value)
      const stretched = number(natural > 0 ? width / (natural * size) : 1)
      const said = shows.map(({ name, code }) => `/${name} ${number(size)} Tf ${code} Tj`).join(' ')
      content.raw(`BT 3 Tr ${stretched} 0 0 -1 ${number(x)} ${number(y)} Tm ${said} ET`)
    }
  }

  /** Words in the codes of fonts, and how wide those make them, in font sizes. */
  #encoded(text: string): { readonly runs: readonly { font: PDFRef; code: string }[]; readonly natural: number } {
    try {
      const code = this.#plain.encodeText(text).toString()
      return { runs: [{ font: this.#plain.ref, code }], natural: this.#plain.widthOfTextAtSize(text, 1) }
    } catch {
      const runs = this.#shapeless.encode(text)
      return { runs, natural: runs.reduce((sum, { letters }) => sum + letters, 0) }
    }
  }

  #nameOn(page: PDFPage, font: PDFRef): string {
    let names = this.#names.get(page)
    if (names === undefined) this.#names.set(page, (names = new Map<PDFRef, string>()))
    let name = names.get(font)
    if (name === undefined) names.set(font, (name = page.node.newFontDictionary('F', font).decodeText()))
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

/** Letters as one area. */
function outlinesOf(runs: readonly LetterRun[], words: PaintedWords, { x, y, width }: PaintedLine): Path {
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
