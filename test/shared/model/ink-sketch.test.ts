import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { finePlacesOf, sketchOf } from '#shared/model/ink-sketch.ts'
import { packPoints, unpackPoints } from '#shared/model/points.ts'

const drawings = fc.record({
  unit: fc.integer({ min: -2, max: 6 }),
  pressure: fc.boolean(),
  points: fc.array(
    fc.record({
      x: fc.double({ min: -2000, max: 2000, noNaN: true }),
      y: fc.double({ min: -2000, max: 2000, noNaN: true }),
      pressure: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 300 },
  ),
})

describe('the sketch of ink', () => {
  test('reaches as far as its points, and has their mean pressure', () => {
    fc.assert(
      fc.property(drawings, ({ unit, pressure, points }) => {
        const stroke = { unit, pressure, points: packPoints(points, unit, pressure) }
        const all = unpackPoints(stroke)
        const sketch = sketchOf(stroke)
        expect(sketch.minX).toBe(Math.min(...all.map(({ x }) => x)))
        expect(sketch.minY).toBe(Math.min(...all.map(({ y }) => y)))
        expect(sketch.maxX).toBe(Math.max(...all.map(({ x }) => x)))
        expect(sketch.maxY).toBe(Math.max(...all.map(({ y }) => y)))
        expect(sketch.pressure).toBeCloseTo(all.reduce((sum, point) => sum + point.pressure, 0) / all.length, 9)
      }),
    )
  })

  test('keeps few places of a stroke however long it is, and as many as are asked for', () => {
    fc.assert(
      fc.property(drawings, fc.double({ min: 0.5, max: 50, noNaN: true }), ({ unit, pressure, points }, apart) => {
        const stroke = { unit, pressure, points: packPoints(points, unit, pressure) }
        const all = unpackPoints(stroke)
        const { from, to } = sketchOf(stroke)
        expect(to - from).toBeLessThanOrEqual(2 * 42)
        const fine = finePlacesOf(stroke, apart)
        const places = fine.places.slice(fine.from, fine.to)
        expect(Array.from(places.slice(0, 2))).toEqual([Math.fround(all[0]!.x), Math.fround(all[0]!.y)])
        expect(Array.from(places.slice(-2))).toEqual([Math.fround(all.at(-1)!.x), Math.fround(all.at(-1)!.y)])
        for (const { x, y } of all) {
          const distances = Array.from({ length: places.length / 2 }, (_, i) =>
            Math.hypot(places[2 * i]! - x, places[2 * i + 1]! - y),
          )
          expect(Math.min(...distances)).toBeLessThanOrEqual(apart + 1e-2)
        }
      }),
    )
  })
})
