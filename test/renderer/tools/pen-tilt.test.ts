import { describe, expect, test } from 'vitest'
import { NIBS } from '#shared/model/properties.ts'
import { leanOf, leanedPoint, leanedStyle } from '#renderer/tools/pen-tilt.ts'

describe('the lean of a pen', () => {
  test.each([
    ['upright', 0, 0, 0],
    ['halfway down along one axis', 45, 0, 0.5],
    ['the other way', 0, -45, 0.5],
    ['towards a corner', 45, 45, Math.atan(Math.SQRT2) / (Math.PI / 2)],
    ['flat', 90, 0, 1],
    ['flat towards a corner', -90, 90, 1],
  ])('%s', (_, tiltX, tiltY, lean) => {
    expect(leanOf(tiltX, tiltY)).toBeCloseTo(lean, 9)
  })
})

describe.each(NIBS)('a %s', (nib) => {
  test('draws with its tip as long as it is held for writing, or does not say how it is held', () => {
    for (const held of [{}, { lean: 0 }, { lean: 0.5 }]) {
      const sample = { x: 1, y: 2, pressure: 0.4, ...held }
      expect(leanedStyle(nib, sample)).toEqual({ widening: 1, opacity: 1 })
      expect(leanedPoint(nib, sample)).toEqual({ x: 1, y: 2, pressure: 0.4 })
    }
  })

  test('never gets narrower, darker or out of range the further it leans', () => {
    let before = leanedStyle(nib, { x: 0, y: 0, pressure: 1, lean: 0 })
    for (let lean = 0; lean <= 1; lean += 0.05) {
      const style = leanedStyle(nib, { x: 0, y: 0, pressure: 1, lean })
      expect(style.widening).toBeGreaterThanOrEqual(before.widening)
      expect(style.opacity).toBeLessThanOrEqual(before.opacity)
      expect(style.opacity).toBeGreaterThan(0)
      for (const pressure of [0, 0.5, 1]) {
        const point = leanedPoint(nib, { x: 0, y: 0, pressure, lean })
        expect(point.pressure).toBeGreaterThanOrEqual(0)
        expect(point.pressure).toBeLessThanOrEqual(1)
      }
      before = style
    }
  })
})
