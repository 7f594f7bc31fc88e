import { beginsWithRoot } from './svg-head.ts'

/**
 * Files of a room: pictures. A file is named by the SHA-256 of its bytes, 64 lowercase hexadecimal digits, so that the
 * same one is kept once and nobody can give out another in its place.
 */
export type BlobHash = string

export const BLOB_LIMITS = {
  /** Bytes of one file … */
  maxBytes: 16 * 1024 * 1024,
  /** … and of all files of a room. */
  maxRoomBytes: 512 * 1024 * 1024,
  /** A file goes over the wire, and is kept, in pieces of this many bytes; the last is shorter. */
  pieceBytes: 32 * 1024,
  /** Pixels of a picture, and of its longer side. */
  maxPixels: 50_000_000,
  maxSide: 16_384,
} as const

/** What a file may be. */
export const MEDIA_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/svg+xml'] as const
export type MediaType = (typeof MEDIA_TYPES)[number]

const HASH_PATTERN = /^[0-9a-f]{64}$/

export function isBlobHash(text: unknown): text is BlobHash {
  return typeof text === 'string' && HASH_PATTERN.test(text)
}

/** Whether a file may have this many bytes. */
export function isBlobSize(size: number): boolean {
  return Number.isInteger(size) && size >= 1 && size <= BLOB_LIMITS.maxBytes
}

/** How many bytes the piece at `offset` has; 0 where none begins. */
export function pieceLength(size: number, offset: number): number {
  if (offset % BLOB_LIMITS.pieceBytes !== 0 || offset >= size) return 0
  return Math.min(BLOB_LIMITS.pieceBytes, size - offset)
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const JPEG = [0xff, 0xd8, 0xff]
const GIF_87 = bytesOf('GIF87a')
const GIF_89 = bytesOf('GIF89a')
const RIFF = bytesOf('RIFF')
const WEBP = bytesOf('WEBP')

/** What a file is, going by how it begins; null for anything that is not taken. */
export function mediaTypeOf(bytes: Uint8Array): MediaType | null {
  if (has(bytes, 0, PNG)) return 'image/png'
  if (has(bytes, 0, JPEG)) return 'image/jpeg'
  if (has(bytes, 0, GIF_87) || has(bytes, 0, GIF_89)) return 'image/gif'
  if (has(bytes, 0, RIFF) && has(bytes, 8, WEBP)) return 'image/webp'
  return beginsAsSvg(bytes) ? 'image/svg+xml' : null
}

function bytesOf(ascii: string): number[] {
  return Array.from(ascii, (letter) => letter.charCodeAt(0))
}

function has(bytes: Uint8Array, at: number, expected: readonly number[]): boolean {
  return expected.every((byte, i) => bytes[at + i] === byte)
}

/** So much of a file is looked through for its first element. */
const SVG_HEAD = 4096

function beginsAsSvg(bytes: Uint8Array): boolean {
  if (has(bytes, 0, UTF_16_LE))
    return beginsWithRoot(lettersOf(bytes.subarray(2), (first, second) => first | (second << 8)))
  if (has(bytes, 0, UTF_16_BE))
    return beginsWithRoot(lettersOf(bytes.subarray(2), (first, second) => (first << 8) | second))
  const start = has(bytes, 0, UTF_8) ? UTF_8.length : 0
  return beginsWithRoot(String.fromCharCode(...bytes.subarray(start, start + SVG_HEAD)))
}

/** What a text may begin with to say how it is written (Unicode 16, 23.8). */
const UTF_8 = [0xef, 0xbb, 0xbf]
const UTF_16_LE = [0xff, 0xfe]
const UTF_16_BE = [0xfe, 0xff]

/** Letters of two bytes each. */
function lettersOf(bytes: Uint8Array, codeOf: (first: number, second: number) => number): string {
  let head = ''
  for (let at = 0; at + 1 < bytes.length && head.length < SVG_HEAD; at += 2) {
    head += String.fromCharCode(codeOf(bytes[at] ?? 0, bytes[at + 1] ?? 0))
  }
  return head
}
