import { LAYOUT_SIZE, prepareFont, type TextContext } from '#renderer/board/text-layout.ts'
import type { PaintedLine, PaintedWords } from './painted-words.ts'
import type { OutlineFont } from './pdf-font.ts'

/** Letters beside each other that are of one font. */
export interface LetterRun {
  readonly font: OutlineFont
  readonly text: string
}

/** A part of a line. */
export interface LinePiece {
  readonly line: PaintedLine
  /** Null where no font that comes with the board has its letters. */
  readonly runs: readonly LetterRun[] | null
}

interface Piece {
  readonly runs: { readonly font: OutlineFont; text: string }[] | null
  text: string
}

/** Letters and signs that go from the right to the left (Unicode Standard Annex 9): their places are not told by what is before them. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08FF\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u

/** The parts of a line whose letters the fonts have, and those between them, where they stand. */
export function piecesOf(
  ctx: TextContext,
  fonts: readonly OutlineFont[],
  words: PaintedWords,
  line: PaintedLine,
): readonly LinePiece[] {
  const pieces = piecesOfText(fonts, line.text)
  const [first, ...others] = pieces
  if (first === undefined || others.length === 0) return [{ line, runs: first?.runs ?? null }]
  if (RIGHT_TO_LEFT.test(line.text)) return [{ line, runs: null }]
  prepareFont(ctx, words)
  const k = words.size / LAYOUT_SIZE
  let end = 0
  return pieces.map(({ text, runs }): LinePiece => {
    const start = end
    end += text.length
    const left = ctx.measureText(line.text.slice(0, start)).width * k
    const right = ctx.measureText(line.text.slice(0, end)).width * k
    return { line: { text, x: line.x + left, y: line.y, width: right - left }, runs }
  })
}

function piecesOfText(fonts: readonly OutlineFont[], text: string): readonly Piece[] {
  const pieces: Piece[] = []
  // An accent stays with its letter: another font would set it beside.
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    const font = fonts.find((one) => Array.from(segment).every((character) => one.has(character)))
    let piece = pieces.at(-1)
    if (piece === undefined || (piece.runs === null) !== (font === undefined)) {
      pieces.push((piece = { runs: font === undefined ? null : [], text: '' }))
    }
    piece.text += segment
    const run = piece.runs?.at(-1)
    if (font === undefined) continue
    if (run?.font === font) run.text += segment
    else piece.runs?.push({ font, text: segment })
  }
  return pieces
}
