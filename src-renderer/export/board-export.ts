import { AppError } from '#shared/errors.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { Camera } from '#renderer/board/camera.ts'
import type { SpatialIndex } from '#renderer/board/spatial-index.ts'
import { boundsOfAll } from '#renderer/board/transform.ts'
import {
  boxOfFrame,
  frameOfBox,
  frameOfView,
  paintPng,
  paintThumbnail,
  showsAny,
  type ExportedImage,
  type ExportOptions,
  type Frame,
} from './png.ts'

/** Pictures of one board, its view or what is selected on it. */
export class BoardExport {
  readonly #index: SpatialIndex
  readonly #camera: Camera
  readonly #selected: () => readonly BoardRecord[]

  constructor(index: SpatialIndex, camera: Camera, selected: () => readonly BoardRecord[]) {
    this.#index = index
    this.#camera = camera
    this.#selected = selected
  }

  /** @throws AppError `export/empty`, `export/too-large` or `export/failed` */
  async image(options: ExportOptions): Promise<ExportedImage> {
    const frame = this.#frameOf(options)
    if (frame === null) {
      const isSelection = options.what === 'selection'
      throw new AppError(
        'export/empty',
        isSelection ? 'Nothing is selected. Select what you want to export.' : 'There is nothing to export here yet.',
      )
    }
    const records = this.#index.inPaintOrder(boxOfFrame(frame)).map(({ record }) => record)
    if (options.what !== 'selection') return await paintPng(frame, records, options.theme, options.background)
    const selected = new Set(this.#selected().map(({ id }) => id))
    const chosen = records.filter(({ id }) => selected.has(id))
    return await paintPng(frame, chosen, options.theme, options.background)
  }

  /** The size in pixels that an export would have; null if there is nothing to export. */
  measure(options: ExportOptions): { width: number; height: number } | null {
    const frame = this.#frameOf(options)
    return frame === null ? null : { width: frame.width, height: frame.height }
  }

  /** A small PNG of the whole board on light paper. */
  async thumbnail(width: number, height: number): Promise<Blob> {
    const extent = this.#index.extent()
    const items = extent === null ? [] : this.#index.inPaintOrder(extent)
    const records = items.map(({ record }) => record)
    return await paintThumbnail(extent, records, width, height)
  }

  #frameOf({ what, scale }: ExportOptions): Frame | null {
    if (what === 'view') {
      const frame = frameOfView(this.#camera.state.get(), this.#camera.width, this.#camera.height, scale)
      return showsAny(frame, this.#index.within(boxOfFrame(frame))) ? frame : null
    }
    const box = what === 'board' ? this.#index.extent() : boundsOfAll(this.#selected())
    return box === null ? null : frameOfBox(box, scale)
  }
}
