import fc from 'fast-check'
import { expect, test } from 'vitest'
import { levelFor, sizeAt } from '#renderer/pictures/picture-levels.ts'
import { PictureShelf, type WantedPicture } from '#renderer/pictures/picture-shelf.ts'

const HASH = 'a'.repeat(64)
const NATURAL = { width: 1000, height: 500 }

/** As much of a bitmap as a shelf knows. */
function bitmap(width: number, height: number): ImageBitmap & { isClosed: boolean } {
  const made = { width, height, isClosed: false, close: () => void (made.isClosed = true) }
  return made
}

test('a level has every pixel that is seen, and is the smallest that has', () => {
  const aSide = fc.integer({ min: 1, max: 4000 })
  fc.assert(
    fc.property(aSide, aSide, fc.double({ min: 0.001, max: 4000, noNaN: true }), (width, height, wide) => {
      const high = (wide * height) / width
      const level = levelFor({ width, height }, wide, high, false)
      expect(level).toBeGreaterThanOrEqual(0)
      if (level > 0) expect(width / 2 ** level).toBeGreaterThanOrEqual(wide * (1 - 1e-5))
      const smaller = sizeAt({ width, height }, level + 1)
      if (smaller.width > 1 && smaller.height > 1) expect(width / 2 ** (level + 1)).toBeLessThan(wide * (1 + 1e-5))
    }),
  )
})

test('no level takes more memory than a picture may, and drawings made of shapes grow no further than a screen', () => {
  const huge = { width: 16_000, height: 3_000 }
  const { width, height } = sizeAt(huge, levelFor(huge, 99_999, 99_999, false))
  expect(width * height).toBeLessThanOrEqual(4096 * 4096)
  const icon = { width: 24, height: 24 }
  expect(sizeAt(icon, levelFor(icon, 1e6, 1e6, true)).width).toBeLessThanOrEqual(4096)
  expect(sizeAt(icon, levelFor(icon, 300, 300, true)).width).toBeGreaterThanOrEqual(300)
})

test('what is missing is asked for, and what there is stands in for what is sharper', () => {
  const shelf = new PictureShelf()
  const wanted: WantedPicture[] = []
  const changed: string[] = []
  shelf.onWanted((one) => wanted.push(one))
  shelf.onChange((hash) => changed.push(hash))
  expect(shelf.take({ hash: HASH, wide: 100, high: 50 })).toBeNull()
  const small = bitmap(125, 63)
  shelf.put(HASH, NATURAL, false, 3, small)
  expect(shelf.take({ hash: HASH, wide: 100, high: 50 })).toBe(small)
  expect(shelf.take({ hash: HASH, wide: 900, high: 450 })).toBe(small)
  expect(wanted.map(({ wide }) => wide)).toEqual([100, 900])
  const whole = bitmap(1000, 500)
  shelf.put(HASH, NATURAL, false, 0, whole)
  expect(shelf.take({ hash: HASH, wide: 900, high: 450 })).toBe(whole)
  expect(shelf.take({ hash: HASH, wide: 100, high: 50 })).toBe(small)
  expect(changed).toEqual([HASH, HASH])
})

test('memory is bounded: what was painted longest ago goes, and is closed', () => {
  const shelf = new PictureShelf(3 * 100 * 100 * 4)
  const all = Array.from({ length: 5 }, () => bitmap(100, 100))
  const hashes = all.map((_, i) => String(i).padStart(64, '0'))
  for (const [i, image] of all.entries()) {
    shelf.put(hashes[i]!, { width: 100, height: 100 }, false, 0, image)
    // The first is painted all the time.
    shelf.take({ hash: hashes[0]!, wide: 100, high: 100 })
  }
  expect(shelf.bytes).toBe(3 * 100 * 100 * 4)
  expect(all.map(({ isClosed }) => isClosed)).toEqual([false, true, true, false, false])
  expect(shelf.take({ hash: hashes[1]!, wide: 100, high: 100 })).toBeNull()
})

test('a picture larger than all there is room for is shown all the same', () => {
  const shelf = new PictureShelf(100)
  const image = bitmap(100, 100)
  shelf.put(HASH, { width: 100, height: 100 }, false, 0, image)
  expect(shelf.take({ hash: HASH, wide: 100, high: 100 })).toBe(image)
})
