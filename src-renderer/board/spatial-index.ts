import RBush from 'rbush'
import { boundsOf, inflate, intersects, union, type Box } from '#shared/model/bounds.ts'
import { comparePaintOrder, type BoardRecord, type RecordId } from '#shared/model/records.ts'
import type { RecordChange } from '#shared/model/store.ts'

/** A record with its extent on the board and its place in the order of painting. */
export interface IndexItem extends Box {
  readonly record: BoardRecord
  /** Grows from bottom to top. Only comparable between items of one answer. */
  order: number
}

/** What a change did to the picture: what was there, and what is there now. */
export interface IndexChange {
  readonly before: IndexItem | undefined
  readonly after: IndexItem | undefined
}

/** From so many new records on, the tree is loaded in bulk. */
const BULK = 200
/** From so many records on, a box of at least one in `MUCH` parts of the board is not searched but filtered. */
const MANY = 2000
const MUCH = 10

/** Finds records by where they are. */
export class SpatialIndex {
  readonly #tree = new RBush<IndexItem>(16)
  readonly #items = new Map<RecordId, IndexItem>()
  /** The topmost item ever ranked since the last ranking; what comes above it is ranked without sorting. */
  #top: IndexItem | undefined
  #ranked = true
  /** All items in order, while that is known. */
  #ordered: IndexItem[] | null = []

  get size(): number {
    return this.#items.size
  }

  get(id: RecordId): IndexItem | undefined {
    return this.#items.get(id)
  }

  /** Fills an empty index. */
  load(records: Iterable<BoardRecord>): void {
    const items: IndexItem[] = []
    for (const record of records) {
      const item = itemOf(record)
      items.push(item)
      this.#items.set(record.id, item)
    }
    this.#tree.load(items)
    this.#unrank()
  }

  /** Follows the store. Answers with what changed where, one entry for each change. */
  apply(changes: readonly RecordChange[]): IndexChange[] {
    const result: IndexChange[] = []
    const added: IndexItem[] = []
    for (const { id, after: record } of changes) {
      const before = this.#items.get(id)
      if (before !== undefined) this.#tree.remove(before)
      if (before !== undefined) this.#ordered = null
      if (record === undefined) {
        this.#items.delete(id)
        if (before !== undefined) result.push({ before, after: undefined })
        continue
      }
      const after = itemOf(record)
      this.#items.set(id, after)
      added.push(after)
      if (before !== undefined && before.record.z === record.z) this.#replaceRank(before, after)
      else this.#rankNew(after)
      result.push({ before, after })
    }
    if (added.length >= BULK) this.#tree.load(added)
    else for (const item of added) this.#tree.insert(item)
    return result
  }

  /** Everything whose extent meets the box, in no order. */
  within(box: Box): IndexItem[] {
    return this.#tree.search(box)
  }

  /** Everything whose extent meets the box, bottom first. */
  inPaintOrder(box: Box): IndexItem[] {
    this.#rank()
    if (!this.#coversMuch(box)) return this.#tree.search(box).sort(byOrder)
    this.#ordered ??= Array.from(this.#items.values()).sort(byOrder)
    return this.#ordered.filter((item) => intersects(item, box))
  }

  /** Whether nothing lies over the item. */
  isOnTop(item: IndexItem): boolean {
    this.#rank()
    if (item.order >= (this.#top?.order ?? 0)) return true
    return this.#tree.search(item).every((other) => other.order <= item.order)
  }

  /** The extent of everything, or null on an empty board. */
  extent(): Box | null {
    let all: Box | null = null
    for (const item of this.#items.values()) all = all === null ? item : union(all, item)
    return all === null ? null : { minX: all.minX, minY: all.minY, maxX: all.maxX, maxY: all.maxY }
  }

  /** Place in the order of painting; only comparable until the next change. */
  orderOf(id: RecordId): number {
    this.#rank()
    return this.#items.get(id)?.order ?? 0
  }

  /** Everything, in no order. */
  items(): IterableIterator<IndexItem> {
    return this.#items.values()
  }

  ids(): RecordId[] {
    return Array.from(this.#items.keys())
  }

  #replaceRank(before: IndexItem, after: IndexItem): void {
    after.order = before.order
    if (this.#top === before) this.#top = after
  }

  #rankNew(item: IndexItem): void {
    if (!this.#ranked) return
    if (this.#top !== undefined && comparePaintOrder(item.record, this.#top.record) <= 0) {
      this.#unrank()
      return
    }
    item.order = (this.#top?.order ?? 0) + 1
    this.#top = item
    this.#ordered?.push(item)
  }

  #unrank(): void {
    this.#ranked = false
    this.#ordered = null
  }

  /** Whether going through all items is cheaper than searching for and sorting those in the box. */
  #coversMuch(box: Box): boolean {
    if (this.#items.size < MANY) return false
    const all = this.#tree.toJSON() as Box
    const wide = Math.min(box.maxX, all.maxX) - Math.max(box.minX, all.minX)
    const high = Math.min(box.maxY, all.maxY) - Math.max(box.minY, all.minY)
    return wide > 0 && high > 0 && wide * high * MUCH > (all.maxX - all.minX) * (all.maxY - all.minY)
  }

  #rank(): void {
    if (this.#ranked) return
    const items = Array.from(this.#items.values()).sort((a, b) => comparePaintOrder(a.record, b.record))
    let order = 0
    for (const item of items) {
      order += 1
      item.order = order
    }
    this.#top = items.at(-1)
    this.#ordered = items
    this.#ranked = true
  }
}

/** Letters reach out of the room that words take up, by parts of their size. */
const OVERHANG = 0.2

function overhangOf(record: BoardRecord): number {
  return record.type === 'text'
    ? record.size * Math.max(Math.abs(record.scaleX), Math.abs(record.scaleY)) * OVERHANG
    : 0
}

function itemOf(record: BoardRecord): IndexItem {
  const { minX, minY, maxX, maxY } = inflate(boundsOf(record), overhangOf(record))
  return { minX, minY, maxX, maxY, record, order: 0 }
}

function byOrder(a: IndexItem, b: IndexItem): number {
  return a.order - b.order
}
