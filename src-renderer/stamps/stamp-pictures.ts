import { KEPT_PICTURE, MAX_KEPT_PICTURE_LENGTH, type KeptKey } from '#shared/desktop/desktop-api.ts'
import type { BlobHash } from '#shared/model/blobs.ts'
import { readPicture } from '#renderer/import/read-pictures.ts'
import { toBase64 } from '#renderer/net/base64.ts'
import type { Keep } from '#renderer/net/keep.ts'

/** Bytes of one picture, as many as can be kept … */
export const MOST_PICTURE_BYTES = (MAX_KEPT_PICTURE_LENGTH / 4) * 3
/** … and of all, which are read whenever a board is opened. */
export const MOST_PICTURES_BYTES = 3 * 1024 * 1024

/** The files of the pictures on one's own stamps, kept beside them by their hashes, for boards that do not have them. */
export class StampPictures {
  readonly #keep: Keep | null
  /** Those that were asked for or given. They stay: a stamp that was removed may still be in hand. */
  readonly #files = new Map<BlobHash, Uint8Array>()

  constructor(keep: Keep | null) {
    this.#keep = keep
  }

  has(hash: BlobHash): boolean {
    return this.#files.has(hash) || this.#textOf(hash) !== ''
  }

  /** The bytes; undefined where they are not kept, or damaged. */
  get(hash: BlobHash): Uint8Array | undefined {
    const known = this.#files.get(hash)
    if (known !== undefined) return known
    const text = this.#textOf(hash)
    const bytes = text === '' ? null : readPicture(hash, text)
    if (bytes !== null) this.#files.set(hash, bytes)
    return bytes ?? undefined
  }

  put(hash: BlobHash, bytes: Uint8Array): void {
    this.#files.set(hash, bytes)
    this.#write(hash, toBase64(bytes))
  }

  /** Keeps it no longer. */
  remove(hash: BlobHash): void {
    this.#write(hash, '')
  }

  #textOf(hash: BlobHash): string {
    try {
      return this.#keep?.getItem(keyOf(hash)) ?? ''
    } catch {
      return ''
    }
  }

  #write(hash: BlobHash, text: string): void {
    try {
      this.#keep?.setItem(keyOf(hash), text)
    } catch {
      // As with the stamps: then it is there until the window is closed.
    }
  }
}

function keyOf(hash: BlobHash): KeptKey {
  return `${KEPT_PICTURE}${hash}`
}
