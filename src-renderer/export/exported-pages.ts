import type { Box } from '#shared/model/bounds.ts'
import { baseLayerOf } from '#shared/model/pages.ts'
import type { BoardRecord, LayerRecord, PageRecord, RecordId } from '#shared/model/records.ts'
import type { PageStore } from '#renderer/board/page-store.ts'
import { SpatialIndex } from '#renderer/board/spatial-index.ts'

/** The pages of a board, and its layers, as far as files have them. */
export class ExportedPages {
  readonly #store: PageStore
  readonly #inView: SpatialIndex

  /** @param inView what can be seen of the page in view */
  constructor(store: PageStore, inView: SpatialIndex) {
    this.#store = store
    this.#inView = inView
  }

  /** In their order. */
  get ids(): readonly RecordId[] {
    return this.#store.outline.pages.map(({ id }) => id)
  }

  /** What can be seen on a page. */
  indexOf(page: RecordId): SpatialIndex {
    const { outline } = this.#store
    if (page === this.#store.page) return this.#inView
    const index = new SpatialIndex({ outline, isTouchable: () => true })
    const seen = Array.from(this.#store.on(page)).filter((record) => !outline.layerOf(record).hidden)
    index.load(seen)
    return index
  }

  /** The extent of the first page on which there is anything. */
  anyExtent(): Box | null {
    for (const page of this.ids) {
      const extent = this.indexOf(page).extent()
      if (extent !== null) return extent
    }
    return null
  }

  /** Everything there is: pages, layers, and what is on them, seen or not, bottom first. */
  everything(): readonly BoardRecord[] {
    const { outline } = this.#store
    const sheets: (PageRecord | LayerRecord)[] = []
    const drawn: BoardRecord[] = []
    for (const { id, record } of outline.pages) {
      if (record !== null) sheets.push(record)
      for (const layer of outline.layersOf(id)) if (layer.record !== null) sheets.push(layer.record)
      for (const one of Array.from(this.#store.on(id)).sort(outline.compare)) drawn.push(one)
    }
    return [...sheets, ...drawn]
  }

  /** Records of one page with their layers, as a board of one page. */
  asBoard(records: readonly BoardRecord[]): readonly BoardRecord[] {
    const { outline } = this.#store
    if (outline.isPlain) return records
    const layers = new Set(records.map((record) => outline.layerOf(record)))
    return [
      ...Array.from(layers).flatMap(({ id, record }): LayerRecord[] =>
        record === null ? [] : [{ ...record, id: id === '' ? baseLayerOf('') : id, page: '' }],
      ),
      ...records.map((record): BoardRecord => ({ ...record, page: '', layer: outline.layerOf(record).id })),
    ]
  }
}
