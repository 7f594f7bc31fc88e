import { baseLayerOf, Outline, type Layer } from '#shared/model/pages.ts'
import {
  isDrawn,
  USUAL,
  type BoardRecord,
  type LayerRecord,
  type PageRecord,
  type RecordId,
} from '#shared/model/records.ts'
import { zAbove } from '#shared/model/z-order.ts'
import type { RoomView } from '#shared/sync/room-view.ts'

/** Something that is to be put on a board. */
export interface PlacedRecord {
  readonly record: BoardRecord
  /** Whether it has a page and a layer of its own; otherwise it goes onto those in hand. */
  readonly isPlaced: boolean
  /** Whether it is on the page in view. */
  readonly isHere: boolean
}

/** The pages and layers of a file, as they become pages and layers of a board. */
export class OwnSheets {
  /** New pages and layers, those first that others are on. */
  readonly records: readonly (PageRecord | LayerRecord)[]
  readonly #outline: Outline
  readonly #pages = new Map<RecordId, RecordId>()
  /** What has no layer of its own goes onto the one in hand. */
  readonly #layers = new Map<Layer, RecordId>()

  /** @param page the one in view, which takes the first page of the file */
  constructor(records: readonly BoardRecord[], room: RoomView, page: RecordId) {
    this.#outline = new Outline(records)
    this.records = this.#outline.isPlain ? [] : this.#made(room, page)
  }

  /** What is drawn, bottom first: on the first page, and on the others. */
  drawn(records: readonly BoardRecord[]): { readonly first: BoardRecord[]; readonly others: BoardRecord[] } {
    const outline = this.#outline
    if (outline.isPlain) return { first: [...records], others: [] }
    const byPage = Map.groupBy(records.filter(isDrawn), (record) => outline.pageOf(record))
    const [first = [], ...others] = outline.pages.map(({ id }) => (byPage.get(id) ?? []).toSorted(outline.compare))
    return { first, others: others.flat() }
  }

  /** @param original as it was in the file */
  place(record: BoardRecord, original: BoardRecord): PlacedRecord {
    const outline = this.#outline
    const layer = this.#layers.get(outline.layerOf(original))
    const isHere = outline.pageOf(original) === outline.pages[0].id
    if (layer === undefined) return { record: { ...record, page: '', layer: '' }, isPlaced: false, isHere }
    const page = this.#pages.get(outline.pageOf(original)) ?? ''
    return { record: { ...record, page, layer }, isPlaced: true, isHere }
  }

  #made(room: RoomView, here: RecordId): (PageRecord | LayerRecord)[] {
    const made: (PageRecord | LayerRecord)[] = []
    let z = room.zAbove()
    const base = (): { z: string; author: number; x: number; y: number } => {
      z = zAbove(z)
      return { z, author: room.me.get(), x: 0, y: 0 }
    }
    for (const [i, { id, record }] of this.#outline.pages.entries()) {
      const page = i === 0 ? here : room.newRecordId()
      this.#pages.set(id, page)
      if (i > 0) {
        const own = { id: page, text: record?.text ?? '', hidden: false }
        made.push({ ...USUAL.page, ...base(), ...own, type: 'page' })
      }
      for (const layer of this.#outline.layersOf(id)) {
        const known = layer.record
        const isBase = layer.id === ''
        if (isBase && i === 0 && (known === null || isUsual(known))) continue
        const own = isBase ? (i === 0 ? room.newRecordId() : '') : room.newRecordId()
        this.#layers.set(layer, own)
        if (known === null) continue
        made.push({ ...known, ...base(), id: own === '' ? baseLayerOf(page) : own, page })
      }
    }
    return made
  }
}

/** Whether a layer looks and is as one that nobody has changed. */
function isUsual({ opacity, hidden, locked, access }: LayerRecord): boolean {
  return opacity === 1 && !hidden && !locked && access === 'everyone'
}
