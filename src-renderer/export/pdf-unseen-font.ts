import type { PDFDocument, PDFRef } from 'pdf-lib'

/** Letters to a font: codes are one byte. */
const LETTERS = 256
/** Units that a font size is divided into. */
const UNITS = 1000

/** Words in codes of one of the fonts. */
export interface UnseenRun {
  readonly font: PDFRef
  /** As a string of the page's content. */
  readonly code: string
  readonly letters: number
}

interface Face {
  readonly ref: PDFRef
  /** What people see as one letter, by its code. */
  readonly letters: string[]
}

/**
 * Fonts whose letters have no shape, and are one em wide: with them words of any script can be found and copied where a
 * page shows their outlines. As Type 3 fonts they need no file (ISO 32000-1, 9.6.5), and say what each code means
 * themselves (9.10.3).
 */
export class UnseenFonts {
  readonly #document: PDFDocument
  readonly #faces: Face[] = []
  readonly #codes = new Map<string, { readonly face: Face; readonly code: number }>()
  readonly #segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

  constructor(document: PDFDocument) {
    this.#document = document
  }

  /** The words in one or several runs, one after the other. */
  encode(text: string): readonly UnseenRun[] {
    const runs: { font: PDFRef; code: string; letters: number }[] = []
    for (const { segment } of this.#segments.segment(text)) {
      const { face, code } = this.#codeOf(segment)
      let run = runs.at(-1)
      if (run?.font !== face.ref) runs.push((run = { font: face.ref, code: '', letters: 0 }))
      run.code += hex(code, 2)
      run.letters += 1
    }
    return runs.map((run) => ({ ...run, code: `<${run.code}>` }))
  }

  /** Puts the fonts into the document, once all words are encoded. */
  finish(): void {
    const { context } = this.#document
    const shapeless = context.register(context.stream(`${UNITS} 0 d0`))
    for (const { ref, letters } of this.#faces) {
      const font = context.obj({
        Type: 'Font',
        Subtype: 'Type3',
        FontBBox: [0, 0, UNITS, UNITS],
        FontMatrix: [1 / UNITS, 0, 0, 1 / UNITS, 0, 0],
        CharProcs: { g: shapeless },
        Encoding: { Type: 'Encoding', Differences: [0, ...letters.map(() => 'g')] },
        FirstChar: 0,
        LastChar: letters.length - 1,
        Widths: letters.map(() => UNITS),
        Resources: {},
        ToUnicode: context.register(context.flateStream(meaningsOf(letters))),
      })
      context.assign(ref, font)
    }
  }

  #codeOf(letter: string): { readonly face: Face; readonly code: number } {
    const known = this.#codes.get(letter)
    if (known !== undefined) return known
    let face = this.#faces.at(-1)
    if (face === undefined || face.letters.length === LETTERS) {
      face = { ref: this.#document.context.nextRef(), letters: [] }
      this.#faces.push(face)
    }
    const made = { face, code: face.letters.push(letter) - 1 }
    this.#codes.set(letter, made)
    return made
  }
}

/** Pairs to a block, as CMaps allow. */
const PAIRS = 100

/** The CMap that says what codes mean. */
function meaningsOf(letters: readonly string[]): string {
  const pairs = letters.map((letter, code) => `<${hex(code, 2)}> <${utf16(letter)}>`)
  const blocks: string[] = []
  for (let i = 0; i < pairs.length; i += PAIRS) {
    const block = pairs.slice(i, i + PAIRS)
    blocks.push(`${block.length} beginbfchar`, ...block, 'endbfchar')
  }
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CMapName /Unseen def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<00> <FF>',
    'endcodespacerange',
    ...blocks,
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n')
}

function utf16(text: string): string {
  return Array.from({ length: text.length }, (_, i) => hex(text.charCodeAt(i), 4)).join('')
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0')
}
