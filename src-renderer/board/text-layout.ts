import { boundsOfPoints, type Box } from '#shared/model/bounds.ts'
import type { Ink } from '#shared/model/palette.ts'
import type { Alignment, Font, ShapeKind, Weight } from '#shared/model/properties.ts'
import type { FrameRecord, NoteRecord, ShapeRecord, TextRecord } from '#shared/model/records.ts'
import { broken, type BrokenPiece } from './text-breaking.ts'
import { markerOf, type Marker } from './text-lists.ts'
import { mirroredForWords, mirrorOfWords, type WordedRecord } from './upright-words.ts'

/** The typefaces of everything written on a board; what follows the first stands in for scripts that it does not have. */
const FAMILIES: Readonly<Record<Font, string>> = {
  sans: '"Inter Variable", system-ui, sans-serif',
  serif: '"Source Serif 4 Variable", Georgia, serif',
  mono: '"JetBrains Mono Variable", ui-monospace, monospace',
  hand: '"Caveat Variable", "Segoe Print", cursive',
}
const WEIGHTS: Readonly<Record<Weight, number>> = { regular: 400, medium: 500, bold: 700 }

export function familyOf(font: Font): string {
  return FAMILIES[font]
}

export function weightOf(weight: Weight): number {
  return WEIGHTS[weight]
}

/**
 * Text is always laid out at this font size and scaled from there, so that its shape is the same whether it
 * is tiny or huge.
 */
export const LAYOUT_SIZE = 64
/** From one line to the next, in font sizes. */
export const LINE_HEIGHT = 1.25
/** From the top of a line to its baseline, in font sizes; as Fabric has it, so that text stands still when typing ends. */
const BASELINE = 1.13 * (1 - 0.222)

export type TextContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** Words as they are to be laid out. */
export interface Words {
  readonly text: string
  /** Font size in board units. */
  readonly size: number
  readonly font: Font
  readonly weight: Weight
  readonly align: Alignment
}

/** One run of letters as it is painted. */
export interface LaidOutLine {
  readonly text: string
  /** Left end and baseline. */
  readonly x: number
  readonly y: number
  readonly width: number
}

/** One line as it is typed into. */
export interface LaidOutRow {
  /** Its characters of the text, with the spaces that hang over its end; no newline. */
  readonly text: string
  /** Left end of its first character. */
  readonly x: number
  /** Whether the next row begins after a newline. */
  readonly ends: boolean
  /** Of an item's first row: characters of its marker, and where its own words begin. */
  readonly marker: { readonly length: number; readonly shown: string; readonly wordsAt: number } | null
}

/** Words in lines, in their own axes (see `upright-words.ts`), whose units are those of the record they are in. */
export interface LaidOut {
  /** As it came out: smaller than asked for where there was no room. */
  readonly size: number
  readonly lines: readonly LaidOutLine[]
  readonly rows: readonly LaidOutRow[]
  /** The top left corner of all rows. */
  readonly left: number
  readonly top: number
  readonly w: number
  readonly h: number
  /** Whether a word was too wide for its line. */
  readonly isCut: boolean
}

export function prepareFont(ctx: TextContext, { font, weight }: Pick<Words, 'font' | 'weight'>): void {
  ctx.font = `${weightOf(weight)} ${LAYOUT_SIZE}px ${familyOf(font)}`
  ctx.textAlign = 'left'
  ctx.textBaseline = 'alphabetic'
  ctx.direction = 'ltr'
}

/** @param wrap width at which lines are broken, in board units; 0 for nowhere */
export function layOut(ctx: TextContext, words: Words, wrap: number): LaidOut {
  prepareFont(ctx, words)
  const k = words.size / LAYOUT_SIZE
  const measure = (text: string): number => ctx.measureText(text).width * k
  const blocks = blocksOf(words.text.split('\n'), wrap, measure)
  const w = wrap > 0 ? wrap : blocks.reduce((widest, block) => Math.max(widest, block.w), 0)
  const lines: LaidOutLine[] = []
  const rows: LaidOutRow[] = []
  for (const block of blocks) {
    // The items of a list stand below each other, wherever the list as a whole stands.
    const left = indent(words.align, w - block.w)
    for (const { piece, width, ends, marker } of block.rows) {
      const y = (rows.length * LINE_HEIGHT + BASELINE) * words.size
      const x = left + block.hang
      if (marker !== null) {
        const own = measure(marker.shown)
        const at = x - own - measure(' ')
        lines.push({ text: marker.shown, x: at, y, width: own })
        const typed = { length: marker.length, shown: marker.indent + marker.shown, wordsAt: x }
        rows.push({ text: marker.text + piece.text, x: at - measure(marker.indent), ends, marker: typed })
      } else rows.push({ text: piece.text, x, ends, marker: null })
      if (piece.shown !== '' || marker === null) lines.push({ text: piece.shown, x, y, width })
    }
  }
  const isCut = blocks.some((block) => block.rows.some(({ piece }) => piece.isCut))
  return { size: words.size, lines, rows, left: 0, top: 0, w, h: rows.length * LINE_HEIGHT * words.size, isCut }
}

/** A paragraph, or items of a list that follow each other. */
interface Block {
  /** Left of the words of items, for their markers. */
  readonly hang: number
  readonly w: number
  readonly rows: readonly BlockRow[]
}

interface BlockRow {
  readonly piece: BrokenPiece
  readonly width: number
  readonly ends: boolean
  readonly marker: (Marker & { readonly text: string }) | null
}

function blocksOf(texts: readonly string[], wrap: number, measure: (text: string) => number): readonly Block[] {
  const markers = texts.map(markerOf)
  const blocks: Block[] = []
  for (let from = 0; from < texts.length;) {
    const first = markers[from] ?? null
    let to = from + 1
    if (first !== null) while (markers[to]?.indent === first.indent) to += 1
    const widest = markers.slice(from, to).reduce((w, marker) => Math.max(w, measure(marker?.shown ?? '')), 0)
    const hang = first === null ? 0 : measure(first.indent) + widest + measure(' ')
    const rows = texts
      .slice(from, to)
      .flatMap((text, i) => rowsOf(text, markers[from + i] ?? null, hang, wrap, measure))
    blocks.push({ hang, w: rows.reduce((w, row) => Math.max(w, hang + row.width), 0), rows })
    from = to
  }
  return blocks
}

function rowsOf(
  text: string,
  marker: Marker | null,
  hang: number,
  wrap: number,
  measure: (text: string) => number,
): readonly BlockRow[] {
  const own = text.slice(marker?.length ?? 0)
  const pieces =
    wrap > 0 ? broken(own, Math.max(wrap - hang, 1e-6), measure) : [{ text: own, shown: own, isCut: false }]
  return pieces.map((piece, i) => ({
    piece,
    width: measure(piece.shown),
    ends: i === pieces.length - 1,
    marker: marker !== null && i === 0 ? { ...marker, text: text.slice(0, marker.length) } : null,
  }))
}

/** Words in figures are made smaller by this factor until they fit, but never by more than the other. */
const SHRINK = 0.9
const SMALLEST = 0.2
/** So that no word has to be cut, they are made smaller than this by no more. */
const SMALLEST_UNCUT = 0.5
/** Room left free around words in notes and figures, as a part of the font size. */
const PADDING = 0.5
/** The same beside the words of a shape whose outline is not straight, as parts of its width and height. */
const ROOM: Readonly<Record<ShapeKind, readonly [left: number, top: number, right: number, bottom: number]>> = {
  rectangle: [0, 0, 0, 0],
  ellipse: [0.12, 0.12, 0.12, 0.12],
  diamond: [0.22, 0.22, 0.22, 0.22],
  triangle: [0.22, 0.46, 0.22, 0],
  star: [0.26, 0.32, 0.26, 0.26],
  polygon: [0.12, 0.14, 0.12, 0.12],
}
/** Size of a frame's name, and its distance from the frame, in the frame's units; bounds leave `FRAME_NAME_ROOM` for both. */
const NAME_SIZE = 16
const NAME_ABOVE = 6

/** How a record has its words; a frame says nothing of it. */
export function wordsOf(record: WordedRecord): Words {
  if (record.type !== 'frame') return record
  const text = record.text.replace(/\s+/g, ' ')
  return { text, size: NAME_SIZE, font: 'sans', weight: 'medium', align: 'left' }
}

/** What words are written in: a note's own colour is that of its paper. */
export function inkOfWords(record: WordedRecord): Ink {
  return record.type === 'note' ? 'ink' : record.color
}

/** Lays out the words of a record where they stand in it. */
export function layOutRecord(ctx: TextContext, record: WordedRecord): LaidOut {
  switch (record.type) {
    case 'text':
      return layOut(ctx, record, record.wrap)
    case 'frame':
      return aboveFrame(ctx, record)
    case 'shape':
    case 'note':
      return inTheMiddle(ctx, record)
  }
}

/** Words where they stand in their records, which never change: each is laid out once. */
class Layouts {
  #known = new WeakMap<object, LaidOut>()

  /** The words of a record. */
  of(ctx: TextContext, record: WordedRecord): LaidOut {
    const before = this.#known.get(record)
    if (before !== undefined) return before
    const laidOut = record.type === 'frame' ? shortName(ctx, record) : layOutRecord(ctx, record)
    this.#known.set(record, laidOut)
    return laidOut
  }

  /** How far the letters of a text reach, in the record's own axes, once it has been laid out; null until then. */
  reachOf(record: TextRecord): Box | null {
    const laidOut = this.#known.get(record)
    if (laidOut === undefined) return null
    const { left, top, lines, w, h } = laidOut
    const minX = lines.reduce((least, { x }) => Math.min(least, x), left)
    const maxX = lines.reduce((most, { x, width }) => Math.max(most, x + width), left + w)
    return boundsOfPoints(
      [
        { x: minX, y: top },
        { x: maxX, y: top + h },
      ].map((corner) => mirroredForWords(record, corner)),
    )
  }

  /** After fonts have come: what was laid out without them is laid out anew. */
  forget(): void {
    this.#known = new WeakMap()
  }
}

export const layouts = new Layouts()

function inTheMiddle(ctx: TextContext, record: ShapeRecord | NoteRecord): LaidOut {
  const room = ROOM[record.type === 'shape' ? record.shape : 'rectangle']
  const [a, c] = record.scaleX < 0 ? [room[2], room[0]] : [room[0], room[2]]
  const [b, d] = record.scaleY < 0 ? [room[3], room[1]] : [room[1], room[3]]
  const padding = Math.min(record.size * PADDING, record.w / 4, record.h / 4)
  const left = a * record.w + padding
  const top = b * record.h + padding
  const w = Math.max(1e-6, record.w * (1 - c) - padding - left)
  const h = Math.max(1e-6, record.h * (1 - d) - padding - top)
  const laidOut = fitted(ctx, record, w, h)
  return movedBy(laidOut, left, top + (h - laidOut.h) / 2)
}

/** In letters that are smaller where they would not fit. */
function fitted(ctx: TextContext, words: Words, w: number, h: number): LaidOut {
  let laidOut = layOut(ctx, words, w)
  for (let size = words.size * SHRINK; size > words.size * SMALLEST; size *= SHRINK) {
    if (laidOut.h <= h && !(laidOut.isCut && size > words.size * SMALLEST_UNCUT)) break
    laidOut = layOut(ctx, { ...words, size }, w)
  }
  return laidOut
}

/** All of a frame's name, as it is typed. */
function aboveFrame(ctx: TextContext, record: FrameRecord): LaidOut {
  const words = wordsOf(record)
  return movedBy(layOut(ctx, words, 0), 0, -NAME_ABOVE - BASELINE * words.size)
}

/** As much of a frame's name as is no wider than the frame, so that the names of frames side by side can be read. */
function shortName(ctx: TextContext, record: FrameRecord): LaidOut {
  const full = aboveFrame(ctx, record)
  if (full.w <= record.w) return full
  const letters = Array.from(wordsOf(record).text)
  const shortened = (count: number): LaidOut => {
    const start = letters.slice(0, count).join('').trimEnd()
    return aboveFrame(ctx, { ...record, text: start === '' ? '' : `${start}…` })
  }
  let [fits, most] = [0, letters.length - 1]
  while (fits < most) {
    const middle = Math.ceil((fits + most) / 2)
    if (shortened(middle).w <= record.w) fits = middle
    else most = middle - 1
  }
  return { ...full, lines: shortened(fits).lines }
}

function movedBy(laidOut: LaidOut, dx: number, dy: number): LaidOut {
  return {
    ...laidOut,
    left: laidOut.left + dx,
    top: laidOut.top + dy,
    lines: laidOut.lines.map((line) => ({ ...line, x: line.x + dx, y: line.y + dy })),
    rows: laidOut.rows.map((row) => ({
      ...row,
      x: row.x + dx,
      marker: row.marker === null ? null : { ...row.marker, wordsAt: row.marker.wordsAt + dx },
    })),
  }
}

/** Fills the words of a record, upright, into a context whose axes are the record's own; leaves its transform changed. */
export function fillWordsOf(ctx: TextContext, record: WordedRecord): void {
  const mirror = mirrorOfWords(record)
  if (mirror !== null) ctx.transform(...mirror)
  fillWords(ctx, wordsOf(record), layouts.of(ctx, record))
}

/** Fills laid-out words into a context whose axes are those of the words; leaves its transform changed. */
export function fillWords(
  ctx: TextContext,
  words: Pick<Words, 'font' | 'weight'>,
  { size, lines }: Pick<LaidOut, 'size' | 'lines'>,
): void {
  prepareFont(ctx, words)
  const k = size / LAYOUT_SIZE
  ctx.scale(k, k)
  for (const { text, x, y } of lines) ctx.fillText(text, x / k, y / k)
}

function indent(align: Alignment, free: number): number {
  return align === 'left' ? 0 : align === 'center' ? free / 2 : free
}
