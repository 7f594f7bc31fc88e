import type { BlobHash } from '#shared/model/blobs.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { Clock } from '#shared/platform.ts'
import type { BlobsView } from '#shared/sync/blobs-view.ts'
import type { Decoded, PictureDecoder } from './picture-decoder.ts'

/** A file that has not come after this long without any of it coming is done without. */
const GIVE_UP_AFTER_MS = 8_000

/** The files of pictures, for those who make files of a board. */
export interface PictureSource {
  /** The bytes, fetched if need be; null for what cannot be had. */
  file(hash: BlobHash): Promise<Uint8Array | null>
  /** The picture for painting it so large; null for what cannot be had or shown. */
  decoded(hash: BlobHash, wide: number, high: number): Promise<Decoded | null>
}

/** Where there are no pictures. */
export const NO_PICTURES: PictureSource = {
  file: () => Promise.resolve(null),
  decoded: () => Promise.resolve(null),
}

export class RoomPictures implements PictureSource {
  readonly #blobs: BlobsView
  readonly #decoder: PictureDecoder
  readonly #clock: Clock

  constructor(blobs: BlobsView, decoder: PictureDecoder, clock: Clock) {
    this.#blobs = blobs
    this.#decoder = decoder
    this.#clock = clock
  }

  file(hash: BlobHash): Promise<Uint8Array | null> {
    const blobs = this.#blobs
    return new Promise((resolve) => {
      let giveUp: (() => void) | null = null
      const done = (bytes: Uint8Array | null): void => {
        giveUp?.()
        stop()
        resolve(bytes)
      }
      const look = (): void => {
        const bytes = blobs.get(hash)
        if (bytes !== undefined) return done(bytes)
        const state = blobs.stateOf(hash)
        // What nobody sends will not come while somebody waits.
        const isNowhere = state.kind === 'awaited' && state.size === 0
        if (state.kind === 'failed' || isNowhere) return done(null)
        giveUp?.()
        giveUp = this.#clock.after(GIVE_UP_AFTER_MS, () => done(null))
        blobs.request(hash)
      }
      const stop = blobs.onChange((changed) => {
        if (changed === hash) look()
      })
      look()
    })
  }

  async decoded(hash: BlobHash, wide: number, high: number): Promise<Decoded | null> {
    const bytes = await this.file(hash)
    if (bytes === null) return null
    try {
      return await this.#decoder.decode(bytes, wide, high)
    } catch {
      // What cannot be shown on the board is not shown elsewhere either.
      return null
    }
  }
}

/** The hashes of all pictures among records. */
export function hashesIn(records: Iterable<BoardRecord>): Set<BlobHash> {
  const hashes = new Set<BlobHash>()
  for (const record of records) if (record.type === 'image') hashes.add(record.blob)
  return hashes
}
