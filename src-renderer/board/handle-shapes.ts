import type { HandleColors } from './handle-colors.ts'

type Context = CanvasRenderingContext2D

/** A handle with round corners about a place, turned by so many degrees. */
export function drawRounded(
  ctx: Context,
  place: { readonly left: number; readonly top: number; readonly angle: number },
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
