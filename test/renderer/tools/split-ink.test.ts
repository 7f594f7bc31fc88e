import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InkPoint } from '#shared/model/points.ts'
import { squaredDistanceToSegment } from '#renderer/board/segments.ts'
import { inkOutside } from '#renderer/tools/split-ink.ts'

const aPlace = fc.record({ x: fc.integer({ min: -100, max: 100 }), y: fc.integer({ min: -100, max: 100 }) })
const aPoint = aPlace.map((place): InkPoint => ({ ...place, pressure: 0.5 }))
const aLine = fc.array(aPoint, { minLength: 1, maxLength: 12 })
const aRadius = fc.integer({ min: 1, max: 40 })

function distance({ x, y }: InkPoint, a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.sqrt(squaredDistanceToSegment(x, y, a.x, a.y, b.x, b.y))
}

/** Places along a line, close together. */
function* along(points: readonly InkPoint[]): Generator<InkPoint> {
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1]!, points[i]!]
    for (let step = 0; step <= 20; step++) {
      const share = step / 20
      yield { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share, pressure: 0.5 }
    }
  }
}

describe('what an eraser leaves of a line', () => {
  test('lies outside of where it went, on the line', () => {
    fc.assert(
      fc.property(aLine, aPlace, aPlace, aRadius, (points, a, b, radius) => {
        for (const run of inkOutside(points, a, b, radius) ?? []) {
          for (const place of along(run)) {
            expect(distance(place, a, b)).toBeGreaterThan(radius - 1e-6)
            const off = points.slice(1).map((to, i) => distance(place, points[i]!, to))
            expect(Math.min(...off)).toBeLessThan(1e-6)
          }
        }
      }),
    )
  })

  test('is all that lies outside, but for crumbs', () => {
    fc.assert(
      fc.property(aLine, aPlace, aPlace, aRadius, (points, a, b, radius) => {
        const runs = inkOutside(points, a, b, radius)
        if (runs === null) {
          for (const place of along(points)) expect(distance(place, a, b)).toBeGreaterThan(radius - 1e-6)
          return
        }
        for (const place of along(points)) {
          if (distance(place, a, b) < radius * 1.26) continue
          const off = runs.flatMap((run) => run.slice(1).map((to, i) => distance(place, run[i]!, to)))
          expect(Math.min(...off)).toBeLessThan(1e-6)
        }
      }),
    )
  })

  test('has the pressure of the place it was cut at', () => {
    const line = [
      { x: 0, y: 0, pressure: 0 },
      { x: 100, y: 0, pressure: 1 },
    ]
    expect(inkOutside(line, { x: 50, y: -50 }, { x: 50, y: 50 }, 10)).toEqual([
      [line[0], { x: 40, y: 0, pressure: 0.4 }],
      [{ x: 60, y: 0, pressure: 0.6 }, line[1]],
    ])
  })

  test('is nothing of a dot that was hit, and all of one that was not', () => {
    const dot = [{ x: 5, y: 5, pressure: 0.5 }]
    expect(inkOutside(dot, { x: 0, y: 0 }, { x: 10, y: 10 }, 1)).toEqual([])
    expect(inkOutside(dot, { x: 0, y: 0 }, { x: 0, y: 10 }, 1)).toBeNull()
    expect(inkOutside([], { x: 0, y: 0 }, { x: 0, y: 10 }, 1)).toBeNull()
  })
})
