import { comparePaintOrder, type BoardRecord, type LayerRecord, type PageRecord, type RecordId } from './records.ts'

/**
 * A board has a first page, and each page a base layer at its bottom, without any record. Once somebody names or
 * changes one of these, a record with an id of its own says so; what lies there goes on naming it by ''.
 */
export const FIRST_PAGE = 'first-page'

const BASE = 'base-'

/** The id of the record that says how the base layer of a page is shown. */
export function baseLayerOf(page: RecordId): RecordId {
  return BASE + (page === '' ? FIRST_PAGE : page)
}

/** Whether a layer is one that nobody has made. */
export function isBaseLayer({ id, page }: LayerRecord): boolean {
  return id.startsWith(BASE) && id === baseLayerOf(page)
}

/** What is on a board at the moment. */
type Current = (id: RecordId) => BoardRecord | undefined

/** A board as far as it says where things are. */
export interface Ground {
  readonly current: Current
  /** The page of what names none that is there (see `firstOf`). */
  readonly firstPage: { readonly id: RecordId }
}

/**
 * The page of what names none that is there: '' for the first page, or the first of the others where that was removed
 * and there are others.
 */
export function firstOf(pages: Iterable<PageRecord>): RecordId {
  let isRemoved = false
  let first: PageRecord | null = null
  for (const page of pages) {
    if (page.id === FIRST_PAGE) isRemoved = page.hidden
    else if (first === null || comparePaintOrder(page, first) < 0) first = page
  }
  return isRemoved && first !== null ? first.id : ''
}

/** The page that something is on. */
export function pageOf({ page }: Pick<BoardRecord, 'page'>, { current, firstPage }: Ground): RecordId {
  const isThere = page !== '' && page !== FIRST_PAGE && current(page)?.type === 'page'
  return isThere ? page : firstPage.id
}

/** The layer that something is on; null for the base layer of its page. */
export function madeLayerOf(record: Pick<BoardRecord, 'page' | 'layer'>, ground: Ground): LayerRecord | null {
  const named = record.layer === '' ? undefined : ground.current(record.layer)
  if (named?.type !== 'layer' || isBaseLayer(named)) return null
  // Nearly always they name the same page: boards are sorted by this.
  return named.page === record.page || pageOf(named, ground) === pageOf(record, ground) ? named : null
}

/** What says how the base layer of a page is shown, and who draws there; null where nobody has changed it. */
export function baseRecordOf(page: RecordId, current: Current): LayerRecord | null {
  const layer = current(baseLayerOf(page))
  return layer?.type === 'layer' && layer.page === page ? layer : null
}

export interface Page {
  /** As records name it: '' for the first page. */
  readonly id: RecordId
  /** Null for a first page that nobody has named. */
  readonly record: PageRecord | null
}

export interface Layer {
  /** As records name it: '' for the base layer of its page. */
  readonly id: RecordId
  readonly page: RecordId
  /** Null for a base layer that nobody has changed. */
  readonly record: LayerRecord | null
  /** Place among the layers of its page; the base layer has 0. */
  readonly rank: number
  readonly opacity: number
  readonly hidden: boolean
  readonly locked: boolean
}

/**
 * What pages a board has, and what layers they have: on which of them a record is, and what is painted before what.
 * Whoever names a page or a layer that is not there is on the first page, or on the base layer, so that nothing is ever
 * out of reach.
 */
export class Outline {
  /** In their order. There is always one. */
  readonly pages: readonly [Page, ...Page[]]
  /** Whether nothing was made or changed: one page with one layer, on which everything is. */
  readonly isPlain: boolean
  /** Whether all layers are painted as strongly as what is on them. */
  readonly isOpaque: boolean
  readonly #ground: Ground
  readonly #byPage: ReadonlyMap<RecordId, readonly [Layer, ...Layer[]]>
  readonly #layers: ReadonlyMap<RecordId, Layer>

  constructor(records: Iterable<BoardRecord> = []) {
    const pages: PageRecord[] = []
    const layers: LayerRecord[] = []
    const sheets = new Map<RecordId, BoardRecord>()
    for (const record of records) {
      if (record.type === 'page') pages.push(record)
      else if (record.type === 'layer') layers.push(record)
      else continue
      sheets.set(record.id, record)
    }
    const current: Current = (id) => sheets.get(id)
    this.isPlain = sheets.size === 0
    this.pages = inOrder(pages)
    this.#ground = { current, firstPage: { id: firstOf(pages) } }
    const byPage = new Map(
      this.pages.map(({ id }) => [id, [layerOf('', id, baseRecordOf(id, current), 0)] as [Layer, ...Layer[]]]),
    )
    const byId = new Map<RecordId, Layer>()
    for (const record of layers.sort(comparePaintOrder)) {
      const page = this.pageOf(record)
      const all = byPage.get(page)
      if (all === undefined || isBaseLayer(record)) continue
      const layer = layerOf(record.id, page, record, all.length)
      all.push(layer)
      byId.set(record.id, layer)
    }
    this.#byPage = byPage
    this.#layers = byId
    this.isOpaque = Array.from(byPage.values()).every((all) => all.every(({ opacity }) => opacity === 1))
  }

  has(page: RecordId): boolean {
    return this.#byPage.has(page)
  }

  /** The layers of a page, bottom first: its base layer, and those that were made. */
  layersOf(page: RecordId): readonly [Layer, ...Layer[]] {
    return this.#byPage.get(page) ?? this.#byPage.get(this.#ground.firstPage.id)!
  }

  /** The page that something is on. */
  pageOf(record: Pick<BoardRecord, 'page'>): RecordId {
    return pageOf(record, this.#ground)
  }

  /** The layer that something is on. */
  layerOf(record: Pick<BoardRecord, 'page' | 'layer'>): Layer {
    const made = madeLayerOf(record, this.#ground)
    return (made === null ? undefined : this.#layers.get(made.id)) ?? this.layersOf(this.pageOf(record))[0]
  }

  /** The order of painting of what is on one page: by layers, and on each by fractional index, ties by id. */
  readonly compare = (a: BoardRecord, b: BoardRecord): number => {
    if (a.layer === b.layer || this.#layers.size === 0) return comparePaintOrder(a, b)
    return this.layerOf(a).rank - this.layerOf(b).rank || comparePaintOrder(a, b)
  }
}

function inOrder(records: readonly PageRecord[]): [Page, ...Page[]] {
  const pages = records.toSorted(comparePaintOrder).map((record): Page => ({ id: pageId(record), record }))
  const first = pages.find(({ id }) => id === '') ?? { id: '', record: null }
  const [next, ...more] = pages.filter(({ id, record }) => id !== '' || record?.hidden !== true)
  if (next === undefined) return [first]
  return first.record === null ? [first, next, ...more] : [next, ...more]
}

function pageId({ id }: PageRecord): RecordId {
  return id === FIRST_PAGE ? '' : id
}

function layerOf(id: RecordId, page: RecordId, record: LayerRecord | null, rank: number): Layer {
  const { opacity, hidden, locked } = record ?? { opacity: 1, hidden: false, locked: false }
  return { id, page, record, rank, opacity, hidden, locked }
}
