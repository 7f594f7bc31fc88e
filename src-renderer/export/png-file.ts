/*
 * Files as the PNG specification (third edition) has them: a signature and chunks, of which the ones named IDAT hold the
 * rows, packed by zlib, one after the other.
 */

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
/** Length, type and checksum of a chunk. */
export const CHUNK_FRAME_BYTES = 12
const EIGHT_BITS = 8
const COLOR = 2
const COLOR_AND_ALPHA = 6
/** A window of 32 KB, packed quickly (RFC 1950). */
const ZLIB_HEADER = Uint8Array.of(0x78, 0x01)

/** Some rows of a picture, one after the other packed without an end, so that others can follow. */
export interface PackedRows {
  /** Raw deflate (RFC 1951) that ends at a byte. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Of the rows as they were: their checksum as zlib has it, and how many bytes they were. */
  readonly adler: number
  readonly length: number
}

/**
 * A PNG of 8 bits a channel.
 *
 * @param strips from top to bottom
 */
export function pngOf(width: number, height: number, hasAlpha: boolean, strips: readonly PackedRows[]): Blob {
  const header = new DataView(new ArrayBuffer(13))
  header.setUint32(0, width)
  header.setUint32(4, height)
  header.setUint8(8, EIGHT_BITS)
  header.setUint8(9, hasAlpha ? COLOR_AND_ALPHA : COLOR)
  let adler = 1
  for (const strip of strips) adler = joinAdler32(adler, strip.adler, strip.length)
  // The last block of deflate, which is empty, and the checksum of all rows.
  const end = new DataView(new ArrayBuffer(6))
  end.setUint16(0, 0x0300)
  end.setUint32(2, adler)
  const parts = [
    PNG_SIGNATURE,
    chunkOf('IHDR', new Uint8Array(header.buffer)),
    chunkOf('IDAT', ZLIB_HEADER),
    ...strips.map(({ bytes }) => chunkOf('IDAT', bytes)),
    chunkOf('IDAT', new Uint8Array(end.buffer)),
    chunkOf('IEND', new Uint8Array(0)),
  ]
  return new Blob(parts, { type: 'image/png' })
}

/** A chunk, ready for the file. */
export function chunkOf(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(data.length + CHUNK_FRAME_BYTES)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, data.length)
  chunk.set(new TextEncoder().encode(type), 4)
  chunk.set(data, 8)
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)))
  return chunk
}

const CRC_POLYNOMIAL = 0xedb88320

const CRC_OF_BYTE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ CRC_POLYNOMIAL : crc >>> 1
  return crc
})

/** CRC-32 as PNG has it (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ CRC_OF_BYTE[(crc ^ bytes[i]!) & 0xff]!
  return (crc ^ 0xffffffff) >>> 0
}

/** What the sums of Adler-32 (RFC 1950) are taken modulo of. */
export const ADLER_BASE = 65_521
/** Adler-32 of two runs of bytes, one after the other, by those of each. @param length of the second */
export function joinAdler32(first: number, second: number, length: number): number {
  const [low, high] = [first & 0xffff, first >>> 16]
  // The second's low sum began with 1, as did the first's; each of its bytes adds the first's low sum to the high one.
  const joinedLow = (low + (second & 0xffff) + ADLER_BASE - 1) % ADLER_BASE
  const joinedHigh =
    (high + (second >>> 16) + (length % ADLER_BASE) * ((low + ADLER_BASE - 1) % ADLER_BASE)) % ADLER_BASE
  return ((joinedHigh << 16) | joinedLow) >>> 0
}
