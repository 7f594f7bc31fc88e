import { AppError } from '#shared/errors.ts'
import { BLOB_LIMITS, mediaTypeOf, type MediaType } from '#shared/model/blobs.ts'
import type { PictureSize } from './picture-levels.ts'

/** What a file says of itself at its beginning. */
export interface PictureHeader extends PictureSize {
  readonly type: Exclude<MediaType, 'image/svg+xml'>
  /** Whether a camera says that it was not held upright. */
  readonly isTurned: boolean
}

/**
 * Reads type and size of a picture made of pixels without decoding any: what it unpacks to may be a thousand times what
 * it is.
 *
 * @returns null for what is not such a picture, or says no size
 */
export function readHeader(bytes: Uint8Array): PictureHeader | null {
  const type = mediaTypeOf(bytes)
  if (type === null || type === 'image/svg+xml') return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const size = sizeOf(type, view)
    if (size === null || size.width < 1 || size.height < 1) return null
    return { type, isTurned: false, ...size }
  } catch (error) {
    // A file that ends within its header.
    if (error instanceof RangeError) return null
    throw error
  }
}

/** @throws AppError `blob/too-large` for a picture of more pixels than are taken */
export function assertPixels({ width, height }: PictureSize): void {
  const { maxPixels, maxSide } = BLOB_LIMITS
  if (width <= maxSide && height <= maxSide && width * height <= maxPixels) return
  throw new AppError(
    'blob/too-large',
    `This picture has ${width} × ${height} pixels, which is more than a board takes. Make it smaller first.`,
    { width: String(width), height: String(height) },
  )
}

function sizeOf(type: PictureHeader['type'], view: DataView): (PictureSize & { readonly isTurned?: boolean }) | null {
  switch (type) {
    case 'image/png':
      return { width: view.getUint32(16), height: view.getUint32(20) }
    case 'image/gif':
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
    case 'image/webp':
      return sizeOfWebp(view)
    case 'image/jpeg':
      return sizeOfJpeg(view)
  }
}

/** The three forms of the container (WebP Container Specification). */
function sizeOfWebp(view: DataView): PictureSize | null {
  const form = String.fromCharCode(view.getUint8(12), view.getUint8(13), view.getUint8(14), view.getUint8(15))
  if (form === 'VP8X') return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) }
  if (form === 'VP8L') {
    const bits = view.getUint32(21, true)
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) }
  }
  if (form !== 'VP8 ') return null
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
}

const START_OF_FRAME = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf])
const APP1 = 0xe1
const START_OF_SCAN = 0xda

/** Goes from segment to segment (ITU T.81, annex B) until one says the size. */
function sizeOfJpeg(view: DataView): (PictureSize & { readonly isTurned: boolean }) | null {
  let isTurned = false
  for (let at = 2; at + 4 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    // Fill bytes.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === START_OF_SCAN) return null
    if (START_OF_FRAME.has(marker)) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5), isTurned }
    if (marker === APP1 && orientationOf(view, at + 4) > 1) isTurned = true
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

const EXIF = 0x45786966
const ORIENTATION = 0x0112

/** The orientation in an Exif segment, 1 to 8; 1 where it says none. */
function orientationOf(view: DataView, at: number): number {
  if (view.getUint32(at) !== EXIF) return 1
  const start = at + 6
  const isLittle = view.getUint16(start) === 0x4949
  const directory = start + view.getUint32(start + 4, isLittle)
  const count = view.getUint16(directory, isLittle)
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + 12 * i
    if (view.getUint16(entry, isLittle) === ORIENTATION) return view.getUint16(entry + 8, isLittle)
  }
  return 1
}
