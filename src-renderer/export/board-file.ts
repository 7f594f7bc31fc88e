import type { BoardRecord } from '#shared/model/records.ts'
import { recordToJson } from '#shared/wire/json-operations.ts'
import { Turns } from './turns.ts'

/** The version of the format that is written (see `docs/board-file.md`). */
export const BOARD_FILE_VERSION = 1
export const BOARD_FILE_TYPE = 'application/json'

/**
 * Records as a board file: JSON text, one record a line, bottom first. Nothing of a record is lost.
 *
 * @param records in the order of painting
 */
export async function boardFileOf(records: readonly BoardRecord[]): Promise<string> {
  const turns = new Turns()
  const lines: string[] = []
  for (const record of records) {
    lines.push(JSON.stringify(recordToJson(record)))
    await turns.rest()
  }
  return `{"drawnet":${BOARD_FILE_VERSION},"records":[\n${lines.join(',\n')}\n]}\n`
}
