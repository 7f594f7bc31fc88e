import type { RecordId } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { Camera } from '#renderer/board/camera.ts'
import { layOut } from '#renderer/board/text-layout.ts'
import { measuringContext } from '#renderer/export/svg.ts'
import { openFile, type FileToOpen } from './open-file.ts'
import type { Loss } from './opened.ts'
import { placeRecords } from './placing.ts'

/** What came of opening a file. */
export interface OpenedFile {
  /** How many things are on the board now. */
  readonly count: number
  readonly losses: ReadonlyMap<Loss, number>
}

/** Puts what is in files on a board: in the middle of the view, as one step of undo, selected. */
export class Opening {
  readonly #room: RoomView
  readonly #camera: Camera
  readonly #select: (ids: readonly RecordId[]) => void

  constructor(room: RoomView, camera: Camera, select: (ids: readonly RecordId[]) => void) {
    this.#room = room
    this.#camera = camera
    this.#select = select
  }

  /**
   * @param onProgress hears how many of how many things are on the board
   * @throws AppError as `openFile` and `placeRecords` do; then nothing is on the board, unless the room ended meanwhile
   */
  async open(file: FileToOpen, onProgress?: (placed: number, total: number) => void): Promise<OpenedFile> {
    const ctx = measuringContext()
    const { records, losses } = await openFile(file, (words) =>
      layOut(ctx, { ...words, weight: 'regular', align: 'left' }, words.wrap),
    )
    const middle = this.#camera.toBoard({ x: this.#camera.width / 2, y: this.#camera.height / 2 })
    const ids = await placeRecords(this.#room, records, middle, (placed) => onProgress?.(placed, records.length))
    this.#select(ids)
    return { count: ids.length, losses }
  }
}
