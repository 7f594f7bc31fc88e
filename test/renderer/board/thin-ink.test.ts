import { describe, expect, test } from 'vitest'
import type { InkPlaces } from '#shared/model/ink-sketch.ts'
import { unpackPoints } from '#shared/model/points.ts'
import { thinInkOf, thinInkOfPoints, traceThin } from '#renderer/board/thin-ink.ts'
import { stroke, wave } from '../../support/records.ts'

function pairs({ places, from, to }: InkPlaces): [number, number][] {
  return Array.from({ length: (to - from) / 2 }, (_, i) => [places[from + 2 * i]!, places[from + 2 * i + 1]!])
}

describe('ink seen from afar', () => {
  const drawn = stroke({ id: 'a', ink: wave(400), pressure: true })
  const all = unpackPoints(drawn)

  test.each([0.01, 1, 9, 1000])('begins and ends where the ink does, and never strays, %d units apart', (apart) => {
    const places = pairs(thinInkOf(drawn, apart))
    expect(places[0]).toEqual([Math.fround(all[0]!.x), Math.fround(all[0]!.y)])
    expect(places.at(-1)).toEqual([Math.fround(all.at(-1)!.x), Math.fround(all.at(-1)!.y)])
    for (const { x, y } of all) {
      const nearest = Math.min(...places.map(([px, py]) => Math.hypot(px - x, py - y)))
      expect(nearest).toBeLessThanOrEqual(apart + 1e-3)
    }
  })

  test('is as fine as it is asked for, and takes few places from afar', () => {
    const fine = pairs(thinInkOf(drawn, 0.01))
    expect(fine.length).toBeGreaterThan(350)
    expect(pairs(thinInkOf(drawn, 1000)).length).toBeLessThanOrEqual(42)
  })

  test('has the mean pressure of all its points', () => {
    const mean = all.reduce((sum, { pressure }) => sum + pressure, 0) / all.length
    expect(thinInkOf(drawn, 50).pressure).toBeCloseTo(mean, 9)
    expect(thinInkOfPoints(all).pressure).toBeCloseTo(mean, 9)
  })

  test('of one place is a dot', () => {
    const path: string[] = []
    const ctx = {
      moveTo: (x: number, y: number) => path.push(`M${x},${y}`),
      lineTo: (x: number, y: number) => path.push(`L${x},${y}`),
    }
    traceThin(ctx, { places: Float32Array.of(9, 9, 3, 4, 9, 9), from: 2, to: 4, pressure: 0.5 }, 1)
    // Canvases draw nothing of a line without any length.
    expect(path).toEqual(['M3,4', expect.stringMatching(/^L3\.0\d+,4$/)])
  })
})
