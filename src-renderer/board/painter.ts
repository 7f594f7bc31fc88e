import { MAX_PRESSURE_WIDENING } from '#shared/model/bounds.ts'
import type { InkPlaces } from '#shared/model/ink-sketch.ts'
import type { InkPoint } from '#shared/model/points.ts'
import { cssOfInk, type Theme } from '#shared/model/palette.ts'
import type { Nib } from '#shared/model/properties.ts'
import { isDrawn, type BoardRecord, type StrokeRecord } from '#shared/model/records.ts'
import type { StrokeStyle } from '#shared/sync/room-view.ts'
import { pencilOpacity } from './ink-shapes.ts'
import { thinWidth } from './nib-form.ts'
import { OutlineCache, pathsOf, type InkPath } from './outline-cache.ts'
import { grainFor, ownGrain, type Grain } from './pencil-grain.ts'
import { paintFigures } from './paint-figures.ts'
import { paintImage } from './paint-image.ts'
import { fillWordsOf } from './text-layout.ts'
import type { View } from './camera.ts'
import { thinInkOf, thinInkOfPoints, traceThin } from './thin-ink.ts'

/** Any 2D context that records are painted into. */
export type PaintContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** As much of a context as plain lines need. */
export interface LineContext {
  globalAlpha: number
  strokeStyle: string | CanvasGradient | CanvasPattern
  lineWidth: number
  lineCap: CanvasLineCap
  lineJoin: CanvasLineJoin
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void
  beginPath(): void
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  stroke(): void
}

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

/** Paints what is a hairline at the view's scale, as `paintInView` does, with nothing but a plain line. */
export function paintHairline(
  ctx: LineContext,
  record: StrokeRecord,
  theme: Theme,
  view: View,
  strength: number,
): void {
  place(ctx, record, strength, view.scale, 0, 0, view.scale, view.x, view.y)
  ctx.strokeStyle = cssOfInk(record.color, theme)
  const perUnit = view.scale * Math.abs(record.scaleX)
  strokeThin(ctx, thinInkOf(record, THIN_STEP / perUnit), record, perUnit)
}

/** Whether a record is ink that is at most a pixel wide everywhere. @param scale pixels to a unit of the board */
export function isHairline(record: BoardRecord, scale: number): record is StrokeRecord {
  if (record.type !== 'stroke') return false
  const across = Math.abs(record.scaleX)
  return across === Math.abs(record.scaleY) && record.width * MAX_PRESSURE_WIDENING * across * scale <= 1
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
  place(ctx, record, strength, a, b, c, d, e, f)
  const css = cssOfInk(record.color, theme)
  if (record.type === 'stroke') {
    const perUnit = Math.sqrt(Math.abs((a * d - b * c) * record.scaleX * record.scaleY))
    if (isThin(record.width, perUnit)) {
      ctx.strokeStyle = css
      strokeThin(ctx, thinInkOf(record, THIN_STEP / perUnit), record, perUnit)
    } else {
      ctx.fillStyle = css
      fillInk(ctx, outlines.of(record, grainAt(record, perUnit)))
    }
    return
  }
  ctx.fillStyle = ctx.strokeStyle = css
  if (record.type === 'text') fillWordsOf(ctx, record)
  else if (record.type === 'image') {
    const scale = Math.sqrt(Math.abs(a * d - b * c))
    paintImage(ctx, record, theme, scale * Math.abs(record.scaleX), scale * Math.abs(record.scaleY))
  } else if (isDrawn(record)) paintFigures(ctx, record, theme)
}

/** Leads the context's pixels to a record's own units, and sets its opacity. */
function place(
  ctx: Pick<LineContext, 'globalAlpha' | 'setTransform'>,
  record: BoardRecord,
  strength: number,
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
): void {
  const cos = record.rotation === 0 ? 1 : Math.cos(record.rotation)
  const sin = record.rotation === 0 ? 0 : Math.sin(record.rotation)
  const ma = cos * record.scaleX
  const mb = sin * record.scaleX
  const mc = -sin * record.scaleY
  const md = cos * record.scaleY
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
}

/** Fills ink whose opacity and colour are set already. */
function fillInk(ctx: PaintContext, paths: readonly InkPath[]): void {
  const alpha = ctx.globalAlpha
  for (const { path, opacity } of paths) {
    if (opacity !== 1) ctx.globalAlpha = alpha * opacity
    ctx.fill(path)
  }
}

/** Ink narrower than this many pixels shows no outline, and is painted as a plain line. */
const THIN = 1.25
/** The grain of a pencil's line at a scale: as much of its own as can be seen. */
function grainAt(ink: Pick<StrokeRecord, 'width' | 'unit'>, perUnit: number): Grain {
  const [own, seen] = [ownGrain(ink), grainFor(ink.width * perUnit)]
  return own < seen ? own : seen
}

/** So many pressures, and none, are told apart in packed ink. */
const PRESSURES = 127
/** Pixels between the points of a plain line. */
const THIN_STEP = 1

function isThin(width: number, perUnit: number): boolean {
  return width * perUnit < THIN
}

/**
 * Ink seen from afar: a line through its points, as wide as its outline is on average. Many times cheaper,
 * which is what counts when thousands of strokes are in view.
 */
function strokeThin(
  ctx: LineContext,
  ink: InkPlaces,
  style: { readonly width: number; readonly pressure: boolean; readonly nib: Nib },
  perUnit: number,
): void {
  if (ink.from === ink.to) return
  ctx.beginPath()
  traceThin(ctx, ink, THIN_STEP / perUnit)
  ctx.lineWidth = thinWidth(style.width, style.pressure, ink.pressure, style.nib)
  if (style.nib === 'pencil') ctx.globalAlpha *= pencilOpacity(ink.pressure, style.pressure)
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
      pressure: stroke.pressure ? Math.round(Math.min(1, Math.max(0, pressure)) * PRESSURES) / PRESSURES : 0.5,
    })
  }
  const { scale } = view
  ctx.setTransform(scale, 0, 0, scale, scale * stroke.x + view.x, scale * stroke.y + view.y)
  ctx.globalAlpha = stroke.opacity
  ctx.fillStyle = ctx.strokeStyle = cssOfInk(stroke.color, theme)
  if (isThin(stroke.width, scale)) strokeThin(ctx, thinInkOfPoints(packed), stroke, scale)
  else fillInk(ctx, pathsOf(packed, stroke.width, stroke.pressure, stroke.nib, grainAt(stroke, scale)))
}
