import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { BLOB_LIMITS, isBlobSize, mediaTypeOf, type BlobHash } from '#shared/model/blobs.ts'
import { fromBase64 } from '#renderer/net/base64.ts'
import { readHeader } from '#renderer/pictures/picture-header.ts'
import type { ForeignElement } from './excalidraw-element.ts'

const ADDRESS = /^data:[a-z0-9+/.-]*;base64,/i

/** The pictures that an Excalidraw file carries, of which those are kept that are asked for. */
export class ForeignPictures {
  /** What was asked for, by hash. */
  readonly files = new Map<BlobHash, Uint8Array>()
  readonly #carried: ForeignElement | null
  readonly #known = new Map<string, BlobHash | null>()

  /** @param file all of it */
  constructor(file: ForeignElement) {
    this.#carried = file.part('files')
  }

  /** The hash of the picture under this name; null where there is none that a board can keep. */
  hashOf(name: string): BlobHash | null {
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const bytes = this.#read(name)
    const hash = bytes === null ? null : bytesToHex(sha256(bytes))
    this.#known.set(name, hash)
    if (bytes !== null && hash !== null) this.files.set(hash, bytes)
    return hash
  }

  #read(name: string): Uint8Array | null {
    const address = this.#carried?.part(name)?.text('dataURL') ?? ''
    const [start] = ADDRESS.exec(address) ?? []
    if (start === undefined) return null
    try {
      const bytes = fromBase64(address.slice(start.length))
      return isBlobSize(bytes.length) && isPicture(bytes) ? bytes : null
    } catch {
      return null
    }
  }
}

function isPicture(bytes: Uint8Array): boolean {
  const type = mediaTypeOf(bytes)
  if (type === null || type === 'image/svg+xml') return type !== null
  const { width, height } = readHeader(bytes) ?? { width: Infinity, height: Infinity }
  return Math.max(width, height) <= BLOB_LIMITS.maxSide && width * height <= BLOB_LIMITS.maxPixels
}
