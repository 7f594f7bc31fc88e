import type { BoardRecord } from '#shared/model/records.ts'
import { firstWhere } from './sorted-search.ts'

/** Something with a place in the order of painting. */
export interface Ordered {
  readonly record: BoardRecord
  /** Grows from bottom to top. Only comparable until the next change. */
  order: number
}

/** What is painted before what, as far as that is asked for. */
type Compare = (a: BoardRecord, b: BoardRecord) => number

/**
 * Things in the order of painting. What changes alone finds its place among the others; only where much changes at once
 * are all of them sorted again, when they are asked for next.
 */
export class PaintOrder<T extends Ordered> {
  readonly #items: () => Iterable<T>
  readonly #compare: () => Compare
  /** Whether `order` is right. */
  #isRanked = true
  /** All of them, bottom first, while that is known. */
  #sorted: T[] | null = []
  /** The topmost one since all were ranked, even if it is gone: what comes above it needs no search. */
  #top: T | undefined

  /**
   * @param items all that there are
   * @param compare how records are painted, which may become another before `forget` is called
   */
  constructor(items: () => Iterable<T>, compare: () => Compare) {
    this.#items = items
    this.#compare = compare
  }

  /** Everything, bottom first. */
  all(): readonly T[] {
    this.rank()
    this.#sorted ??= Array.from(this.#items()).sort(byOrder)
    return this.#sorted
  }

  /** Sees to it that the order of all is right. */
  rank(): void {
    if (this.#isRanked) return
    const compare = this.#compare()
    const sorted = Array.from(this.#items()).sort((a, b) => compare(a.record, b.record))
    let order = 0
    for (const item of sorted) item.order = order += 1
    this.#top = sorted.at(-1)
    this.#sorted = sorted
    this.#isRanked = true
  }

  /** Whether nothing is above it, as far as that is known without a search. */
  isAboveAll(item: T): boolean {
    this.rank()
    return item.order >= (this.#top?.order ?? 0)
  }

  /** @param isAlone whether few change with it */
  add(item: T, isAlone: boolean): void {
    if (!this.#isRanked) return
    if (this.#top === undefined || this.#compare()(item.record, this.#top.record) > 0) {
      this.#putOnTop(item, this.#sorted)
    } else if (isAlone) this.#insert(item)
    else this.forget()
  }

  /** Puts something in the place of what is as it is painted at. */
  replace(before: T, after: T): void {
    after.order = before.order
    if (this.#top === before) this.#top = after
    const at = this.#indexOf(before)
    if (at >= 0) this.#sorted![at] = after
    else this.#sorted = null
  }

  /** @param isAlone whether few change with it */
  remove(item: T, isAlone: boolean): void {
    const at = isAlone ? this.#indexOf(item) : -1
    if (at >= 0) this.#sorted!.splice(at, 1)
    else this.#sorted = null
  }

  /** All may be painted in another order from now on. */
  forget(): void {
    this.#isRanked = false
    this.#sorted = null
  }

  #putOnTop(item: T, sorted: T[] | null): void {
    item.order = (this.#top?.order ?? 0) + 1
    this.#top = item
    sorted?.push(item)
  }

  #insert(item: T): void {
    const [compare, sorted] = [this.#compare(), this.#sorted]
    if (sorted === null) return this.forget()
    const at = firstWhere(sorted, (other) => compare(item.record, other.record) < 0)
    const next = sorted[at]
    // What lay on top is gone: this is the topmost from now on.
    if (next === undefined) return this.#putOnTop(item, sorted)
    const [below, above] = [sorted[at - 1]?.order ?? 0, next.order]
    item.order = (below + above) / 2
    // After so many have come between the same two, there is no number left between them.
    if (item.order > below && item.order < above) sorted.splice(at, 0, item)
    else this.forget()
  }

  #indexOf(item: T): number {
    const sorted = this.#isRanked ? this.#sorted : null
    if (sorted === null) return -1
    const at = firstWhere(sorted, ({ order }) => order >= item.order)
    return sorted[at] === item ? at : -1
  }
}

export function byOrder(a: Ordered, b: Ordered): number {
  return a.order - b.order
}
