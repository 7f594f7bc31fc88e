import RBush from 'rbush'
import {
  boundsOf,
  boundsOfBox,
  boundsOfBoxes,
  contains,
  inflate,
  intersects,
  union,
  type Box,
} from '#shared/model/bounds.ts'
import { Outline } from '#shared/model/pages.ts'
import { isDrawn, type BoardRecord, type RecordId } from '#shared/model/records.ts'
import type { RecordChange } from '#shared/model/store.ts'
import { onScreen } from './frame-on-screen.ts'
import { byOrder, PaintOrder, type Ordered } from './paint-order.ts'
import { layouts } from './text-layout.ts'

/** A record with its extent on the board and its place in the order of painting. */
export interface IndexItem extends Box, Ordered {}

/** What a change did to the picture: what was there, and what is there now. */
export interface IndexChange {
  readonly before: IndexItem | undefined
  readonly after: IndexItem | undefined
}

/** From so many new records on, they wait outside the tree for a quiet moment. */
const BULK = 200
/** In so many squares, along each side, what waits is taken into the tree. */
const SQUARES = 8
/** From so many records on, a box of at least one in `MUCH` parts of the board is not searched but filtered. */
const MANY = 2000
const MUCH = 10
/** From so many changes on, if they are most of the board, the tree is grown anew. */
const ANEW = 1000

/** Pages and layers, as far as they say what is painted and what may be touched. */
export interface Sheeted {
  readonly outline: Outline
  /** Whether people's tools may take hold of something. */
  isTouchable(record: BoardRecord): boolean
}

const PLAIN: Sheeted = { outline: new Outline(), isTouchable: () => true }

/**
 * Finds records by where they are. Many new ones at once are searched one by one at first, which is nothing beside
 * painting them, and taken into a tree bit by bit when there is nothing else to do.
 */
export class SpatialIndex {
  readonly #sheets: Sheeted
  readonly #tree = new RBush<IndexItem>(16)
  readonly #items = new Map<RecordId, IndexItem>()
  /** What is not in the tree yet, and the same by where it is, as far as it was sorted. */
  readonly #loose = new Set<IndexItem>()
  #squares: IndexItem[][] = []
  /** Frames, of which there are few, and whose extent becomes another with the zoom. */
  readonly #frames = new Set<IndexItem>()
  #pixel = 1
  /** The extent of all that ever was here. */
  #reach: Box | null = null
  readonly #order = new PaintOrder<IndexItem>(
    () => this.#items.values(),
    () => this.outline.compare,
  )

  /** @param sheets without them, the records alone say what is painted before what */
  constructor(sheets: Sheeted = PLAIN) {
    this.#sheets = sheets
  }

  /** What pages and layers there are. */
  get outline(): Outline {
    return this.#sheets.outline
  }

  isTouchable(record: BoardRecord): boolean {
    return this.#sheets.isTouchable(record)
  }

  get size(): number {
    return this.#items.size
  }

  get(id: RecordId): IndexItem | undefined {
    return this.#items.get(id)
  }

  /** A record as it is seen at the present zoom. */
  seen<R extends BoardRecord>(record: R): R {
    return onScreen(record, this.#pixel)
  }

  /** The view is at another zoom. @param pixel board units that a CSS pixel is wide */
  look(pixel: number): void {
    if (pixel === this.#pixel) return
    this.#pixel = pixel
    for (const item of this.#frames) Object.assign(item, extentOf(this.seen(item.record)))
  }

  /** Fills an empty index. */
  load(records: Iterable<BoardRecord>): void {
    for (const record of records) {
      if (!isDrawn(record)) continue
      const item = this.#itemOf(record)
      this.#items.set(record.id, item)
      if (record.type === 'frame') this.#frames.add(item)
      else this.#loose.add(item)
    }
    this.#reach = this.extent()
    this.#order.forget()
  }

  /** Follows the store. Answers with what changed where, one entry for each change. */
  apply(changes: readonly RecordChange[]): IndexChange[] {
    const result: IndexChange[] = []
    const added: IndexItem[] = []
    const isFew = changes.length < BULK
    const anew = changes.length >= ANEW && changes.length > this.#items.size / 2
    for (const { id, after: record } of changes) {
      const before = this.#items.get(id)
      if (before !== undefined && !this.#frames.delete(before) && !anew && !this.#loose.delete(before))
        this.#tree.remove(before)
      const stays = before !== undefined && record !== undefined && isSamePlace(before.record, record)
      if (before !== undefined && !stays) this.#order.remove(before, isFew)
      if (record === undefined || !isDrawn(record)) {
        this.#items.delete(id)
        if (before !== undefined) result.push({ before, after: undefined })
        continue
      }
      const after = this.#itemOf(record)
      this.#items.set(id, after)
      if (record.type === 'frame') this.#frames.add(after)
      else added.push(after)
      if (stays) this.#order.replace(before, after)
      else this.#order.add(after, isFew)
      result.push({ before, after })
    }
    if (anew) this.#uproot()
    else if (added.length >= BULK) for (const item of added) this.#loose.add(item)
    else for (const item of added) this.#tree.insert(item)
    for (const { minX, minY, maxX, maxY } of added) {
      this.#reach = union(this.#reach ?? { minX, minY, maxX, maxY }, { minX, minY, maxX, maxY })
    }
    return result
  }

  /**
   * What has been laid out may reach farther than it was thought to: from now on it is found there. Answers whether it
   * does.
   */
  widen(item: IndexItem): boolean {
    const { record } = item
    if (record.type !== 'text' || this.#items.get(record.id) !== item) return false
    const box = extentOf(record)
    if (contains(item, box)) return false
    const isLoose = this.#loose.has(item)
    if (!isLoose) this.#tree.remove(item)
    Object.assign(item, union(item, box))
    if (!isLoose) this.#tree.insert(item)
    this.#reach = union(this.#reach ?? box, box)
    return true
  }

  /** Takes some of what waits into the tree, and tells whether more is waiting. For when there is nothing else to do. */
  grow(): boolean {
    if (this.#loose.size === 0) return false
    if (this.#squares.length === 0) this.#squares = bySquares(this.#loose, SQUARES)
    this.#tree.load(this.#squares.pop()!.filter((item) => this.#loose.delete(item)))
    return this.#loose.size > 0
  }

  /** Pages or layers have changed, and with them what is painted before what. */
  reorder(): void {
    this.#order.forget()
  }

  /** Everything whose extent meets the box, in no order. */
  within(box: Box): IndexItem[] {
    const found = this.#tree.search(box)
    for (const item of this.#loose) if (intersects(item, box)) found.push(item)
    for (const item of this.#frames) if (intersects(item, box)) found.push(item)
    return found
  }

  /** Everything whose extent meets the box, bottom first. */
  inPaintOrder(box: Box): IndexItem[] {
    this.#order.rank()
    // What waits outside the tree has to be gone through in any case.
    const isSearched = this.#loose.size < MANY && !this.#coversMuch(box)
    if (isSearched) return this.within(box).sort(byOrder)
    return this.#order.all().filter((item) => intersects(item, box))
  }

  /** Whether nothing lies over the item. */
  isOnTop(item: IndexItem): boolean {
    if (this.#order.isAboveAll(item)) return true
    return this.within(item).every((other) => other.order <= item.order)
  }

  /** The extent of everything, or null on an empty board; at any zoom the same. */
  extent(): Box | null {
    return boundsOfBoxes(
      Array.from(this.items(), (item) => (item.record.type === 'frame' ? boundsOf(item.record) : item)),
    )
  }

  /** Place in the order of painting; only comparable until the next change. */
  orderOf(id: RecordId): number {
    this.#order.rank()
    return this.#items.get(id)?.order ?? 0
  }

  /** Everything, in no order. */
  items(): IterableIterator<IndexItem> {
    return this.#items.values()
  }

  ids(): RecordId[] {
    return Array.from(this.#items.keys())
  }

  /** Everything waits again: for when most of the tree would be taken out leaf by leaf. */
  #uproot(): void {
    this.#tree.clear()
    this.#loose.clear()
    for (const item of this.#items.values()) if (!this.#frames.has(item)) this.#loose.add(item)
  }

  #itemOf(record: BoardRecord): IndexItem {
    return { ...extentOf(this.seen(record)), record, order: 0 }
  }

  /** Whether going through all items is cheaper than searching for and sorting those in the box. */
  #coversMuch(box: Box): boolean {
    const all = this.#reach
    if (this.#items.size < MANY || all === null) return false
    const wide = Math.min(box.maxX, all.maxX) - Math.max(box.minX, all.minX)
    const high = Math.min(box.maxY, all.maxY) - Math.max(box.minY, all.minY)
    return wide > 0 && high > 0 && wide * high * MUCH > (all.maxX - all.minX) * (all.maxY - all.minY)
  }
}

/** Items by the square of their common extent that their middles lie in. */
function bySquares(items: Iterable<IndexItem>, side: number): IndexItem[][] {
  const all = boundsOfBoxes(items)
  const squares: IndexItem[][] = []
  if (all === null) return squares
  const { minX, minY } = all
  const wide = Math.max(1, all.maxX - minX)
  const high = Math.max(1, all.maxY - minY)
  const place = (at: number): number => Math.min(side - 1, Math.floor(at * side))
  for (const item of items) {
    const column = place(((item.minX + item.maxX) / 2 - minX) / wide)
    const row = place(((item.minY + item.maxY) / 2 - minY) / high)
    const square = (squares[row * side + column] ??= [])
    square.push(item)
  }
  return squares.filter((square) => square !== undefined)
}

/** Letters reach out of the room that words take up, by parts of their size. */
const OVERHANG = 0.2

function overhangOf(record: BoardRecord): number {
  return record.type === 'text'
    ? record.size * Math.max(Math.abs(record.scaleX), Math.abs(record.scaleY)) * OVERHANG
    : 0
}

/**
 * How far what is painted of a record reaches at most. Whoever measured a text may have had other typefaces: once it has
 * been laid out here, its letters count too.
 */
export function extentOf(record: BoardRecord): Box {
  const letters = record.type === 'text' ? layouts.reachOf(record) : null
  const box = boundsOf(record)
  return inflate(letters === null ? box : union(box, boundsOfBox(record, letters)), overhangOf(record))
}

/** Whether a record keeps its place in the order of painting. */
function isSamePlace(a: BoardRecord, b: BoardRecord): boolean {
  return a.z === b.z && a.layer === b.layer && a.page === b.page
}
