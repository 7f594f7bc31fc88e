import { Emitter, type Dispose } from '#shared/emitter.ts'
import type { BlobHash } from '#shared/model/blobs.ts'
import { levelFor, type PictureSize } from './picture-levels.ts'

/** A picture that is wanted, and how many pixels it takes up where it is painted. */
export interface WantedPicture {
  readonly hash: BlobHash
  readonly wide: number
  readonly high: number
}

/** Why a picture is not there: how much of its file is, from 0 to 1, or that it cannot be shown. */
export type MissingPicture = { readonly kind: 'coming'; readonly part: number } | { readonly kind: 'damaged' }

interface Level {
  readonly image: ImageBitmap
  used: number
}

interface Shelved {
  readonly natural: PictureSize
  readonly isShapes: boolean
  readonly levels: Map<number, Level>
}

/** Bytes of all pictures together, as they are painted. */
const MOST_BYTES = 192 * 1024 * 1024
const NOTHING_YET: MissingPicture = { kind: 'coming', part: 0 }

/**
 * Pictures ready to be painted, by the hashes of their files, so that they are the same wherever they are painted from.
 * Those not painted for longest are let go, and wanted again when they are.
 */
export class PictureShelf {
  readonly #most: number
  readonly #shelved = new Map<BlobHash, Shelved>()
  readonly #missing = new Map<BlobHash, MissingPicture>()
  readonly #wanted = new Emitter<WantedPicture>()
  readonly #changed = new Emitter<BlobHash>()
  #bytes = 0
  #time = 0

  /** @param most bytes to keep */
  constructor(most = MOST_BYTES) {
    this.#most = most
  }

  /** Bytes of everything that is kept. */
  get bytes(): number {
    return this.#bytes
  }

  /** Hears, while it is painted, of a picture that is not here as sharp as it is painted. */
  onWanted(listener: (wanted: WantedPicture) => void): Dispose {
    return this.#wanted.on(listener)
  }

  /** Hears that a picture would be painted differently now. */
  onChange(listener: (hash: BlobHash) => void): Dispose {
    return this.#changed.on(listener)
  }

  /**
   * The picture for painting it so large: as sharp as it is needed, or as near to that as there is. What is missing is
   * asked for.
   */
  take(wanted: WantedPicture): ImageBitmap | null {
    const { hash, wide, high } = wanted
    const shelved = this.#shelved.get(hash)
    if (shelved === undefined) {
      this.#wanted.emit(wanted)
      return null
    }
    const level = levelFor(shelved.natural, wide, high, shelved.isShapes)
    const found = shelved.levels.get(level) ?? nearest(shelved.levels, level)
    if (!shelved.levels.has(level)) this.#wanted.emit(wanted)
    if (found === null) return null
    found.used = ++this.#time
    return found.image
  }

  /** Whether the picture is here at a level. */
  has(hash: BlobHash, level: number): boolean {
    return this.#shelved.get(hash)?.levels.has(level) === true
  }

  missing(hash: BlobHash): MissingPicture {
    return this.#missing.get(hash) ?? NOTHING_YET
  }

  put(hash: BlobHash, natural: PictureSize, isShapes: boolean, level: number, image: ImageBitmap): void {
    const shelved = this.#shelved.get(hash) ?? { natural, isShapes, levels: new Map<number, Level>() }
    this.#shelved.set(hash, shelved)
    this.#drop(shelved, level)
    shelved.levels.set(level, { image, used: ++this.#time })
    this.#bytes += bytesOf(image)
    this.#trim(image)
    this.#missing.delete(hash)
    this.#changed.emit(hash)
  }

  setMissing(hash: BlobHash, missing: MissingPicture): void {
    this.#missing.set(hash, missing)
    this.#changed.emit(hash)
  }

  #trim(kept: ImageBitmap): void {
    while (this.#bytes > this.#most) {
      const oldest = this.#oldestBut(kept)
      if (oldest === null) return
      this.#drop(oldest.shelved, oldest.level)
      if (oldest.shelved.levels.size === 0) this.#shelved.delete(oldest.hash)
    }
  }

  #oldestBut(kept: ImageBitmap): { hash: BlobHash; shelved: Shelved; level: number } | null {
    let oldest: { hash: BlobHash; shelved: Shelved; level: number } | null = null
    let used = Infinity
    for (const [hash, shelved] of this.#shelved) {
      for (const [level, one] of shelved.levels) {
        if (one.image === kept || one.used >= used) continue
        used = one.used
        oldest = { hash, shelved, level }
      }
    }
    return oldest
  }

  #drop(shelved: Shelved, level: number): void {
    const dropped = shelved.levels.get(level)
    if (dropped === undefined) return
    this.#bytes -= bytesOf(dropped.image)
    shelved.levels.delete(level)
    dropped.image.close()
  }
}

/** Sharper ones first, the least so. */
function nearest(levels: ReadonlyMap<number, Level>, level: number): Level | null {
  let best: number | null = null
  for (const one of levels.keys()) {
    if (best === null || (best > level ? one < best : one <= level && one > best)) best = one
  }
  return best === null ? null : (levels.get(best) ?? null)
}

function bytesOf({ width, height }: PictureSize): number {
  return width * height * 4
}

/** Those of this page. */
export const pictures = new PictureShelf()
