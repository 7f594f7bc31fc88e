import type { View } from './camera.ts'
import type { Guide } from './snapping.ts'

/** Device pixels are hit in their middle, so that a line is as thin as it can be. */
export function drawGuides(
  ctx: CanvasRenderingContext2D,
  guides: readonly Guide[],
  accent: string,
  { scale, x, y }: View,
  density: number,
): void {
  if (guides.length === 0) return
  const half = (density % 2) / 2
  ctx.save()
  ctx.resetTransform()
  ctx.globalAlpha = 1
  ctx.strokeStyle = accent
  ctx.lineWidth = density
  ctx.beginPath()
  for (const { axis, at, from, to } of guides) {
    if (axis === 'x') {
      const place = Math.round(at * scale + x) + half
      ctx.moveTo(place, from * scale + y)
      ctx.lineTo(place, to * scale + y)
    } else {
      const place = Math.round(at * scale + y) + half
      ctx.moveTo(from * scale + x, place)
      ctx.lineTo(to * scale + x, place)
    }
  }
  ctx.stroke()
  ctx.restore()
}
