import type { Dispose, ReadonlyValue } from '../emitter.ts'
import type { BlobHash } from '../model/blobs.ts'

/** Where a file is. Sizes in bytes. */
export type BlobState =
  /** Nobody here has asked for it. */
  | { readonly kind: 'unknown' }
  /** Its author has not sent all of it yet; both numbers are 0 where that has not begun. */
  | { readonly kind: 'awaited'; readonly received: number; readonly size: number }
  /** On its way from the host; `size` is 0 until that is known. */
  | { readonly kind: 'loading'; readonly received: number; readonly size: number }
  /** Here, and not all of it at the host yet. */
  | { readonly kind: 'sending'; readonly sent: number; readonly size: number }
  | { readonly kind: 'here'; readonly size: number }
  /** The host does not take it, or what came is not what it should be. */
  | { readonly kind: 'failed'; readonly code: string; readonly sentence: string }

/** What is on its way to the host. */
export interface Sending {
  readonly files: number
  /** In bytes, of all of them together. */
  readonly sent: number
  readonly size: number
}

/** The files of a room, as the board sees them. */
export interface BlobsView {
  /** Gives the room a file; `hash` is the SHA-256 of its bytes, which may not change any more. It is sent by itself. */
  add(hash: BlobHash, bytes: Uint8Array): void
  /** The bytes, if they are here. */
  get(hash: BlobHash): Uint8Array | undefined
  /** Has the file fetched, now or as soon as the host has it. */
  request(hash: BlobHash): void
  stateOf(hash: BlobHash): BlobState
  readonly sending: ReadonlyValue<Sending>
  /** Hears that the state of a file is another. */
  onChange(listener: (hash: BlobHash) => void): Dispose
}
