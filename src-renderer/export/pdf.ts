import { PDFDocument, type PDFPage } from 'pdf-lib'
import { cssOfInk, type Theme } from '#shared/model/palette.ts'
import { isDrawn, type BoardRecord } from '#shared/model/records.ts'
import { cssOfTone, figuresOf } from '#renderer/board/figures.ts'
import { inkShapesOf, pathOfInkShape } from '#renderer/board/ink-shapes.ts'
import { weightOf } from '#renderer/board/text-layout.ts'
import { NO_PICTURES, type PictureSource } from '#renderer/pictures/picture-files.ts'
import type { ExportGround } from './export-ground.ts'
import type { ExportedPart } from './frame.ts'
import { deflate } from './deflate.ts'
import { filesFor } from './font-faces.ts'
import { RunWalk } from './layer-runs.ts'
import { paintedWords, type PaintedWords } from './painted-words.ts'
import { PdfContent } from './pdf-content.ts'
import { OutlineFont } from './pdf-font.ts'
import { pdfGrid } from './pdf-grid.ts'
import { PdfPictures } from './pdf-pictures.ts'
import { PdfWords } from './pdf-words.ts'
import { measuringContext } from './svg.ts'
import { Turns } from './turns.ts'

/** Points of a page per CSS pixel: 72 and 96 to the inch. */
const POINTS_PER_PIXEL = 0.75
/** The longest side that readers take (ISO 32000-1, annex C). */
const LONGEST_SIDE = 14_400

/**
 * Parts of a board as the pages of a PDF. Ink, figures and letters are outlines, sharp at any size; over the letters
 * lie unseen words, so that they can be found and copied. Letters that the fonts do not have are pictures.
 *
 * @throws AppError `export/failed`
 */
export async function pdfOf(
  parts: readonly ExportedPart[],
  theme: Theme,
  ground: ExportGround | null,
  source: PictureSource = NO_PICTURES,
): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.create()
  document.setProducer('DrawNet')
  document.setCreator('DrawNet')
  const ctx = measuringContext()
  const words = parts.map(({ records }) => records.map((record) => paintedWords(ctx, record, theme)))
  const letters = await PdfWords.for(document, await fontsFor(words.flat()))
  const pictures = new PdfPictures(document, source)
  for (const [i, part] of parts.entries()) {
    await new PdfPageWriter(document, part, theme, letters, pictures).write(words[i] ?? [], ground)
  }
  letters.finish()
  return new Uint8Array(await document.save({ objectsPerTick: 20 }))
}

/** The fonts of all words, by typeface and weight. */
async function fontsFor(words: readonly (PaintedWords | null)[]): Promise<ReadonlyMap<string, readonly OutlineFont[]>> {
  const texts = new Map<string, PaintedWords[]>()
  for (const one of words) {
    if (one === null) continue
    const key = `${one.font} ${one.weight}`
    texts.set(key, [...(texts.get(key) ?? []), one])
  }
  const fonts = new Map<string, readonly OutlineFont[]>()
  for (const [key, all] of texts) {
    const [first] = all
    if (first === undefined) continue
    const files = filesFor(all.flatMap(({ font, lines }) => lines.map(({ text }) => ({ font, text }))))
    fonts.set(key, await Promise.all(files.map((file) => OutlineFont.load(file, weightOf(first.weight)))))
  }
  return fonts
}

class PdfPageWriter {
  readonly #document: PDFDocument
  readonly #page: PDFPage
  readonly #part: ExportedPart
  readonly #theme: Theme
  readonly #letters: PdfWords
  readonly #pictures: PdfPictures
  #content = new PdfContent()
  readonly #states = new Map<number, string>()
  /** Points per pixel of the part. */
  readonly #k: number

  constructor(document: PDFDocument, part: ExportedPart, theme: Theme, letters: PdfWords, pictures: PdfPictures) {
    this.#document = document
    this.#part = part
    this.#theme = theme
    this.#letters = letters
    this.#pictures = pictures
    const { width, height, view } = part.frame
    const k = POINTS_PER_PIXEL / view.scale
    this.#k = Math.min(k, LONGEST_SIDE / Math.max(width, height))
    this.#page = document.addPage([width * this.#k, height * this.#k])
  }

  async write(words: readonly (PaintedWords | null)[], ground: ExportGround | null): Promise<void> {
    const { records, frame } = this.#part
    const [width, height] = [frame.width * this.#k, frame.height * this.#k]
    const turns = new Turns()
    if (ground !== null) {
      this.#content.paper(width, height, ground.paper)
      const grid = pdfGrid(this.#document, this.#page, ground, this.#theme, {
        scale: frame.view.scale * this.#k,
        x: frame.view.x * this.#k,
        y: height - frame.view.y * this.#k,
        perUnit: frame.view.scale,
      })
      if (grid !== null) this.#content.raw(`/Pattern cs /${grid} scn 0 0 ${width} ${height} re f`)
    }
    const page = this.#content
    const walk = new RunWalk(frame.layers ?? null)
    for (const [i, record] of records.entries()) {
      const { run } = walk
      const isApart = run !== null && run.opacity < 1
      if (isApart && this.#content === page) this.#content = new PdfContent()
      await this.#record(record, words[i] ?? null)
      if (walk.step() && isApart) page.raw(await this.#laidDown(run.opacity, page))
      await turns.rest()
    }
    const packed = await deflate(new TextEncoder().encode(page.text))
    const { context } = this.#document
    const stream = context.stream(packed, { Filter: 'FlateDecode' })
    this.#page.node.addContentStream(context.register(stream))
  }

  /** The commands that lay a layer onto the page, as a whole (ISO 32000-1, 11.6.6). What comes next is on the page again. */
  async #laidDown(opacity: number, page: PdfContent): Promise<string> {
    const { context } = this.#document
    const { node } = this.#page
    const { width, height } = this.#page.getSize()
    const packed = await deflate(new TextEncoder().encode(this.#content.text))
    const form = context.stream(packed, {
      Filter: 'FlateDecode',
      Type: 'XObject',
      Subtype: 'Form',
      BBox: [0, 0, width, height],
      Group: { Type: 'Group', S: 'Transparency', CS: 'DeviceRGB' },
      Resources: node.Resources() ?? {},
    })
    const name = node.newXObject('Layer', context.register(form)).decodeText()
    this.#content = page
    return `q /${this.#state(opacity)} gs /${name} Do Q`
  }

  async #record(record: BoardRecord, words: PaintedWords | null): Promise<void> {
    const { view, height } = this.#part.frame
    const k = this.#k
    const scale = view.scale * k
    const [cos, sin] = [Math.cos(record.rotation) * scale, Math.sin(record.rotation) * scale]
    const { scaleX, scaleY } = record
    // A page counts upwards from its lower left corner.
    const matrix = [
      cos * scaleX,
      -sin * scaleX,
      -sin * scaleY,
      -cos * scaleY,
      record.x * scale + view.x * k,
      (height - view.y) * k - record.y * scale,
    ] as const
    const perUnit = scale * Math.max(Math.abs(scaleX), Math.abs(scaleY))
    const set = words === null ? null : await this.#letters.prepare(this.#page, words)
    const picture = record.type === 'image' ? await this.#pictures.commandsFor(this.#page, record) : ''
    this.#content.within(matrix, perUnit, () => {
      this.#figures(record)
      if (picture !== '') {
        this.#content.state(this.#state(record.opacity))
        this.#content.raw(picture)
      }
      if (set === null) return
      this.#content.state(this.#state(record.opacity))
      const mirror = words?.mirror ?? null
      if (mirror === null) set(this.#content)
      else this.#content.within(mirror, perUnit, () => set(this.#content))
    })
  }

  #figures(record: BoardRecord): void {
    if (record.type === 'text' || record.type === 'image' || !isDrawn(record)) return
    if (record.type === 'stroke') {
      const css = cssOfInk(record.color, this.#theme)
      for (const shape of inkShapesOf(record)) {
        this.#content.state(this.#state(shape.opacity * record.opacity))
        this.#content.fill(pathOfInkShape(shape), css)
      }
      return
    }
    this.#content.state(this.#state(record.opacity))
    for (const figure of figuresOf(record)) {
      const css = cssOfTone(figure.tone, this.#theme)
      if (figure.kind === 'fill') this.#content.fill(figure.path, css)
      else this.#content.stroke(figure.path, css, figure.width, figure.dashes, figure.clip)
    }
  }

  /** The name of the state that sets an opacity. */
  #state(opacity: number): string {
    const known = this.#states.get(opacity)
    if (known !== undefined) return known
    const { context } = this.#document
    const state = context.obj({ Type: 'ExtGState', ca: opacity, CA: opacity })
    const name = this.#page.node.newExtGState('GS', context.register(state)).decodeText()
    this.#states.set(opacity, name)
    return name
  }
}
