import { Emitter, Value, type Dispose, type ReadonlyValue } from '../emitter.ts'
import type { BlobHash } from '../model/blobs.ts'
import type { Clock } from '../platform.ts'
import type { ClientMessage } from '../wire/client-messages.ts'
import type { HostMessage } from '../wire/host-messages.ts'
import { BlobDownloads } from './blob-downloads.ts'
import type { BlobJournal } from './blob-journal.ts'
import { BlobUploads } from './blob-uploads.ts'
import type { BlobsView, BlobState, Sending } from './blobs-view.ts'

/** What a host says of files. */
export type BlobAnswer = Extract<HostMessage, { kind: 'blob' | 'want' | 'coming' | 'piece' | 'unwanted' }>

export interface ClientBlobsOptions {
  readonly clock: Clock
  /** Without one, files live as long as this client. */
  readonly blobJournal?: BlobJournal
}

export interface ClientBlobsEvents {
  readonly send: (message: ClientMessage) => void
  readonly onRefused: (sentence: string) => void
}

interface Held {
  readonly bytes: Uint8Array
  /** Whether the host is not known to have it. */
  isOwed: boolean
  sent: number
  isKept: boolean
  used: number
}

/** What the host has not got after so long is kept (see M4). */
const KEEP_AFTER_MS = 1_000
/** Bytes of files that the host has, kept here to be shown again. */
const MOST_HELD = 128 * 1024 * 1024
/** Refusals that say nothing against the file: another time the host may take it. */
const MAY_BE_TAKEN_LATER: ReadonlySet<string> = new Set(['blob/room-full'])
const NOTHING: Sending = { files: 0, sent: 0, size: 0 }

/** A member's side of the files of a room. Rules B1 to B9. */
export class ClientBlobs implements BlobsView {
  readonly #options: ClientBlobsOptions
  readonly #events: ClientBlobsEvents
  readonly #held = new Map<BlobHash, Held>()
  readonly #failed = new Map<BlobHash, BlobState>()
  readonly #uploads: BlobUploads
  readonly #downloads: BlobDownloads
  readonly #changed = new Emitter<BlobHash>()
  readonly #sending = new Value(NOTHING)
  readonly sending: ReadonlyValue<Sending> = this.#sending
  #time = 0
  #connected = false
  #disposed = false
  #cancelKeep: (() => void) | null = null

  constructor(options: ClientBlobsOptions, events: ClientBlobsEvents) {
    this.#options = options
    this.#events = events
    const { send } = events
    this.#uploads = new BlobUploads({ send, bytesOf: (hash) => this.#held.get(hash)?.bytes })
    this.#downloads = new BlobDownloads({
      send,
      done: (hash, bytes) => this.#arrived(hash, bytes),
      changed: (hash) => this.#changed.emit(hash),
      damaged: (hash) => this.#fail(hash, 'blob/damaged', 'This picture arrived damaged from the host of this board.'),
    })
    for (const hash of options.blobJournal?.kept ?? []) void this.#restore(hash)
  }

  onChange(listener: (hash: BlobHash) => void): Dispose {
    return this.#changed.on(listener)
  }

  add(hash: BlobHash, bytes: Uint8Array): void {
    if (this.#held.has(hash)) return
    this.#failed.delete(hash)
    this.#downloads.cancel(hash)
    this.#held.set(hash, { bytes, isOwed: true, sent: 0, isKept: false, used: ++this.#time })
    this.#uploads.add(hash)
    if (this.#connected) this.#keepLater()
    else this.#keep()
    this.#tell(hash)
  }

  get(hash: BlobHash): Uint8Array | undefined {
    const held = this.#held.get(hash)
    if (held !== undefined) held.used = ++this.#time
    return held?.bytes
  }

  request(hash: BlobHash): void {
    if (this.#held.has(hash) || this.#failed.has(hash)) return
    this.#downloads.request(hash)
  }

  stateOf(hash: BlobHash): BlobState {
    const failed = this.#failed.get(hash)
    if (failed !== undefined) return failed
    const held = this.#held.get(hash)
    if (held !== undefined) {
      const size = held.bytes.length
      return held.isOwed ? { kind: 'sending', sent: held.sent, size } : { kind: 'here', size }
    }
    const download = this.#downloads.stateOf(hash)
    if (download === null) return { kind: 'unknown' }
    const { isAwaited, received, size } = download
    return { kind: isAwaited ? 'awaited' : 'loading', received, size }
  }

  /** The host has greeted: it is offered what it may not have, one's own first. */
  connected(): void {
    this.#connected = true
    const hashes = Array.from(this.#held.keys())
    const isOwed = (hash: BlobHash): boolean => this.#held.get(hash)?.isOwed === true
    this.#uploads.connected([...hashes.filter(isOwed), ...hashes.filter((hash) => !isOwed(hash))])
    this.#downloads.connected()
  }

  lost(): void {
    if (!this.#connected) return
    this.#connected = false
    this.#uploads.lost()
    this.#downloads.lost()
    this.#keep()
  }

  take(message: BlobAnswer): void {
    const { hash } = message
    switch (message.kind) {
      case 'blob':
        return this.#isThere(hash)
      case 'want':
        return this.#wanted(hash, message.offset)
      case 'coming':
        if (this.#held.has(hash)) return this.#uploads.standBy(hash)
        return this.#downloads.awaited(hash, { received: message.received, size: message.size })
      case 'piece':
        return this.#downloads.take(message)
      case 'unwanted':
        return this.#unwanted(hash, message.code, message.sentence)
    }
  }

  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
    this.#keep()
    this.#uploads.lost()
    this.#downloads.lost()
  }

  #isThere(hash: BlobHash): void {
    this.#uploads.over(hash)
    const held = this.#held.get(hash)
    if (held === undefined) return this.#downloads.available(hash)
    if (held.isOwed) {
      held.isOwed = false
      if (held.isKept) this.#options.blobJournal?.clear(hash)
      this.#tell(hash)
    }
    this.#trim()
  }

  #wanted(hash: BlobHash, offset: number): void {
    const held = this.#held.get(hash)
    if (held !== undefined) {
      held.isOwed = true
      held.sent = Math.min(offset, held.bytes.length)
      this.#tell(hash)
    }
    this.#uploads.want(hash, offset)
  }

  #unwanted(hash: BlobHash, code: string, sentence: string): void {
    this.#uploads.over(hash)
    const held = this.#held.get(hash)
    if (held === undefined) return
    if (MAY_BE_TAKEN_LATER.has(code)) this.#keep()
    else if (held.isKept) this.#options.blobJournal?.clear(hash)
    held.isOwed = false
    this.#failed.set(hash, { kind: 'failed', code, sentence })
    this.#tell(hash)
    this.#events.onRefused(sentence)
  }

  #arrived(hash: BlobHash, bytes: Uint8Array): void {
    this.#held.set(hash, { bytes, isOwed: false, sent: bytes.length, isKept: false, used: ++this.#time })
    this.#trim()
    this.#changed.emit(hash)
  }

  #fail(hash: BlobHash, code: string, sentence: string): void {
    this.#failed.set(hash, { kind: 'failed', code, sentence })
    this.#changed.emit(hash)
  }

  async #restore(hash: BlobHash): Promise<void> {
    const bytes = await this.#options.blobJournal?.load(hash)
    if (bytes === undefined || bytes === null || this.#disposed || this.#held.has(hash)) return
    this.#downloads.cancel(hash)
    this.#held.set(hash, { bytes, isOwed: true, sent: 0, isKept: true, used: ++this.#time })
    this.#uploads.add(hash)
    this.#tell(hash)
  }

  #keepLater(): void {
    if (this.#options.blobJournal === undefined || this.#cancelKeep !== null) return
    this.#cancelKeep = this.#options.clock.after(KEEP_AFTER_MS, () => this.#keep())
  }

  /** Keeps all that the host has not got. */
  #keep(): void {
    this.#cancelKeep?.()
    this.#cancelKeep = null
    const { blobJournal } = this.#options
    if (blobJournal === undefined) return
    for (const [hash, held] of this.#held) {
      if (!held.isOwed || held.isKept) continue
      held.isKept = true
      blobJournal.keep(hash, held.bytes)
    }
  }

  /** Lets go of what can be fetched again and was not used for longest. */
  #trim(): void {
    const spare = Array.from(this.#held).filter(([, { isOwed }]) => !isOwed)
    let bytes = spare.reduce((sum, [, held]) => sum + held.bytes.length, 0)
    for (const [hash, held] of spare.toSorted(([, a], [, b]) => a.used - b.used).slice(0, -1)) {
      if (bytes <= MOST_HELD) return
      if (this.#failed.has(hash)) continue
      bytes -= held.bytes.length
      this.#held.delete(hash)
    }
  }

  #tell(hash: BlobHash): void {
    const owed = Array.from(this.#held.values()).filter(({ isOwed }) => isOwed)
    const sum = (of: (held: Held) => number): number => owed.reduce((total, held) => total + of(held), 0)
    const size = sum(({ bytes }) => bytes.length)
    this.#sending.set(owed.length === 0 ? NOTHING : { files: owed.length, sent: sum(({ sent }) => sent), size })
    this.#changed.emit(hash)
  }
}
