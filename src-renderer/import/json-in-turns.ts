import { AppError } from '#shared/errors.ts'
import { Turns } from '#renderer/export/turns.ts'
import { assertFew, tooManyThings, type OnRead } from './opened.ts'

/** Letters that are parsed in one go, which takes a few milliseconds … */
const AT_ONCE = 128 * 1024
/** … unless one thing has more of them: a picture, or a long stroke. */
const MOST_LETTERS = 48 * 1024 * 1024
/** Letters of one thing outside of its strings. */
const MOST_STEPS = 8_000_000
/** Lists and objects of a file, those in others too. */
const MOST_BRACKETS = 4_000_000
const MOST_MEMBERS = 1000

/**
 * Parses JSON of an object as `JSON.parse` does, with turns for the page: what is in its lists and objects is taken apart
 * by and by. More than a board could have is refused before it is parsed.
 *
 * @param onRead hears how much of it has been parsed
 * @throws SyntaxError, or AppError `import/too-many` or `import/too-large`
 */
export async function jsonInTurns(text: string, onRead: OnRead = () => undefined): Promise<object> {
  return await new JsonReader(text, onRead).whole()
}

class JsonReader {
  readonly #turns = new Turns()
  readonly #text: string
  readonly #onRead: OnRead
  #at = 0
  #brackets = 0

  constructor(text: string, onRead: OnRead) {
    this.#text = text
    this.#onRead = onRead
  }

  async whole(): Promise<object> {
    const members: (readonly [key: string, value: unknown])[] = []
    this.#take('{')
    if (this.#sign() !== '}') {
      for (;;) {
        members.push(await this.#member())
        if (members.length > MOST_MEMBERS) throw tooManyThings()
        if (this.#sign() !== ',') break
        this.#take(',')
      }
    }
    this.#take('}')
    if (this.#sign() !== '') throw new SyntaxError('There is more behind the end.')
    return Object.fromEntries(members)
  }

  async #member(): Promise<readonly [string, unknown]> {
    if (this.#sign() !== '"') throw new SyntaxError('A name is missing.')
    const from = this.#at
    this.#passString()
    const key: unknown = JSON.parse(this.#text.slice(from, this.#at))
    this.#take(':')
    const sign = this.#sign()
    await this.#turns.rest()
    if (sign === '[') return [String(key), await this.#parts('[]', (part) => part as unknown[])]
    if (sign !== '{') return [String(key), this.#value()]
    return [String(key), Object.fromEntries(await this.#parts('{}', (part) => Object.entries(part)))]
  }

  #value(): unknown {
    const from = this.#at
    this.#pass()
    return JSON.parse(this.#text.slice(from, this.#at))
  }

  /** What is in a list or an object, some of it at a time. @param brackets what it stands in */
  async #parts<T>(brackets: '[]' | '{}', partsOf: (parsed: object) => readonly T[]): Promise<T[]> {
    const [opening = '', closing = ''] = brackets
    const all: T[] = []
    this.#take(opening)
    let [from, count] = [this.#at, 0]
    for (let sign = this.#sign(); sign !== closing || count > 0; sign = this.#sign()) {
      this.#pass()
      assertFew(++count)
      const isLast = this.#sign() !== ','
      if (isLast || this.#at - from > AT_ONCE) {
        const some = this.#text.slice(from, this.#at)
        if (some.trim() === '') throw new SyntaxError('Something is missing.')
        for (const part of partsOf(JSON.parse(opening + some + closing) as object)) all.push(part)
        from = this.#at + 1
        this.#onRead(this.#at / this.#text.length)
        await this.#turns.rest()
      }
      if (isLast) break
      this.#take(',')
    }
    this.#take(closing)
    return all
  }

  /** Goes over a value up to what comes behind it. Whether it is sound is seen when it is parsed. */
  #pass(): void {
    const start = this.#at
    let depth = 0
    for (let steps = 0; this.#at < this.#text.length; steps++) {
      if (steps > MOST_STEPS) throw tooLong()
      const code = this.#text.charCodeAt(this.#at)
      if (code === QUOTE) {
        steps += this.#passString()
        if (this.#at - start > MOST_LETTERS) throw tooLong()
        continue
      }
      const isClosing = code === CLOSING_BRACKET || code === CLOSING_BRACE
      if (depth === 0 && (isClosing || code === COMMA)) return
      if (isClosing) depth -= 1
      else if (code === OPENING_BRACKET || code === OPENING_BRACE) {
        depth += 1
        if (++this.#brackets > MOST_BRACKETS) throw tooManyThings()
      }
      this.#at += 1
    }
  }

  /** Goes over a string. Answers how many quotes there were in it. */
  #passString(): number {
    for (let quotes = 0; ; quotes++) {
      const next = this.#text.indexOf('"', this.#at + 1)
      if (next < 0) throw new SyntaxError('A string has no end.')
      let before = next - 1
      while (before > this.#at && this.#text.charCodeAt(before) === BACKSLASH) before -= 1
      const isEscaped = (next - 1 - before) % 2 === 1
      this.#at = isEscaped ? next : next + 1
      if (!isEscaped) return quotes
    }
  }

  /** What comes next behind white space; '' at the end. */
  #sign(): string {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at += 1
    return this.#text[this.#at] ?? ''
  }

  #take(sign: string): void {
    if (this.#sign() !== sign) throw new SyntaxError(`${sign} is missing.`)
    this.#at += 1
  }
}

const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const OPENING_BRACKET = 0x5b
const CLOSING_BRACKET = 0x5d
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d

/** White space in JSON (RFC 8259, 2). */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d
}

function tooLong(): AppError {
  return new AppError(
    'import/too-large',
    'Something in this file is larger than anything on a board can be. Open a part of it.',
  )
}
