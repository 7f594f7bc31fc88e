import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
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

/**
 * Fractional indexes between two others, lowest first; null is the end of what there is. Null where there is no room, as
 * between two of the same.
 */
export function zsBetween(low: string | null, high: string | null, count: number): readonly string[] | null {
  try {
    const zs = generateNKeysBetween(low, high, count)
    return zs.some((z) => z.length > LIMITS.maxZLength) ? null : zs
  } catch {
    return null
  }
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
