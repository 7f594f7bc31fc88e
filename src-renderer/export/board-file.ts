import { AppError } from '#shared/errors.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { recordToJson } from '#shared/wire/json-operations.ts'
import { toBase64 } from '#renderer/net/base64.ts'
import { hashesIn, NO_PICTURES, type PictureSource } from '#renderer/pictures/picture-files.ts'
import { Turns } from './turns.ts'

/** Bytes of pictures in one file: as much as can be opened again. */
const MOST_PICTURE_BYTES = 128 * 1024 * 1024

/** The version of the format that is written (see `docs/board-file.md`). */
export const BOARD_FILE_VERSION = 1
export const BOARD_FILE_TYPE = 'application/json'

/**
 * Records as a board file: JSON text, one record a line, bottom first. Nothing of a record is lost.
 *
 * @param records in the order of painting
 * @param source where the files of pictures are to be had
 * @throws AppError `export/too-large`
 */
export async function boardFileOf(
  records: readonly BoardRecord[],
  source: PictureSource = NO_PICTURES,
): Promise<string> {
  const turns = new Turns()
  const lines: string[] = []
  for (const record of records) {
    lines.push(JSON.stringify(recordToJson(record)))
    await turns.rest()
  }
  const files = await filesOf(records, source)
  const blobs = files.length === 0 ? '' : `,"blobs":{\n${files.join(',\n')}\n}`
  return `{"drawnet":${BOARD_FILE_VERSION},"records":[\n${lines.join(',\n')}\n]${blobs}}\n`
}

/** The files of pictures, each once. What cannot be had is left out; who makes the file says so. */
async function filesOf(records: readonly BoardRecord[], source: PictureSource): Promise<string[]> {
  const files: string[] = []
  let size = 0
  for (const hash of hashesIn(records)) {
    const bytes = await source.file(hash)
    if (bytes === null) continue
    size += bytes.length
    if (size > MOST_PICTURE_BYTES) {
      throw new AppError(
        'export/too-large',
        'The pictures on this board are too large for one file. Export a part of it, or a picture of it.',
      )
    }
    files.push(`"${hash}":"${toBase64(bytes)}"`)
  }
  return files
}
