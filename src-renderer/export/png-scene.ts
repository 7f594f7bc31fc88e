import { deflate, inflate } from './deflate.ts'

/*
 * A board inside a PNG: an iTXt chunk (PNG specification, 11.3.3.4) before the end, with the board file as packed text.
 */

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const KEYWORD = 'drawnet/board'
/** After the keyword: its end, packed, by zlib, no language, no translated keyword. */
const HEAD = [0, 1, 0, 0, 0]
/** Length, type and checksum of a chunk. */
const FRAME_BYTES = 12

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte)
}

/** The PNG with a board file inside. */
export async function pngWithScene(png: Blob, boardFile: string): Promise<Blob> {
  const packed = await deflate(new TextEncoder().encode(boardFile))
  const keyword = new TextEncoder().encode(KEYWORD)
  const data = new Uint8Array(keyword.length + HEAD.length + packed.length)
  data.set(keyword)
  data.set(HEAD, keyword.length)
  data.set(packed, keyword.length + HEAD.length)
  const end = png.size - FRAME_BYTES
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
  let at = SIGNATURE.length
  while (at + FRAME_BYTES <= png.length) {
    const length = view.getUint32(at)
    const start = at + 8
    // A length beyond the end is a cut or forged file.
    if (start + length + 4 > png.length) return null
    const isText = String.fromCharCode(...png.subarray(at + 4, start)) === 'iTXt'
    if (isText && length >= prefix.length && prefix.every((byte, i) => png[start + i] === byte)) {
      return await inflate(png.slice(start + prefix.length, start + length), most)
    }
    at = start + length + 4
  }
  return null
}

function chunkOf(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(data.length + FRAME_BYTES)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, data.length)
  chunk.set(new TextEncoder().encode(type), 4)
  chunk.set(data, 8)
  view.setUint32(8 + data.length, checksum(chunk.subarray(4, 8 + data.length)))
  return chunk
}

const POLYNOMIAL = 0xedb88320

/** CRC-32 as PNG has it (ISO 3309). */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
