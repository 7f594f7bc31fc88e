import { finePlacesOf, sketchOf, type InkPlaces } from '#shared/model/ink-sketch.ts'
import type { InkPoint } from '#shared/model/points.ts'
import type { StrokeRecord } from '#shared/model/records.ts'

/**
 * The places of packed ink for painting it thin; good until the next call.
 * @param apart in units of the record, how near two places may be to count as one
 */
export function thinInkOf(stroke: StrokeRecord, apart: number): InkPlaces {
  const sketch = sketchOf(stroke)
  return sketch.apart <= apart ? sketch : finePlacesOf(stroke, apart)
}

/** The same of points that are not packed yet. */
export function thinInkOfPoints(points: readonly InkPoint[]): InkPlaces {
  const places = Float32Array.from(points.flatMap(({ x, y }) => [x, y]))
  const pressure = points.reduce((sum, point) => sum + point.pressure, 0) / Math.max(1, points.length)
  return { places, from: 0, to: places.length, pressure }
}

/** Length of a dot, as a part of how near places may be to count as one. */
const DOT = 1 / 64

/** Traces the way of the ink as a plain line, leaving out what is nearer than `apart`. */
export function traceThin(
  ctx: Pick<CanvasPath, 'moveTo' | 'lineTo'>,
  { places, from, to }: InkPlaces,
  apart: number,
): void {
  const nearest = apart * apart
  let x = places[from]!
  let y = places[from + 1]!
  ctx.moveTo(x, y)
  for (let i = from + 2; i < to; i += 2) {
    const dx = places[i]! - x
    const dy = places[i + 1]! - y
    if (dx * dx + dy * dy < nearest && i < to - 2) continue
    x = places[i]!
    y = places[i + 1]!
    ctx.lineTo(x, y)
  }
  // Of a line without any length canvases draw nothing, round as its ends may be: a dot needs a little.
  if (to - from === 2) ctx.lineTo(x + apart * DOT, y)
}
