import { cssOfInk, type Theme } from '#shared/model/palette.ts'
import type { Font, Weight } from '#shared/model/properties.ts'
import { isDrawn, type BoardRecord } from '#shared/model/records.ts'
import { inkOfWords, layouts, wordsOf, type TextContext } from '#renderer/board/text-layout.ts'
import type { Matrix } from '#renderer/board/transform.ts'
import { mirrorOfWords } from '#renderer/board/upright-words.ts'

/** A line of words as it is painted, in the axes of the words. */
export interface PaintedLine {
  readonly text: string
  /** Left end and baseline. */
  readonly x: number
  readonly y: number
  /** What the line takes up with the fonts that the page has. */
  readonly width: number
}

/** The words of a record, for formats that keep words as words. */
export interface PaintedWords {
  readonly font: Font
  readonly weight: Weight
  readonly size: number
  readonly css: string
  readonly lines: readonly PaintedLine[]
  /** From the axes of the words to the record's own; null where these are the same. */
  readonly mirror: Matrix | null
}

/** The words that the painter paints for a record; null where there are none. */
export function paintedWords(ctx: TextContext, record: BoardRecord, theme: Theme): PaintedWords | null {
  if (record.type === 'stroke' || record.type === 'line' || record.type === 'image' || record.text === '') return null
  if (!isDrawn(record)) return null
  const { font, weight } = wordsOf(record)
  const { size, lines } = layouts.of(ctx, record)
  const css = cssOfInk(inkOfWords(record), theme)
  return { font, weight, size, css, lines: lines.filter(({ text }) => text !== ''), mirror: mirrorOfWords(record) }
}
