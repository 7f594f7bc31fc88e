import { AppError } from '#shared/errors.ts'
import type { BlobHash } from '#shared/model/blobs.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { FileWatch } from '#renderer/pictures/awaited-files.ts'
import type { Decoded } from '#renderer/pictures/picture-decoder.ts'
import { hashesIn, type AwaitedSource, type PictureSource } from '#renderer/pictures/picture-files.ts'

/** Who has a file made. */
export interface ExportWatch extends FileWatch {
  /** Hears how many pictures have not come, and are left out. Where nobody hears of them there is no file without them. */
  readonly onMissing?: (count: number) => void
}

/** The pictures of one file that is made: what has not come before is not waited for again, and is counted. */
export class GatheredPictures implements PictureSource {
  readonly #source: AwaitedSource
  readonly #missing: Set<BlobHash>

  private constructor(source: AwaitedSource, missing: Iterable<BlobHash>) {
    this.#source = source
    this.#missing = new Set(missing)
  }

  /** Waits for the pictures of records, all of them together. */
  static async of(records: Iterable<BoardRecord>, source: AwaitedSource, watch: FileWatch): Promise<GatheredPictures> {
    return new GatheredPictures(source, await source.missing(hashesIn(records), watch))
  }

  async file(hash: BlobHash): Promise<Uint8Array | null> {
    if (this.#missing.has(hash)) return null
    const bytes = await this.#source.file(hash)
    if (bytes === null) this.#missing.add(hash)
    return bytes
  }

  async decoded(hash: BlobHash, wide: number, high: number): Promise<Decoded | null> {
    return (await this.file(hash)) === null ? null : await this.#source.decoded(hash, wide, high)
  }

  /** @throws AppError `export/missing-pictures` where pictures are missing that nobody wants to hear of */
  assertAll({ onMissing }: ExportWatch): void {
    const count = this.#missing.size
    if (count === 0 || onMissing !== undefined) return
    throw new AppError(
      'export/missing-pictures',
      count === 1
        ? 'One picture has not come yet. Export again when it is on the board, or save the file without it.'
        : `${count} pictures have not come yet. Export again when they are on the board, or save the file without them.`,
      { count: String(count) },
    )
  }

  /** As `assertAll`, of a file that is made. */
  tell(watch: ExportWatch): void {
    this.assertAll(watch)
    if (this.#missing.size > 0) watch.onMissing?.(this.#missing.size)
  }
}
