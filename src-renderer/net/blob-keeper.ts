import { KEPT_PIECE_BYTES, type JoinedRoom } from '#shared/desktop/desktop-api.ts'
import type { BlobHash } from '#shared/model/blobs.ts'
import type { BlobJournal } from '#shared/sync/blob-journal.ts'
import { fromBase64, toBase64 } from './base64.ts'
import type { Desktop } from './desktop.ts'

/** Keeps pictures that the host of a room has not got with the engine; what it cannot take now it is given when it is back. */
export class BlobKeeper implements BlobJournal {
  readonly kept: readonly BlobHash[]
  readonly #sizes: ReadonlyMap<BlobHash, number>
  readonly #roomId: string
  readonly #call: Desktop['call']
  /** By picture, what is to be done, in order. */
  readonly #waiting = new Map<BlobHash, (() => Promise<unknown>)[]>()
  #working = false

  constructor({ roomId, unsentBlobs }: JoinedRoom, call: Desktop['call']) {
    this.#roomId = roomId
    this.#call = call
    this.#sizes = new Map(unsentBlobs.map(({ hash, size }) => [hash, size]))
    this.kept = unsentBlobs.map(({ hash }) => hash)
  }

  async load(hash: BlobHash): Promise<Uint8Array | null> {
    const bytes = new Uint8Array(this.#sizes.get(hash) ?? 0)
    for (let offset = 0; offset < bytes.length; offset += KEPT_PIECE_BYTES) {
      const piece = await this.#piece(hash, offset)
      if (piece === null || piece.length !== Math.min(KEPT_PIECE_BYTES, bytes.length - offset)) return null
      bytes.set(piece, offset)
    }
    return bytes.length === 0 ? null : bytes
  }

  keep(hash: BlobHash, bytes: Uint8Array): void {
    const calls: (() => Promise<unknown>)[] = []
    for (let offset = 0; offset < bytes.length; offset += KEPT_PIECE_BYTES) {
      const place = { roomId: this.#roomId, hash, size: bytes.length, offset }
      // As text only when its turn comes: that takes more room than the bytes.
      calls.push(() => {
        const piece = bytes.subarray(offset, offset + KEPT_PIECE_BYTES)
        return this.#call('rooms.keepBlob', { ...place, bytes: toBase64(piece) })
      })
    }
    this.#waiting.set(hash, calls)
    void this.work()
  }

  clear(hash: BlobHash): void {
    this.#waiting.set(hash, [() => this.#call('rooms.clearBlob', { roomId: this.#roomId, hash })])
    void this.work()
  }

  /** Hands over what waits, as far as the engine takes it. */
  async work(): Promise<void> {
    if (this.#working) return
    this.#working = true
    try {
      for (let [first] = this.#waiting; first !== undefined; [first] = this.#waiting) {
        const [hash, calls] = first
        const [next] = calls
        if (next === undefined) this.#waiting.delete(hash)
        else {
          await next()
          // A clearing may have taken its place meanwhile.
          if (calls[0] === next) calls.shift()
        }
      }
    } catch {
      // The engine is away: what waits is handed over when it is back.
    } finally {
      this.#working = false
    }
  }

  async #piece(hash: BlobHash, offset: number): Promise<Uint8Array | null> {
    try {
      const { bytes } = await this.#call('rooms.keptBlob', { roomId: this.#roomId, hash, offset })
      return bytes === null ? null : fromBase64(bytes)
    } catch {
      return null
    }
  }
}
