/**
 * An element of an Excalidraw file, from which anything may be missing and in which anything may stand: values are
 * only ever read one by one, and only those that are the element's own.
 */
export class ForeignElement {
  readonly #values: object

  constructor(values: object) {
    this.#values = values
  }

  has(key: string): boolean {
    return this.#value(key) !== undefined && this.#value(key) !== null
  }

  /** Whether it says anything, be it nothing at all. */
  says(key: string): boolean {
    return this.#value(key) !== undefined
  }

  text(key: string): string {
    const value = this.#value(key)
    return typeof value === 'string' ? value : ''
  }

  flag(key: string): boolean {
    return this.#value(key) === true
  }

  /** Whether its box is within the limits, as far as it says where it is. */
  isNear(): boolean {
    return BOX.every((key) => typeof this.#value(key) !== 'number' || isNear(this.#value(key)))
  }

  /** A finite number, brought within the limits. */
  number(key: string, otherwise: number, low = -FARTHEST, high = FARTHEST): number {
    const value = this.#value(key)
    return typeof value === 'number' && Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : otherwise
  }

  list(key: string): readonly unknown[] {
    const value = this.#value(key)
    return Array.isArray(value) ? (value as unknown[]) : []
  }

  part(key: string): ForeignElement | null {
    const value = this.#value(key)
    return typeof value === 'object' && value !== null ? new ForeignElement(value) : null
  }

  /** Pairs of numbers within the limits; others are left out. */
  points(): { x: number; y: number }[] {
    return this.list('points').flatMap((point) => {
      if (!Array.isArray(point)) return []
      const [x, y] = point as unknown[]
      return isNear(x) && isNear(y) ? [{ x, y }] : []
    })
  }

  #value(key: string): unknown {
    return Object.hasOwn(this.#values, key) ? (this.#values as Readonly<Record<string, unknown>>)[key] : undefined
  }
}

const BOX = ['x', 'y', 'width', 'height']
/** Far beyond any drawing; what is farther than this is no place. */
const FARTHEST = 1e8

function isNear(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= FARTHEST
}
