import { AppError } from '#shared/errors.ts'
import { tooMany } from './svg-weight.ts'

/** Letters that all references together may become. */
const MOST_LETTERS = 1_000_000
/** These mean what they always do. */
const PREDEFINED: ReadonlySet<string> = new Set(['amp', 'lt', 'gt', 'quot', 'apos'])
const REFERENCE = /&([A-Za-z_][\w.-]{0,63});/g
/** Letters, and references to letters. */
const PLAIN = /^(?:[^<&]|&#\w{1,8};)*$/

/** The entities that a drawing declares for itself: words that stand for others. */
export class Entities {
  /** Null for what stands for more than words. */
  readonly #values = new Map<string, string | null>()
  #letters = 0

  /** As in XML the first declaration counts. @param value null for one that is kept elsewhere */
  declare(name: string, value: string | null): void {
    if (PREDEFINED.has(name) || this.#values.has(name)) return
    this.#values.set(name, value !== null && PLAIN.test(value) ? value : null)
  }

  /**
   * Words with what their references stand for. References to what has not been declared stay.
   *
   * @throws AppError `blob/unsupported` for entities of elements or of entities, `blob/too-large`
   */
  resolve(text: string): string {
    if (this.#values.size === 0) return text
    return text.replaceAll(REFERENCE, (reference, name: string) => {
      const value = this.#values.get(name)
      if (value === undefined) return reference
      if (value === null) throw notPlain()
      this.#letters += value.length
      if (this.#letters > MOST_LETTERS) throw tooMany()
      return value
    })
  }
}

function notPlain(): AppError {
  return new AppError(
    'blob/unsupported',
    'Parts of this drawing are written as entities, which DrawNet does not read. Save it as plain SVG, and add that.',
  )
}
