import { describe, expect, test } from 'vitest'
import { Camera, MAX_ZOOM, MIN_ZOOM, viewOf, zoomStop } from '#renderer/board/camera.ts'

function camera(): Camera {
  const made = new Camera()
  made.resize(800, 600)
  return made
}

describe('Camera', () => {
  test('what is under the pointer stays there while zooming', () => {
    const eye = camera()
    eye.panBy(-123, 45)
    const at = { x: 200, y: 500 }
    const before = eye.toBoard(at)
    eye.zoomAt(at, 7.3)
    expect(eye.toBoard(at).x).toBeCloseTo(before.x, 9)
    expect(eye.toBoard(at).y).toBeCloseTo(before.y, 9)
  })

  test('panning moves the board with the pointer at any zoom', () => {
    const eye = camera()
    eye.zoomTo(4)
    const held = eye.toBoard({ x: 100, y: 100 })
    eye.panBy(30, -20)
    expect(eye.toBoard({ x: 130, y: 80 })).toEqual(held)
  })

  test('zoom stays within 2 % and 6400 %', () => {
    const eye = camera()
    eye.zoomTo(0.000001)
    expect(eye.state.get().zoom).toBe(MIN_ZOOM)
    eye.zoomTo(1e9)
    expect(eye.state.get().zoom).toBe(MAX_ZOOM)
  })

  test.for([
    { minX: -5000, minY: 0, maxX: 9000, maxY: 200 },
    { minX: 10, minY: 10, maxX: 11, maxY: 10.5 },
    { minX: 3, minY: 3, maxX: 3, maxY: 3 },
    { minX: 0, minY: 0, maxX: 400, maxY: 300 },
  ])('fitting shows all of a box, in the middle: %o', (box) => {
    const eye = camera()
    eye.fit(box)
    const seen = eye.box()
    expect(seen.minX).toBeLessThanOrEqual(box.minX)
    expect(seen.minY).toBeLessThanOrEqual(box.minY)
    expect(seen.maxX).toBeGreaterThanOrEqual(box.maxX)
    expect(seen.maxY).toBeGreaterThanOrEqual(box.maxY)
    expect((seen.minX + seen.maxX) / 2).toBeCloseTo((box.minX + box.maxX) / 2, 6)
  })

  test('fitting something that is there at 100 % does not blow it up', () => {
    const eye = camera()
    eye.fit({ minX: 0, minY: 0, maxX: 300, maxY: 200 })
    expect(eye.state.get().zoom).toBe(1)
  })

  test('a change that changes nothing tells nobody', () => {
    const eye = camera()
    let told = 0
    eye.state.subscribe(() => (told += 1))
    eye.panBy(0, 0)
    eye.zoomTo(1)
    expect(told).toBe(0)
  })
})

test('zoom steps go up and down through the same stops', () => {
  expect(zoomStop(1, 1)).toBe(1.5)
  expect(zoomStop(1.5, -1)).toBe(1)
  expect(zoomStop(0.999, 1)).toBe(1.5)
  expect(zoomStop(1.2, -1)).toBe(1)
  expect(zoomStop(MAX_ZOOM, 1)).toBe(MAX_ZOOM)
  expect(zoomStop(MIN_ZOOM, -1)).toBe(MIN_ZOOM)
})

test('the pixel mapping has whole offsets, so that all layers fall on the same pixels', () => {
  const view = viewOf({ x: 12.3456, y: -7.891, zoom: 1.37 }, 1.5)
  expect(Number.isInteger(view.x)).toBe(true)
  expect(Number.isInteger(view.y)).toBe(true)
  expect(Math.abs(view.x + 12.3456 * view.scale)).toBeLessThanOrEqual(0.5)
})
