import { deflate, inflate } from './deflate.ts'
import { CHUNK_FRAME_BYTES, PNG_SIGNATURE, chunkOf } from './png-file.ts'

/*
 * A board inside a PNG: an iTXt chunk (PNG specification, 11.3.3.4) before the end, with the board file as packed text.
 */

const KEYWORD = 'drawnet/board'
/** After the keyword: its end, packed, by zlib, no language, no translated keyword. */
const HEAD = [0, 1, 0, 0, 0]

export function isPng(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((byte, i) => bytes[i] === byte)
}

/** The PNG with a board file inside. */
export async function pngWithScene(png: Blob, boardFile: string): Promise<Blob> {
  const packed = await deflate(new TextEncoder().encode(boardFile))
  const keyword = new TextEncoder().encode(KEYWORD)
  const data = new Uint8Array(keyword.length + HEAD.length + packed.length)
  data.set(keyword)
  data.set(HEAD, keyword.length)
  data.set(packed, keyword.length + HEAD.length)
  const end = png.size - CHUNK_FRAME_BYTES
  return new Blob([png.slice(0, end), chunkOf('iTXt', data), png.slice(end)], { type: 'image/png' })
}

/**
 * The board file inside a PNG; null where there is none.
 *
 * @param most bytes that it may unpack to
 * @throws AppError `import/damaged` or `import/too-large`
 */
export async function sceneOfPng(png: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const prefix = [...new TextEncoder().encode(KEYWORD), ...HEAD]
  let at = PNG_SIGNATURE.length
  while (at + CHUNK_FRAME_BYTES <= png.length) {
    const length = view.getUint32(at)
    const start = at + 8
    // A length beyond the end is a cut or forged file.
    if (start + length + 4 > png.length) return null
    const type = String.fromCharCode(...png.subarray(at + 4, start))
    // Whatever comes behind the end is no part of the picture.
    if (type === 'IEND') return null
    if (type === 'iTXt' && length >= prefix.length && prefix.every((byte, i) => png[start + i] === byte)) {
      return await inflate(png.slice(start + prefix.length, start + length), most)
    }
    at = start + length + 4
  }
  return null
}
