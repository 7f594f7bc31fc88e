import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MeantShape } from '#renderer/tools/meant-shape.ts'
import { inkOfShape, meantShape, taken } from '#renderer/tools/straightening.ts'
import type { Place } from '#renderer/tools/tool.ts'
import { byHand, circle, polygon, SeededDice } from '../../support/hand.ts'

const LEAST = 24
const seed = fc.integer({ min: 1, max: 1e6 })
const size = fc.double({ min: 60, max: 600, noNaN: true })
const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true })

function kindOf(points: readonly Place[]): MeantShape['kind'] | null {
  return meantShape(points, LEAST)?.kind ?? null
}

function turned(points: readonly Place[], by: number): Place[] {
  const [cos, sin] = [Math.cos(by), Math.sin(by)]
  return points.map(({ x, y }) => ({ x: 300 + x * cos - y * sin, y: -80 + x * sin + y * cos }))
}

describe('a stroke by hand was meant to be', () => {
  test('a line, if it goes straight enough', () => {
    fc.assert(
      fc.property(seed, size, angle, (dice, length, by) => {
        const path = turned(
          [
            { x: 0, y: 0 },
            { x: length, y: 0 },
          ],
          by,
        )
        const hand = byHand(path, length * 0.012, new SeededDice(dice))
        const shape = meantShape(hand, LEAST)
        expect(shape?.kind).toBe('line')
        expect(shape).toMatchObject({ from: hand[0], to: hand.at(-1) })
      }),
    )
  })

  test('a circle, if it is round, wherever it was begun and whichever way', () => {
    fc.assert(
      fc.property(seed, size, angle, fc.boolean(), (dice, diameter, start, clockwise) => {
        const hand = byHand(
          circle(diameter / 2, diameter / 2, start, clockwise),
          diameter * 0.012,
          new SeededDice(dice),
        )
        const shape = meantShape(hand, LEAST)
        expect(shape?.kind).toBe('ellipse')
        if (shape?.kind !== 'ellipse') return
        expect(shape.radiusX).toBe(shape.radiusY)
        expect(shape.radiusX / (diameter / 2)).toBeGreaterThan(0.93)
        expect(shape.radiusX / (diameter / 2)).toBeLessThan(1.07)
        expect(Math.hypot(shape.centre.x, shape.centre.y)).toBeLessThan(diameter * 0.05)
      }),
    )
  })

  test('an ellipse, if it is a flat circle', () => {
    fc.assert(
      fc.property(seed, size, angle, fc.double({ min: 0.35, max: 0.7, noNaN: true }), (dice, width, by, flat) => {
        const path = turned(circle(width / 2, (width * flat) / 2, 1, true), by)
        const shape = meantShape(byHand(path, width * 0.008, new SeededDice(dice)), LEAST)
        expect(shape?.kind).toBe('ellipse')
        if (shape?.kind !== 'ellipse') return
        const radii = [shape.radiusX, shape.radiusY].toSorted((a, b) => b - a)
        expect(radii[0]! / (width / 2)).toBeCloseTo(1, 0.9)
        expect(radii[1]! / radii[0]!).toBeCloseTo(flat, 0.9)
      }),
    )
  })

  test('a rectangle, leaning as it was drawn, or upright when nearly so', () => {
    fc.assert(
      fc.property(seed, size, angle, fc.double({ min: 0.4, max: 1, noNaN: true }), (dice, width, by, flat) => {
        const height = width * flat
        const path = turned(
          polygon([
            [0, 0],
            [width, 0],
            [width, height],
            [0, height],
          ]),
          by,
        )
        const shape = meantShape(byHand(path, width * 0.008, new SeededDice(dice)), LEAST)
        expect(shape?.kind).toBe('rectangle')
        if (shape?.kind !== 'rectangle') return
        const [a, b, c] = [shape.corners[0]!, shape.corners[1]!, shape.corners[2]!]
        const across = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y)
        expect(Math.abs(across)).toBeLessThan(1e-6 * width * width)
        for (const corner of turned(
          [
            [0, 0],
            [width, 0],
            [width, height],
            [0, height],
          ].map(([x, y]) => ({ x: x!, y: y! })),
          by,
        )) {
          const nearest = Math.min(...shape.corners.map((one) => Math.hypot(one.x - corner.x, one.y - corner.y)))
          expect(nearest).toBeLessThan(width * 0.13)
        }
      }),
    )
    const upright = meantShape(
      turned(
        polygon([
          [0, 0],
          [200, 0],
          [200, 100],
          [0, 100],
        ]),
        0.06,
      ),
      LEAST,
    )
    expect(upright?.kind).toBe('rectangle')
    if (upright?.kind !== 'rectangle') return
    expect(new Set(upright.corners.map(({ x }) => x.toFixed(6))).size).toBe(2)
  })

  test('a triangle, if it has three corners', () => {
    fc.assert(
      fc.property(seed, size, angle, fc.double({ min: 0.2, max: 0.8, noNaN: true }), (dice, width, by, top) => {
        const path = turned(
          polygon([
            [0, 0],
            [width, 0],
            [width * top, width * 0.8],
          ]),
          by,
        )
        expect(kindOf(byHand(path, width * 0.008, new SeededDice(dice)))).toBe('triangle')
      }),
    )
  })

  test('nothing else, if it is a word, a spiral, a bow, an angle or a scribble', () => {
    const wave = Array.from({ length: 120 }, (_, i) => ({ x: i * 2, y: 30 * Math.sin(i / 6) }))
    const spiral = Array.from({ length: 200 }, (_, i) => ({ x: i * Math.cos(i / 10), y: i * Math.sin(i / 10) }))
    const bow = Array.from({ length: 60 }, (_, i) => ({ x: 100 * Math.cos(i / 25), y: 100 * Math.sin(i / 25) }))
    const corner = polygon([
      [0, 0],
      [100, 0],
      [100, 100],
    ]).slice(0, 40)
    const eight = Array.from({ length: 120 }, (_, i) => ({ x: 100 * Math.sin(i / 19.1), y: 60 * Math.sin(i / 9.55) }))
    const star = polygon(
      Array.from({ length: 10 }, (_, i) => {
        const r = i % 2 === 0 ? 100 : 42
        return [r * Math.cos((i * Math.PI) / 5), r * Math.sin((i * Math.PI) / 5)] as const
      }),
    )
    const found = Object.entries({ wave, spiral, bow, corner, eight, star }).filter(([, path]) => kindOf(path) !== null)
    expect(found.map(([name]) => name)).toEqual([])
    fc.assert(
      fc.property(seed, (dice) => {
        const die = new SeededDice(dice)
        const scribble = Array.from({ length: 40 }, () => ({ x: 200 * die.next(), y: 200 * die.next() }))
        expect(kindOf(scribble)).toBeNull()
      }),
    )
  })

  test('nothing, if it is small, or nothing at all', () => {
    expect(kindOf([])).toBeNull()
    expect(kindOf([{ x: 1, y: 1 }])).toBeNull()
    expect(
      kindOf([
        { x: 1, y: 1 },
        { x: 1, y: 1 },
      ]),
    ).toBeNull()
    expect(kindOf(circle(5, 5, 0, true))).toBeNull()
    expect(
      kindOf([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
      ]),
    ).toBeNull()
  })

  test('never anything that is not finite, whatever the points', () => {
    const place = fc.record({ x: fc.integer({ min: -50, max: 50 }), y: fc.integer({ min: -50, max: 50 }) })
    fc.assert(
      fc.property(fc.array(place, { maxLength: 30 }), (points) => {
        const shape = meantShape(points, 1)
        if (shape === null) return
        const ink = inkOfShape(shape, 0.5, 0.5)
        expect(ink.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('clean ink', () => {
  test('of a rectangle goes through its corners and back to the first', () => {
    const corners = [
      [0, 0],
      [100, 0],
      [100, 50],
      [0, 50],
    ].map(([x, y]) => ({ x: x!, y: y! }))
    const ink = inkOfShape({ kind: 'rectangle', corners }, 2, 0.7)
    for (const corner of corners) expect(ink).toContainEqual({ ...corner, pressure: 0.7 })
    expect(ink.at(-1)).toEqual(ink[0])
    for (const [i, point] of ink.slice(1).entries()) {
      expect(Math.hypot(point.x - ink[i]!.x, point.y - ink[i]!.y)).toBeCloseTo(2, 6)
    }
  })

  test('has no more points than a stroke can have, however small the nib', () => {
    const ink = inkOfShape({ kind: 'line', from: { x: 0, y: 0 }, to: { x: 1e6, y: 0 } }, 0.01, 0.5)
    expect(ink.length).toBeLessThan(2000)
  })

  test('follows the pen that still holds it: turned and scaled about what stays', () => {
    const ink = inkOfShape({ kind: 'line', from: { x: 0, y: 0 }, to: { x: 100, y: 0 } }, 25, 0.5)
    const moved = taken(ink, { x: 0, y: 0 }, { x: 100, y: 0 }, { x: 0, y: 50 })
    expect(moved[0]).toMatchObject({ x: 0, y: 0 })
    expect(moved.at(-1)!.x).toBeCloseTo(0, 9)
    expect(moved.at(-1)!.y).toBeCloseTo(50, 9)
  })
})
