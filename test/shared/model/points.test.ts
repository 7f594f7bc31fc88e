import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  countPoints,
  joinPieces,
  MAX_UNIT,
  MIN_UNIT,
  packPoints,
  PointChecker,
  PointReader,
  PointWriter,
  unitForZoom,
  unpackPoints,
  type InkPoint,
} from '#shared/model/points.ts'
import { anInkPoint } from '../../support/arbitraries.ts'

const aStrokeOfPoints = fc.array(anInkPoint, { minLength: 1, maxLength: 60 })

describe('packed points', () => {
  test('come back within half a step', () => {
    fc.assert(
      fc.property(aStrokeOfPoints, fc.integer({ min: -2, max: 8 }), fc.boolean(), (points, unit, pressure) => {
        const read = unpackPoints({ points: packPoints(points, unit, pressure), unit, pressure })
        expect(read).toHaveLength(points.length)
        for (const [i, point] of points.entries()) {
          expect(Math.abs(read[i]!.x - point.x)).toBeLessThanOrEqual(2 ** -unit / 2 + 1e-9)
          expect(Math.abs(read[i]!.y - point.y)).toBeLessThanOrEqual(2 ** -unit / 2 + 1e-9)
          if (pressure) expect(Math.abs(read[i]!.pressure - point.pressure)).toBeLessThanOrEqual(0.5 / 127 + 1e-9)
          else expect(read[i]!.pressure).toBe(0.5)
        }
      }),
    )
  })

  test('cut into pieces and joined again are the same bytes as the whole, and read the same', () => {
    fc.assert(
      fc.property(fc.array(aStrokeOfPoints, { maxLength: 6 }), fc.boolean(), (pieces, pressure) => {
        const writer = new PointWriter(3, pressure)
        const reader = new PointReader(3, pressure)
        const checker = new PointChecker(pressure)
        const read: InkPoint[] = []
        const taken: Uint8Array[] = []
        const whole = new PointWriter(3, pressure)
        const told: InkPoint[] = []
        for (const points of pieces) {
          for (const point of points) {
            told.push(writer.add(point))
            whole.add(point)
          }
          const piece = writer.take()
          taken.push(piece)
          expect(checker.accept(piece)).toBe(true)
          reader.read(piece, read)
        }
        expect(joinPieces(taken)).toEqual(whole.all())
        expect(writer.all()).toEqual(whole.all())
        // In whatever runs they were joined before.
        expect(joinPieces([joinPieces(taken.slice(0, 2)), ...taken.slice(2)])).toEqual(whole.all())
        expect(unpackPoints({ points: whole.all(), unit: 3, pressure })).toEqual(told)
        expect(checker.count).toBe(writer.count)
        expect(read).toEqual(told)
      }),
    )
  })

  test('what the writer returns is what readers get', () => {
    const writer = new PointWriter(3, false)
    expect(writer.add({ x: 1.07, y: -2.99, pressure: 0.9 })).toEqual({ x: 1.125, y: -3, pressure: 0.5 })
  })

  test.each([
    ['ends inside a number', [0x80], false],
    ['ends inside a point', [0x00, 0x08], false],
    ['has a number of more than twelve nibbles', [0x88, 0x88, 0x88, 0x88, 0x88, 0x88, 0x00], false],
    ['has a number beyond 32 bits', [0xff, 0xff, 0xff, 0xff, 0xff, 0x07], false],
    ['has a pressure below 0', [0x00, 0x09], true],
    ['has a pressure above 127', [0x00, 0x88, 0x0c], true],
  ])('a run that %s is damaged', (_, bytes, pressure) => {
    expect(countPoints(Uint8Array.from(bytes), pressure)).toBeNull()
  })

  test('any bytes are counted or called damaged, and what is counted can be read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.boolean(), (bytes, pressure) => {
        const count = countPoints(bytes, pressure)
        if (count === null) return
        const read = unpackPoints({ points: bytes, unit: 3, pressure })
        expect(read).toHaveLength(count)
        expect(read.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true)
      }),
    )
  })
})

test('ink is as fine as an eighth of a screen pixel at any zoom', () => {
  expect(unitForZoom(1)).toBe(3)
  expect(unitForZoom(64)).toBe(9)
  expect(unitForZoom(0.02)).toBe(-2)
  for (const zoom of [1e-9, 1e9]) {
    expect(unitForZoom(zoom)).toBeGreaterThanOrEqual(MIN_UNIT)
    expect(unitForZoom(zoom)).toBeLessThanOrEqual(MAX_UNIT)
  }
})
