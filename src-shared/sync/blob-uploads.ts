import type { BlobHash } from '../model/blobs.ts'
import { BLOB_LIMITS, pieceLength } from '../model/blobs.ts'
import type { ClientMessage } from '../wire/client-messages.ts'

/** So many pieces go out that were not acknowledged: little enough for live ink not to wait behind them. */
const WINDOW = 4

export interface BlobUploadsOptions {
  readonly send: (message: ClientMessage) => void
  readonly bytesOf: (hash: BlobHash) => Uint8Array | undefined
}

interface Upload {
  readonly hash: BlobHash
  readonly bytes: Uint8Array
  /** What the host has said that it has; −1 before it has said anything. */
  acknowledged: number
  /** Where the next piece to be sent begins. */
  next: number
}

/** Sends files to the host, one after another, as far as it acknowledges them. */
export class BlobUploads {
  readonly #options: BlobUploadsOptions
  #queue: BlobHash[] = []
  /** Offered, while somebody else sends them. */
  readonly #standingBy = new Map<BlobHash, Uint8Array>()
  #upload: Upload | null = null
  #connected = false

  constructor(options: BlobUploadsOptions) {
    this.#options = options
  }

  /** A new connection: everything is offered anew. */
  connected(hashes: readonly BlobHash[]): void {
    this.#connected = true
    this.#upload = null
    this.#standingBy.clear()
    this.#queue = [...hashes]
    this.#next()
  }

  lost(): void {
    this.#connected = false
    this.#upload = null
    this.#standingBy.clear()
    this.#queue = []
  }

  add(hash: BlobHash): void {
    if (!this.#connected) return
    this.#queue.push(hash)
    if (this.#upload === null) this.#next()
  }

  /** The host has everything before the offset, and wants more. */
  want(hash: BlobHash, offset: number): void {
    const waiting = this.#standingBy.get(hash)
    if (waiting !== undefined) {
      this.#standingBy.delete(hash)
      if (this.#upload === null) this.#upload = { hash, bytes: waiting, acknowledged: -1, next: 0 }
      else {
        // In its turn: it is offered once more.
        this.#queue.unshift(hash)
        return
      }
    }
    const upload = this.#upload
    if (upload?.hash !== hash) return
    // Said twice, it means that what was sent since did not arrive.
    if (offset <= upload.acknowledged || offset > upload.next) upload.next = offset
    upload.acknowledged = offset
    const { bytes } = upload
    while (upload.next < Math.min(bytes.length, offset + WINDOW * BLOB_LIMITS.pieceBytes)) {
      const length = pieceLength(bytes.length, upload.next)
      if (length === 0) return
      const piece = bytes.subarray(upload.next, upload.next + length)
      this.#options.send({ kind: 'piece', hash, offset: upload.next, bytes: piece })
      upload.next += length
    }
  }

  /** Somebody else is sending it. */
  standBy(hash: BlobHash): void {
    if (this.#upload?.hash !== hash) return
    this.#standingBy.set(hash, this.#upload.bytes)
    this.#upload = null
    this.#next()
  }

  /** The host has it, or does not take it. */
  over(hash: BlobHash): void {
    this.#standingBy.delete(hash)
    this.#queue = this.#queue.filter((other) => other !== hash)
    if (this.#upload?.hash !== hash) return
    this.#upload = null
    this.#next()
  }

  #next(): void {
    for (let hash = this.#queue.shift(); hash !== undefined; hash = this.#queue.shift()) {
      const bytes = this.#options.bytesOf(hash)
      if (bytes === undefined) continue
      this.#upload = { hash, bytes, acknowledged: -1, next: 0 }
      this.#options.send({ kind: 'offer', hash, size: bytes.length })
      return
    }
  }
}
