import { describe, expect, test } from 'vitest'
import { USUAL, type BoardRecord, type FrameRecord, type LineRecord, type NoteRecord } from '#shared/model/records.ts'
import { recordAt, recordsAlong, recordsInBox, touchesPoint, touchesSegment } from '#renderer/board/hit-test.ts'
import { SpatialIndex } from '#renderer/board/spatial-index.ts'
import { line, shape, stroke, text } from '../../support/records.ts'

function indexOf(...records: BoardRecord[]): SpatialIndex {
  const index = new SpatialIndex()
  index.load(records)
  return index
}

describe('a hit', () => {
  test('counts ink with its nib, and what is near enough', () => {
    const ink = line('a', 0, 0, 100, 0, { width: 10 })
    expect(touchesPoint(ink, { x: 50, y: 4.9 }, 0)).toBe(true)
    expect(touchesPoint(ink, { x: 50, y: 5.1 }, 0)).toBe(false)
    expect(touchesPoint(ink, { x: 50, y: 10.9 }, 6)).toBe(true)
    expect(touchesPoint(ink, { x: 108, y: 0 }, 2)).toBe(false)
  })

  test('follows place, turn, scale and mirroring', () => {
    const turned = line('a', 10, 20, 110, 20, { rotation: Math.PI / 2, scaleX: -2, scaleY: 2, width: 2 })
    expect(touchesPoint(turned, { x: 10, y: -150 }, 1)).toBe(true)
    expect(touchesPoint(turned, { x: 10, y: 100 }, 1)).toBe(false)
    expect(touchesPoint(turned, { x: 110, y: 20 }, 1)).toBe(false)
  })

  test('is of the ink, not of the box around it', () => {
    const ring = stroke({
      id: 'ring',
      ink: Array.from({ length: 41 }, (_, i) => ({
        x: 100 * Math.cos(i / 6.366),
        y: 100 * Math.sin(i / 6.366),
        pressure: 0.5,
      })),
    })
    expect(touchesPoint(ring, { x: 0, y: 0 }, 6)).toBe(false)
    expect(touchesPoint(ring, { x: 100, y: 0 }, 6)).toBe(true)
  })

  test('on text is anywhere in its box, turned as it is', () => {
    const words = text({ id: 't', x: 0, y: 0, w: 100, h: 30, rotation: Math.PI / 2 })
    expect(touchesPoint(words, { x: -15, y: 50 }, 0)).toBe(true)
    expect(touchesPoint(words, { x: 50, y: 15 }, 0)).toBe(false)
  })

  test('takes the topmost', () => {
    const index = indexOf(
      line('low', 0, 0, 100, 0, { z: 'a0' }),
      line('high', 0, 2, 100, 2, { z: 'a2' }),
      line('mid', 0, 1, 100, 1, { z: 'a1' }),
    )
    expect(recordAt(index, { x: 50, y: 0 }, 6)?.id).toBe('high')
    expect(recordAt(index, { x: 50, y: 60 }, 6)).toBeNull()
  })
})

describe('a path', () => {
  test('touches what it crosses between two samples', () => {
    const wall = line('wall', 50, -100, 50, 100)
    expect(touchesSegment(wall, { x: 0, y: 0 }, { x: 100, y: 0 }, 0)).toBe(true)
    expect(touchesSegment(wall, { x: 0, y: 0 }, { x: 40, y: 0 }, 0)).toBe(false)
  })

  test('touches a dot', () => {
    const dot = stroke({ id: 'dot', x: 5, y: 5, width: 4, ink: [{ x: 0, y: 0, pressure: 0.5 }] })
    expect(touchesSegment(dot, { x: -10, y: 6 }, { x: 20, y: 6 }, 0)).toBe(true)
    expect(touchesSegment(dot, { x: -10, y: 9 }, { x: 20, y: 9 }, 0)).toBe(false)
  })

  test('finds every record along it and no other', () => {
    const index = indexOf(line('a', 10, -5, 10, 5), line('b', 30, -5, 30, 5), line('c', 30, 50, 40, 50))
    const found = recordsAlong(index, { x: 0, y: 0 }, { x: 60, y: 0 }, 2)
    expect(found.map(({ id }) => id).sort()).toEqual(['a', 'b'])
  })
})

describe('a box', () => {
  test('takes what lies in it or reaches into it, but not ink that only has its bounds in it', () => {
    const index = indexOf(
      line('inside', 10, 10, 20, 20),
      line('through', -50, 30, 200, 30),
      line('diagonal past', -90, 130, 130, -90.5),
      text({ id: 'text', x: -100, y: -100, w: 400, h: 400 }),
      line('far', 500, 500, 600, 600),
    )
    const found = recordsInBox(index, { minX: 25, minY: 25, maxX: 60, maxY: 60 })
    expect(found.map(({ id }) => id).sort()).toEqual(['text', 'through'])
    const more = recordsInBox(index, { minX: 0, minY: 0, maxX: 60, maxY: 60 })
    expect(more.map(({ id }) => id).sort()).toEqual(['diagonal past', 'inside', 'text', 'through'])
  })
})

describe('shapes, lines, notes and frames', () => {
  const box = shape({ id: 'box', w: 100, h: 100, width: 4 })
  const arrow: LineRecord = {
    ...USUAL.line,
    type: 'line',
    id: 'arrow',
    z: 'a1',
    author: 1,
    x: 0,
    y: 0,
    width: 4,
    path: '0,0 100,0 100,100',
  }
  const note: NoteRecord = { ...USUAL.note, type: 'note', id: 'note', z: 'a1', author: 1, x: 0, y: 0, w: 100, h: 100 }
  const frame: FrameRecord = { ...USUAL.frame, type: 'frame', id: 'f', z: 'a1', author: 1, x: 0, y: 0, w: 300, h: 300 }
  const middle = { x: 50, y: 50 }

  test('an unfilled shape is hit on its outline, a filled one everywhere', () => {
    expect(touchesPoint(box, middle, 6)).toBe(false)
    expect(touchesPoint(box, { x: 50, y: 101.9 }, 0)).toBe(true)
    expect(touchesPoint(box, { x: 50, y: 102.1 }, 0)).toBe(false)
    for (const fill of ['solid', 'hatch', 'full'] as const) expect(touchesPoint({ ...box, fill }, middle, 0)).toBe(true)
  })

  test('the corner of the box around a round shape is not the shape', () => {
    const round = shape({ id: 'round', shape: 'ellipse', w: 100, h: 100, fill: 'solid' })
    expect(touchesPoint(round, { x: 4, y: 4 }, 2)).toBe(false)
    expect(touchesPoint(round, { x: 50, y: 1 }, 0)).toBe(true)
    expect(touchesPoint({ ...round, shape: 'star' }, { x: 50, y: 98 }, 0)).toBe(false)
    expect(touchesPoint({ ...round, shape: 'triangle', rotation: Math.PI }, { x: -50, y: -50 }, 0)).toBe(true)
  })

  test('words in a shape are part of it', () => {
    expect(touchesPoint({ ...box, text: 'Plan', size: 20 }, middle, 0)).toBe(true)
    expect(touchesPoint({ ...box, text: 'Plan', size: 20 }, { x: 50, y: 80 }, 0)).toBe(false)
    // On what is mirrored they are on the same side as ever.
    const mirrored = { ...box, x: 100, scaleX: -1, w: 100, h: 100, text: 'Plan', size: 20, align: 'left' } as const
    expect(touchesPoint(mirrored, { x: 20, y: 50 }, 0)).toBe(true)
    expect(touchesPoint(mirrored, { x: 80, y: 50 }, 0)).toBe(false)
  })

  test('a line is hit along its way, and what a closed one fills', () => {
    expect(touchesPoint(arrow, { x: 50, y: 1 }, 0)).toBe(true)
    expect(touchesPoint(arrow, { x: 40, y: 60 }, 6)).toBe(false)
    const closed = { ...arrow, closed: true, fill: 'solid' } as const
    expect(touchesPoint(closed, { x: 80, y: 40 }, 0)).toBe(true)
    expect(touchesPoint({ ...closed, fill: 'none' }, { x: 80, y: 40 }, 0)).toBe(false)
    expect(touchesPoint({ ...arrow, fill: 'solid' }, { x: 80, y: 40 }, 0)).toBe(false)
    // Half way down, where it turns.
    const elbow = { ...arrow, path: '0,0 60,100', bend: 'elbow' } as const
    expect(touchesPoint(elbow, { x: 30, y: 50 }, 0)).toBe(true)
    expect(touchesPoint(elbow, { x: 0, y: 40 }, 0)).toBe(true)
    expect(touchesPoint(elbow, { x: 25, y: 25 }, 4)).toBe(false)
  })

  test('a note is hit everywhere, a frame on its border and its name', () => {
    expect(touchesPoint(note, middle, 0)).toBe(true)
    expect(touchesPoint(frame, middle, 6)).toBe(false)
    expect(touchesPoint(frame, { x: 150, y: 301 }, 6)).toBe(true)
    expect(touchesPoint(frame, { x: 20, y: -10 }, 0)).toBe(false)
    expect(touchesPoint({ ...frame, text: 'Plan' }, { x: 20, y: -10 }, 0)).toBe(true)
    expect(touchesPoint({ ...frame, text: 'Plan' }, { x: 200, y: -10 }, 0)).toBe(false)
  })

  test('a box within an unfilled shape does not take it, nor one within a frame', () => {
    const index = indexOf(box, frame, { ...note, x: 500 }, shape({ id: 'full', x: 700, w: 100, h: 100, fill: 'solid' }))
    expect(recordsInBox(index, { minX: 20, minY: 20, maxX: 80, maxY: 80 })).toEqual([])
    const crossing = recordsInBox(index, { minX: 80, minY: 20, maxX: 120, maxY: 80 })
    expect(crossing.map(({ id }) => id)).toEqual(['box'])
    expect(recordsInBox(index, { minX: 520, minY: 20, maxX: 540, maxY: 40 }).map(({ id }) => id)).toEqual(['note'])
    expect(recordsInBox(index, { minX: 720, minY: 20, maxX: 740, maxY: 40 }).map(({ id }) => id)).toEqual(['full'])
    const all = recordsInBox(index, { minX: -50, minY: -50, maxX: 900, maxY: 400 })
    expect(all).toHaveLength(4)
  })

  test('the eraser takes what it passes over', () => {
    const index = indexOf(box, arrow)
    const along = recordsAlong(index, { x: 50, y: -20 }, { x: 50, y: 20 }, 4)
    expect(along.map(({ id }) => id).sort()).toEqual(['arrow', 'box'])
    expect(recordsAlong(index, { x: 30, y: 40 }, { x: 70, y: 60 }, 4)).toEqual([])
  })
})
