import { seededNumbers } from './random.ts'

/** Choices that come from one seed, so that a run can be had again. */
export class Dice {
  readonly #next: () => number

  constructor(seed: number) {
    this.#next = seededNumbers(seed)
  }

  /** A whole number from 0 to `below` - 1. */
  int(below: number): number {
    return Math.floor(this.#next() * below)
  }

  /** From `low` up to `high`. */
  between(low: number, high: number): number {
    return low + this.#next() * (high - low)
  }

  chance(probability: number): boolean {
    return this.#next() < probability
  }

  pick<T>(items: readonly T[]): T {
    return items[this.int(items.length)]!
  }

  /** One of the keys, as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][]
    let left = this.#next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [key, weight] of entries) {
      left -= weight
      if (left < 0) return key
    }
    return entries[0]![0]
  }
}
