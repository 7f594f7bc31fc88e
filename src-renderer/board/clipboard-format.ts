import { AppError } from '#shared/errors.ts'
import {
  faultOfRecord,
  PATCHABLE,
  RECORD_TYPES,
  USUAL,
  type BoardRecord,
  type RecordPatch,
  type RecordType,
} from '#shared/model/records.ts'
import type { BlobHash } from '#shared/model/blobs.ts'
import { LossCount } from '#renderer/import/opened.ts'
import { readPictures } from '#renderer/import/read-pictures.ts'
import { fromBase64, toBase64 } from '#renderer/net/base64.ts'
import { hashesIn } from '#renderer/pictures/picture-files.ts'
import { isIn, type GroupPath } from './groups.ts'

/** The type under which things copied from a board lie on the clipboard, where custom types are allowed. */
export const CLIPBOARD_TYPE = 'application/x-drawnet+json'
/** So many things can be copied at once. */
export const MAX_COPIED = 50_000
/** Characters of what may come from a clipboard. */
const MAX_LENGTH = 96 * 1024 * 1024
const VERSION = 1
/** The attribute that carries the same inside of HTML, for clipboards that know no custom types. */
const ATTRIBUTE = 'data-drawnet'

/**
 * Records as text: `{"drawnet":"clipboard","version":1,"records":[…]}`, bottom first. Of each record those properties
 * that are not usual for its type (`USUAL`); of ink also `unit`, `pressure` and the packed points as base64. Order,
 * author and locks are the board's and are not copied.
 *
 * @param scope the group within which they were copied: they are not taken out of it with it
 * @param files those of pictures, by their hashes, which go along as base64 under `blobs`
 */
export function writeClipboard(
  records: readonly BoardRecord[],
  scope: GroupPath,
  files: ReadonlyMap<BlobHash, Uint8Array> = new Map(),
): string {
  const content = { drawnet: 'clipboard', version: VERSION, records: records.map((one) => plain(one, scope)) }
  if (files.size === 0) return JSON.stringify(content)
  const blobs = Object.fromEntries(Array.from(files, ([hash, bytes]) => [hash, toBase64(bytes)]))
  return JSON.stringify({ ...content, blobs })
}

function plain(record: BoardRecord, scope: GroupPath): Record<string, unknown> {
  const out: Record<string, unknown> = { type: record.type, id: record.id }
  const usual: RecordPatch = USUAL[record.type]
  const own: RecordPatch = record
  for (const key of PATCHABLE[record.type]) {
    if (key !== 'z' && key !== 'locked' && own[key] !== usual[key]) out[key] = own[key]
  }
  const group = scope === '' || !isIn(record, scope) ? record.group : record.group.slice(scope.length + 1)
  if (group === '') delete out['group']
  else out['group'] = group
  if (record.type !== 'stroke') return out
  return { ...out, unit: record.unit, pressure: record.pressure, points: toBase64(record.points) }
}

/**
 * Reads what `writeClipboard` writes: all of it, or nothing.
 *
 * @throws AppError `clipboard/damaged` for anything else, `clipboard/too-large`
 */
export function readClipboard(text: string): BoardRecord[] {
  if (text.length > MAX_LENGTH) throw tooLarge()
  const content = parsed(text)
  const isOurs = isObject(content) && content['drawnet'] === 'clipboard'
  if (!isOurs || !Array.isArray(content['records']) || content['records'].length === 0) throw damaged()
  if (content['version'] !== VERSION) {
    throw new AppError('clipboard/damaged', 'This was copied with a newer DrawNet. Update this one to paste it.')
  }
  if (content['records'].length > MAX_COPIED) throw tooLarge()
  const records = content['records'].map(recordOf)
  if (new Set(records.map(({ id }) => id)).size !== records.length) throw damaged()
  return records
}

/** The files that go along with the records; what is no picture is left out. @throws AppError as `readClipboard` */
export async function filesInClipboard(
  text: string,
  records: readonly BoardRecord[],
): Promise<ReadonlyMap<BlobHash, Uint8Array>> {
  const shown = hashesIn(records)
  if (shown.size === 0) return new Map()
  const content = parsed(text)
  return await readPictures(isObject(content) ? content['blobs'] : null, shown, new LossCount())
}

export function tooLarge(): AppError {
  const most = MAX_COPIED.toLocaleString('en')
  return new AppError(
    'clipboard/too-large',
    `This is too much for one copy. Select fewer things: ${most} are the most.`,
  )
}

function damaged(cause?: unknown): AppError {
  const sentence = 'What was copied is damaged, so nothing was pasted. Copy it again.'
  return new AppError('clipboard/damaged', sentence, {}, cause)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw damaged(cause)
  }
}

function recordOf(value: unknown): BoardRecord {
  if (!isObject(value)) throw damaged()
  const type = RECORD_TYPES.find((known) => known === value['type'])
  if (type === undefined) throw damaged()
  const record: Record<string, unknown> = { ...USUAL[type], type, id: value['id'], z: 'a0', author: 0 }
  for (const key of PATCHABLE[type]) {
    if (key !== 'z' && key !== 'locked' && Object.hasOwn(value, key)) record[key] = value[key]
  }
  if (type === 'stroke') Object.assign(record, inkOf(value))
  // The room's own check of everything that comes from elsewhere decides what it is.
  const checked = record as unknown as BoardRecord & { readonly type: RecordType }
  if (faultOfRecord(checked) !== null) throw damaged()
  return checked
}

function inkOf(value: Readonly<Record<string, unknown>>): { unit: unknown; pressure: unknown; points: Uint8Array } {
  const { unit, pressure, points } = value
  if (typeof points !== 'string') throw damaged()
  try {
    return { unit, pressure, points: fromBase64(points) }
  } catch (cause) {
    throw damaged(cause)
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is written on records, from top to bottom, one after the other. */
export function wordsOf(records: readonly BoardRecord[]): string {
  return records
    .filter((record) => 'text' in record && record.text.trim() !== '')
    .toSorted((a, b) => a.y - b.y || a.x - b.x)
    .map((record) => ('text' in record ? record.text : ''))
    .join('\n')
}

/** The words as HTML for other programs, with the records hidden in it for this one. */
export function clipboardHtml(json: string, words: string): string {
  const safe = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>')
  return `<div ${ATTRIBUTE}="${toBase64(new TextEncoder().encode(json))}">${safe}</div>`
}

/** The records hidden in HTML, as text for `readClipboard`; null if there are none. */
export function clipboardInHtml(html: string): string | null {
  const start = html.indexOf(`${ATTRIBUTE}="`)
  if (start < 0) return null
  if (html.length > 2 * MAX_LENGTH) throw tooLarge()
  const from = start + ATTRIBUTE.length + 2
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(fromBase64(html.slice(from, html.indexOf('"', from))))
  } catch (cause) {
    throw damaged(cause)
  }
}
