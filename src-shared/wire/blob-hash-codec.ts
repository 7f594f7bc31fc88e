import type { BlobHash } from '../model/blobs.ts'
import type { Reader, Writer } from './primitives.ts'

const HASH_BYTES = 32

/** The hash of a file: its 32 bytes as they are. */
export function writeHash(writer: Writer, hash: BlobHash): void {
  for (let i = 0; i < HASH_BYTES; i++) writer.byte(Number.parseInt(hash.slice(2 * i, 2 * i + 2), 16))
}

export function readHash(reader: Reader): BlobHash {
  let hash = ''
  for (let i = 0; i < HASH_BYTES; i++) hash += reader.byte().toString(16).padStart(2, '0')
  return hash
}
