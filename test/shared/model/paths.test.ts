import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_PATH_LENGTH, readPath, writePath } from '#shared/model/paths.ts'

const aPlace = fc.record({
  x: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  y: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
})

describe('paths', () => {
  test('come back as they were, to a thousandth', () => {
    fc.assert(
      fc.property(fc.array(aPlace, { minLength: 2, maxLength: 40 }), (places) => {
        const read = readPath(writePath(places))
        expect(read).toHaveLength(places.length)
        for (const [i, { x, y }] of places.entries()) {
          expect(Math.abs(read![i]!.x - x)).toBeLessThan(0.001)
          expect(Math.abs(read![i]!.y - y)).toBeLessThan(0.001)
        }
        // Written again, they are the same text: two that are equal are the same.
        expect(writePath(read!)).toBe(writePath(places))
      }),
    )
  })

  test.each([
    '',
    '1,2',
    '1,2 3',
    '1,2  3,4',
    '1,2 3,4 ',
    '1,2 NaN,4',
    '1,2 Infinity,4',
    '1,2 1e5,4',
    '1,2 0x10,4',
    '1,2 +3,4',
    '1,2 .5,4',
    '1,2 3,2000000000',
    `0,0${' 1,1'.repeat(MAX_PATH_LENGTH / 4)}`,
  ])('%j is none', (text) => {
    expect(readPath(text)).toBeNull()
  })
})
