import { generateNKeysBetween } from 'fractional-indexing'
import { faultOfRecord, type BoardRecord } from '#shared/model/records.ts'
import { boundsOfAll } from '#renderer/board/transform.ts'
import { Turns } from '#renderer/export/turns.ts'
import { ForeignElement } from './excalidraw-element.ts'
import { notePaper } from './excalidraw-losses.ts'
import { ForeignPictures } from './excalidraw-pictures.ts'
import { Mapping } from './excalidraw-records.ts'
import { assertFew, damaged, LossCount, type MeasureWords, type Opened } from './opened.ts'

/** Whether parsed JSON is a drawing or a library of Excalidraw. */
export function isExcalidraw(value: object): boolean {
  const { type } = value as { readonly type?: unknown }
  if (!Object.hasOwn(value, 'type')) return false
  return type === 'excalidraw' || type === 'excalidrawlib' || type === 'excalidraw/clipboard'
}

/** The same of a text, such as Excalidraw puts on the clipboard. */
export function isExcalidrawText(text: string): boolean {
  if (!text.trimStart().startsWith('{') || !text.includes('"excalidraw')) return false
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && isExcalidraw(value)
  } catch {
    return false
  }
}

/** Board units between two items of a library. */
const GAP = 80
/** Items of a library stand in rows about as wide as all of them are high. */
const ROW_ASPECT = 1.4

/**
 * Reads a drawing or a library of Excalidraw that has been parsed. The items of a library are laid out side by side.
 *
 * @throws AppError `import/too-many` or `import/damaged`
 */
export async function readExcalidraw(file: object, measure: MeasureWords): Promise<Opened> {
  const losses = new LossCount()
  const items = itemsOf(file)
  assertFew(items.reduce((count, { length }) => count + length, 0))
  notePaper(new ForeignElement(file), losses)
  const pictures = new ForeignPictures(new ForeignElement(file))
  const turns = new Turns()
  const all: (readonly BoardRecord[])[] = []
  for (const [index, elements] of items.entries()) {
    const mapping = new Mapping(elements, index, losses, measure, pictures)
    const records: BoardRecord[] = []
    for (const element of elements) {
      for (const record of mapping.recordsOf(element)) {
        if (faultOfRecord(record) === null) records.push(record)
        else losses.add('invalid')
      }
      await turns.rest()
    }
    all.push(records)
  }
  const records = all.length > 1 ? inRows(all) : (all[0] ?? [])
  const opened = { records: numbered(records), losses: losses.counts, files: pictures.files }
  if (new ForeignElement(file).text('type') !== 'excalidrawlib') return opened
  return { ...opened, items: all.filter(({ length }) => length > 0).map(numbered) }
}

/** The drawings in a file, each with its elements: one, or as many as a library has items. */
function itemsOf(file: object): ForeignElement[][] {
  const values = new ForeignElement(file)
  const lists: (readonly unknown[])[] = []
  if (values.text('type') !== 'excalidrawlib') lists.push(values.list('elements'))
  for (const item of values.list('libraryItems')) {
    if (typeof item === 'object' && item !== null) lists.push(new ForeignElement(item).list('elements'))
  }
  for (const item of values.list('library')) if (Array.isArray(item)) lists.push(item as unknown[])
  if (lists.length === 0) throw damaged()
  return lists.map((list) =>
    list.flatMap((element) => (typeof element === 'object' && element !== null ? [new ForeignElement(element)] : [])),
  )
}

function inRows(items: readonly (readonly BoardRecord[])[]): BoardRecord[] {
  const boxed = items.flatMap((records) => {
    const box = boundsOfAll(records)
    return box === null ? [] : [{ records, box }]
  })
  const area = boxed.reduce((sum, { box }) => sum + (box.maxX - box.minX + GAP) * (box.maxY - box.minY + GAP), 0)
  const widest = Math.sqrt(area * ROW_ASPECT)
  let [x, y, high] = [0, 0, 0]
  return boxed.flatMap(({ records, box }) => {
    const [w, h] = [box.maxX - box.minX, box.maxY - box.minY]
    if (x > 0 && x + w > widest) [x, y, high] = [0, y + high + GAP, 0]
    const [dx, dy] = [x - box.minX, y - box.minY]
    x += w + GAP
    high = Math.max(high, h)
    return records.map((record) => ({ ...record, x: record.x + dx, y: record.y + dy }))
  })
}

/** In the order they are painted. */
function numbered(records: readonly BoardRecord[]): BoardRecord[] {
  const keys = generateNKeysBetween(null, null, records.length)
  return records.map((record, i) => ({ ...record, z: keys[i] ?? record.z }))
}
