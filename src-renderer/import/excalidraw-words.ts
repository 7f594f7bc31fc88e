import { LIMITS, type Alignment, type Font, type Weight } from '#shared/model/properties.ts'
import type { ForeignElement } from './excalidraw-element.ts'
import { alignOf, HAIR } from './excalidraw-looks.ts'
import { sizeOf } from './excalidraw-places.ts'
import type { LossCount, MeasureWords } from './opened.ts'

/** The words of an element, in the typeface that is most like theirs. */
export interface ForeignWords {
  readonly text: string
  readonly size: number
  readonly font: Font
  readonly weight: Weight
  readonly align: Alignment
}

type Typeface = Pick<ForeignWords, 'font' | 'weight'>

const HAND: Typeface = { font: 'hand', weight: 'medium' }
const SANS: Typeface = { font: 'sans', weight: 'regular' }
const MONO: Typeface = { font: 'mono', weight: 'regular' }

/** From one line to the next in their typefaces, in font sizes: between these. */
const LINE_HEIGHTS = [1.1, 1.4] as const

/** By their numbers: Virgil, Helvetica, Cascadia, (a local one), Excalifont, Nunito, Lilita One, Comic Shanns, Liberation Sans. */
const TYPEFACES: ReadonlyMap<number, Typeface> = new Map([
  [1, HAND],
  [2, SANS],
  [3, MONO],
  [4, SANS],
  [5, HAND],
  [6, SANS],
  [7, { font: 'sans', weight: 'bold' }],
  [8, MONO],
  [9, SANS],
])

const USUAL_SIZE = 20
/** How much larger our letters by hand are set, to be as large as theirs of the same size. */
const LARGER_BY_HAND = 1.25
/** How much words are made smaller or larger so that they are as wide as they were, and what is not worth it. */
const SMALLEST = 0.75
const LARGEST = 1.3
/** As much for words on one line, which push no others away. */
const LARGEST_ON_ONE_LINE = 1.5
const HARDLY = 0.03

/** The words of a text or of a label; counts what of them is lost. */
export function wordsOf(element: ForeignElement, losses: LossCount): ForeignWords {
  const whole = element.text('originalText') || element.text('text')
  const text = whole.replace(/\r\n?/g, '\n').toWellFormed()
  if (text.length > LIMITS.maxTextLength) losses.add('cut')
  const typeface = TYPEFACES.get(element.number('fontFamily', 1))
  if (typeface === undefined) losses.add('font')
  if (hasOwnLineHeight(element)) losses.add('lineHeight')
  const size = element.number('fontSize', USUAL_SIZE, HAIR, LIMITS.maxTextSize)
  return {
    text: text.slice(0, LIMITS.maxTextLength).toWellFormed(),
    size: Math.min(LIMITS.maxTextSize, typeface?.font === 'hand' ? size * LARGER_BY_HAND : size),
    ...(typeface ?? HAND),
    align: alignOf(element),
  }
}

/** Whether its lines are nearer to each other or farther apart than those of any of their typefaces are. */
function hasOwnLineHeight(element: ForeignElement): boolean {
  const [least, most] = LINE_HEIGHTS
  const height = element.number('lineHeight', least)
  return (height < least || height > most) && element.text('text').includes('\n')
}

/** The same words as wide as they were, as far as they can still be read as words of their size. */
export function fittedWords(element: ForeignElement, words: ForeignWords, measure: MeasureWords): ForeignWords {
  const nominal = element.number('fontSize', USUAL_SIZE, HAIR, LIMITS.maxTextSize)
  const { w } = measure({ ...words, size: nominal, wrap: 0 })
  const was = sizeOf(element).w
  if (was === 0 || w === 0) return words
  const largest = words.text.includes('\n') ? LARGEST : LARGEST_ON_ONE_LINE
  const by = Math.min(largest, Math.max(SMALLEST, was / w))
  return { ...words, size: Math.min(LIMITS.maxTextSize, Math.abs(by - 1) < HARDLY ? nominal : nominal * by) }
}
