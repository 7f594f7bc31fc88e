import { generateKeyBetween } from 'fractional-indexing'
import { LIMITS } from './properties.ts'

/**
 * A fractional index above `top` (see D. Greenspan, "Implementing Fractional Indexing"). A `top` that is
 * no proper index (a foreign client may send one) is lengthened instead, which sorts above it as well.
 */
export function zAbove(top: string | null): string {
  let above: string
  try {
    above = generateKeyBetween(top, null)
  } catch {
    above = `${top}V`
  }
  // At the limit there is nothing above: then the ids decide.
  return above.length > LIMITS.maxZLength ? (top ?? above) : above
}

/** Remembers the highest z it has seen. After removals it may lie above all records, which does no harm. */
export class TopZ {
  #top: string | null = null

  see(z: string): void {
    if (this.#top === null || z > this.#top) this.#top = z
  }

  above(): string {
    return zAbove(this.#top)
  }
}
