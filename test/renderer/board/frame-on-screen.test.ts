import { describe, expect, test } from 'vitest'
import { boundsOf, toBoard } from '#shared/model/bounds.ts'
import { USUAL, type FrameRecord } from '#shared/model/records.ts'
import { onScreen } from '#renderer/board/frame-on-screen.ts'
import { recordAt } from '#renderer/board/hit-test.ts'
import { SpatialIndex } from '#renderer/board/spatial-index.ts'
import { line as ink, shape } from '../../support/records.ts'

const frame: FrameRecord = {
  ...USUAL.frame,
  type: 'frame',
  id: 'frame',
  z: 'a0',
  author: 1,
  x: 100,
  y: 200,
  w: 640,
  h: 360,
  rotation: 0.3,
  scaleY: -1,
  text: 'Plan',
}
/** Board units that a CSS pixel is wide. */
const FAR = 50
const NEAR = 1 / 64

describe('a frame', () => {
  test.for([FAR, 1, NEAR])('has its corners in their places where a pixel is %d units', (pixel) => {
    const seen = onScreen(frame, pixel)
    for (const [x, y] of [
      [0, 0],
      [1, 0],
      [1, 1],
    ] as const) {
      const [at, was] = [toBoard(seen, x * seen.w, y * seen.h), toBoard(frame, x * frame.w, y * frame.h)]
      expect(at.x).toBeCloseTo(was.x, 6)
      expect(at.y).toBeCloseTo(was.y, 6)
    }
    expect(Math.abs(seen.scaleX)).toBe(pixel)
    expect(onScreen(seen, pixel)).toEqual(seen)
    expect(onScreen(frame, pixel)).toBe(seen)
  })

  test('is found by its name as it is seen, from far and from near', () => {
    const upright = { ...frame, rotation: 0, scaleY: 1 }
    const index = new SpatialIndex()
    index.load([upright])
    const above = (pixels: number, pixel: number) => recordAt(index, { x: 100 + pixel, y: 200 - pixels * pixel }, 0)
    expect(above(12, 1)?.id).toBe('frame')
    index.look(FAR)
    expect(above(12, FAR)?.id).toBe('frame')
    index.look(NEAR)
    expect(above(12, NEAR)?.id).toBe('frame')
    expect(recordAt(index, { x: 110, y: 188 }, 0)).toBeNull()
  })

  test('is painted wherever its name reaches, and takes no more room of the board by that', () => {
    const index = new SpatialIndex()
    index.load([{ ...frame, rotation: 0, scaleY: 1 }, shape({ id: 'box', x: 120, y: 220 })])
    const before = index.extent()
    const strip = { minX: 100, minY: -900, maxX: 200, maxY: 150 }
    expect(index.inPaintOrder(strip)).toEqual([])
    index.look(FAR)
    expect(index.inPaintOrder(strip).map(({ record }) => record.id)).toEqual(['frame'])
    expect(index.extent()).toEqual(before)
    index.apply([{ id: 'frame', before: frame, after: undefined }])
    expect(index.inPaintOrder(strip)).toEqual([])
    expect(index.get('frame')).toBeUndefined()
  })
})

test('what is no frame is the same at any zoom', () => {
  const stroke = ink('a', 0, 0, 10, 10)
  expect(onScreen(stroke, FAR)).toBe(stroke)
  expect(boundsOf(onScreen(stroke, NEAR))).toEqual(boundsOf(stroke))
})
