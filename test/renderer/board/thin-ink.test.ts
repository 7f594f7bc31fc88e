import { describe, expect, test } from 'vitest'
import { unpackPoints } from '#shared/model/points.ts'
import { ThinInks, thinInkOf, traceThin } from '#renderer/board/thin-ink.ts'
import { stroke, wave } from '../../support/records.ts'

function pairs(places: ArrayLike<number>): [number, number][] {
  return Array.from({ length: places.length / 2 }, (_, i) => [places[2 * i]!, places[2 * i + 1]!])
}

describe('ink seen from afar', () => {
  const drawn = stroke({ id: 'a', ink: wave(400), pressure: true })
  const all = unpackPoints(drawn)

  test.each([0.01, 1, 9, 1000])('begins and ends where the ink does, and never strays, %d units apart', (apart) => {
    const places = pairs(new ThinInks().of(drawn, apart).places)
    expect(places[0]).toEqual([Math.fround(all[0]!.x), Math.fround(all[0]!.y)])
    expect(places.at(-1)).toEqual([Math.fround(all.at(-1)!.x), Math.fround(all.at(-1)!.y)])
    for (const { x, y } of all) {
      const nearest = Math.min(...places.map(([px, py]) => Math.hypot(px - x, py - y)))
      expect(nearest).toBeLessThanOrEqual(apart + 1e-3)
    }
  })

  test('is as fine as it is asked for, whatever it was asked for before', () => {
    const inks = new ThinInks()
    inks.of(drawn, 1000)
    const fine = inks.of(drawn, 0.01).places
    expect(fine).toEqual(new ThinInks().of(drawn, 0.01).places)
    expect(inks.of(drawn, 1000).places.length).toBeLessThanOrEqual(fine.length)
  })

  test('has the mean pressure of all its points', () => {
    const mean = all.reduce((sum, { pressure }) => sum + pressure, 0) / all.length
    expect(new ThinInks().of(drawn, 50).pressure).toBeCloseTo(mean, 9)
    expect(thinInkOf(all).pressure).toBeCloseTo(mean, 9)
  })

  test('of one place is a dot', () => {
    const path: string[] = []
    const ctx = {
      moveTo: (x: number, y: number) => path.push(`M${x},${y}`),
      lineTo: (x: number, y: number) => path.push(`L${x},${y}`),
    }
    traceThin(ctx as unknown as CanvasPath, { places: [3, 4], pressure: 0.5 }, 1)
    expect(path).toEqual(['M3,4', 'L3,4'])
  })
})
