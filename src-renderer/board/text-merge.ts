/** One change of words: characters `from` to `to` of the former ones gave way to others. */
interface Change {
  readonly from: number
  readonly to: number
  readonly text: string
}

export interface Merged {
  readonly text: string
  /** Takes a place in one's own words to its place in the merged ones. */
  readonly placeOf: (at: number) => number
}

/**
 * The words that come of two changes to the same ones. Changes in different places both happen. Where they meet,
 * what either wrote stays: the other's first, then one's own.
 *
 * @param base the words that both began with
 */
export function mergeWords(base: string, mine: string, theirs: string): Merged {
  const own = changeOf(base, mine)
  const other = changeOf(base, theirs)
  if (other.from === other.to && other.text === '') return { text: mine, placeOf: (at) => at }
  const lengthened = other.text.length - (other.to - other.from)
  // Two words that are written at the same place are two words.
  const meet = own.text !== '' && other.text !== '' && (other.to === own.from || other.from === own.to)
  if (mine === base || mine === theirs || (other.to <= own.from && !meet)) {
    const text = mine === theirs ? theirs : spliced(mine, other.from, other.to, other.text)
    const after = (at: number): number => (at >= other.to ? at + lengthened : Math.min(at, other.from))
    return { text, placeOf: mine === theirs ? (at) => at : after }
  }
  if (other.from >= own.to && !meet) {
    const shift = own.text.length - (own.to - own.from)
    const [from, to] = [other.from + shift, other.to + shift]
    const text = spliced(mine, from, to, other.text)
    return { text, placeOf: (at) => (at <= from ? at : Math.max(from, at + lengthened)) }
  }
  const from = Math.min(own.from, other.from)
  const to = Math.max(own.to, other.to)
  // What one of them left as it was around the other's change stays with what it wrote.
  const theirPart = theirs.slice(from, theirs.length - (base.length - to))
  const myPart = mine.slice(from, mine.length - (base.length - to))
  const gap = theirPart === '' || myPart === '' || /\s$/.test(theirPart) || /^\s/.test(myPart) ? '' : ' '
  const before = theirPart.length + gap.length
  return {
    text: base.slice(0, from) + theirPart + gap + myPart + base.slice(to),
    placeOf: (at) => (at < from ? at : at + before),
  }
}

/** What lies between the beginning and the end that both have. */
function changeOf(base: string, next: string): Change {
  const shorter = Math.min(base.length, next.length)
  let from = 0
  while (from < shorter && base[from] === next[from]) from += 1
  // Half a letter is no place to cut.
  if (from > 0 && isHigh(base.charCodeAt(from - 1))) from -= 1
  let tail = 0
  while (tail < shorter - from && base[base.length - 1 - tail] === next[next.length - 1 - tail]) tail += 1
  if (tail > 0 && isLow(base.charCodeAt(base.length - tail))) tail -= 1
  return { from, to: base.length - tail, text: next.slice(from, next.length - tail) }
}

function spliced(text: string, from: number, to: number, inserted: string): string {
  return text.slice(0, from) + inserted + text.slice(to)
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}
