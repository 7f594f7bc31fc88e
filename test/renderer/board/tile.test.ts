import { expect, test } from 'vitest'
import { coarseScaleFor, Tile, TILE_SIZE } from '#renderer/board/tile.ts'

test('a tile knows which of its pixels a box can colour', () => {
  const tile = new Tile(2, 1, -1)
  expect(tile.boxOf({ left: 0, top: 0, right: TILE_SIZE, bottom: TILE_SIZE })).toEqual({
    minX: 256,
    minY: -256,
    maxX: 512,
    maxY: 0,
  })
  expect(tile.pixelsOf({ minX: 260, minY: -250, maxX: 270, maxY: -240 })).toEqual({
    left: 7,
    top: 11,
    right: 29,
    bottom: 33,
  })
  expect(tile.pixelsOf({ minX: 0, minY: 0, maxX: 100, maxY: 100 })).toBeNull()
  expect(tile.pixelsOf({ minX: -1e6, minY: -1e6, maxX: 1e6, maxY: 1e6 })).toEqual({
    left: 0,
    top: 0,
    right: TILE_SIZE,
    bottom: TILE_SIZE,
  })
})

test('the coarse picture is 4 to 16 times smaller and shared by neighbouring zooms', () => {
  for (let zoom = 0.02; zoom <= 64; zoom *= 1.1) {
    const factor = zoom / coarseScaleFor(zoom)
    expect(factor).toBeGreaterThanOrEqual(4 - 1e-6)
    expect(factor).toBeLessThan(16 + 1e-6)
  }
  expect(coarseScaleFor(1.1)).toBe(coarseScaleFor(3.9))
})
