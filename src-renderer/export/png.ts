import { AppError } from '#shared/errors.ts'
import type { Box } from '#shared/model/bounds.ts'
import type { Theme } from '#shared/model/palette.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { View } from '#renderer/board/camera.ts'
import { plainGround, type ExportGround } from './export-ground.ts'
import { NO_PICTURES, type PictureSource } from '#renderer/pictures/picture-files.ts'
import type { Frame } from './frame.ts'
import type { LayerRun } from './layer-runs.ts'
import { paintInWorkers } from './png-painting.ts'

export interface ExportOptions {
  /** Of the board, a picture has the page that is in view. */
  readonly what: 'board' | 'page' | 'view' | 'selection' | 'frame'
  /** Which frame, where that is what is exported. */
  readonly frame?: RecordId
  /** Pixels of the picture per pixel of the board at 100 %, or of the view. */
  readonly scale: 1 | 2 | 3 | 4
  /** Whether the paper is in the picture; transparent without. */
  readonly background: boolean
  readonly theme: Theme
}

export interface ExportedImage {
  readonly blob: Blob
  readonly width: number
  readonly height: number
}

/** Pixels that a picture may be wide and high: what other programs open. */
export const MAX_EXPORT_SIDE = 16_384
/** Free pixels around a thumbnail's content, as a part of its shorter side. */
const THUMBNAIL_MARGIN = 0.06

/** Whether a picture of so many pixels can be made. */
export function canExport({ width, height }: { readonly width: number; readonly height: number }): boolean {
  return width <= MAX_EXPORT_SIDE && height <= MAX_EXPORT_SIDE
}

/**
 * Paints records, bottom first, as a PNG.
 *
 * @param ground what they lie on; null for nothing
 * @throws AppError `export/too-large` above `MAX_EXPORT_SIDE`, `export/failed` when the browser gives up
 */
export async function paintPng(
  frame: Frame,
  records: readonly BoardRecord[],
  theme: Theme,
  ground: ExportGround | null,
  source: PictureSource = NO_PICTURES,
): Promise<ExportedImage> {
  const { width, height } = frame
  if (!canExport(frame)) {
    throw new AppError(
      'export/too-large',
      `The picture would be ${width} × ${height} pixels, which is more than this app can make. Choose a smaller size, or export the view or a selection.`,
      { width: String(width), height: String(height) },
    )
  }
  try {
    return { blob: await paintInWorkers({ frame, records, theme, ground, source }), width, height }
  } catch (error) {
    throw new AppError(
      'export/failed',
      'The picture could not be made. Close other windows to free memory, or choose a smaller size, and try again.',
      {},
      error,
    )
  }
}

/** The whole board, fitted into a small picture on plain paper. An empty board is empty paper. */
export async function paintThumbnail(
  extent: Box | null,
  records: readonly BoardRecord[],
  width: number,
  height: number,
  source: PictureSource = NO_PICTURES,
  layers: readonly LayerRun[] | null = null,
  theme: Theme = 'light',
): Promise<Blob> {
  const view = extent === null ? { scale: 1, x: 0, y: 0 } : viewToFit(extent, width, height)
  const frame = { view, width, height, ...(layers !== null && { layers }) }
  return (await paintPng(frame, records, theme, plainGround(theme), source)).blob
}

function viewToFit(box: Box, width: number, height: number): View {
  const margin = Math.min(width, height) * THUMBNAIL_MARGIN
  const wide = Math.max(box.maxX - box.minX, 1e-6)
  const high = Math.max(box.maxY - box.minY, 1e-6)
  const scale = Math.min((width - 2 * margin) / wide, (height - 2 * margin) / high, 1)
  return {
    scale,
    x: width / 2 - ((box.minX + box.maxX) / 2) * scale,
    y: height / 2 - ((box.minY + box.maxY) / 2) * scale,
  }
}
