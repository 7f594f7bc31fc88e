import sans from '@fontsource-variable/inter/unicode.json'
import serif from '@fontsource-variable/source-serif-4/unicode.json'
import mono from '@fontsource-variable/jetbrains-mono/unicode.json'
import hand from '@fontsource-variable/caveat/unicode.json'
import type { Font } from '#shared/model/properties.ts'
import { familyOf } from '#renderer/board/text-layout.ts'

/** A file of a typeface: the letters of some scripts in all weights. */
export interface FontFile {
  readonly font: Font
  /** What CSS calls the typeface. */
  readonly family: string
  readonly ranges: readonly CharacterRange[]
  /** As CSS has them in `unicode-range`. */
  readonly unicodeRange: string
  /** The file as an address with its content, `data:font/woff2;base64,…`. Loaded only now: most boards need one or two. */
  readonly load: () => Promise<string>
}

type CharacterRange = readonly [first: number, last: number]

const PACKAGES: Readonly<Record<Font, { readonly name: string; readonly subsets: Readonly<Record<string, string>> }>> =
  {
    sans: { name: 'inter', subsets: sans },
    serif: { name: 'source-serif-4', subsets: serif },
    mono: { name: 'jetbrains-mono', subsets: mono },
    hand: { name: 'caveat', subsets: hand },
  }

/** The content security policy lets no script fetch a font, so that they come as modules. */
const LOADERS = import.meta.glob<string>('../../node_modules/@fontsource-variable/*/files/*-wght-normal.woff2', {
  query: '?inline',
  import: 'default',
})

/** The files of all typefaces of the board, the rarer scripts first. */
export function fontFiles(): FontFile[] {
  return (Object.keys(PACKAGES) as Font[]).flatMap((font) => {
    const { name, subsets } = PACKAGES[font]
    const family = /"([^"]+)"/.exec(familyOf(font))?.[1] ?? font
    return Object.entries(subsets).flatMap(([subset, unicodeRange]) => {
      const load = LOADERS[`../../node_modules/@fontsource-variable/${name}/files/${name}-${subset}-wght-normal.woff2`]
      return load === undefined ? [] : [{ font, family, ranges: rangesOf(unicodeRange), unicodeRange, load }]
    })
  })
}

/** The files that are needed to write these words. As in CSS, the last that has a character stands for it. */
export function filesFor(words: Iterable<{ readonly font: Font; readonly text: string }>): FontFile[] {
  const files = fontFiles().toReversed()
  const needed = new Set<FontFile>()
  const known = new Set<string>()
  for (const { font, text } of words) {
    for (const character of text) {
      if (known.has(font + character)) continue
      known.add(font + character)
      const file = files.find((one) => one.font === font && hasCharacter(one, character))
      if (file !== undefined) needed.add(file)
    }
  }
  return Array.from(needed)
}

export function hasCharacter({ ranges }: FontFile, character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return ranges.some(([first, last]) => first <= code && code <= last)
}

/** `U+0-FF,U+131` */
function rangesOf(unicodeRange: string): CharacterRange[] {
  return unicodeRange.split(',').map((range) => {
    const [first = '0', last = first] = range.trim().slice(2).split('-')
    return [Number.parseInt(first, 16), Number.parseInt(last, 16)]
  })
}
