/** What stands on one line where a longer one was broken. */
export interface BrokenPiece {
  /** All of its characters; spaces at its end hang over the edge. */
  readonly text: string
  /** Without the spaces that nobody sees. */
  readonly shown: string
  /** Whether it ends within a word that is wider than a whole line. */
  readonly isCut: boolean
}

/** A line in pieces that are no wider than `wrap`: between words, and within one that is wider by itself. */
export function broken(line: string, wrap: number, measure: (text: string) => number): readonly BrokenPiece[] {
  const pieces: BrokenPiece[] = []
  let piece = ''
  const end = (isCut: boolean): void => {
    pieces.push({ text: piece, shown: isCut ? piece : piece.trimEnd(), isCut })
    piece = ''
  }
  for (const word of line.match(/\S+\s*|\s+/g) ?? []) {
    if (measure((piece + word).trimEnd()) <= wrap) {
      piece += word
      continue
    }
    if (piece !== '') end(false)
    for (const letter of letters(word)) {
      if (piece !== '' && measure((piece + letter).trimEnd()) > wrap) end(true)
      piece += letter
    }
  }
  end(false)
  return pieces
}

/** What people count as one letter each. */
export function letters(word: string): string[] {
  return Array.from(new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word), ({ segment }) => segment)
}
