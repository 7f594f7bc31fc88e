import { AppError } from '../errors.ts'
import type { BlobHash } from '../model/blobs.ts'
import type { BlobStorage, StoredBlob } from './blob-storage.ts'

interface Kept {
  readonly size: number
  readonly pieces: Map<number, Uint8Array>
  received: number
  isWhole: boolean
}

/** Files of a room kept in memory: for tests and trials. */
export class MemoryBlobStorage implements BlobStorage {
  readonly #blobs = new Map<BlobHash, Kept>()

  find(hash: BlobHash): StoredBlob | undefined {
    const kept = this.#blobs.get(hash)
    if (kept === undefined) return undefined
    const { size, received, isWhole } = kept
    return { size, received, isWhole }
  }

  total(): number {
    return Array.from(this.#blobs.values()).reduce((sum, { size }) => sum + size, 0)
  }

  begin(hash: BlobHash, size: number): void {
    if (!this.#blobs.has(hash)) this.#blobs.set(hash, { size, pieces: new Map(), received: 0, isWhole: false })
  }

  append(hash: BlobHash, offset: number, bytes: Uint8Array): void {
    const kept = this.#unfinished(hash)
    if (offset !== kept.received || offset + bytes.length > kept.size) throw misplaced()
    kept.pieces.set(offset, bytes.slice())
    kept.received += bytes.length
  }

  complete(hash: BlobHash): void {
    const kept = this.#unfinished(hash)
    if (kept.received !== kept.size) throw misplaced()
    kept.isWhole = true
  }

  piece(hash: BlobHash, offset: number): Uint8Array | undefined {
    return this.#blobs.get(hash)?.pieces.get(offset)
  }

  abandon(hash: BlobHash): void {
    if (this.#blobs.get(hash)?.isWhole === false) this.#blobs.delete(hash)
  }

  abandonAllBut(hashes: ReadonlySet<BlobHash>): void {
    for (const hash of Array.from(this.#blobs.keys())) if (!hashes.has(hash)) this.abandon(hash)
  }

  #unfinished(hash: BlobHash): Kept {
    const kept = this.#blobs.get(hash)
    if (kept === undefined || kept.isWhole) throw misplaced()
    return kept
  }
}

function misplaced(): AppError {
  return new AppError(
    'storage/failed',
    'A part of a picture could not be kept, because something before it is missing.',
  )
}
