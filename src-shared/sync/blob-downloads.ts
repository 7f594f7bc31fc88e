import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { BLOB_LIMITS, isBlobSize, pieceLength, type BlobHash } from '../model/blobs.ts'
import type { ClientMessage } from '../wire/client-messages.ts'
import type { HostMessage } from '../wire/host-messages.ts'

type PieceMessage = Extract<HostMessage, { kind: 'piece' }>

/** So many pieces are asked for at once. */
const WINDOW = 4

export interface BlobDownloadsOptions {
  readonly send: (message: ClientMessage) => void
  /** A file is here, whole and checked. */
  readonly done: (hash: BlobHash, bytes: Uint8Array) => void
  /** More of it has come, or it turned out that its author has not sent it yet. */
  readonly changed: (hash: BlobHash) => void
  /** What came is not what it should be. */
  readonly damaged: (hash: BlobHash) => void
}

interface Download {
  readonly hash: BlobHash
  /** 0 until a piece has come. */
  size: number
  bytes: Uint8Array
  hasher: ReturnType<typeof sha256.create>
  received: number
  asked: number
  /** What of it the host has, while that is not all of it. */
  coming: { readonly received: number; readonly size: number } | null
}

/** How far a file has come. */
export interface DownloadState {
  readonly isAwaited: boolean
  readonly received: number
  readonly size: number
}

/** Fetches files from the host, one after another, a few pieces at a time. */
export class BlobDownloads {
  readonly #options: BlobDownloadsOptions
  readonly #downloads = new Map<BlobHash, Download>()
  #active: Download | null = null
  #connected = false

  constructor(options: BlobDownloadsOptions) {
    this.#options = options
  }

  connected(): void {
    this.#connected = true
    // What the host had not, it may have now.
    for (const download of this.#downloads.values()) download.coming = null
    this.#next()
  }

  lost(): void {
    this.#connected = false
    this.#active = null
  }

  request(hash: BlobHash): void {
    if (this.#downloads.has(hash)) return
    const empty = new Uint8Array()
    const hasher = sha256.create()
    this.#downloads.set(hash, { hash, size: 0, bytes: empty, hasher, received: 0, asked: 0, coming: null })
    if (this.#active === null) this.#next()
  }

  cancel(hash: BlobHash): void {
    this.#downloads.delete(hash)
    if (this.#active?.hash !== hash) return
    this.#active = null
    this.#next()
  }

  stateOf(hash: BlobHash): DownloadState | null {
    const download = this.#downloads.get(hash)
    if (download === undefined) return null
    const { coming, received, size } = download
    return coming === null ? { isAwaited: false, received, size } : { isAwaited: true, ...coming }
  }

  /** The host has it whole. */
  available(hash: BlobHash): void {
    const download = this.#downloads.get(hash)
    if (download === undefined) return
    download.coming = null
    if (this.#active === null) this.#next()
  }

  /** The host has not got it whole. */
  awaited(hash: BlobHash, coming: { readonly received: number; readonly size: number }): void {
    const download = this.#downloads.get(hash)
    if (download === undefined) return
    download.coming = coming
    this.#options.changed(hash)
    if (this.#active !== download) return
    this.#active = null
    this.#next()
  }

  take({ hash, offset, size, bytes }: PieceMessage): void {
    const download = this.#active
    // An answer to what was asked before it was given up.
    if (download?.hash !== hash || offset !== download.received) return
    if (download.size === 0 && isBlobSize(size)) {
      download.size = size
      download.bytes = new Uint8Array(size)
    }
    if (size !== download.size || bytes.length !== pieceLength(size, offset)) return this.#damaged(download)
    download.bytes.set(bytes, offset)
    download.hasher.update(bytes)
    download.received += bytes.length
    if (download.received < size) {
      this.#options.changed(hash)
      this.#ask(download)
      return
    }
    if (bytesToHex(download.hasher.digest()) !== hash) return this.#damaged(download)
    this.cancel(hash)
    this.#options.done(hash, download.bytes)
  }

  #damaged({ hash }: Download): void {
    this.cancel(hash)
    this.#options.damaged(hash)
  }

  #next(): void {
    if (!this.#connected) return
    for (const download of this.#downloads.values()) {
      if (download.coming !== null) continue
      this.#active = download
      download.asked = download.received
      this.#ask(download)
      return
    }
  }

  /** Until the first piece is here nobody knows how many there are. */
  #ask(download: Download): void {
    const { pieceBytes } = BLOB_LIMITS
    const end = download.size === 0 ? 1 : Math.min(download.size, download.received + WINDOW * pieceBytes)
    for (; download.asked < end; download.asked += pieceBytes) {
      this.#options.send({ kind: 'fetch', hash: download.hash, offset: download.asked })
    }
  }
}
