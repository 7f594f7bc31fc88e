import type { Turns } from '#renderer/export/turns.ts'
import { Entities } from './svg-entities.ts'
import { tooMany } from './svg-weight.ts'

/** Elements in elements in elements …, at most so often. More would take a browser very long to take apart. */
const MOST_DEEP = 256
/** Tags, and attributes of one of them. */
const MOST_TAGS = 50_000
const MOST_ATTRIBUTES = 256

/** Gives tags and attributes other names. */
export interface Renaming {
  /** The beginning of a tag, with attributes for it if it has to have any, by the name it had. */
  readonly tag: (name: string) => readonly [name: string, attributes?: string]
  /** Null for an attribute that is left out. */
  readonly attribute: (name: string) => string | null
}

const NAME = /[A-Za-z_][\w:.-]*/y
const SPACE = /[\s/]*/y
const ATTRIBUTE = /([^\s"'<>/=]+)(\s*=\s*)?/y
const BARE_VALUE = /[^\s"'<>]*/y
/** What has a meaning in a document type. */
const DECLARED = /<!--|<!ENTITY\s|["'[\]>]/g
const BLANK = /\s*/y
const ENDS_OF_TAG: ReadonlySet<string | undefined> = new Set(['>', '<', undefined])
const NAMING = 'xmlns:'
const SVG_SPACE = 'http://www.w3.org/2000/svg'
const XLINK_SPACE = 'http://www.w3.org/1999/xlink'
/** What XML takes for a name; others are none of a drawing's. */
const PLAIN_NAME = /^[A-Za-z_][\w:.-]*$/

/**
 * A drawing's markup, written again so that everybody reads it in the same way: tags that are all closed, attributes all
 * in double quotes, words; no comments, declarations or instructions. Each letter is looked at once, however wrong the
 * markup is. The page gets its turns meanwhile.
 *
 * @throws AppError `blob/too-large` for what has more tags than a board takes, or has them too deep in each other
 */
export async function plainMarkup(text: string, renaming: Renaming, turns: Turns): Promise<string> {
  return await new MarkupWriter(text, renaming).written(turns)
}

class MarkupWriter {
  readonly #text: string
  readonly #renaming: Renaming
  readonly #parts: string[] = []
  /** The tags that are open, as they are told and as they are written … */
  readonly #open: (readonly [told: string, written: string])[] = []
  /** … and how many there are of each. */
  readonly #counts = new Map<string, number>()
  readonly #entities = new Entities()
  /** What stands for which space of names, by the last that said so. */
  readonly #spaces = new Map<string, string>()
  #at = 0
  #tags = 0

  constructor(text: string, renaming: Renaming) {
    this.#text = text
    this.#renaming = renaming
  }

  async written(turns: Turns): Promise<string> {
    while (this.#at < this.#text.length) {
      if (turns.isOver) await turns.rest()
      const next = this.#text.indexOf('<', this.#at)
      this.#words(this.#text.slice(this.#at, next < 0 ? undefined : next))
      this.#at = next < 0 ? this.#text.length : next
      if (next >= 0) this.#markup()
    }
    this.#closeUntil(0)
    return this.#parts.join('')
  }

  #words(text: string): void {
    // Around the drawing there are none.
    if (this.#open.length > 0) this.#parts.push(this.#referring(text))
  }

  #markup(): void {
    const text = this.#text
    if (text.startsWith('<!--', this.#at)) return this.#skip('-->', 4)
    if (text.startsWith('<![CDATA[', this.#at)) {
      const from = this.#at + '<![CDATA['.length
      this.#skip(']]>', from - this.#at)
      const end = this.#at
      return this.#words(
        text
          .slice(from, text.startsWith(']]>', end - 3) ? end - 3 : end)
          .replaceAll('&', '&amp;')
          .replaceAll('<', '&lt;'),
      )
    }
    if (text.startsWith('<?', this.#at)) return this.#skip('?>', 2)
    if (text.startsWith('<!', this.#at)) return this.#declaration()
    if (text.startsWith('</', this.#at)) return this.#closing()
    this.#at += 1
    const name = this.#match(NAME)?.[0]
    // A sign that nothing begins with.
    if (name === undefined) this.#words('&lt;')
    else this.#opening(name)
  }

  #opening(name: string): void {
    if (++this.#tags > MOST_TAGS || this.#open.length >= MOST_DEEP) throw tooMany()
    const attributes = new Map<string, string>()
    let space = this.#match(SPACE)?.[0] ?? ''
    while (!ENDS_OF_TAG.has(this.#text[this.#at])) {
      this.#attribute(attributes)
      space = this.#match(SPACE)?.[0] ?? ''
    }
    if (this.#text[this.#at] === '>') this.#at += 1
    this.#write(name, attributes)
    if (space.endsWith('/')) this.#closeUntil(this.#open.length - 1)
  }

  #attribute(attributes: Map<string, string>): void {
    const found = this.#match(ATTRIBUTE)
    // A quote that nothing is said with.
    if (found === undefined) return void (this.#at += 1)
    const [, name = '', equals] = found
    const value = this.#referring(equals === undefined ? '' : this.#value())
    if (!PLAIN_NAME.test(name) || attributes.has(name)) return
    if (attributes.size === MOST_ATTRIBUTES) throw tooMany()
    attributes.set(name, value)
    if (name.startsWith(NAMING)) this.#spaces.set(name.slice(NAMING.length), value)
  }

  #write(name: string, attributes: ReadonlyMap<string, string>): void {
    const told = name.toLowerCase()
    const [written, more = ''] = this.#renaming.tag(this.#plainName(name))
    this.#parts.push(`<${written}${more}`)
    for (const [key, value] of attributes) {
      const plain = this.#renaming.attribute(this.#plainName(key))
      if (plain !== null) this.#parts.push(` ${plain}="${value.replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`)
    }
    this.#parts.push('>')
    this.#open.push([told, written])
    this.#counts.set(told, (this.#counts.get(told) ?? 0) + 1)
  }

  #value(): string {
    const quote = this.#text[this.#at]
    if (quote !== '"' && quote !== "'") return this.#match(BARE_VALUE)?.[0] ?? ''
    const from = this.#at + 1
    this.#skip(quote, 1)
    return this.#text.slice(from, this.#at - 1)
  }

  /** What is closed without having been opened is nothing. */
  #closing(): void {
    this.#at += 2
    const name = (this.#match(NAME)?.[0] ?? '').toLowerCase()
    this.#skip('>', 0)
    if ((this.#counts.get(name) ?? 0) > 0) this.#closeUntil(this.#open.findLastIndex(([told]) => told === name))
  }

  #closeUntil(depth: number): void {
    for (const [told, written] of this.#open.splice(depth).toReversed()) {
      this.#counts.set(told, (this.#counts.get(told) ?? 1) - 1)
      this.#parts.push(`</${written}>`)
    }
  }

  /** A document type may have declarations of its own in brackets. */
  #declaration(): void {
    let isInside = false
    do {
      const sign = this.#next(DECLARED)
      if (sign === '<!--') this.#skip('-->', 0)
      else if (sign?.startsWith('<!E') === true) this.#entity()
      else if (sign === '"' || sign === "'") this.#skip(sign, 0)
      else if (sign === '[' || sign === ']') isInside = sign === '['
      else if (!isInside) return
    } while (this.#at < this.#text.length)
  }

  #entity(): void {
    this.#match(BLANK)
    const name = this.#match(NAME)?.[0]
    this.#match(BLANK)
    const sign = this.#text[this.#at]
    // Without a name it is one for declarations alone.
    if (name !== undefined) this.#entities.declare(name, sign === '"' || sign === "'" ? this.#value() : null)
  }

  /** Goes on behind what is found next, or at the end. */
  #next(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const [found] = pattern.exec(this.#text) ?? []
    this.#at = found === undefined ? this.#text.length : pattern.lastIndex
    return found
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text) ?? undefined
    this.#at += found?.[0].length ?? 0
    return found
  }

  /** Goes on behind the next of these, or at the end. */
  #skip(what: string, from: number): void {
    const found = this.#text.indexOf(what, this.#at + from)
    this.#at = found < 0 ? this.#text.length : found + what.length
  }

  /** A name that everybody understands, whatever the drawing calls the spaces of names. */
  #plainName(name: string): string {
    const colon = name.indexOf(':')
    const space = colon < 0 ? undefined : this.#spaces.get(name.slice(0, colon))
    if (space === SVG_SPACE) return name.slice(colon + 1)
    return space === XLINK_SPACE ? `xlink${name.slice(colon)}` : name
  }

  /** Words in which every & begins a reference that everybody knows. */
  #referring(text: string): string {
    return this.#entities.resolve(text).replaceAll(/&(?!#?\w{1,64};)/g, '&amp;')
  }
}
