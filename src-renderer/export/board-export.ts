import { AppError } from '#shared/errors.ts'
import { boundsOfBoxes, boundsOfPoints, toBoard, type Box } from '#shared/model/bounds.ts'
import type { Theme } from '#shared/model/palette.ts'
import { isDrawn, type BoardRecord, type FrameRecord, type RecordId } from '#shared/model/records.ts'
import type { Camera } from '#renderer/board/camera.ts'
import type { GroundLook } from '#renderer/board/ground.ts'
import type { PageStore } from '#renderer/board/page-store.ts'
import { framesInOrder } from '#renderer/board/presenting.ts'
import type { SpatialIndex } from '#renderer/board/spatial-index.ts'
import type { FileWatch } from '#renderer/pictures/awaited-files.ts'
import { NO_PICTURES, type AwaitedSource } from '#renderer/pictures/picture-files.ts'
import { BOARD_FILE_TYPE, boardFileOf } from './board-file.ts'
import { groundOf, type ExportGround } from './export-ground.ts'
import { ExportedPages } from './exported-pages.ts'
import { GatheredPictures, type ExportWatch } from './gathered-pictures.ts'
import { pngWithScene } from './png-scene.ts'
import {
  boxOfFrame,
  frameOfBox,
  frameOfPage,
  frameOfSheet,
  frameOfView,
  showsAny,
  type ExportedPart,
  type Frame,
} from './frame.ts'
import { layerRunsOf } from './layer-runs.ts'
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

interface FilePlan {
  readonly records: readonly BoardRecord[]
  readonly make: (pictures: GatheredPictures) => Promise<Blob>
}

/** Files of one board, its view, what is selected on it, or its frames. */
export class BoardExport {
  readonly #index: SpatialIndex
  readonly #camera: Camera
  readonly #selected: () => readonly BoardRecord[]
  readonly #look: () => GroundLook
  readonly #pictures: AwaitedSource
  readonly #sheets: ExportedPages | null

  /** @param look what the window shows the board on */
  constructor(
    index: SpatialIndex,
    camera: Camera,
    selected: () => readonly BoardRecord[],
    look: () => GroundLook = () => ({ paper: 'plain', grid: 'none' }),
    pictures: AwaitedSource = NO_PICTURES,
    pages: PageStore | null = null,
  ) {
    this.#index = index
    this.#camera = camera
    this.#selected = selected
    this.#look = look
    this.#pictures = pictures
    this.#sheets = pages === null ? null : new ExportedPages(pages, index)
  }

  /** The frames on the board, in the order in which they are presented. */
  frames(): readonly FrameRecord[] {
    return framesInOrder(
      Array.from(this.#index.items(), ({ record }) => record),
      this.#index.outline,
    )
  }

  /**
   * A picture of a part of the board.
   *
   * @throws AppError `export/empty`, `export/too-large` or `export/failed`
   */
  async image(options: ExportOptions): Promise<ExportedImage> {
    const { frame, records } = this.#part(options)
    const pictures = await this.#gathered(records)
    return await paintPng(frame, records, options.theme, this.#ground(options, frame.view.scale), pictures)
  }

  /**
   * A file of a part of the board, in any format. Its pictures are waited for, all of them together.
   *
   * @throws AppError `export/empty`, `export/too-large` or `export/failed`; `export/missing-pictures` where some have
   *   not come and nobody is there to be told
   */
  async file(options: FileOptions, watch: ExportWatch = {}): Promise<Blob> {
    const { records, make } = this.#plan(options)
    const pictures = await this.#gathered(records, watch)
    pictures.assertAll(watch)
    const file = await make(pictures)
    pictures.tell(watch)
    return file
  }

  /**
   * A small picture of what would be exported, to be looked at: with those pictures that are here, at once.
   *
   * @throws AppError `export/empty` or `export/failed`
   */
  async preview(options: ExportOptions): Promise<Blob> {
    const { frame, records } = this.#part({ ...options, scale: 1 })
    const { width, height, view } = frame
    const k = Math.min(1, PREVIEW_SIDE / Math.max(width, height))
    const small = {
      ...frame,
      view: { scale: view.scale * k, x: view.x * k, y: view.y * k },
      width: Math.max(1, Math.round(width * k)),
      height: Math.max(1, Math.round(height * k)),
    }
    const whole = this.#ground({ ...options, scale: 1 }, view.scale)
    const ground = whole === null ? null : { ...whole, density: k }
    const pictures = await this.#gathered(records, { signal: AbortSignal.abort() })
    return (await paintPng(small, records, options.theme, ground, pictures)).blob
  }

  /** How many records would be exported. */
  count(options: ExportOptions): number {
    if (this.#frameOf(options) === null) return 0
    return this.#recordsFor(options).filter(isDrawn).length
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
    const layers = layerRunsOf(this.#index.outline, records)
    return await paintThumbnail(extent, records, width, height, await this.#gathered(records), layers)
  }

  /** A small PNG of one of its pages; null where there is nothing on it. */
  async pageThumbnail(page: RecordId, width: number, height: number, theme: Theme): Promise<Blob | null> {
    const index = this.#sheets?.indexOf(page)
    const extent = index?.extent() ?? null
    if (index === undefined || extent === null) return null
    const records = index.inPaintOrder(extent).map(({ record }) => record)
    const layers = layerRunsOf(index.outline, records)
    return await paintThumbnail(extent, records, width, height, await this.#gathered(records), layers, theme)
  }

  /** What the window shows everything on; null where that is not wanted. @param perUnit pixels per unit of the board */
  #ground({ background, theme, scale }: ExportOptions, perUnit: number): ExportGround | null {
    return background ? groundOf(this.#look(), theme, perUnit, scale) : null
  }

  #perUnit(options: ExportOptions): number {
    return options.what === 'view' ? this.#camera.state.get().zoom * options.scale : options.scale
  }

  /** One page for each frame where frames are what is exported, or else one. */
  #pages(options: ExportOptions): ExportedPart[] {
    if (options.what === 'board' && this.#sheets !== null) return this.#sheetParts(this.#sheets, options)
    if (options.what !== 'frame' || options.frame !== undefined) return [this.#part(options)]
    const pages = this.frames().map(({ id }) => this.#part({ ...options, frame: id }))
    if (pages.length === 0) throw nothing('frame')
    return pages
  }

  /**
   * All pages of the board. One on which there is nothing to be seen is an empty sheet: as large as the page before it,
   * so that it lies well among the others, or A4 on its side where it is before all that have anything.
   */
  #sheetParts(sheets: ExportedPages, { scale }: ExportOptions): ExportedPart[] {
    let frame = frameOfSheet(scale)
    const parts = sheets.ids.map((id): ExportedPart => {
      const index = sheets.indexOf(id)
      const extent = index.extent()
      if (extent === null) return { frame, records: [] }
      frame = frameOfBox(extent, scale)
      return this.#inLayers(
        frame,
        index.inPaintOrder(boxOfFrame(frame)).map(({ record }) => record),
      )
    })
    if (parts.every(({ records }) => records.length === 0)) throw nothing('board')
    return parts
  }

  /** What a board file has: of the board everything, be it seen or not. */
  #recordsFor(options: ExportOptions): readonly BoardRecord[] {
    if (options.what === 'board' && this.#sheets !== null) return this.#sheets.everything()
    const { records } = this.#part(options)
    return this.#sheets?.asBoard(records) ?? records
  }

  async #gathered(records: readonly BoardRecord[], watch: FileWatch = {}): Promise<GatheredPictures> {
    return await GatheredPictures.of(records, this.#pictures, watch)
  }

  /** What is on a file, and how it is made once its pictures have come. */
  #plan(options: FileOptions): FilePlan {
    const { format, theme, carries } = options
    if (format === 'pdf') {
      const pages = this.#pages(options)
      const ground = this.#ground(options, this.#perUnit(options))
      return {
        records: pages.flatMap(({ records }) => records),
        make: async (pictures) => {
          const { pdfOf } = await import('./pdf.ts')
          return new Blob([await pdfOf(pages, theme, ground, pictures)], { type: 'application/pdf' })
        },
      }
    }
    if (format === 'json') {
      const records = this.#recordsFor(options)
      return {
        records,
        make: async (pictures) => new Blob([await boardFileOf(records, pictures)], { type: BOARD_FILE_TYPE }),
      }
    }
    const { frame, records } = this.#part(options)
    const ground = this.#ground(options, frame.view.scale)
    return {
      records,
      make: async (pictures) => {
        const carried = this.#sheets?.asBoard(records) ?? records
        const boardFile = carries ? await boardFileOf(carried, pictures) : null
        if (format === 'svg') {
          return new Blob([await svgOf(records, { frame, theme, ground, boardFile, pictures })], { type: SVG_TYPE })
        }
        const { blob } = await paintPng(frame, records, theme, ground, pictures)
        return boardFile === null ? blob : await pngWithScene(blob, boardFile)
      },
    }
  }

  #part(options: ExportOptions): ExportedPart {
    const frame = this.#frameOf(options)
    if (frame === null) throw nothing(options.what)
    const records = this.#index.inPaintOrder(boxOfFrame(frame)).map(({ record }) => record)
    if (options.what === 'selection') {
      const selected = new Set(this.#selected().map(({ id }) => id))
      return this.#inLayers(
        frame,
        records.filter(({ id }) => selected.has(id)),
      )
    }
    const own = options.what === 'frame' ? this.#frameRecord(options)?.id : undefined
    return this.#inLayers(
      frame,
      records.filter(({ id }) => id !== own),
    )
  }

  #inLayers(frame: Frame, records: readonly BoardRecord[]): ExportedPart {
    const layers = layerRunsOf(this.#index.outline, records)
    return { frame: layers === null ? frame : { ...frame, layers }, records }
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
    const box = what === 'selection' ? this.#boxOfSelected() : this.#index.extent()
    if (box === null && what === 'board') return this.#frameOfAny(scale)
    return box === null ? null : frameOfBox(box, scale)
  }

  #frameOfAny(scale: number): Frame | null {
    const box = this.#sheets?.anyExtent() ?? null
    return box === null ? null : frameOfBox(box, scale)
  }

  /** As the whole board's: with what reaches beyond the bounds of its record. */
  #boxOfSelected(): Box | null {
    const selected = new Set(this.#selected().map(({ id }) => id))
    return boundsOfBoxes(Array.from(this.#index.items()).filter(({ record }) => selected.has(record.id)))
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
    page: 'There is nothing to export here yet.',
    view: 'There is nothing to export here yet.',
    selection: 'Nothing is selected. Select what you want to export.',
    frame: 'There is no frame on this board. Draw one around what you want to export.',
  }[what]
  return new AppError('export/empty', sentence)
}
