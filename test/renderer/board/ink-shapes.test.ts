import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundsOfPoints, inflate, localBounds, MAX_PRESSURE_WIDENING } from '#shared/model/bounds.ts'
import { cssOfInk, PAPER, type Theme } from '#shared/model/palette.ts'
import type { InkPoint } from '#shared/model/points.ts'
import { NIBS, type Nib } from '#shared/model/properties.ts'
import { inkShapes, inkShapesOf, pathOfInkShape, type InkShape } from '#renderer/board/ink-shapes.ts'
import { localPaintedBounds } from '#renderer/board/painted-bounds.ts'
import { NibStyles } from '#renderer/tools/nib-styles.ts'
import { stroke, wave } from '../../support/records.ts'

const point = fc.record({
  x: fc.double({ min: -300, max: 300, noNaN: true }),
  y: fc.double({ min: -300, max: 300, noNaN: true }),
  pressure: fc.double({ min: 0, max: 1, noNaN: true }),
})
const ink = fc.array(point, { minLength: 1, maxLength: 40 })
const nib = fc.constantFrom(...NIBS)

/** Every place that the paths of the shapes go through or are drawn to. */
function placesOf(shapes: readonly InkShape[]): { x: number; y: number }[] {
  return shapes.flatMap((shape) =>
    pathOfInkShape(shape).flatMap((command) => {
      const numbers = command.slice(1) as number[]
      return Array.from({ length: numbers.length / 2 }, (_, i) => ({ x: numbers[2 * i]!, y: numbers[2 * i + 1]! }))
    }),
  )
}

function level(pressure: number): InkPoint[] {
  return Array.from({ length: 80 }, (_, i) => ({ x: i * 4, y: 0, pressure }))
}

function heightOf(kind: Nib, pressure: number): number {
  const { minY, maxY } = boundsOfPoints(placesOf(inkShapes(level(pressure), 20, true, kind, 4).slice(0, 1)))
  return maxY - minY
}

/** How much darkness, in squares of units, a level pencil line of this pressure has beyond its even ground. */
function grainArea(pressure: number): number {
  const grains = inkShapes(level(pressure), 20, true, 'pencil', 4)[1]!.outline
  if (grains.kind !== 'grains') throw new Error('no grains')
  let area = 0
  for (let i = 0; i < grains.corners.length; i += 8) {
    const [x1, y1, x2, y2, x3, y3] = grains.corners.subarray(i, i + 6)
    area += Math.hypot(x2! - x1!, y2! - y1!) * Math.hypot(x3! - x2!, y3! - y2!)
  }
  return area
}

describe('the shapes of ink', () => {
  test('never leave the bounds that the model gives it, whatever the nib', () => {
    const width = fc.double({ min: 0.05, max: 60, noNaN: true })
    fc.assert(
      fc.property(
        ink,
        width,
        fc.boolean(),
        nib,
        fc.constantFrom(2, 4, 8, 16, 32),
        (points, size, pressure, kind, grain) => {
          const box = inflate(boundsOfPoints(points), (size / 2) * MAX_PRESSURE_WIDENING + 1e-4)
          const extent = boundsOfPoints(placesOf(inkShapes(points, size, pressure, kind, grain)))
          expect(extent.minX).toBeGreaterThanOrEqual(box.minX)
          expect(extent.minY).toBeGreaterThanOrEqual(box.minY)
          expect(extent.maxX).toBeLessThanOrEqual(box.maxX)
          expect(extent.maxY).toBeLessThanOrEqual(box.maxY)
        },
      ),
    )
  })

  test('lie within the painted bounds, which lie within the model’s', () => {
    for (const kind of NIBS) {
      for (const pressure of [false, true]) {
        const record = stroke({ id: 'a', nib: kind, width: 14, pressure })
        const [extent, painted, roomy] = [
          boundsOfPoints(placesOf(inkShapesOf(record))),
          localPaintedBounds(record),
          localBounds(record),
        ]
        for (const side of ['minX', 'minY'] as const) {
          expect(extent[side]).toBeGreaterThanOrEqual(painted[side] - 1e-3)
          expect(painted[side]).toBeGreaterThanOrEqual(roomy[side])
        }
        for (const side of ['maxX', 'maxY'] as const) {
          expect(extent[side]).toBeLessThanOrEqual(painted[side] + 1e-3)
          expect(painted[side]).toBeLessThanOrEqual(roomy[side])
        }
      }
    }
  })

  test('are finite and always the same for the same points', () => {
    fc.assert(
      fc.property(ink, fc.boolean(), nib, (points, pressure, kind) => {
        const doubled = points.flatMap((p) => [p, { ...p }])
        const one = inkShapes(doubled, 3, pressure, kind, 4)
        expect(inkShapes(doubled, 3, pressure, kind, 4)).toEqual(one)
        expect(placesOf(one).every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true)
      }),
    )
  })

  test('of a tap are one dot, with any nib', () => {
    for (const kind of NIBS) {
      const shapes = inkShapes([{ x: 5, y: 6, pressure: 0.5 }], 8, false, kind, 4)
      expect(shapes.map(({ outline }) => outline.kind)).toEqual(['dot'])
      const { minX, maxX } = boundsOfPoints(placesOf(shapes))
      expect([minX, maxX]).toEqual([1, 9])
    }
  })

  test('are one even width for markers and highlighters, however hard they are pressed', () => {
    for (const kind of ['marker', 'highlighter'] as const) {
      expect(heightOf(kind, 0.1)).toBeCloseTo(20, 0)
      expect(heightOf(kind, 0.9)).toBeCloseTo(heightOf(kind, 0.1), 6)
    }
  })

  test('of a highlighter end flat where the hand began and ended', () => {
    const reach = (kind: Nib): number => {
      const { minX, maxX } = boundsOfPoints(placesOf(inkShapes(level(0.5), 20, true, kind, 4)))
      return maxX - minX - 79 * 4
    }
    expect(reach('highlighter')).toBeLessThan(2)
    expect(reach('marker')).toBeGreaterThan(18)
  })

  test('of a pencil are darker where it is pressed harder, more than they are wider', () => {
    expect(grainArea(0.9)).toBeGreaterThan(grainArea(0.2) * 3)
    expect(heightOf('pencil', 0.9)).toBeLessThan(heightOf('pencil', 0.2) * 1.4)
  })

  test('keep a pencil’s grain while the line grows, and give it to copies', () => {
    const grainsOf = (count: number): readonly number[] => {
      const shape = inkShapes(wave(80).slice(0, count), 5, true, 'pencil', 4)[1]!.outline
      if (shape.kind !== 'grains') throw new Error('no grains')
      return Array.from(shape.corners)
    }
    const [before, after] = [grainsOf(40), grainsOf(80)]
    const kept = Math.floor(before.length * 0.85)
    expect(kept).toBeGreaterThan(400)
    expect(after.slice(0, kept)).toEqual(before.slice(0, kept))
  })

  test('have a bound on how much a pencil’s grain is, however long the line', () => {
    const far = [0, 1, 2, 3].map((i) => ({ x: i * 1e6, y: 0, pressure: 1 }))
    const grains = inkShapes(far, 0.1, true, 'pencil', 32)[1]!.outline
    if (grains.kind !== 'grains') throw new Error('no grains')
    expect(grains.corners.length / 8).toBeLessThan(10_000)
  })

  test('overlap themselves as one area, no darker: one shape, save for a pencil’s grain', () => {
    for (const kind of NIBS) expect(inkShapes(wave(), 4, false, kind, 4)).toHaveLength(kind === 'pencil' ? 2 : 1)
  })

  test('are closed paths, each begun anew', () => {
    for (const kind of NIBS) {
      for (const shape of inkShapesOf(stroke({ id: 'a', nib: kind }))) {
        const path = pathOfInkShape(shape).map(([letter]) => letter)
        expect(path[0]).toBe('M')
        expect(path.at(-1)).toBe('Z')
        expect(path.filter((letter) => letter === 'M')).toHaveLength(path.filter((letter) => letter === 'Z').length)
      }
    }
  })
})

/** The contrast of two colours as WCAG 2 has it. */
function contrast(a: readonly number[], b: readonly number[]): number {
  const light = (rgb: readonly number[]): number => {
    const [red, green, blue] = rgb.map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
  }
  const [low, high] = [light(a), light(b)].toSorted((one, other) => one - other)
  return (high! + 0.05) / (low! + 0.05)
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
}

test.for<Theme>(['light', 'dark'])('words under a highlighter stay readable on %s paper', (theme) => {
  const { color, opacity } = new NibStyles().change('highlighter', { color: 'ink', width: 4, opacity: 1 })
  const over = (under: string): number[] => {
    const top = channels(cssOfInk(color, theme))
    return channels(under).map((value, i) => value * (1 - opacity) + top[i]! * opacity)
  }
  expect(contrast(over(cssOfInk('ink', theme)), over(PAPER[theme]))).toBeGreaterThan(4.5)
})
