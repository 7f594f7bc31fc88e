import { AppError } from '#shared/errors.ts'
import { cssOfInk, type Theme } from '#shared/model/palette.ts'
import type { BlobHash } from '#shared/model/blobs.ts'
import { isDrawn, type BoardRecord, type ImageRecord, type StrokeRecord } from '#shared/model/records.ts'
import type { View } from '#renderer/board/camera.ts'
import { cssOfTone, figuresOf, type Figure, type FiguredRecord, type Path } from '#renderer/board/figures.ts'
import { inkShapesOf, traceInkShape } from '#renderer/board/ink-shapes.ts'
import { familyOf, LAYOUT_SIZE, weightOf, type TextContext } from '#renderer/board/text-layout.ts'
import { addressOfPicture } from '#renderer/pictures/picture-address.ts'
import { NO_PICTURES, type PictureSource } from '#renderer/pictures/picture-files.ts'
import type { ExportGround } from './export-ground.ts'
import { filesFor } from './font-faces.ts'
import { paintedWords, type PaintedLine, type PaintedWords } from './painted-words.ts'
import type { Frame } from './frame.ts'
import { RunWalk, type LayerRun } from './layer-runs.ts'
import { svgGround } from './svg-ground.ts'
import { svgScene } from './svg-scene.ts'
import { Turns } from './turns.ts'

export const SVG_TYPE = 'image/svg+xml'

export interface SvgOptions {
  /** Which part of the board, and how many pixels it is to have. */
  readonly frame: Frame
  readonly theme: Theme
  /** What everything lies on; null for nothing. */
  readonly ground: ExportGround | null
  /** A board file to carry, so that the picture can be opened as a board again; null for none. */
  readonly boardFile: string | null
  /** Where the files of pictures are to be had. */
  readonly pictures?: PictureSource
}

/**
 * Records as an SVG: ink and figures as paths, words as words in fonts that the file brings along.
 *
 * @param records bottom first
 */
export async function svgOf(records: readonly BoardRecord[], options: SvgOptions): Promise<string> {
  const { frame, theme, ground, boardFile } = options
  const { width, height, view } = frame
  const writer = new SvgWriter(theme, view, measuringContext())
  const turns = new Turns()
  const walk = new RunWalk(frame.layers ?? null)
  let run: LayerRun | null = null
  for (const record of records) {
    if (walk.run !== null && walk.run !== run) writer.elements.push(layerTag((run = walk.run)))
    if (record.type === 'image') await writer.addImage(record, options.pictures ?? NO_PICTURES)
    else writer.add(record)
    if (walk.step()) writer.elements.push('</g>')
    await turns.rest()
  }
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg"${frame.layers === undefined ? '' : INKSCAPE} width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
  ]
  if (boardFile !== null) parts.push(await svgScene(boardFile))
  const style = await styleOf(writer.words)
  if (style !== '') parts.push(`<style>${style}</style>`)
  if (writer.definitions.length > 0) parts.push(`<defs>${writer.definitions.join('')}</defs>`)
  if (ground !== null) parts.push(...svgGround(ground, frame, theme))
  return [...parts, ...writer.elements, '</svg>\n'].join('\n')
}

/** What drawing programs know layers by. */
const INKSCAPE = ' xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'

function layerTag({ name, opacity }: LayerRun): string {
  const label = name === '' ? '' : ` inkscape:label="${escaped(name).replaceAll('"', '&quot;')}"`
  return `<g inkscape:groupmode="layer"${label}${opacity === 1 ? '' : ` opacity="${exact(opacity)}"`}>`
}

/** @throws AppError `export/failed` where the browser has no canvas left */
export function measuringContext(): OffscreenCanvasRenderingContext2D {
  const ctx = new OffscreenCanvas(1, 1).getContext('2d')
  if (ctx !== null) return ctx
  throw new AppError(
    'export/failed',
    'The picture could not be made. Close other windows to free memory, and try again.',
  )
}

/** The typefaces of the words, with their data. */
async function styleOf(words: readonly PaintedWords[]): Promise<string> {
  const files = filesFor(words.flatMap(({ font, lines }) => lines.map(({ text }) => ({ font, text }))))
  const faces = files.map(async ({ family, unicodeRange, load }) => {
    const source = await load()
    return `@font-face{font-family:"${family}";font-weight:100 900;src:url(${source}) format("woff2");unicode-range:${unicodeRange}}`
  })
  return (await Promise.all(faces)).join('\n')
}

class SvgWriter {
  readonly elements: string[] = []
  readonly definitions: string[] = []
  readonly words: PaintedWords[] = []
  readonly #pictures = new Map<BlobHash, string | null>()
  readonly #theme: Theme
  readonly #view: View
  readonly #ctx: TextContext

  constructor(theme: Theme, view: View, ctx: TextContext) {
    this.#theme = theme
    this.#view = view
    this.#ctx = ctx
  }

  add(record: BoardRecord): void {
    if (!isDrawn(record)) return
    const inner: string[] = []
    const perUnit = this.#view.scale * Math.max(Math.abs(record.scaleX), Math.abs(record.scaleY))
    const numbers = numbersFor(perUnit)
    if (record.type === 'stroke') inner.push(...this.#ink(record, numbers))
    else if (record.type !== 'text' && record.type !== 'image') inner.push(...this.#figures(record, numbers))
    const words = paintedWords(this.#ctx, record, this.#theme)
    if (words !== null) {
      this.words.push(words)
      const lines = words.lines.map((line) => textOf(words, line, record.opacity, numbers))
      if (words.mirror === null) inner.push(...lines)
      else inner.push(`<g transform="matrix(${words.mirror.map(exact).join(' ')})">${lines.join('')}</g>`)
    }
    if (inner.length > 0) this.elements.push(`<g transform="${this.#matrixOf(record)}">${inner.join('')}</g>`)
  }

  /** What cannot be had is left out. */
  async addImage(record: ImageRecord, pictures: PictureSource): Promise<void> {
    const id = await this.#pictureOf(record.blob, pictures)
    if (id === null || record.w === 0 || record.h === 0) return
    const title = record.text === '' ? '' : `<title>${escaped(record.text)}</title>`
    const size = `matrix(${exact(record.w)} 0 0 ${exact(record.h)} 0 0)`
    const opacity = record.opacity === 1 ? '' : ` opacity="${exact(record.opacity)}"`
    const use = `<use href="#${id}" transform="${size}"/>`
    this.elements.push(`<g transform="${this.#matrixOf(record)}"${opacity}>${title}${use}</g>`)
  }

  /** The id of a picture that is in the file once, one unit wide and high. */
  async #pictureOf(hash: BlobHash, pictures: PictureSource): Promise<string | null> {
    const known = this.#pictures.get(hash)
    if (known !== undefined) return known
    const address = await addressOfPicture(await pictures.file(hash))
    const id = address === null ? null : `picture${this.#pictures.size}`
    this.#pictures.set(hash, id)
    if (id === null) return null
    this.definitions.push(`<image id="${id}" width="1" height="1" preserveAspectRatio="none" href="${address}"/>`)
    return id
  }

  #ink(record: StrokeRecord, numbers: Numbers): string[] {
    const css = cssOfInk(record.color, this.#theme)
    return inkShapesOf(record).map((shape) => {
      const path = new PathText(numbers)
      traceInkShape(shape, path)
      return `<path fill="${css}"${alpha('fill', shape.opacity * record.opacity)} d="${path.text}"/>`
    })
  }

  #figures(record: FiguredRecord, numbers: Numbers): string[] {
    return figuresOf(record).map((figure) => this.#figure(figure, record.opacity, numbers))
  }

  #figure(figure: Figure, opacity: number, numbers: Numbers): string {
    const css = cssOfTone(figure.tone, this.#theme)
    const d = pathData(figure.path, numbers)
    if (figure.kind === 'fill') return `<path fill="${css}"${alpha('fill', opacity)} d="${d}"/>`
    const dashes = figure.dashes.length === 0 ? '' : ` stroke-dasharray="${figure.dashes.map(numbers).join(' ')}"`
    const clip = figure.clip === null ? '' : ` clip-path="url(#${this.#clip(figure.clip, numbers)})"`
    return (
      `<path fill="none" stroke="${css}" stroke-width="${numbers(figure.width)}" stroke-linecap="round" ` +
      `stroke-linejoin="round"${dashes}${clip}${alpha('stroke', opacity)} d="${d}"/>`
    )
  }

  #clip(path: Path, numbers: Numbers): string {
    const id = `clip${this.definitions.length}`
    this.definitions.push(`<clipPath id="${id}"><path d="${pathData(path, numbers)}"/></clipPath>`)
    return id
  }

  /** From the record's own axes to pixels, multiplied here in double precision as the painter does. */
  #matrixOf({ x, y, rotation, scaleX, scaleY }: BoardRecord): string {
    const { scale, x: left, y: top } = this.#view
    const [cos, sin] = [Math.cos(rotation) * scale, Math.sin(rotation) * scale]
    const matrix = [cos * scaleX, sin * scaleX, -sin * scaleY, cos * scaleY]
    return `matrix(${matrix.map(exact).join(' ')} ${exact(x * scale + left)} ${exact(y * scale + top)})`
  }
}

/** Writes a length in a record's own units. */
type Numbers = (value: number) => string

/** How finely positions are written, in parts of a pixel. */
const FINENESS = 0.005

/** @param perUnit pixels of the picture per unit of the record */
function numbersFor(perUnit: number): Numbers {
  const digits = Math.min(12, Math.max(0, Math.ceil(-Math.log10(FINENESS / perUnit))))
  return (value) => String(Number(value.toFixed(digits)))
}

function exact(value: number): string {
  return String(Number(value.toPrecision(10)))
}

function alpha(of: 'fill' | 'stroke', opacity: number): string {
  return opacity === 1 ? '' : ` ${of}-opacity="${exact(opacity)}"`
}

/** Words at the size at which they are laid out, scaled from there, so that they have the same shapes as on the board. */
function textOf(words: PaintedWords, { text, x, y, width }: PaintedLine, opacity: number, numbers: Numbers): string {
  const k = words.size / LAYOUT_SIZE
  const family = familyOf(words.font).replaceAll('"', "'")
  return (
    `<text transform="matrix(${exact(k)} 0 0 ${exact(k)} ${numbers(x)} ${numbers(y)})" font-family="${family}" ` +
    `font-weight="${weightOf(words.weight)}" font-size="${LAYOUT_SIZE}" fill="${words.css}"${alpha('fill', opacity)} ` +
    `text-rendering="geometricPrecision" xml:space="preserve" textLength="${exact(width / k)}" lengthAdjust="spacingAndGlyphs">` +
    `${escaped(text)}</text>`
  )
}

/** What XML has no place for, not even escaped. */
const IMPOSSIBLE = /[\p{Cc}\uFFFE\uFFFF]/gu

function escaped(text: string): string {
  return text
    .replaceAll('\t', ' ')
    .replace(IMPOSSIBLE, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

function pathData(path: Path, numbers: Numbers): string {
  return path.map(([letter, ...values]) => letter + values.map(numbers).join(' ')).join('')
}

/** Collects what is traced as path data. */
class PathText {
  readonly #numbers: Numbers
  readonly #parts: string[] = []

  constructor(numbers: Numbers) {
    this.#numbers = numbers
  }

  get text(): string {
    return this.#parts.join('')
  }

  moveTo(x: number, y: number): void {
    this.#write('M', x, y)
  }

  lineTo(x: number, y: number): void {
    this.#write('L', x, y)
  }

  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.#write('Q', cx, cy, x, y)
  }

  /** Always a whole circle, that begins at its right. */
  arc(x: number, y: number, radius: number): void {
    const r = this.#numbers(radius)
    for (const end of [x - radius, x + radius])
      this.#parts.push(`A${r} ${r} 0 0 1 ${this.#numbers(end)} ${this.#numbers(y)}`)
  }

  closePath(): void {
    this.#parts.push('Z')
  }

  #write(letter: string, ...values: number[]): void {
    this.#parts.push(letter + values.map(this.#numbers).join(' '))
  }
}
