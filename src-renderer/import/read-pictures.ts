import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { isBlobHash, isBlobSize, mediaTypeOf, type BlobHash } from '#shared/model/blobs.ts'
import { fromBase64 } from '#renderer/net/base64.ts'
import { Turns } from '#renderer/export/turns.ts'
import type { LossCount } from './opened.ts'

/**
 * The files of pictures that a board file carries: base64 by hash. One that is not what its name says, or no picture at
 * all, is left out, and counted when a record shows it.
 *
 * @param shown the hashes of the pictures that records show
 */
export async function readPictures(
  carried: unknown,
  shown: ReadonlySet<BlobHash>,
  losses: LossCount,
): Promise<ReadonlyMap<BlobHash, Uint8Array>> {
  const files = new Map<BlobHash, Uint8Array>()
  const turns = new Turns()
  const entries = typeof carried === 'object' && carried !== null ? Object.entries(carried) : []
  for (const [hash, text] of entries as readonly (readonly [string, unknown])[]) {
    if (!isBlobHash(hash) || !shown.has(hash) || typeof text !== 'string') continue
    const bytes = readPicture(hash, text)
    if (bytes !== null) files.set(hash, bytes)
    await turns.rest()
  }
  for (const hash of shown) if (!files.has(hash)) losses.add('image')
  return files
}

/** The file of a picture that is carried as base64; null where it is not what its name says. */
export function readPicture(hash: BlobHash, text: string): Uint8Array | null {
  try {
    const bytes = fromBase64(text)
    if (!isBlobSize(bytes.length) || mediaTypeOf(bytes) === null) return null
    return bytesToHex(sha256(bytes)) === hash ? bytes : null
  } catch {
    return null
  }
}
