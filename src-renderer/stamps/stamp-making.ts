import { AppError } from '#shared/errors.ts'
import type { BlobHash } from '#shared/model/blobs.ts'
import { patched, type BoardRecord, type RecordId } from '#shared/model/records.ts'
import { zAbove } from '#shared/model/z-order.ts'
import { extentOf } from '#renderer/board/alignment.ts'
import { unitIn, withGroup } from '#renderer/board/groups.ts'
import { zsFrom } from '#renderer/board/ordering.ts'
import { writeClipboard } from '#renderer/board/clipboard-format.ts'
import { patchFor, type Matrix } from '#renderer/board/transform.ts'
import { hashesIn } from '#renderer/pictures/picture-files.ts'
import type { Stamp } from './stamp.ts'
import { MOST_PICTURE_BYTES } from './stamp-pictures.ts'

/** Things of which a stamp can be made up. */
const MOST_PARTS = 500
/** Characters of what is kept of one stamp. */
const MOST_LENGTH = 100_000
/** CSS pixels of the longer side of what came from somewhere where it was not seen. */
const USUAL_SIDE = 160
/** Characters of a name. */
const MOST_LETTERS = 40

/**
 * Makes a stamp of records: as large as they are seen, about their middle, on no page, and one group.
 *
 * @param records bottom first, of whatever layers
 * @param zoom CSS pixels per unit of the board; null to make it as large as stamps are
 * @param files those of pictures; a picture without one is left out
 * @throws AppError `stamp/empty`, `stamp/too-large`
 */
export function makeStamp(
  records: readonly BoardRecord[],
  zoom: number | null,
  newId: () => RecordId,
  files: ReadonlyMap<BlobHash, Uint8Array> = new Map(),
): Stamp {
  const parts = records.filter((record) => isPart(record, files))
  const box = extentOf(parts)
  if (box === null) throw new AppError('stamp/empty', 'There is nothing here that a stamp can be made of.')
  assertPictures(parts, files)
  const side = Math.max(box.maxX - box.minX, box.maxY - box.minY)
  const k = zoom ?? (side > 0 ? USUAL_SIDE / side : 1)
  const toMiddle: Matrix = [k, 0, 0, k, (-k * (box.minX + box.maxX)) / 2, (-k * (box.minY + box.maxY)) / 2]
  const group = isOne(parts) ? null : newId()
  const zs = zsFrom(zAbove(null), parts.length)
  const made = parts.map((record, i) => {
    const own = patched(record, { ...patchFor(record, toMiddle), z: zs[i]!, locked: false, page: '', layer: '' })
    return group === null ? own : patched(own, { group: withGroup(own.group, '', group) ?? own.group })
  })
  const stamp = { id: newId(), name: nameOf(parts), records: made }
  if (parts.length > MOST_PARTS || writeClipboard(made, '').length > MOST_LENGTH) {
    throw new AppError('stamp/too-large', 'This is too much for one stamp. Select fewer things.')
  }
  return stamp
}

function isPart(record: BoardRecord, files: ReadonlyMap<BlobHash, Uint8Array>): boolean {
  if (record.type === 'image') return files.has(record.blob)
  return record.type !== 'page' && record.type !== 'layer'
}

function assertPictures(parts: readonly BoardRecord[], files: ReadonlyMap<BlobHash, Uint8Array>): void {
  for (const hash of hashesIn(parts)) {
    if ((files.get(hash)?.length ?? 0) <= MOST_PICTURE_BYTES) continue
    const most = String(MOST_PICTURE_BYTES / 1000)
    const sentence = `A picture here is too large for a stamp: ${most} kB are the most. Make it smaller first.`
    throw new AppError('stamp/too-large', sentence, { most })
  }
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
