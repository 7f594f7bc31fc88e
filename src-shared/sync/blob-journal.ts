import type { BlobHash } from '../model/blobs.ts'

/** Where files are kept that the host has not got whole, so that they survive the closing of the window. */
export interface BlobJournal {
  /** Those that were kept the last time. */
  readonly kept: readonly BlobHash[]
  /** The bytes of one that was kept; null when they are lost. */
  load(hash: BlobHash): Promise<Uint8Array | null>
  keep(hash: BlobHash, bytes: Uint8Array): void
  /** The host has it, or will never take it. */
  clear(hash: BlobHash): void
}
