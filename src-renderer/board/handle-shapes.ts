import type { HandleColors } from './handle-colors.ts'

type Context = CanvasRenderingContext2D

/** Where a handle is, in CSS pixels, and how many degrees it is turned. */
interface HandlePlace {
  readonly left: number
  readonly top: number
  readonly angle: number
}

/** CSS pixels. */
export const CORNER_SIDE = 8
const CORNER = { width: CORNER_SIDE, height: CORNER_SIDE, rounding: 2.5 }
const BAR = { thickness: 5, length: 16, rounding: 2.5 }

/** A small rounded square, for a corner. */
export function drawCorner(ctx: Context, place: HandlePlace, colors: HandleColors): void {
  drawRounded(ctx, place, CORNER, colors)
}

/** A small bar that lies along the side of which it is the handle: left or right where `x` is not 0. */
export function drawSide(ctx: Context, place: HandlePlace, { x }: { readonly x: number }, colors: HandleColors): void {
  const { thickness, length, rounding } = BAR
  const [width, height] = x === 0 ? [length, thickness] : [thickness, length]
  drawRounded(ctx, place, { width, height, rounding }, colors)
}

/** A handle with round corners. */
function drawRounded(
  ctx: Context,
  place: HandlePlace,
  size: { readonly width: number; readonly height: number; readonly rounding: number },
  colors: HandleColors,
): void {
  const { width, height, rounding } = size
  ctx.save()
  ctx.translate(place.left, place.top)
  ctx.rotate((place.angle * Math.PI) / 180)
  ctx.beginPath()
  ctx.roundRect(-width / 2, -height / 2, width, height, rounding)
  finish(ctx, colors)
  ctx.restore()
}

export function drawDot(ctx: Context, left: number, top: number, radius: number, colors: HandleColors): void {
  ctx.save()
  ctx.beginPath()
  ctx.arc(left, top, radius, 0, 2 * Math.PI)
  finish(ctx, colors)
  ctx.restore()
}

function finish(ctx: Context, { accent, paper }: HandleColors): void {
  ctx.fillStyle = paper
  ctx.strokeStyle = accent
  ctx.lineWidth = 1.5
  ctx.fill()
  ctx.stroke()
}
