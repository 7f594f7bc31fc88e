import { AppError } from '#shared/errors.ts'
import { boundsOfPoints, toBoard, union, type Box } from '#shared/model/bounds.ts'
import { comparePaintOrder, type BoardRecord, type FrameRecord } from '#shared/model/records.ts'
import type { Camera } from '#renderer/board/camera.ts'
import type { SpatialIndex } from '#renderer/board/spatial-index.ts'
import { BOARD_FILE_TYPE, boardFileOf } from './board-file.ts'
import { pngWithScene } from './png-scene.ts'
import { boxOfFrame, frameOfBox, frameOfPage, frameOfView, showsAny, type ExportedPart, type Frame } from './frame.ts'
import { paintPng, paintThumbnail, type ExportedImage, type ExportOptions } from './png.ts'
import { svgOf, SVG_TYPE } from './svg.ts'

export const EXPORT_FORMATS = ['png', 'svg', 'pdf', 'json'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Pixels of the longer side of a preview, for screens of double density. */
const PREVIEW_SIDE = 1600

export interface FileOptions extends ExportOptions {
  readonly format: ExportFormat
  /** Whether a PNG or SVG carries its part of the board, to be opened again. */
  readonly carries: boolean
}

/** Files of one board, its view, what is selected on it, or its frames. */
export class BoardExport {
  readonly #index: SpatialIndex
  readonly #camera: Camera
  readonly #selected: () => readonly BoardRecord[]

  constructor(index: SpatialIndex, camera: Camera, selected: () => readonly BoardRecord[]) {
    this.#index = index
    this.#camera = camera
    this.#selected = selected
  }

  /** The frames on the board, as one reads: from the top to the bottom, from the left to the right. */
  frames(): FrameRecord[] {
    const frames: FrameRecord[] = []
    for (const { record } of this.#index.items()) if (record.type === 'frame') frames.push(record)
    return frames.sort((a, b) => a.y - b.y || a.x - b.x || comparePaintOrder(a, b))
  }

  /**
   * A picture of a part of the board.
   *
   * @throws AppError `export/empty`, `export/too-large` or `export/failed`
   */
  async image(options: ExportOptions): Promise<ExportedImage> {
    const { frame, records } = this.#part(options)
    return await paintPng(frame, records, options.theme, options.background)
  }

  /**
   * A file of a part of the board, in any format.
   *
   * @throws AppError `export/empty`, `export/too-large` or `export/failed`
   */
  async file(options: FileOptions): Promise<Blob> {
    const { format, theme, background, carries } = options
    if (format === 'pdf') {
      const { pdfOf } = await import('./pdf.ts')
      return new Blob([await pdfOf(this.#pages(options), theme, background)], { type: 'application/pdf' })
    }
    const { frame, records } = this.#part(options)
    if (format === 'json') return new Blob([await boardFileOf(records)], { type: BOARD_FILE_TYPE })
    const boardFile = carries ? await boardFileOf(records) : null
    if (format === 'svg') {
      return new Blob([await svgOf(records, { frame, theme, background, boardFile })], { type: SVG_TYPE })
    }
    const { blob } = await paintPng(frame, records, theme, background)
    return boardFile === null ? blob : await pngWithScene(blob, boardFile)
  }

  /**
   * A small picture of what would be exported, to be looked at.
   *
   * @throws AppError `export/empty` or `export/failed`
   */
  async preview(options: ExportOptions): Promise<Blob> {
    const { frame, records } = this.#part({ ...options, scale: 1 })
    const { width, height, view } = frame
    const k = Math.min(1, PREVIEW_SIDE / Math.max(width, height))
    const small = {
      view: { scale: view.scale * k, x: view.x * k, y: view.y * k },
      width: Math.max(1, Math.round(width * k)),
      height: Math.max(1, Math.round(height * k)),
    }
    return (await paintPng(small, records, options.theme, options.background)).blob
  }

  /** How many records would be exported. */
  count(options: ExportOptions): number {
    return this.#frameOf(options) === null ? 0 : this.#part(options).records.length
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

  /** One page for each frame where frames are what is exported, or else one. */
  #pages(options: ExportOptions): ExportedPart[] {
    if (options.what !== 'frame' || options.frame !== undefined) return [this.#part(options)]
    const pages = this.frames().map(({ id }) => this.#part({ ...options, frame: id }))
    if (pages.length === 0) throw nothing('frame')
    return pages
  }

  #part(options: ExportOptions): ExportedPart {
    const frame = this.#frameOf(options)
    if (frame === null) throw nothing(options.what)
    const records = this.#index.inPaintOrder(boxOfFrame(frame)).map(({ record }) => record)
    if (options.what === 'selection') {
      const selected = new Set(this.#selected().map(({ id }) => id))
      return { frame, records: records.filter(({ id }) => selected.has(id)) }
    }
    const own = options.what === 'frame' ? this.#frameRecord(options)?.id : undefined
    return { frame, records: records.filter(({ id }) => id !== own) }
  }

  #frameOf(options: ExportOptions): Frame | null {
    const { what, scale } = options
    if (what === 'view') {
      const frame = frameOfView(this.#camera.state.get(), this.#camera.width, this.#camera.height, scale)
      return showsAny(frame, this.#index.within(boxOfFrame(frame))) ? frame : null
    }
    if (what === 'frame') {
      const record = this.#frameRecord(options)
      return record === null ? null : frameOfPage(areaOf(record), scale)
    }
    const box = what === 'board' ? this.#index.extent() : this.#boxOfSelected()
    return box === null ? null : frameOfBox(box, scale)
  }

  /** As the whole board's: with what reaches beyond the bounds of its record. */
  #boxOfSelected(): Box | null {
    const selected = new Set(this.#selected().map(({ id }) => id))
    let all: Box | null = null
    for (const item of this.#index.items()) {
      if (selected.has(item.record.id)) all = all === null ? item : union(all, item)
    }
    return all
  }

  /** The frame that was named, or the first. */
  #frameRecord({ frame }: ExportOptions): FrameRecord | null {
    return this.frames().find(({ id }) => frame === undefined || id === frame) ?? null
  }
}

/** What a frame shows: not its name above it. */
function areaOf(frame: FrameRecord): Box {
  const { w, h } = frame
  return boundsOfPoints([toBoard(frame, 0, 0), toBoard(frame, w, 0), toBoard(frame, 0, h), toBoard(frame, w, h)])
}

function nothing(what: ExportOptions['what']): AppError {
  const sentence = {
    board: 'There is nothing to export here yet.',
    view: 'There is nothing to export here yet.',
    selection: 'Nothing is selected. Select what you want to export.',
    frame: 'There is no frame on this board. Draw one around what you want to export.',
  }[what]
  return new AppError('export/empty', sentence)
}
