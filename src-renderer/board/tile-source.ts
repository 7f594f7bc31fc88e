import type { Box } from '#shared/model/bounds.ts'
import type { Outline } from '#shared/model/pages.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import { firstWhere } from './sorted-search.ts'
import type { IndexItem, SpatialIndex } from './spatial-index.ts'

/** What tiles are painted of: all of a page, or a part of it. */
export interface TileSource {
  /** What pages and layers there are. */
  readonly outline: Outline
  readonly size: number
  get(id: RecordId): IndexItem | undefined
  /** Everything, in no order. */
  items(): Iterable<IndexItem>
  /** Everything whose extent meets the box, bottom first. */
  inPaintOrder(box: Box): IndexItem[]
  /** Whether nothing lies over the item. */
  isOnTop(item: IndexItem): boolean
  /** A record as it is seen at the present zoom. */
  seen<R extends BoardRecord>(record: R): R
  /** The view is at another zoom. @param pixel board units that a CSS pixel is wide */
  look(pixel: number): void
  /** Has an item found as far as it turned out to reach, and answers whether that is farther than before. */
  widen(item: IndexItem): boolean
}

/** What is on the layers over one, of a page whose index is kept up to date by others. */
export class SourceOver implements TileSource {
  readonly #index: SpatialIndex
  readonly #rank: number
  /** Only what is sharp is laid over anything: there is no coarse picture first, however many there are. */
  readonly size = 0

  /** @param rank that of the layer, which is not among them */
  constructor(index: SpatialIndex, rank: number) {
    this.#index = index
    this.#rank = rank
  }

  get outline(): Outline {
    return this.#index.outline
  }

  has({ record }: IndexItem): boolean {
    return this.outline.layerOf(record).rank > this.#rank
  }

  get(id: RecordId): IndexItem | undefined {
    const item = this.#index.get(id)
    return item !== undefined && this.has(item) ? item : undefined
  }

  *items(): Generator<IndexItem> {
    for (const item of this.#index.items()) if (this.has(item)) yield item
  }

  inPaintOrder(box: Box): IndexItem[] {
    const all = this.#index.inPaintOrder(box)
    return all.slice(firstWhere(all, (item) => this.has(item)))
  }

  isOnTop(item: IndexItem): boolean {
    return this.#index.isOnTop(item)
  }

  seen<R extends BoardRecord>(record: R): R {
    return this.#index.seen(record)
  }

  // The index is told of both by the tiles of all layers, which look before these do, and tell these of what they widen.
  look(): void {}

  widen(): boolean {
    return false
  }
}
