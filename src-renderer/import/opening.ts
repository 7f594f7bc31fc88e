import { codeOf } from '#shared/errors.ts'
import { mediaTypeOf } from '#shared/model/blobs.ts'
import type { Box } from '#shared/model/bounds.ts'
import type { RecordId } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { Camera, Position } from '#renderer/board/camera.ts'
import type { Images } from '#renderer/board/images.ts'
import { boundsOfAll } from '#renderer/board/transform.ts'
import { layOut } from '#renderer/board/text-layout.ts'
import { measuringContext } from '#renderer/export/svg.ts'
import { openFile, type FileToOpen } from './open-file.ts'
import type { Loss, OnRead, Opened } from './opened.ts'
import { placePages, type ChosenPage, type PlacePagesOptions } from './pdf/pdf-placing.ts'
import { placeRecords } from './placing.ts'

/** What came of opening a file. */
export interface OpenedFile {
  /** How many things are on the board now. */
  readonly count: number
  /** Those of them that are on the page in view, and where these lie; null for nowhere. */
  readonly ids: readonly RecordId[]
  readonly extent: Box | null
  readonly losses: ReadonlyMap<Loss, number>
  /** Whether it is nothing but a picture, which is seen to be there, or was said not to be. */
  readonly isPicture: boolean
}

/** Board units between what is in two files. */
const GAP = 80

type OnProgress = (placed: number, total: number) => void

/** Puts what is in files on a board: in the middle of the view, as one step of undo, selected. */
export class Opening {
  readonly #room: RoomView
  readonly #camera: Camera
  readonly #images: Images
  readonly #page: () => RecordId
  readonly #select: (ids: readonly RecordId[]) => void

  /** @param page the one in view; throws where nothing can be put on it */
  constructor(
    room: RoomView,
    camera: Camera,
    images: Images,
    page: () => RecordId,
    select: (ids: readonly RecordId[]) => void,
  ) {
    this.#room = room
    this.#camera = camera
    this.#images = images
    this.#page = page
    this.#select = select
  }

  /**
   * What is in a file; a picture that carries no board is itself what is in it.
   *
   * @param onRead hears how much of it has been read
   * @throws AppError as `openFile` does
   */
  async read(file: FileToOpen, onRead?: OnRead): Promise<Opened> {
    const ctx = measuringContext()
    try {
      return await openFile(file, (words) => layOut(ctx, { ...words, align: 'left' }, words.wrap), onRead)
    } catch (error) {
      const code = codeOf(error, 'call/failed')
      if (code !== 'import/no-board' && code !== 'import/unknown-format') throw error
      const bytes = await file.arrayBuffer()
      if (mediaTypeOf(new Uint8Array(bytes)) === null) throw error
      return { records: [], losses: new Map(), pictures: [new Blob([bytes])] }
    }
  }

  /**
   * Puts on the board what was read.
   *
   * @param onProgress hears how many of how many things are on the board
   * @param at its middle, in board units; the middle of the view without
   * @throws AppError as `placeRecords` does; then nothing is on the board, unless the room ended meanwhile
   */
  async place(opened: Opened, onProgress?: OnProgress, at?: Position): Promise<OpenedFile> {
    const { records, files, pictures } = opened
    if (pictures !== undefined) return this.#opened(await this.#images.place(pictures, { at }), opened)
    const middle = at ?? this.#camera.toBoard({ x: this.#camera.width / 2, y: this.#camera.height / 2 })
    for (const [hash, bytes] of files ?? []) this.#room.blobs.add(hash, bytes)
    const tell = (placed: number): void => onProgress?.(Math.min(placed, records.length), records.length)
    const ids = await placeRecords(this.#room, records, middle, tell, this.#page())
    this.#select(ids)
    return this.#opened(ids, opened)
  }

  /** The middle of what is to lie to the right of something on the board; null for what is yet to be seen. */
  beside({ minY, maxX, maxY }: Box, opened: Opened | null): Position {
    const box = boundsOfAll(opened?.records ?? [])
    // Pictures and pages are as wide as the view at most.
    const width = box === null ? this.#camera.width / this.#camera.state.get().zoom : box.maxX - box.minX
    return { x: maxX + GAP + width / 2, y: (minY + maxY) / 2 }
  }

  /** Selects all of what several files put on the board. */
  select({ ids }: OpenedFile): void {
    this.#select(ids)
  }

  #opened(ids: readonly RecordId[], { losses, pictures }: Opened): OpenedFile {
    const extent = boundsOfAll(ids.flatMap((id) => this.#room.store.get(id) ?? []))
    return { count: ids.length, ids, extent, losses, isPicture: pictures !== undefined }
  }

  /** Puts pages of a PDF on the board; as `placePages`. */
  async placePages(pages: readonly ChosenPage[], options: PlacePagesOptions): Promise<number> {
    return await placePages({ room: this.#room, camera: this.#camera, images: this.#images }, pages, options)
  }

  /** Reads a file and puts it on the board. */
  async open(file: FileToOpen, onProgress?: OnProgress, at?: Position): Promise<OpenedFile> {
    return await this.place(await this.read(file), onProgress, at)
  }
}
