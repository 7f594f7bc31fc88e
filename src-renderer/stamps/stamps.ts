import { Value, type ReadonlyValue } from '#shared/emitter.ts'
import { AppError } from '#shared/errors.ts'
import type { BlobHash } from '#shared/model/blobs.ts'
import { comparePaintOrder, patched, type BoardRecord, type RecordId } from '#shared/model/records.ts'
import { patchFor, type Matrix } from '#renderer/board/transform.ts'
import type { Keep } from '#renderer/net/keep.ts'
import { hashesIn, type PictureSource } from '#renderer/pictures/picture-files.ts'
import { builtInStamp } from './built-in.ts'
import { OwnStamps } from './own-stamps.ts'
import { makeStamp } from './stamp-making.ts'
import type { Stamp } from './stamp.ts'

/** Radians that one step turns a stamp by, and how many times as large one makes it. */
const TURN = Math.PI / 12
const GROWTH = 1.25
const SIZES = { least: GROWTH ** -8, most: GROWTH ** 12 }

/** A stamp in hand: which, and how it is held. */
export interface StampInHand {
  readonly stamp: Stamp
  /** Radians, clockwise. */
  readonly turn: number
  /** How many times as large as it was made. */
  readonly size: number
}

/** The stamps there are, and the one in hand. */
export class Stamps {
  readonly #inHand = new Value<StampInHand>({ stamp: builtInStamp('tick'), turn: 0, size: 1 })
  readonly #newId: () => RecordId
  readonly own: OwnStamps
  readonly inHand: ReadonlyValue<StampInHand> = this.#inHand

  constructor(keep: Keep | null, newId: () => RecordId) {
    this.own = new OwnStamps(keep)
    this.#newId = newId
  }

  /** Takes a stamp in hand, upright and as large as the one before it was held. */
  take(stamp: Stamp): void {
    this.#inHand.update((held) => ({ ...held, stamp, turn: 0 }))
  }

  /** Turns it clockwise, or the other way. */
  turn(steps: number): void {
    this.#inHand.update((held) => {
      const turn = held.turn + steps * TURN
      return { ...held, turn: Math.atan2(Math.sin(turn), Math.cos(turn)) }
    })
  }

  /** Makes it larger, or smaller. */
  grow(steps: number): void {
    this.#inHand.update((held) => {
      const size = Math.min(SIZES.most, Math.max(SIZES.least, held.size * GROWTH ** steps))
      // Without the crumbs of multiplying, it can come back to what it was.
      return { ...held, size: Math.abs(size - 1) < 1e-9 ? 1 : size }
    })
  }

  /**
   * What the stamp in hand becomes on a board, with its middle at a place.
   * @param zoom CSS pixels per unit of the board
   */
  recordsAt({ x, y }: { readonly x: number; readonly y: number }, zoom: number): BoardRecord[] {
    const { stamp, turn, size } = this.#inHand.get()
    const k = size / zoom
    const [cos, sin] = [Math.cos(turn) * k, Math.sin(turn) * k]
    const way: Matrix = [cos, sin, -sin, cos, x, y]
    return stamp.records.map((record) => patched(record, patchFor(record, way) ?? {}))
  }

  /**
   * Keeps records as a stamp of one's own with the files of their pictures, and takes it in hand.
   *
   * @param records bottom first
   * @param zoom CSS pixels per unit of the board
   * @throws AppError `stamp/no-picture` where one is not here and does not come, and as `makeStamp` and `OwnStamps.add` do
   */
  async keep(records: readonly BoardRecord[], zoom: number, source: PictureSource): Promise<void> {
    const files = new Map<BlobHash, Uint8Array>()
    for (const hash of hashesIn(records)) {
      const bytes = await source.file(hash)
      if (bytes === null)
        throw new AppError('stamp/no-picture', 'A picture here cannot be had at the moment. Try again later.')
      files.set(hash, bytes)
    }
    const stamp = makeStamp(records, zoom, this.#newId, files)
    this.own.add([stamp], files)
    this.take(stamp)
  }

  /**
   * Keeps drawings from elsewhere as stamps. Answers how many there was room for.
   *
   * @param files those of their pictures
   * @throws AppError `stamp/full` where there is room for none, `stamp/too-large` where all are too large
   */
  keepAll(drawings: readonly (readonly BoardRecord[])[], files: ReadonlyMap<BlobHash, Uint8Array> = new Map()): number {
    let failure: unknown = null
    const made = drawings.flatMap((records) => {
      try {
        return [makeStamp(records.toSorted(comparePaintOrder), null, this.#newId, files)]
      } catch (error) {
        failure = error
        return []
      }
    })
    if (made.length === 0 && failure !== null) throw failure
    return this.own.add(made, files)
  }
}
