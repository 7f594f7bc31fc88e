import type { Dispose } from '#shared/emitter.ts'
import type { BlobHash } from '#shared/model/blobs.ts'
import type { BlobsView } from '#shared/sync/blobs-view.ts'
import type { PictureDecoder } from './picture-decoder.ts'
import { levelFor } from './picture-levels.ts'
import type { PictureShelf, WantedPicture } from './picture-shelf.ts'

/** So many pictures are decoded at once. */
const AT_ONCE = 2
/** Steps, as parts of a file, in which it is shown how much has come. */
const STEP = 0.05

/** Brings the pictures that are painted from the room's files onto the shelf. */
export class PictureLoader {
  readonly #blobs: BlobsView
  readonly #shelf: PictureShelf
  readonly #decoder: PictureDecoder
  readonly #spare: (hash: BlobHash) => Uint8Array | undefined
  readonly #wanted = new Map<BlobHash, WantedPicture>()
  readonly #decoding = new Set<BlobHash>()
  readonly #damaged = new Set<BlobHash>()
  readonly #stop: Dispose[]
  #isPlanned = false
  #disposed = false

  /** @param spare files that are here besides the room's, of what is shown though it is not on the board */
  constructor(
    blobs: BlobsView,
    shelf: PictureShelf,
    decoder: PictureDecoder,
    spare: (hash: BlobHash) => Uint8Array | undefined,
  ) {
    this.#blobs = blobs
    this.#spare = spare
    this.#shelf = shelf
    this.#decoder = decoder
    this.#stop = [
      // Not while it is being painted.
      shelf.onWanted((wanted) => this.#want(wanted)),
      blobs.onChange((hash) => {
        if (this.#wanted.has(hash)) this.#plan()
      }),
    ]
  }

  dispose(): void {
    this.#disposed = true
    for (const stop of this.#stop) stop()
  }

  #want(wanted: WantedPicture): void {
    const { hash, wide, high } = wanted
    if (this.#damaged.has(hash)) return
    const known = this.#wanted.get(hash)
    if (known !== undefined && known.wide >= wide && known.high >= high) return
    this.#wanted.set(hash, {
      hash,
      wide: Math.max(wide, known?.wide ?? 0),
      high: Math.max(high, known?.high ?? 0),
    })
    this.#plan()
  }

  #plan(): void {
    if (this.#isPlanned) return
    this.#isPlanned = true
    queueMicrotask(() => {
      this.#isPlanned = false
      if (!this.#disposed) for (const wanted of Array.from(this.#wanted.values())) this.#bring(wanted)
    })
  }

  #bring(wanted: WantedPicture): void {
    const { hash } = wanted
    if (this.#decoding.has(hash)) return
    const bytes = this.#blobs.get(hash) ?? this.#spare(hash)
    if (bytes === undefined) {
      this.#blobs.request(hash)
      this.#tell(hash)
    } else if (this.#decoding.size < AT_ONCE) void this.#decode(wanted, bytes)
  }

  async #decode({ hash, wide, high }: WantedPicture, bytes: Uint8Array): Promise<void> {
    this.#decoding.add(hash)
    try {
      const { natural, level, image, isShapes } = await this.#decoder.decode(bytes, wide, high)
      if (this.#disposed) return image.close()
      // It may be wanted larger by now.
      const now = this.#wanted.get(hash)
      if (now === undefined || levelFor(natural, now.wide, now.high, isShapes) >= level) this.#wanted.delete(hash)
      this.#shelf.put(hash, natural, isShapes, level, image)
    } catch {
      this.#wanted.delete(hash)
      this.#damaged.add(hash)
      if (!this.#disposed) this.#shelf.setMissing(hash, { kind: 'damaged' })
    } finally {
      this.#decoding.delete(hash)
      this.#plan()
    }
  }

  /** Why a picture is not there. */
  #tell(hash: BlobHash): void {
    const state = this.#blobs.stateOf(hash)
    const before = this.#shelf.missing(hash)
    if (state.kind === 'failed') {
      if (before.kind !== 'damaged') this.#shelf.setMissing(hash, { kind: 'damaged' })
      return
    }
    if (state.kind !== 'loading' && state.kind !== 'awaited') return
    const part = state.size === 0 ? 0 : state.received / state.size
    const shown = before.kind === 'coming' ? before.part : -1
    if (Math.abs(part - shown) >= STEP) this.#shelf.setMissing(hash, { kind: 'coming', part })
  }
}
