import { AppError } from '#shared/errors.ts'
import { inflate, intersects, type Box } from '#shared/model/bounds.ts'
import { PAPER, type Theme } from '#shared/model/palette.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { View } from '#renderer/board/camera.ts'
import { paintInView } from '#renderer/board/painter.ts'

export interface ExportOptions {
  readonly what: 'board' | 'view' | 'selection'
  /** Pixels of the picture per pixel of the board at 100 %, or of the view. */
  readonly scale: 1 | 2 | 3
  /** Whether the paper is in the picture; transparent without. */
  readonly background: boolean
  readonly theme: Theme
}

export interface ExportedImage {
  readonly blob: Blob
  readonly width: number
  readonly height: number
}

/** A piece of the board as a picture: which pixels show which part. */
export interface Frame {
  readonly view: View
  readonly width: number
  readonly height: number
}

/** Board units left free around what is exported. */
export const EXPORT_PADDING = 32
/** What browsers can make of a canvas. */
export const MAX_EXPORT_SIDE = 16_384
export const MAX_EXPORT_PIXELS = 2 ** 27
/** Records painted before the page gets a turn. */
const BETWEEN_TURNS = 500
/** Free pixels around a thumbnail's content, as a part of its shorter side. */
const THUMBNAIL_MARGIN = 0.06

/** Whether a picture of so many pixels can be made. */
export function canExport({ width, height }: { readonly width: number; readonly height: number }): boolean {
  return width <= MAX_EXPORT_SIDE && height <= MAX_EXPORT_SIDE && width * height <= MAX_EXPORT_PIXELS
}

/** The frame of all that lies in the box, with padding. Whole units, so that pixels fall as on the screen at 100 %. */
export function frameOfBox(box: Box, scale: number): Frame {
  const padded = inflate(box, EXPORT_PADDING)
  const x = Math.floor(padded.minX)
  const y = Math.floor(padded.minY)
  return {
    view: { scale, x: -x * scale, y: -y * scale },
    width: (Math.ceil(padded.maxX) - x) * scale,
    height: (Math.ceil(padded.maxY) - y) * scale,
  }
}

/** The frame of a view: `width` and `height` in CSS pixels, (`x`, `y`) the board position of its corner. */
export function frameOfView(
  camera: { readonly x: number; readonly y: number; readonly zoom: number },
  width: number,
  height: number,
  scale: number,
): Frame {
  const perUnit = camera.zoom * scale
  return {
    view: { scale: perUnit, x: -Math.round(camera.x * perUnit), y: -Math.round(camera.y * perUnit) },
    width: Math.round(width * scale),
    height: Math.round(height * scale),
  }
}

/**
 * Paints records, bottom first, as a PNG.
 *
 * @throws AppError `export/too-large` above what a canvas can hold, `export/failed` when the browser gives up
 */
export async function paintPng(
  frame: Frame,
  records: readonly BoardRecord[],
  theme: Theme,
  background: boolean,
): Promise<ExportedImage> {
  const { width, height, view } = frame
  if (!canExport(frame)) {
    throw new AppError(
      'export/too-large',
      `The picture would be ${width} × ${height} pixels, which is more than this app can make. Choose a smaller size, or export the view or a selection.`,
      { width: String(width), height: String(height) },
    )
  }
  const canvas = new OffscreenCanvas(width, height)
  // In main memory as tiles are: a graphics card would soften edges in its own way.
  const ctx = canvas.getContext('2d', { willReadFrequently: true })
  if (ctx === null) throw failed()
  if (background) {
    ctx.fillStyle = PAPER[theme]
    ctx.fillRect(0, 0, width, height)
  }
  let painted = 0
  for (const record of records) {
    paintInView(ctx, record, theme, view)
    painted += 1
    if (painted % BETWEEN_TURNS === 0) await nextTurn()
  }
  try {
    return { blob: await canvas.convertToBlob({ type: 'image/png' }), width, height }
  } catch (error) {
    throw failed(error)
  }
}

/** The whole board, fitted into a small picture on light paper. An empty board is empty paper. */
export async function paintThumbnail(
  extent: Box | null,
  records: readonly BoardRecord[],
  width: number,
  height: number,
): Promise<Blob> {
  const view = extent === null ? { scale: 1, x: 0, y: 0 } : viewToFit(extent, width, height)
  return (await paintPng({ view, width, height }, records, 'light', true)).blob
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

/** The part of the board that a frame shows. */
export function boxOfFrame({ view, width, height }: Frame): Box {
  return {
    minX: -view.x / view.scale,
    minY: -view.y / view.scale,
    maxX: (width - view.x) / view.scale,
    maxY: (height - view.y) / view.scale,
  }
}

/** Whether a frame shows any of the boxes. */
export function showsAny(frame: Frame, boxes: Iterable<Box>): boolean {
  const area = boxOfFrame(frame)
  for (const box of boxes) if (intersects(area, box)) return true
  return false
}

function failed(cause?: unknown): AppError {
  return new AppError(
    'export/failed',
    'The picture could not be made. Close other windows to free memory, or choose a smaller size, and try again.',
    {},
    cause,
  )
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const done = (): void => {
      port1.close()
      resolve()
    }
    port1.addEventListener('message', done, { once: true })
    port1.start()
    port2.postMessage(null)
  })
}
