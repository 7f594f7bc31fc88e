import { describe, expect, test } from 'vitest'
import type { Box } from '#shared/model/bounds.ts'
import { USUAL, type BoardRecord } from '#shared/model/records.ts'
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

const FREE = { shift: false, ctrl: false }

describe('snapping', () => {
  test('brings the nearest edges or middles together, each axis by itself', () => {
    const snapping = new Snapping([box(0, 0, 100, 100)], null)
    expect(snapping.snap(box(104, 300, 40, 40), 6)).toMatchObject({ dx: -4, dy: 0 })
    expect(snapping.snap(box(-43, 27, 40, 50), 6)).toMatchObject({ dx: 3, dy: -2 })
  })

  test('leaves alone what is farther away', () => {
    const snapping = new Snapping([box(0, 0, 100, 100)], null)
    expect(snapping.snap(box(120, 300, 33, 33), 6)).toEqual({ dx: 0, dy: 0, guides: [] })
  })

  test('shows along which line, over everything that lies on it', () => {
    const snapping = new Snapping([box(0, 0, 100, 100), box(0, 500, 50, 50)], null)
    const { guides } = snapping.snap(box(2, 200, 30, 30), 6)
    expect(guides).toEqual([{ axis: 'x', at: 0, from: 0, to: 550 }])
  })

  test('keeps to the grid where nothing else is near', () => {
    const snapping = new Snapping([box(1000, 1000, 10, 10)], 20)
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
    expect(snappingFor(index, view, [moving], null)).toBe(null)
    index.apply([{ id: 'b', before: undefined, after: shape('b', 300, 103, 80, 80) }])
    expect(snappingFor(index, view, [moving], null)?.snap(box(99, 100, 52, 52), 6)).toMatchObject({ dx: 0, dy: 2 })
  })

  test('is not for crowds', () => {
    const index = new SpatialIndex()
    const crowd = Array.from({ length: 501 }, (_, i) => line(`r${i}`, i, 0, i, 10))
    index.load([...crowd, shape('b', 0, 100, 80, 80)])
    const view = box(0, 0, 1000, 1000)
    expect(snappingFor(index, view, crowd, null)).toBe(null)
    // Among very much ink only what has edges counts.
    const snapping = snappingFor(index, view, [shape('new', 0, 0, 1, 1)], null)!
    expect(snapping.snap(box(300, 400, 7, 7), 6)).toMatchObject({ dx: 0, dy: 0 })
    expect(snapping.snap(box(300, 102, 7, 7), 6)).toMatchObject({ dy: -3 })
  })
})

describe('a drag of the selection', () => {
  const others = [box(0, 0, 100, 100)]
  const moving = [shape('a', 201, 201, 48, 48)]

  test('is drawn to what is near, by so many pixels of the screen', () => {
    const move = new SelectionMove(moving, new Snapping(others, null))
    expect(move.by(-96, 300, 1, FREE)).toEqual({ dx: -100, dy: 300 })
    expect(move.guides).toHaveLength(1)
    expect(move.by(-96, 300, 2, FREE)).toEqual({ dx: -96, dy: 300 })
    expect(move.guides).toEqual([])
  })

  test('goes freely with Ctrl, and along one axis with Shift', () => {
    const move = new SelectionMove(moving, new Snapping(others, null))
    expect(move.by(-96, 300, 1, { shift: false, ctrl: true })).toEqual({ dx: -96, dy: 300 })
    expect(move.by(-96, 20, 1, { shift: true, ctrl: false })).toEqual({ dx: -100, dy: 0 })
    expect(new SelectionMove(moving, null).by(5, 9, 1, FREE)).toEqual({ dx: 5, dy: 9 })
  })
})
