import type { BoardRecord, LayerRecord, RecordId } from '#shared/model/records.ts'
import { baseLayerOf } from '#shared/model/pages.ts'
import { copiesOf } from './copying.ts'
import type { Sheets } from './sheets.ts'

/** What is on a page once more, for another page: its layers, and what is on them. */
export function copyOfSheet(
  { all, store }: Sheets,
  page: RecordId,
  copy: RecordId,
): { readonly layers: readonly LayerRecord[]; readonly records: readonly BoardRecord[] } {
  const { outline } = store
  const ids = new Map<RecordId, RecordId>()
  const layers: LayerRecord[] = []
  for (const { id, record } of outline.layersOf(page)) {
    if (record === null) continue
    const own = id === '' ? baseLayerOf(copy) : all.newRecordId()
    ids.set(id, own)
    layers.push({ ...record, id: own, page: copy, author: all.me.get() })
  }
  const originals = Array.from(store.on(page)).sort(outline.compare)
  const records = copiesOf(all, originals, { dx: 0, dy: 0, scope: '' }).map((record, i): BoardRecord => {
    const original = originals[i]!
    const layer = outline.layerOf(original).id
    return { ...record, locked: original.locked, page: copy, layer: layer === '' ? '' : (ids.get(layer) ?? '') }
  })
  return { layers, records }
}
