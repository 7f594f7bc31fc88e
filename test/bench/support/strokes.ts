import { RECORD_ID_LENGTH, randomId } from '#shared/ids.ts'
import { DEFAULT_UNIT, packPoints, type InkPoint } from '#shared/model/points.ts'
import { INK_NAMES } from '#shared/model/palette.ts'
import { USUAL, type StrokeRecord } from '#shared/model/records.ts'
import { TopZ } from '#shared/model/z-order.ts'
import { seededBytes, seededNumbers } from '../../support/random.ts'

export const POINTS_PER_STROKE = 64

/** A hand's way over the paper, sampled 60 times a second: it speeds up, slows down and turns. Starts at 0, 0. */
export function handwriting(random: () => number, count: number = POINTS_PER_STROKE): InkPoint[] {
  let [x, y, pressure] = [0, 0, 0.4 + random() * 0.2]
  let direction = random() * 2 * Math.PI
  let turning = 0
  let speed = 1 + random() * 4
  return Array.from({ length: count }, () => {
    const point = { x, y, pressure }
    turning = turning * 0.9 + (random() - 0.5) * 0.25
    direction += turning
    speed = Math.min(12, Math.max(0.5, speed + (random() - 0.5) * 1.5))
    x += Math.cos(direction) * speed
    y += Math.sin(direction) * speed
    pressure = Math.min(1, Math.max(0.05, pressure + (random() - 0.5) * 0.06))
    return point
  })
}

/** Strokes of 64 points, spread over a square board of `side` units about the origin; the same every time. */
export function* strokes(count: number, side: number): Generator<StrokeRecord> {
  const random = seededNumbers(count)
  const bytes = seededBytes(count + 1)
  const topZ = new TopZ()
  const place = (): number => Math.round((random() - 0.5) * side * 8) / 8
  for (let i = 0; i < count; i++) {
    const z = topZ.above()
    topZ.see(z)
    yield {
      ...USUAL.stroke,
      type: 'stroke',
      id: randomId(bytes, RECORD_ID_LENGTH),
      z,
      author: 1,
      x: place(),
      y: place(),
      color: INK_NAMES[Math.floor(random() * INK_NAMES.length)]!,
      width: 2 + Math.floor(random() * 4) * 2,
      unit: DEFAULT_UNIT,
      pressure: true,
      points: packPoints(handwriting(random), DEFAULT_UNIT, true),
    }
  }
}
