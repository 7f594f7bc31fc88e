import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Box } from '#shared/model/bounds.ts'
import { USUAL, type BoardRecord } from '#shared/model/records.ts'
import { gridAt, nearestOnGrid, type Grid } from '#renderer/board/grid.ts'
import { SelectionMove } from '#renderer/board/selection-move.ts'
import { Snapping, snappingFor } from '#renderer/board/snapping.ts'
import { SpatialIndex } from '#renderer/board/spatial-index.ts'
import { line } from '../../support/records.ts'

function box(minX: number, minY: number, w: number, h: number): Box {
  return { minX, minY, maxX: minX + w, maxY: minY + h }
}

function shape(id: string, x: number, y: number, w: number, h: number): BoardRecord {
  return { ...USUAL.shape, type: 'shape', id, z: 'a0', author: 1, x, y, w, h, width: 2 }
}

const NO_GRID: Grid = { kind: 'none', spacing: 20 }
const FREE = { shift: false, ctrl: false }

describe('snapping', () => {
  test('brings the nearest edges or middles together, each axis by itself', () => {
    const snapping = new Snapping([box(0, 0, 100, 100)], NO_GRID)
    expect(snapping.snap(box(104, 300, 40, 40), 6)).toMatchObject({ dx: -4, dy: 0 })
    expect(snapping.snap(box(-43, 27, 40, 50), 6)).toMatchObject({ dx: 3, dy: -2 })
  })

  test('leaves alone what is farther away', () => {
    const snapping = new Snapping([box(0, 0, 100, 100)], NO_GRID)
    expect(snapping.snap(box(120, 300, 33, 33), 6)).toEqual({ dx: 0, dy: 0, guides: [] })
  })

  test('keeps to the corners of an isometric grid, and only to whole ones', () => {
    const grid: Grid = { kind: 'isometric', spacing: 20 }
    const snapping = new Snapping([], grid)
    const corner = nearestOnGrid(grid, { x: 52, y: 31 })
    expect(snapping.snap(box(corner.x + 2, corner.y - 3, 7, 7), 6)).toMatchObject({ dx: -2, dy: 3 })
    expect(snapping.snap(box(corner.x + 5, corner.y + 5, 7, 7), 6)).toMatchObject({ dx: 0, dy: 0 })
  })

  test('puts the middle of a note on a line of a staff, or its edges on two', () => {
    const snapping = new Snapping([], { kind: 'staves', spacing: 10 })
    // As high as the room between two lines is.
    expect(snapping.snap(box(3, 7, 12, 10), 6)).toMatchObject({ dx: 0, dy: -2 })
    expect(snapping.snap(box(3, 11, 12, 10), 6)).toMatchObject({ dx: 0, dy: -1 })
    // On the way to the next staff there is nothing to keep to.
    expect(snapping.snap(box(3, 75, 12, 6), 6)).toMatchObject({ dx: 0, dy: 0 })
  })

  test('of a corner that is dragged makes an edge or the middle come in line, and shows it', () => {
    const snapping = new Snapping([box(200, 300, 50, 50)], NO_GRID)
    // From the top left corner: the right edge is 4 away from 200.
    const scaled = snapping.scale(box(100, 0, 96, 48), { x: 100, y: 0 }, 6)
    expect(scaled.factor).toBeCloseTo(100 / 96)
    expect(scaled.guides).toEqual([{ axis: 'x', at: 200, from: 0, to: 350 }])
    // What stays says nothing: the left edge lies on 200 already.
    expect(snapping.scale(box(200, 0, 80, 48), { x: 200, y: 0 }, 6)).toEqual({ factor: 1, guides: [] })
  })

  test('of a corner never turns things inside out, whatever is near', () => {
    const number = fc.double({ min: -200, max: 200, noNaN: true })
    fc.assert(
      fc.property(
        number,
        number,
        number,
        number,
        fc.constantFrom('lines', 'isometric', 'staves', 'none'),
        (...drawn) => {
          const [x, y, w, h, kind] = drawn
          const at = box(x, y, Math.abs(w), Math.abs(h))
          const { factor } = new Snapping([box(-20, -10, 60, 30)], gridAt(kind, 1)).scale(at, { x, y }, 6)
          expect(factor).toBeGreaterThan(0)
          // No edge goes farther than the reach.
          expect(Math.abs(at.maxX - x) * Math.abs(factor - 1)).toBeLessThan(40)
        },
      ),
    )
  })

  test('of a corner keeps to the grid where nothing else is near', () => {
    const lines = new Snapping([], { kind: 'lines', spacing: 20 })
    expect(lines.scale(box(0, 0, 57, 91), { x: 0, y: 0 }, 6).factor).toBeCloseTo(60 / 57)
    const staves = new Snapping([], { kind: 'staves', spacing: 10 })
    expect(staves.scale(box(0, 0, 57, 28), { x: 0, y: 0 }, 6).factor).toBeCloseTo(30 / 28)
    const grid: Grid = { kind: 'isometric', spacing: 20 }
    const corner = nearestOnGrid(grid, { x: 100, y: 60 })
    const triangles = new Snapping([], grid).scale(box(0, 0, corner.x * 0.97, corner.y * 0.97), { x: 0, y: 0 }, 6)
    expect(triangles.factor).toBeCloseTo(1 / 0.97)
  })

  test('shows along which line, over everything that lies on it', () => {
    const snapping = new Snapping([box(0, 0, 100, 100), box(0, 500, 50, 50)], NO_GRID)
    const { guides } = snapping.snap(box(2, 200, 30, 30), 6)
    expect(guides).toEqual([{ axis: 'x', at: 0, from: 0, to: 550 }])
  })

  test('keeps to the grid where nothing else is near', () => {
    const snapping = new Snapping([box(1000, 1000, 10, 10)], { kind: 'dots', spacing: 20 })
    expect(snapping.snap(box(43, 59, 13, 13), 6)).toEqual({ dx: -3, dy: 1, guides: [] })
  })

  test('does not hold on to what moves, to what is out of view, nor to lines that come along', () => {
    const index = new SpatialIndex()
    const view = box(0, 0, 1000, 1000)
    const moving = shape('a', 100, 100, 50, 50)
    const along: BoardRecord = {
      ...USUAL.line,
      type: 'line',
      id: 'l',
      z: 'a0',
      author: 1,
      x: 0,
      y: 0,
      path: '0,0 50,50',
      startOn: 'a',
    }
    index.load([moving, shape('far', 5000, 5000, 50, 50), along])
    expect(snappingFor(index, view, [moving], NO_GRID)).toBe(null)
    index.apply([{ id: 'b', before: undefined, after: shape('b', 300, 103, 80, 80) }])
    expect(snappingFor(index, view, [moving], NO_GRID)?.snap(box(99, 100, 52, 52), 6)).toMatchObject({ dx: 0, dy: 2 })
  })

  test('is not for crowds', () => {
    const index = new SpatialIndex()
    const crowd = Array.from({ length: 501 }, (_, i) => line(`r${i}`, i, 0, i, 10))
    index.load([...crowd, shape('b', 0, 100, 80, 80)])
    const view = box(0, 0, 1000, 1000)
    expect(snappingFor(index, view, crowd, NO_GRID)).toBe(null)
    // Among very much ink only what has edges counts.
    const snapping = snappingFor(index, view, [shape('new', 0, 0, 1, 1)], NO_GRID)!
    expect(snapping.snap(box(300, 400, 7, 7), 6)).toMatchObject({ dx: 0, dy: 0 })
    expect(snapping.snap(box(300, 102, 7, 7), 6)).toMatchObject({ dy: -3 })
  })
})

describe('a drag of the selection', () => {
  const others = [box(0, 0, 100, 100)]
  const moving = [shape('a', 201, 201, 48, 48)]

  test('is drawn to what is near, by so many pixels of the screen', () => {
    const move = new SelectionMove(moving, new Snapping(others, NO_GRID))
    expect(move.by(-96, 300, 1, FREE)).toEqual({ dx: -100, dy: 300 })
    expect(move.guides).toHaveLength(1)
    expect(move.by(-96, 300, 2, FREE)).toEqual({ dx: -96, dy: 300 })
    expect(move.guides).toEqual([])
  })

  test('goes freely with Ctrl, and along one axis with Shift', () => {
    const move = new SelectionMove(moving, new Snapping(others, NO_GRID))
    expect(move.by(-96, 300, 1, { shift: false, ctrl: true })).toEqual({ dx: -96, dy: 300 })
    expect(move.by(-96, 20, 1, { shift: true, ctrl: false })).toEqual({ dx: -100, dy: 0 })
    expect(new SelectionMove(moving, null).by(5, 9, 1, FREE)).toEqual({ dx: 5, dy: 9 })
  })
  test('of a corner goes on from where the hand is by now, unless Ctrl is held', () => {
    const move = new SelectionMove([shape('a', 0, 200, 96, 96)], new Snapping(others, NO_GRID))
    // Twice as large, from the left edge: what is 190 wide becomes 200.
    const pole = { x: -98, y: 100 }
    const factor = move.scaledBy([2, 0, 0, 2, -96, -200], pole, 1, FREE)
    expect(factor).toBeCloseTo(1)
    expect(move.scaledBy([1, 0, 0, 1, 0, 0], { x: -2, y: 198 }, 1, { ctrl: true })).toBe(1)
    expect(new SelectionMove([], null).scaledBy([1, 0, 0, 1, 0, 0], pole, 1, FREE)).toBe(1)
  })
})
