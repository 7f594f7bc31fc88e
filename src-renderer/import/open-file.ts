import { AppError } from '#shared/errors.ts'
import { isPng, sceneOfPng } from '#renderer/export/png-scene.ts'
import { sceneOfSvg } from '#renderer/export/svg-scene.ts'
import { Turns } from '#renderer/export/turns.ts'
import { jsonInTurns } from './json-in-turns.ts'
import { assertSize, damaged, MAX_FILE_BYTES, type MeasureWords, type OnRead, type Opened } from './opened.ts'
import { isBoardFile, readBoardFile } from './read-board-file.ts'
import { isExcalidraw, readExcalidraw } from './read-excalidraw.ts'

/** The ends of names of files that can be opened. */
export const OPENABLE: readonly string[] = [
  '.json',
  '.excalidraw',
  '.excalidrawlib',
  '.svg',
  '.png',
  '.jpg',
  '.jpeg',
  '.webp',
  '.gif',
  '.pdf',
]

/** A file as the browser hands it over. */
export interface FileToOpen {
  readonly name: string
  readonly size: number
  arrayBuffer(): Promise<ArrayBuffer>
}

/**
 * Reads a file that a person has chosen: a board file, a PNG or SVG that carries one, an Excalidraw drawing or library.
 * What kind it is is told by its content and not by its name. Nothing in it is ever run or shown as it is.
 *
 * @param onRead hears of a file that takes long how much of it has been read
 * @throws AppError `import/unknown-format`, `import/no-board`, `import/damaged`, `import/too-large`, `import/too-many`,
 *   `import/too-new` or `import/empty`
 */
export async function openFile(
  file: FileToOpen,
  measure: MeasureWords,
  onRead: OnRead = () => undefined,
): Promise<Opened> {
  assertSize(file)
  const opened = await readContent(await bytesOf(file), measure, onRead)
  if (opened.records.length > 0) return opened
  throw new AppError('import/empty', 'There is nothing in this file that can be put on a board.')
}

async function bytesOf(file: FileToOpen): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (error) {
    throw new AppError('import/damaged', 'This file cannot be read. Check that it is still there.', {}, error)
  }
}

async function readContent(bytes: Uint8Array<ArrayBuffer>, measure: MeasureWords, onRead: OnRead): Promise<Opened> {
  if (isPng(bytes)) return await readBoard(await sceneOfPng(bytes, MAX_FILE_BYTES), onRead)
  const text = await textOf(bytes)
  if (isSvg(text)) return await readBoard(await sceneOfSvg(text, MAX_FILE_BYTES), onRead)
  const value = await parsed(text, firstHalf(onRead))
  if (isBoardFile(value)) return await readBoardFile(value, secondHalf(onRead))
  if (isExcalidraw(value)) return await readExcalidraw(value, measure)
  throw unknownFormat()
}

/** The board that a picture carries. */
async function readBoard(scene: Uint8Array<ArrayBuffer> | null, onRead: OnRead): Promise<Opened> {
  if (scene === null) {
    throw new AppError(
      'import/no-board',
      'This picture carries no board. Only pictures that were exported with their board inside can be opened.',
    )
  }
  const value = await parsed(await textOf(scene), firstHalf(onRead))
  if (!isBoardFile(value)) throw damaged()
  return await readBoardFile(value, secondHalf(onRead))
}

/** Parsing a file, and making records of what was parsed, take about as long as each other. */
function firstHalf(onRead: OnRead): OnRead {
  return (part) => onRead(part / 2)
}

function secondHalf(onRead: OnRead): OnRead {
  return (part) => onRead((1 + part) / 2)
}

/** Whether a text may be an SVG: markup whose first element is one. */
function isSvg(text: string): boolean {
  const start = text.slice(0, LOOKED_AT)
  return start.trimStart().startsWith('<') && start.includes('<svg')
}

/** Characters at the beginning of a file within which an SVG says what it is. */
const LOOKED_AT = 4096

/** Bytes that are decoded between two turns of the page. */
const DECODED_AT_ONCE = 1024 * 1024

async function textOf(bytes: Uint8Array): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const turns = new Turns()
  let text = ''
  try {
    for (let at = 0; at < bytes.length; at += DECODED_AT_ONCE) {
      text += decoder.decode(bytes.subarray(at, at + DECODED_AT_ONCE), { stream: true })
      await turns.rest()
    }
    return text + decoder.decode()
  } catch (error) {
    throw unknownFormat(error)
  }
}

async function parsed(text: string, onRead: OnRead): Promise<object> {
  if (!text.trimStart().startsWith('{')) throw unknownFormat()
  try {
    return await jsonInTurns(text, onRead)
  } catch (error) {
    throw error instanceof SyntaxError ? damaged(error) : error
  }
}

function unknownFormat(cause?: unknown): AppError {
  return new AppError(
    'import/unknown-format',
    'DrawNet cannot open this kind of file. It opens boards saved as JSON, pictures that carry a board, and Excalidraw files.',
    {},
    cause,
  )
}
