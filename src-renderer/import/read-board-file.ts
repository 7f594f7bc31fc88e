import { AppError } from '#shared/errors.ts'
import { comparePaintOrder, faultOfRecord, type BoardRecord } from '#shared/model/records.ts'
import { TopZ } from '#shared/model/z-order.ts'
import { jsonOperation, operationFromJson } from '#shared/wire/json-operations.ts'
import { checkJson } from '#shared/wire/json-schema.ts'
import { BOARD_FILE_VERSION } from '#renderer/export/board-file.ts'
import { Turns } from '#renderer/export/turns.ts'
import { hashesIn } from '#renderer/pictures/picture-files.ts'
import { readPictures } from './read-pictures.ts'
import { assertFew, damaged, LossCount, type OnRead, type Opened } from './opened.ts'

/** Whether parsed JSON says that it is a board file. */
export function isBoardFile(value: object): boolean {
  return Object.hasOwn(value, 'drawnet')
}

interface ParsedBoardFile {
  readonly drawnet?: unknown
  readonly records?: unknown
  readonly blobs?: unknown
}

/**
 * Reads a board file (`docs/board-file.md`) that has been parsed. A record that cannot stand on a board is left out and
 * counted; so is one whose id another has.
 *
 * @param onRead hears how much of the records has been read
 * @throws AppError `import/too-new`, `import/too-many` or `import/damaged`
 */
export async function readBoardFile(
  { drawnet: version, records: told, blobs }: ParsedBoardFile,
  onRead: OnRead = () => undefined,
): Promise<Opened> {
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1 || !Array.isArray(told)) throw damaged()
  if (version > BOARD_FILE_VERSION) {
    throw new AppError('import/too-new', 'This file was made by a newer DrawNet. Update this one to open it.')
  }
  assertFew(told.length)
  const losses = new LossCount()
  const records = new Map<string, BoardRecord>()
  const top = new TopZ()
  const turns = new Turns()
  for (const [i, one] of (told as readonly unknown[]).entries()) {
    const record = recordOf(one, top)
    if (record === null || records.has(record.id)) losses.add('invalid')
    else records.set(record.id, record)
    if (!turns.isOver) continue
    onRead((i + 1) / told.length)
    await turns.rest()
  }
  const sorted = Array.from(records.values()).sort(comparePaintOrder)
  const files = await readPictures(blobs, hashesIn(sorted), losses)
  return { records: sorted, losses: losses.counts, files }
}

/** Null for what is no record. */
function recordOf(told: unknown, top: TopZ): BoardRecord | null {
  try {
    const operation = operationFromJson(checkJson(jsonOperation, { kind: 'put', record: told }), top)
    if (operation.kind !== 'put' || faultOfRecord(operation.record) !== null) return null
    top.see(operation.record.z)
    return operation.record
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
