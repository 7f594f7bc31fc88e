import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InkPoint } from '#shared/model/points.ts'
import { squaredDistanceToSegment } from '#renderer/board/segments.ts'
import { splitInk, type Rub } from '#renderer/tools/split-ink.ts'

const aPlace = fc.record({ x: fc.integer({ min: -100, max: 100 }), y: fc.integer({ min: -100, max: 100 }) })
const aPoint = aPlace.map((place): InkPoint => ({ ...place, pressure: 0.5 }))
const aLine = fc.array(aPoint, { minLength: 1, maxLength: 12 })
const aRadius = fc.integer({ min: 1, max: 40 })
/** Half the thickness of a line. */
const aNib = fc.constantFrom(0, 2, 16)

function rub(from: Rub['from'], to: Rub['to'], radius: number, nib = 0): Rub {
  return { from, to, radius, nib: () => nib, slack: 0 }
}

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

function lengthOf(run: readonly InkPoint[]): number {
  return run.slice(1).reduce((sum, to, i) => sum + Math.hypot(to.x - run[i]!.x, to.y - run[i]!.y), 0)
}

describe('what an eraser leaves of a line', () => {
  test('lies outside of where it went, on the line', () => {
    fc.assert(
      fc.property(aLine, aPlace, aPlace, aRadius, aNib, (points, a, b, radius, nib) => {
        for (const run of splitInk(points, rub(a, b, radius, nib))?.left ?? []) {
          for (const place of along(run)) {
            // The line is round about its middle: what is seen of it ends at the eraser's edge.
            expect(distance(place, a, b) - nib).toBeGreaterThan(radius - 1e-6)
            const off = points.slice(1).map((to, i) => distance(place, points[i]!, to))
            expect(Math.min(...off)).toBeLessThan(1e-6)
          }
        }
      }),
    )
  })

  test('is all that lies outside, but for crumbs', () => {
    fc.assert(
      fc.property(aLine, aPlace, aPlace, aRadius, aNib, (points, a, b, radius, nib) => {
        const split = splitInk(points, rub(a, b, radius, nib))
        if (split === null) {
          for (const place of along(points)) expect(distance(place, a, b) - nib).toBeGreaterThan(radius - 1e-6)
          return
        }
        for (const place of along(points)) {
          if (distance(place, a, b) < nib + radius * 1.26) continue
          const off = split.left.flatMap((run) => run.slice(1).map((to, i) => distance(place, run[i]!, to)))
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
    expect(splitInk(line, rub({ x: 50, y: -50 }, { x: 50, y: 50 }, 10))?.left).toEqual([
      [line[0], { x: 40, y: 0, pressure: 0.4 }],
      [{ x: 60, y: 0, pressure: 0.6 }, line[1]],
    ])
  })

  test('and what is lost are the whole line, end to end', () => {
    fc.assert(
      fc.property(aLine, aPlace, aPlace, aRadius, aNib, (points, a, b, radius, nib) => {
        const split = splitInk(points, rub(a, b, radius, nib))
        if (split === null || points.length === 1) return
        const length = [...split.left, ...split.lost].reduce((sum, run) => sum + lengthOf(run), 0)
        expect(length).toBeCloseTo(lengthOf(points), 6)
      }),
    )
  })

  test('begins farther away where the line is thicker', () => {
    const line = [0, 100, 200, 300].map((x) => ({ x, y: 0, pressure: x < 200 ? 0 : 1 }))
    const across = rub({ x: 150, y: -50 }, { x: 150, y: 50 }, 10)
    const thick = { ...across, nib: (pressure: number) => (pressure === 1 ? 16 : 2) }
    expect(splitInk(line, thick)?.left.map((run) => run.map(({ x }) => x))).toEqual([
      [0, 100, 124],
      [176, 200, 300],
    ])
    const [from, to] = [
      { x: 0, y: 14 },
      { x: 70, y: 14 },
    ]
    expect(splitInk(line, { ...thick, from, to })).toBeNull()
    expect(splitInk(line, { ...thick, from: { x: 250, y: 14 }, to: { x: 250, y: 25 } })?.left).toHaveLength(2)
  })

  test('is nothing of a dot that was hit, and all of one that was not', () => {
    const dot = [{ x: 5, y: 5, pressure: 0.5 }]
    expect(splitInk(dot, rub({ x: 0, y: 0 }, { x: 10, y: 10 }, 1))?.left).toEqual([])
    expect(splitInk(dot, rub({ x: 0, y: 0 }, { x: 0, y: 10 }, 1))).toBeNull()
    expect(splitInk(dot, rub({ x: 0, y: 0 }, { x: 0, y: 10 }, 1, 5))?.left).toEqual([])
    expect(splitInk([], rub({ x: 0, y: 0 }, { x: 0, y: 10 }, 1))).toBeNull()
  })
})
