import { cssOfInk, type Theme } from '#shared/model/palette.ts'
import type { ImageRecord } from '#shared/model/records.ts'
import { pictures, type MissingPicture } from '#renderer/pictures/picture-shelf.ts'
import type { TextContext } from './text-layout.ts'

/** How many pixels a picture takes up in a view of so many pixels per unit of the board. */
export function pixelsOf({ w, h, scaleX, scaleY }: ImageRecord, scale: number): { wide: number; high: number } {
  return { wide: w * scale * Math.abs(scaleX), high: h * scale * Math.abs(scaleY) }
}

/** Strength of what stands in for a picture that is not here yet. */
const QUIET = 0.14
const GLYPH = 0.5
/** The glyph takes this part of the shorter side, and no more than so many pixels. */
const GLYPH_PART = 0.4
const MOST_GLYPH = 48
/** Below this many pixels a side there is only a plain box. */
const LEAST_BOX = 24

/**
 * Paints a picture, or what stands in for it, into a context whose units are the record's own.
 *
 * @param perX,perY pixels per unit of the record, along its axes
 */
export function paintImage(ctx: TextContext, record: ImageRecord, theme: Theme, perX: number, perY: number): void {
  const { w, h, blob } = record
  if (w <= 0 || h <= 0) return
  const image = pictures.take({ hash: blob, wide: w * perX, high: h * perY })
  if (image !== null) ctx.drawImage(image, 0, 0, w, h)
  else paintStandIn(ctx, w, h, theme, perX, perY, pictures.missing(blob))
}

function paintStandIn(
  ctx: TextContext,
  w: number,
  h: number,
  theme: Theme,
  perX: number,
  perY: number,
  missing: MissingPicture,
): void {
  const strength = ctx.globalAlpha
  ctx.fillStyle = ctx.strokeStyle = cssOfInk('grey', theme)
  ctx.globalAlpha = strength * QUIET
  ctx.fillRect(0, 0, w, h)
  const side = Math.min(w * perX, h * perY)
  if (side < LEAST_BOX) return
  ctx.globalAlpha = strength * GLYPH
  const glyph = Math.min(side * GLYPH_PART, MOST_GLYPH)
  ctx.translate(w / 2, h / 2)
  ctx.scale(glyph / perX, glyph / perY)
  ctx.lineWidth = 0.07
  ctx.lineJoin = ctx.lineCap = 'round'
  ctx.setLineDash([])
  ctx.beginPath()
  traceGlyph(ctx)
  if (missing.kind === 'damaged') traceStrike(ctx)
  ctx.stroke()
  if (missing.kind === 'coming' && missing.part > 0) {
    ctx.fillRect(-0.5, 0.66, Math.min(1, missing.part), 0.08)
    ctx.globalAlpha = strength * QUIET
    ctx.fillRect(-0.5, 0.66, 1, 0.08)
  }
}

/** A frame with mountains and a sun, in a square of side 1 about the origin. */
function traceGlyph(ctx: TextContext): void {
  ctx.rect(-0.5, -0.4, 1, 0.8)
  ctx.moveTo(-0.5, 0.28)
  ctx.lineTo(-0.18, -0.06)
  ctx.lineTo(0.08, 0.2)
  ctx.lineTo(0.24, 0.06)
  ctx.lineTo(0.5, 0.28)
  ctx.moveTo(0.32, -0.18)
  ctx.arc(0.23, -0.18, 0.09, 0, 2 * Math.PI)
}

function traceStrike(ctx: TextContext): void {
  ctx.moveTo(-0.6, 0.5)
  ctx.lineTo(0.6, -0.5)
}
