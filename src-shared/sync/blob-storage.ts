import type { BlobHash } from '../model/blobs.ts'

/** A file as a room keeps it. */
export interface StoredBlob {
  /** In bytes. */
  readonly size: number
  /** How many of them are there, from the beginning. */
  readonly received: number
  /** Whether all of it is there and is what its name says. */
  readonly isWhole: boolean
}

/**
 * Where the files of one room are kept, each in pieces (see `BLOB_LIMITS`). Failures are those of `RoomStorage.commit`.
 */
export interface BlobStorage {
  find(hash: BlobHash): StoredBlob | undefined
  /** Bytes of all files, with those that are only to come. */
  total(): number
  /** Makes room for a file of so many bytes. */
  begin(hash: BlobHash, size: number): void
  /** Keeps the piece that follows those that are there. It may be lost with the power until the file is whole. */
  append(hash: BlobHash, offset: number, bytes: Uint8Array): void
  /** All of it is there, and was found to be what it should be. When it returns, the file survives what a batch does. */
  complete(hash: BlobHash): void
  piece(hash: BlobHash, offset: number): Uint8Array | undefined
  /** Lets go of a file that is not whole. */
  abandon(hash: BlobHash): void
  /** Lets go of all files that are not whole but these. */
  abandonAllBut(hashes: ReadonlySet<BlobHash>): void
}
