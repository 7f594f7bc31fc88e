import type { BlobHash } from '#shared/model/blobs.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { Clock } from '#shared/platform.ts'
import type { BlobsView } from '#shared/sync/blobs-view.ts'
import { awaitFiles, type FileWatch } from './awaited-files.ts'
import type { Decoded, PictureDecoder } from './picture-decoder.ts'

/** The files of pictures, for those who make files of a board. */
export interface PictureSource {
  /** The bytes, fetched if need be; null for what cannot be had. */
  file(hash: BlobHash): Promise<Uint8Array | null>
  /** The picture for painting it so large; null for what cannot be had or shown. */
  decoded(hash: BlobHash, wide: number, high: number): Promise<Decoded | null>
}

/** One that can be waited for. */
export interface AwaitedSource extends PictureSource {
  /** Has files fetched, all of them together; answers which of them do not come. */
  missing(hashes: Iterable<BlobHash>, watch?: FileWatch): Promise<ReadonlySet<BlobHash>>
}

/** Where there are no pictures. */
export const NO_PICTURES: AwaitedSource = {
  file: () => Promise.resolve(null),
  decoded: () => Promise.resolve(null),
  missing: (hashes) => Promise.resolve(new Set(hashes)),
}

export class RoomPictures implements AwaitedSource {
  readonly #blobs: BlobsView
  readonly #decoder: PictureDecoder
  readonly #clock: Clock

  constructor(blobs: BlobsView, decoder: PictureDecoder, clock: Clock) {
    this.#blobs = blobs
    this.#decoder = decoder
    this.#clock = clock
  }

  async file(hash: BlobHash): Promise<Uint8Array | null> {
    await this.missing([hash])
    return this.#blobs.get(hash) ?? null
  }

  missing(hashes: Iterable<BlobHash>, watch: FileWatch = {}): Promise<ReadonlySet<BlobHash>> {
    return awaitFiles(this.#blobs, this.#clock, hashes, watch)
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
