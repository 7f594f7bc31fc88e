import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { Emitter, Value, type Dispose, type ReadonlyValue } from '#shared/emitter.ts'
import { AppError } from '#shared/errors.ts'
import { BLOB_LIMITS, mediaTypeOf, type BlobHash } from '#shared/model/blobs.ts'
import { USUAL, type BoardRecord, type ImageRecord, type RecordId } from '#shared/model/records.ts'
import type { Clock } from '#shared/platform.ts'
import type { Sending } from '#shared/sync/blobs-view.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import { PictureDecoder } from '#renderer/pictures/picture-decoder.ts'
import { RoomPictures, type AwaitedSource } from '#renderer/pictures/picture-files.ts'
import { PictureLoader } from '#renderer/pictures/picture-loader.ts'
import type { PictureSize } from '#renderer/pictures/picture-levels.ts'
import { pictures } from '#renderer/pictures/picture-shelf.ts'
import { safeSvg } from '#renderer/pictures/safe-svg.ts'
import type { BoardPicture } from './board-picture.ts'
import type { Camera, Position } from './camera.ts'
import { zsFrom } from './ordering.ts'

export interface ImagesHost {
  readonly clock: Clock
  readonly room: RoomView
  readonly camera: Camera
  readonly picture: BoardPicture
  selected(): readonly BoardRecord[]
  /** The file of a picture that is shown, and not of the room. */
  spareFile(hash: BlobHash): Uint8Array | undefined
  /** What was placed is selected, and can be moved at once. */
  placed(ids: readonly RecordId[]): void
}

export interface PlaceOptions {
  /** The middle of what is placed, in board units; the middle of the view without. */
  readonly at?: Position | undefined
  /** Board units each of them shall be wide and high; as many as it has pixels, as far as they fit the view, without. */
  readonly shown?: PictureSize | undefined
  /** Where each of them is to stand, in the order of the files, in place of side by side; all of them or none. */
  readonly boxes?: readonly (Position & PictureSize)[]
  /** What each of them shows, in words. */
  readonly words?: readonly string[]
  /** What is done under the same symbol before and after it is one step of undo with it. */
  readonly gesture?: symbol
}

/** Pictures that are selected. */
export interface ShownImages {
  /** What they show, in words; null where that differs. */
  readonly description: string | null
}

/** A picture that may stand on a board. */
interface Prepared extends PictureSize {
  /** Its place among the files that were given. */
  readonly nth: number
  readonly hash: BlobHash
  readonly bytes: Uint8Array
}

/** The part of the view that what is placed fits into. */
const OF_VIEW = 0.8
/** Parts of their mean width between pictures that are placed together. */
const GAP = 0.06
const TO_TRY = 1024

/** Pictures on the board: brings them there, and has them shown. */
export class Images {
  readonly #decoder = new PictureDecoder()
  readonly #host: ImagesHost
  readonly #loader: PictureLoader
  readonly #refused = new Emitter<string>()
  readonly #choose = new Emitter<void>()
  readonly #preparing = new Value(0)
  readonly #shown = new Value<ShownImages | null>(null)
  readonly #stop: Dispose
  #describing = { ids: '', gesture: Symbol('describe') }

  /** The files of the room's pictures. */
  readonly files: AwaitedSource
  /** How many pictures are being made ready to be placed. */
  readonly preparing: ReadonlyValue<number> = this.#preparing
  /** What is selected, where that is pictures and nothing else. */
  readonly shown: ReadonlyValue<ShownImages | null> = this.#shown
  /** What of one's own is on its way to the host. */
  readonly sending: ReadonlyValue<Sending>

  constructor(host: ImagesHost) {
    this.#host = host
    this.sending = host.room.blobs.sending
    this.files = new RoomPictures(host.room.blobs, this.#decoder, host.clock)
    this.#loader = new PictureLoader(host.room.blobs, pictures, this.#decoder, (hash) => host.spareFile(hash))
    this.#stop = pictures.onChange((hash) => host.picture.pictureChanged(hash))
  }

  /** Why a picture could not be placed, in a sentence. */
  onRefused(listener: (sentence: string) => void): Dispose {
    return this.#refused.on(listener)
  }

  /**
   * Puts pictures on the board, side by side, as one step of undo, and selects them. Their files go to the room by
   * themselves. Of what cannot be placed `onRefused` hears.
   *
   * @returns the ids of the records, in the order of those files that could be placed
   */
  async place(files: readonly Blob[], options: PlaceOptions = {}): Promise<readonly RecordId[]> {
    const { camera } = this.#host
    const middle = options.at ?? camera.toBoard({ x: camera.width / 2, y: camera.height / 2 })
    this.#preparing.update((count) => count + files.length)
    const prepared: Prepared[] = []
    const refused = new Set<string>()
    for (const [nth, file] of files.entries()) {
      try {
        prepared.push({ ...(await this.#prepared(file)), nth })
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        refused.add(error.message)
      } finally {
        this.#preparing.update((count) => count - 1)
      }
    }
    for (const sentence of refused) this.#refused.emit(sentence)
    return prepared.length === 0 ? [] : this.#put(prepared, middle, options)
  }

  /** The place of the board at one of the window, in CSS pixels. */
  boardAt(x: number, y: number): Position {
    const { left, top } = this.#host.picture.root.getBoundingClientRect()
    return this.#host.camera.toBoard({ x: x - left, y: y - top })
  }

  /** Asks the window for the choice of files. */
  choose(): void {
    this.#choose.emit()
  }

  onChoose(listener: () => void): Dispose {
    return this.#choose.on(listener)
  }

  /** Looks again at what is selected. */
  refresh(): void {
    const selected = this.#host.selected()
    const images = selected.filter((record) => record.type === 'image')
    const [first, ...others] = images
    if (first === undefined || images.length < selected.length) return this.#shown.set(null)
    const description = others.every(({ text }) => text === first.text) ? first.text : null
    if (this.#shown.get()?.description !== description || this.#shown.get() === null) this.#shown.set({ description })
  }

  /** Says what the selected pictures show, for those who cannot see them. */
  describe(text: string): void {
    const ids = this.#host.selected().flatMap(({ id, type, locked }) => (type === 'image' && !locked ? [id] : []))
    // What is typed into the same field is one step of undo.
    if (this.#describing.ids !== ids.join()) this.#describing = { ids: ids.join(), gesture: Symbol('describe') }
    this.#host.room.edit((transaction) => {
      for (const id of ids) transaction.patch(id, { text })
    }, this.#describing.gesture)
  }

  dispose(): void {
    this.#stop()
    this.#loader.dispose()
    this.#decoder.dispose()
  }

  async #prepared(file: Blob): Promise<Omit<Prepared, 'nth'>> {
    if (file.size > BLOB_LIMITS.maxBytes) throw tooLarge()
    const bytes = await bytesOf(file)
    const type = mediaTypeOf(bytes)
    if (type === null) {
      throw new AppError('blob/unsupported', 'Only PNG, JPEG, WebP, GIF and SVG pictures can be put on a board.')
    }
    if (type === 'image/svg+xml') {
      const { text, width, height } = await safeSvg(bytes)
      const safe = new TextEncoder().encode(text)
      if (safe.length > BLOB_LIMITS.maxBytes) throw tooLarge()
      return { hash: await hashOf(safe), bytes: safe, width, height }
    }
    // Shows whether it is damaged, and how large it is when it is held upright.
    const { natural, image } = await this.#decoder.decode(bytes, TO_TRY, TO_TRY)
    image.close()
    return { hash: await hashOf(bytes), bytes, ...natural }
  }

  #put(prepared: readonly Prepared[], middle: Position, options: PlaceOptions): RecordId[] {
    const { shown, boxes, words, gesture } = options
    const { room, camera } = this.#host
    const zoom = camera.state.get().zoom
    const part = OF_VIEW / columnsOf(prepared.length) / zoom
    const view = { width: camera.width * part, height: camera.height * part }
    const sizes = prepared.map((one) => boxes?.[one.nth] ?? shown ?? fitted(one, view))
    const places = inRows(sizes, middle)
    const zs = zsFrom(room.zAbove(), prepared.length)
    const records = prepared.map(({ hash, nth }, i): ImageRecord => {
      const { width: w, height: h } = sizes[i]!
      const { x, y } = boxes?.[nth] ?? places[i]!
      const place = { x, y, z: zs[i]!, author: room.me.get(), text: words?.[nth] ?? '' }
      return { ...USUAL.image, ...place, type: 'image', id: room.newRecordId(), w, h, blob: hash }
    })
    for (const { hash, bytes } of prepared) room.blobs.add(hash, bytes)
    room.edit((transaction) => {
      for (const record of records) transaction.put(record)
    }, gesture)
    const ids = records.map(({ id }) => id)
    this.#host.placed(ids)
    return ids
  }
}

/** As large as it is, or as the room that there is for it. */
function fitted({ width, height }: PictureSize, room: PictureSize): PictureSize {
  const k = Math.min(1, room.width / width, room.height / height)
  return { width: width * k, height: height * k }
}

/** So many stand in a row: a little wider than high. */
function columnsOf(count: number): number {
  return Math.round(Math.sqrt(count * 1.5))
}

/** Top left corners of pictures in rows, with the middle of all of them at a place. */
function inRows(sizes: readonly PictureSize[], middle: Position): Position[] {
  const columns = columnsOf(sizes.length)
  const gap = (sizes.reduce((sum, { width }) => sum + width, 0) / sizes.length) * GAP
  const places: { x: number; y: number }[] = []
  let [x, y, high, right] = [0, 0, 0, 0]
  for (const [i, { width, height }] of sizes.entries()) {
    if (i > 0 && i % columns === 0) [x, y, high] = [0, y + high + gap, 0]
    places.push({ x, y })
    right = Math.max(right, x + width)
    x += width + gap
    high = Math.max(high, height)
  }
  const bottom = y + high
  return places.map((place) => ({ x: middle.x - right / 2 + place.x, y: middle.y - bottom / 2 + place.y }))
}

async function bytesOf(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (error) {
    throw new AppError('import/damaged', 'This picture cannot be read. Check that it is still there.', {}, error)
  }
}

/** SHA-256, by the browser where the page may ask it. */
async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<BlobHash> {
  const { subtle } = crypto as { readonly subtle?: SubtleCrypto }
  return bytesToHex(subtle === undefined ? sha256(bytes) : new Uint8Array(await subtle.digest('SHA-256', bytes)))
}

function tooLarge(): AppError {
  const most = String(BLOB_LIMITS.maxBytes / (1024 * 1024))
  return new AppError('blob/too-large', `This picture is larger than ${most} MB. Make it smaller first.`, { most })
}
