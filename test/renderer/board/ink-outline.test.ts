import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundsOfPoints, inflate, MAX_PRESSURE_WIDENING } from '#shared/model/bounds.ts'
import type { InkPoint } from '#shared/model/points.ts'
import { inkOutline, traceOutline, type Outline } from '#renderer/board/ink-outline.ts'
import { wave } from '../../support/records.ts'

function extentOf(outline: Outline): { minX: number; minY: number; maxX: number; maxY: number } {
  if (outline.kind === 'dot') {
    const { x, y, radius } = outline
    return { minX: x - radius, minY: y - radius, maxX: x + radius, maxY: y + radius }
  }
  return boundsOfPoints(outline.points.map(([x, y]) => ({ x, y })))
}

/** How high a level line is that is drawn with this pressure. */
function heightAt(pressure: number): number {
  const level = wave().map(({ x }) => ({ x, y: 0, pressure }))
  const { minY, maxY } = extentOf(inkOutline(level, 10, true))
  return maxY - minY
}

const point = fc.record({
  x: fc.double({ min: -300, max: 300, noNaN: true }),
  y: fc.double({ min: -300, max: 300, noNaN: true }),
  pressure: fc.double({ min: 0, max: 1, noNaN: true }),
})

describe('the outline of ink', () => {
  test('never leaves the bounds that the model gives it', () => {
    const width = fc.double({ min: 0.05, max: 60, noNaN: true })
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 40 }), width, fc.boolean(), (points, nib, pressure) => {
        const box = inflate(boundsOfPoints(points), (nib / 2) * MAX_PRESSURE_WIDENING + 1e-6)
        const extent = extentOf(inkOutline(points, nib, pressure))
        expect(extent.minX).toBeGreaterThanOrEqual(box.minX)
        expect(extent.minY).toBeGreaterThanOrEqual(box.minY)
        expect(extent.maxX).toBeLessThanOrEqual(box.maxX)
        expect(extent.maxY).toBeLessThanOrEqual(box.maxY)
      }),
    )
  })

  test('is finite whatever the points', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), fc.boolean(), (points, pressure) => {
        const doubled = points.flatMap((p) => [p, p])
        const { minX, minY, maxX, maxY } = extentOf(inkOutline(doubled, 3, pressure))
        expect([minX, minY, maxX, maxY].every(Number.isFinite)).toBe(true)
      }),
    )
  })

  test('has the same shape at any size', () => {
    const small = inkOutline(
      wave().map((p) => ({ ...p, x: p.x / 1000, y: p.y / 1000 })),
      0.01,
      true,
    )
    const large = inkOutline(wave(), 10, true)
    expect(small.kind).toBe('shape')
    expect(extentOf(small).maxX * 1000).toBeCloseTo(extentOf(large).maxX, 6)
    expect(extentOf(small).maxY * 1000).toBeCloseTo(extentOf(large).maxY, 6)
  })

  test('of a tap is a round dot as wide as the nib', () => {
    const tap: InkPoint[] = [{ x: 5, y: 6, pressure: 0.5 }]
    expect(inkOutline(tap, 8, false)).toEqual({ kind: 'dot', x: 5, y: 6, radius: 4 })
    expect(inkOutline([...tap, ...tap], 8, true)).toEqual({ kind: 'dot', x: 5, y: 6, radius: 4 })
  })

  test('of a real pen is wider where it presses harder', () => {
    expect(heightAt(0.9)).toBeGreaterThan(heightAt(0.5) * 1.3)
    expect(heightAt(0.1)).toBeLessThan(heightAt(0.5) * 0.7)
  })

  test('is written as one closed path', () => {
    const calls: string[] = []
    traceOutline(inkOutline(wave(), 5, false), {
      moveTo: () => calls.push('move'),
      quadraticCurveTo: () => calls.push('curve'),
      arc: () => calls.push('arc'),
      closePath: () => calls.push('close'),
    })
    expect(calls[0]).toBe('move')
    expect(calls.at(-1)).toBe('close')
    expect(calls.filter((call) => call === 'move')).toHaveLength(1)
    expect(calls.filter((call) => call === 'curve').length).toBeGreaterThan(50)
  })
})
