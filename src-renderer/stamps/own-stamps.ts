import { Value, type ReadonlyValue } from '#shared/emitter.ts'
import { AppError } from '#shared/errors.ts'
import { MAX_KEPT_LENGTH } from '#shared/desktop/desktop-api.ts'
import type { BlobHash } from '#shared/model/blobs.ts'
import { readClipboard, writeClipboard } from '#renderer/board/clipboard-format.ts'
import type { Keep } from '#renderer/net/keep.ts'
import { hashesIn } from '#renderer/pictures/picture-files.ts'
import type { Stamp } from './stamp.ts'
import { MOST_PICTURES_BYTES, StampPictures } from './stamp-pictures.ts'

const KEY = 'drawnet.stamps'
/** Stamps that one person can well find their way among. */
export const MOST_STAMPS = 200

/** The stamps a person has made, kept from start to start and for all boards. */
export class OwnStamps {
  readonly #keep: Keep | null
  readonly #all: Value<readonly Stamp[]>
  /** The newest first. */
  readonly all: ReadonlyValue<readonly Stamp[]>
  /** The files of the pictures on them. */
  readonly pictures: StampPictures

  constructor(keep: Keep | null) {
    this.#keep = keep
    this.pictures = new StampPictures(keep)
    // A stamp without its pictures is none.
    const whole = read(keep).filter(({ records }) =>
      Array.from(hashesIn(records)).every((one) => this.pictures.has(one)),
    )
    this.#all = new Value<readonly Stamp[]>(whole)
    this.all = this.#all
  }

  /**
   * Keeps stamps, as many as there is room for. Answers how many that were.
   *
   * @param files those of all pictures on them
   * @throws AppError `stamp/full` where there is room for none
   */
  add(stamps: readonly Stamp[], files: ReadonlyMap<BlobHash, Uint8Array> = new Map()): number {
    let all = this.#all.get()
    let length = textOf(all).length
    let shown = picturesOn(all)
    let count = 0
    // The first of those that come together is to be the first.
    for (const stamp of stamps.toReversed()) {
      const more = textOf([stamp]).length
      if (length + more > MAX_KEPT_LENGTH || all.length >= MOST_STAMPS) continue
      const pictures = new Set([...shown, ...picturesOn([stamp])])
      if (pictures.size > shown.size && this.#sizeOf(pictures, files) > MOST_PICTURES_BYTES) continue
      all = [stamp, ...all]
      length += more
      shown = pictures
      count += 1
    }
    if (count === 0) {
      throw new AppError('stamp/full', 'There is no room for another stamp. Remove one that you do not need.')
    }
    const before = picturesOn(this.#all.get())
    for (const hash of shown) {
      const bytes = files.get(hash)
      if (!before.has(hash) && bytes !== undefined) this.pictures.put(hash, bytes)
    }
    this.#write(all)
    return count
  }

  remove(id: string): void {
    const before = this.#all.get()
    const after = before.filter((stamp) => stamp.id !== id)
    const shown = picturesOn(after)
    this.#write(after)
    for (const hash of picturesOn(before)) if (!shown.has(hash)) this.pictures.remove(hash)
  }

  /** Bytes of all of these. */
  #sizeOf(hashes: ReadonlySet<BlobHash>, files: ReadonlyMap<BlobHash, Uint8Array>): number {
    let size = 0
    for (const hash of hashes) size += (files.get(hash) ?? this.pictures.get(hash))?.length ?? 0
    return size
  }

  #write(all: readonly Stamp[]): void {
    this.#all.set(all)
    try {
      this.#keep?.setItem(KEY, textOf(all))
    } catch {
      // A private window keeps nothing: then they are there until it is closed.
    }
  }
}

function picturesOn(stamps: readonly Stamp[]): Set<BlobHash> {
  return hashesIn(stamps.flatMap(({ records }) => records))
}

/** `[{"id":…,"name":…,"content":…}]`, each content as the clipboard has it. */
function textOf(stamps: readonly Stamp[]): string {
  return JSON.stringify(
    stamps.map(({ id, name, records }) => ({ id, name, content: JSON.parse(writeClipboard(records, '')) as unknown })),
  )
}

/** What is damaged is left out, and with it nothing else. */
function read(keep: Keep | null): Stamp[] {
  let list: unknown = []
  try {
    list = JSON.parse(keep?.getItem(KEY) ?? '[]')
  } catch {
    // What cannot be read says nothing.
  }
  return Array.isArray(list) ? list.flatMap((value: unknown) => stampOf(value)) : []
}

function stampOf(value: unknown): Stamp[] {
  if (typeof value !== 'object' || value === null) return []
  const { id, name, content } = value as Readonly<Record<string, unknown>>
  if (typeof id !== 'string' || typeof name !== 'string') return []
  try {
    return [{ id, name, records: readClipboard(JSON.stringify(content)) }]
  } catch {
    // Of a later version, perhaps.
    return []
  }
}
