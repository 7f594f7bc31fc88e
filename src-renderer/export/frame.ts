import { inflate, intersects, type Box } from '#shared/model/bounds.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { View } from '#renderer/board/camera.ts'
import type { LayerRun } from './layer-runs.ts'

/** A piece of the board as a picture: which pixels show which part. */
export interface Frame {
  readonly view: View
  readonly width: number
  readonly height: number
  /** The layers of what is on it; none where that makes no difference. */
  readonly layers?: readonly LayerRun[]
}

/** One picture: what of the board is on it, bottom first. */
export interface ExportedPart {
  readonly frame: Frame
  readonly records: readonly BoardRecord[]
}

/** Board units left free around what is exported. */
export const EXPORT_PADDING = 32

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

/** The frame of exactly what is in the box. */
export function frameOfPage(box: Box, scale: number): Frame {
  return {
    view: { scale, x: -box.minX * scale, y: -box.minY * scale },
    width: Math.max(1, Math.round((box.maxX - box.minX) * scale)),
    height: Math.max(1, Math.round((box.maxY - box.minY) * scale)),
  }
}

/** CSS pixels of a sheet of A4 paper on its side (ISO 216), at 96 to the inch. */
const SHEET = { width: (297 / 25.4) * 96, height: (210 / 25.4) * 96 }

/** The frame of a sheet of paper for a page that has no extent: A4 on its side, its corner at the origin of the board. */
export function frameOfSheet(scale: number): Frame {
  return { view: { scale, x: 0, y: 0 }, width: SHEET.width * scale, height: SHEET.height * scale }
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
