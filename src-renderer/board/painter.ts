import { unpackPoints, type InkPoint } from '#shared/model/points.ts'
import { cssOfInk, type Theme } from '#shared/model/palette.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { StrokeStyle } from '#shared/sync/room-view.ts'
import { thinWidth } from './ink-outline.ts'
import { OutlineCache, pathOf } from './outline-cache.ts'
import { fillText, LAYOUT_SIZE } from './text-layout.ts'
import type { View } from './camera.ts'

/** Any 2D context that records are painted into. */
export type PaintContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** A stroke in progress as the painter needs it: points relative to its place on the board. */
export interface InkInProgress extends StrokeStyle {
  readonly x: number
  readonly y: number
}

const outlines = new OutlineCache()

/**
 * Paints a record through any mapping of the board to the context's pixels, [a, b, c, d, e, f] as in
 * `setTransform`. Everything that shows a record goes through here: screen, export and thumbnails cannot
 * differ. Leaves transform, alpha and styles changed.
 */
export function paintRecord(
  ctx: PaintContext,
  record: BoardRecord,
  theme: Theme,
  [a, b, c, d, e, f]: readonly [number, number, number, number, number, number],
): void {
  paint(ctx, record, theme, 1, a, b, c, d, e, f)
}

/**
 * The same for a plain view, without making a matrix: for those who paint thousands.
 *
 * @param strength factor on the record's opacity
 */
export function paintInView(ctx: PaintContext, record: BoardRecord, theme: Theme, view: View, strength = 1): void {
  paint(ctx, record, theme, strength, view.scale, 0, 0, view.scale, view.x, view.y)
}

function paint(
  ctx: PaintContext,
  record: BoardRecord,
  theme: Theme,
  strength: number,
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
): void {
  const cos = Math.cos(record.rotation)
  const sin = Math.sin(record.rotation)
  const unit = record.type === 'text' ? record.size / LAYOUT_SIZE : 1
  const ma = cos * record.scaleX * unit
  const mb = sin * record.scaleX * unit
  const mc = -sin * record.scaleY * unit
  const md = cos * record.scaleY * unit
  // Multiplied here in double precision: far from the origin the canvas's own single precision tears ink apart.
  ctx.setTransform(
    a * ma + c * mb,
    b * ma + d * mb,
    a * mc + c * md,
    b * mc + d * md,
    a * record.x + c * record.y + e,
    b * record.x + d * record.y + f,
  )
  ctx.globalAlpha = record.opacity * strength
  ctx.fillStyle = ctx.strokeStyle = cssOfInk(record.color, theme)
  if (record.type === 'text') return fillText(ctx, record)
  const perUnit = Math.sqrt(Math.abs((a * d - b * c) * record.scaleX * record.scaleY))
  if (isThin(record.width, perUnit)) strokeThin(ctx, unpackPoints(record), record, perUnit)
  else ctx.fill(outlines.of(record))
}

/** Ink narrower than this many pixels shows no outline, and is painted as a plain line. */
const THIN = 1.25
/** Pixels between the points of a plain line. */
const THIN_STEP = 0.75

function isThin(width: number, perUnit: number): boolean {
  return width * perUnit < THIN
}

/**
 * Ink seen from afar: a line through its points, as wide as its outline is on average. Many times cheaper,
 * which is what counts when thousands of strokes are in view.
 */
function strokeThin(
  ctx: PaintContext,
  points: readonly InkPoint[],
  style: { readonly width: number; readonly pressure: boolean },
  perUnit: number,
): void {
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined) return
  const apart = (THIN_STEP / perUnit) ** 2
  let { x, y, pressure } = first
  ctx.beginPath()
  ctx.moveTo(x, y)
  for (const point of points) {
    pressure += point.pressure
    if ((point.x - x) ** 2 + (point.y - y) ** 2 < apart) continue
    ;({ x, y } = point)
    ctx.lineTo(x, y)
  }
  ctx.lineTo(last.x, last.y)
  ctx.lineWidth = thinWidth(style.width, style.pressure, pressure / (points.length + 1))
  ctx.lineCap = 'round'
  ctx.lineJoin = 'round'
  ctx.stroke()
}

/**
 * Paints ink that is still being drawn exactly as its record will look: positions and pressures are rounded
 * as packing will round them. Leaves transform, fill and alpha changed.
 */
export function paintLiveStroke(
  ctx: PaintContext,
  stroke: InkInProgress,
  points: readonly InkPoint[],
  theme: Theme,
  view: View,
): void {
  if (points.length === 0) return
  const step = 2 ** stroke.unit
  const packed: InkPoint[] = []
  for (const { x, y, pressure } of points) {
    packed.push({
      x: Math.round(x * step) / step,
      y: Math.round(y * step) / step,
      pressure: stroke.pressure ? Math.round(Math.min(1, Math.max(0, pressure)) * 255) / 255 : 0.5,
    })
  }
  const { scale } = view
  ctx.setTransform(scale, 0, 0, scale, scale * stroke.x + view.x, scale * stroke.y + view.y)
  ctx.globalAlpha = stroke.opacity
  ctx.fillStyle = ctx.strokeStyle = cssOfInk(stroke.color, theme)
  if (isThin(stroke.width, scale)) strokeThin(ctx, packed, stroke, scale)
  else ctx.fill(pathOf(packed, stroke.width, stroke.pressure))
}
