import { AppError } from '#shared/errors.ts'
import { comparePaintOrder, patched, type BoardRecord, type RecordId } from '#shared/model/records.ts'
import { extentOf } from '#renderer/board/alignment.ts'
import { unitIn, withGroup } from '#renderer/board/groups.ts'
import { writeClipboard } from '#renderer/board/clipboard-format.ts'
import { patchFor, type Matrix } from '#renderer/board/transform.ts'
import type { Stamp } from './stamp.ts'

/** Things of which a stamp can be made up. */
const MOST_PARTS = 500
/** Characters of what is kept of one stamp. */
const MOST_LENGTH = 100_000
/** CSS pixels of the longer side of what came from somewhere where it was not seen. */
const USUAL_SIDE = 160
/** Characters of a name. */
const MOST_LETTERS = 40

/**
 * Makes a stamp of records: as large as they are seen, about their middle, on no page, and one group. Pictures are left out, for they
 * belong to their board.
 *
 * @param zoom CSS pixels per unit of the board; null to make it as large as stamps are
 * @throws AppError `stamp/empty`, `stamp/too-large`
 */
export function makeStamp(records: readonly BoardRecord[], zoom: number | null, newId: () => RecordId): Stamp {
  const parts = records.filter(isPart).toSorted(comparePaintOrder)
  const box = extentOf(parts)
  if (box === null) {
    throw new AppError('stamp/empty', 'There is nothing here that a stamp can be made of. Pictures cannot be stamps.')
  }
  const side = Math.max(box.maxX - box.minX, box.maxY - box.minY)
  const k = zoom ?? (side > 0 ? USUAL_SIDE / side : 1)
  const toMiddle: Matrix = [k, 0, 0, k, (-k * (box.minX + box.maxX)) / 2, (-k * (box.minY + box.maxY)) / 2]
  const group = isOne(parts) ? null : newId()
  const made = parts.map((record) => {
    const own = patched(record, { ...patchFor(record, toMiddle), locked: false, page: '', layer: '' })
    return group === null ? own : patched(own, { group: withGroup(own.group, '', group) ?? own.group })
  })
  const stamp = { id: newId(), name: nameOf(parts), records: made }
  if (parts.length > MOST_PARTS || writeClipboard(made, '').length > MOST_LENGTH) {
    throw new AppError('stamp/too-large', 'This is too much for one stamp. Select fewer things.')
  }
  return stamp
}

function isPart({ type }: BoardRecord): boolean {
  return type !== 'image' && type !== 'page' && type !== 'layer'
}

/** Whether it is one thing already: a single record, or one group. */
function isOne(parts: readonly BoardRecord[]): boolean {
  const [first, ...rest] = parts
  if (first === undefined || rest.length === 0) return true
  const group = unitIn(first, '')
  return group !== '' && rest.every((record) => unitIn(record, '') === group)
}

/** The first words that are written on it. */
function nameOf(records: readonly BoardRecord[]): string {
  for (const record of records) {
    const words = 'text' in record ? record.text.trim().replaceAll(/\s+/g, ' ') : ''
    if (words !== '') return words.slice(0, MOST_LETTERS).toWellFormed()
  }
  return ''
}
