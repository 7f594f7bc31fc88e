import { Emitter, Value, type Dispose } from '#shared/emitter.ts'
import type { BlobHash } from '#shared/model/blobs.ts'
import type { BlobsView, BlobState, Sending } from '#shared/sync/blobs-view.ts'

/** Files of a room in memory: what is given is there, and others are whatever a test says. */
export class MemoryBlobs implements BlobsView {
  readonly sending = new Value<Sending>({ files: 0, sent: 0, size: 0 })
  readonly requested = new Set<BlobHash>()
  readonly #files = new Map<BlobHash, Uint8Array>()
  readonly #states = new Map<BlobHash, BlobState>()
  readonly #changed = new Emitter<BlobHash>()

  add(hash: BlobHash, bytes: Uint8Array): void {
    this.#files.set(hash, bytes)
    this.#states.delete(hash)
    this.#changed.emit(hash)
  }

  get(hash: BlobHash): Uint8Array | undefined {
    return this.#files.get(hash)
  }

  request(hash: BlobHash): void {
    this.requested.add(hash)
  }

  stateOf(hash: BlobHash): BlobState {
    const file = this.#files.get(hash)
    return this.#states.get(hash) ?? (file === undefined ? { kind: 'unknown' } : { kind: 'here', size: file.length })
  }

  onChange(listener: (hash: BlobHash) => void): Dispose {
    return this.#changed.on(listener)
  }

  /** Says how a file is coming. */
  become(hash: BlobHash, state: BlobState): void {
    this.#states.set(hash, state)
    this.#changed.emit(hash)
  }
}
