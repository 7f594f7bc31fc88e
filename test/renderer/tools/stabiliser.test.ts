import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InkPoint } from '#shared/model/points.ts'
import { Stabiliser, type Steadiness } from '#renderer/tools/stabiliser.ts'

/** A line to the right with a tremor. */
function trembling(count: number, apart: number, tremor = 4): InkPoint[] {
  return Array.from({ length: count }, (_, i) => ({ x: i * apart, y: i % 2 === 0 ? tremor : -tremor, pressure: 0.5 }))
}

function steadied(steadiness: Steadiness, [first, ...rest]: readonly InkPoint[], zoom = 1): InkPoint[] {
  const stabiliser = new Stabiliser(steadiness, zoom, first!)
  return [...stabiliser.through(rest), ...stabiliser.catchUp()]
}

/** How far a line strays from the axis once it has begun and before it catches up. */
function strayOf(points: readonly InkPoint[]): number {
  const middle = points.slice(20, -12)
  expect(middle.length).toBeGreaterThan(5)
  return Math.max(...middle.map(({ y }) => Math.abs(y)))
}

const way = fc.array(
  fc.record({
    x: fc.integer({ min: -400, max: 400 }),
    y: fc.integer({ min: -400, max: 400 }),
    pressure: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 2, maxLength: 20 },
)

describe('the stabiliser', () => {
  test('leaves ink as it is where it is off', () => {
    const points = trembling(20, 5)
    expect(steadied('off', points)).toEqual(points.slice(1))
  })

  test('takes a tremor out of a line, the more the stronger it is', () => {
    const points = trembling(200, 4)
    const [light, strong] = [strayOf(steadied('light', points)), strayOf(steadied('strong', points))]
    expect(light).toBeLessThan(2.5)
    expect(strong).toBeLessThan(light / 2)
  })

  test('catches up with the pointer when the pen lifts', () => {
    fc.assert(
      fc.property(way, fc.constantFrom<Steadiness>('light', 'strong'), (points, steadiness) => {
        const [end, last] = [steadied(steadiness, points).at(-1) ?? points[0]!, points.at(-1)!]
        expect(end.x).toBeCloseTo(last.x, 6)
        expect(end.y).toBeCloseTo(last.y, 6)
      }),
    )
  })

  test('gives the same line however often the pointer was sampled on its way', () => {
    fc.assert(
      fc.property(way, fc.integer({ min: 2, max: 5 }), (points, parts) => {
        const finer = points.flatMap((to, i) => {
          const from = points[i - 1]
          if (from === undefined) return [to]
          return Array.from({ length: parts }, (_, k) => {
            const part = (k + 1) / parts
            const mix = (a: number, b: number): number => a + (b - a) * part
            return { x: mix(from.x, to.x), y: mix(from.y, to.y), pressure: mix(from.pressure, to.pressure) }
          })
        })
        const [one, other] = [steadied('strong', points), steadied('strong', finer)]
        // Where a step falls on a sample, rounding may give it to the one or the other side.
        expect(Math.abs(one.length - other.length)).toBeLessThanOrEqual(1)
        for (const [i, point] of one.slice(0, -9).entries()) {
          expect(Math.hypot(point.x - other[i]!.x, point.y - other[i]!.y)).toBeLessThan(1e-6)
        }
      }),
    )
  })

  test('gives the same line however the samples come together in events', () => {
    const points = trembling(60, 7)
    const [first, ...rest] = points
    const stabiliser = new Stabiliser('light', 1, first!)
    const together = stabiliser.through(rest)
    const oneByOne = new Stabiliser('light', 1, first!)
    expect(rest.flatMap((point) => oneByOne.through([point]))).toEqual(together)
  })

  test('steadies by what is seen: the same on the screen at any zoom', () => {
    const points = trembling(80, 6)
    const near = steadied(
      'strong',
      points.map((p) => ({ ...p, x: p.x / 8, y: p.y / 8 })),
      8,
    )
    const far = steadied('strong', points)
    expect(near).toHaveLength(far.length)
    for (const [i, { x, y }] of far.entries()) {
      expect(near[i]!.x * 8).toBeCloseTo(x, 6)
      expect(near[i]!.y * 8).toBeCloseTo(y, 6)
    }
  })

  test('never leaves the area that the hand went around', () => {
    fc.assert(
      fc.property(way, (points) => {
        const xs = points.map(({ x }) => x)
        for (const { x, pressure } of steadied('strong', points)) {
          expect(x).toBeGreaterThanOrEqual(Math.min(...xs) - 1e-9)
          expect(x).toBeLessThanOrEqual(Math.max(...xs) + 1e-9)
          expect(pressure).toBeGreaterThanOrEqual(0)
          expect(pressure).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})
