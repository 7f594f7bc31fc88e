import { describe, expect, test } from 'vitest'
import { gridAt, nearestOnGrid, STAFF_LINES, STAFF_PERIOD } from '#renderer/board/grid.ts'

const ZOOMS = [0.02, 0.1, 0.33, 0.5, 1, 1.37, 2, 7, 24, 64]

describe('spacing', () => {
  test.for(ZOOMS)('at zoom %d is comfortable to the eye', (zoom) => {
    for (const kind of ['dots', 'lines', 'isometric'] as const) {
      const seen = gridAt(kind, zoom).spacing * zoom
      expect(seen).toBeGreaterThanOrEqual(14)
      expect(seen).toBeLessThanOrEqual(29)
    }
  })

  test('of a coarse grid is a multiple of every finer one', () => {
    const spacings = ZOOMS.map((zoom) => gridAt('lines', zoom).spacing).sort((a, b) => a - b)
    for (const [i, spacing] of spacings.entries())
      expect(Number.isInteger(spacing / spacings[Math.max(0, i - 1)]!)).toBe(true)
  })

  test('of staves stays while one zooms in: what is written on them stays on them', () => {
    expect(gridAt('staves', 64).spacing).toBe(gridAt('staves', 1).spacing)
    expect(gridAt('staves', 0.02).spacing * 0.02).toBeGreaterThan(3)
  })
})

describe('the nearest place', () => {
  test('is a crossing of lines, a dot, or the place itself without a grid', () => {
    const at = { x: 31, y: -49 }
    expect(nearestOnGrid({ kind: 'lines', spacing: 20 }, at)).toEqual({ x: 40, y: -40 })
    expect(nearestOnGrid({ kind: 'dots', spacing: 20 }, at)).toEqual({ x: 40, y: -40 })
    expect(nearestOnGrid({ kind: 'none', spacing: 20 }, at)).toEqual(at)
  })

  test('on isometric paper is the nearest of all corners', () => {
    const edge = 20
    const grid = { kind: 'isometric', spacing: edge } as const
    const corners = Array.from({ length: 21 }, (_, column) =>
      Array.from({ length: 21 }, (_row, row) => ({
        x: (column - 10) * edge * (Math.sqrt(3) / 2),
        y: (row - 10) * edge + (Math.abs(column - 10) % 2) * (edge / 2),
      })),
    ).flat()
    for (let i = 0; i < 200; i++) {
      const at = { x: ((i * 37) % 200) - 100 + 0.3, y: ((i * 61) % 200) - 100 + 0.7 }
      const away = (corner: { x: number; y: number }): number => Math.hypot(corner.x - at.x, corner.y - at.y)
      const nearest = Math.min(...corners.map(away))
      expect(away(nearestOnGrid(grid, at))).toBeCloseTo(nearest, 9)
    }
  })

  test('on staves is a line of the nearest staff, never the room between two', () => {
    const grid = { kind: 'staves', spacing: 10 } as const
    for (let y = -300; y <= 300; y += 7) {
      const line = nearestOnGrid(grid, { x: 3, y }).y / 10
      expect(((line % STAFF_PERIOD) + STAFF_PERIOD) % STAFF_PERIOD).toBeLessThan(STAFF_LINES)
      expect(Math.abs(line * 10 - y)).toBeLessThanOrEqual(((STAFF_PERIOD - (STAFF_LINES - 1)) / 2) * 10)
    }
    expect(nearestOnGrid(grid, { x: 3, y: 42 })).toEqual({ x: 3, y: 40 })
  })
})
