import { AppError } from '#shared/errors.ts'
import { fromBase64, toBase64 } from '#renderer/net/base64.ts'
import { deflate, inflate } from './deflate.ts'

/*
 * A board inside an SVG: an element of our own in its metadata, with the board file as packed text in base64.
 */

const OPENING = '<drawnet:board xmlns:drawnet="urn:drawnet:board" encoding="deflate base64">'
const CLOSING = '</drawnet:board>'

/** The metadata that carry a board file. */
export async function svgScene(boardFile: string): Promise<string> {
  const packed = await deflate(new TextEncoder().encode(boardFile))
  return `<metadata>${OPENING}${toBase64(packed)}${CLOSING}</metadata>`
}

/**
 * The board file inside an SVG; null where there is none. Nothing else of the SVG is looked at, and nothing in it runs.
 *
 * @param most bytes that it may unpack to
 * @throws AppError `import/damaged` or `import/too-large`
 */
export async function sceneOfSvg(svg: string, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const start = svg.indexOf(OPENING)
  if (start < 0) return null
  const end = svg.indexOf(CLOSING, start)
  let packed: Uint8Array<ArrayBuffer>
  try {
    if (end < 0) throw new Error('The board has no end.')
    packed = new Uint8Array(fromBase64(svg.slice(start + OPENING.length, end)))
  } catch (error) {
    throw new AppError(
      'import/damaged',
      'The board inside this file is damaged. Export it again, if you can.',
      {},
      error,
    )
  }
  return await inflate(packed, most)
}
