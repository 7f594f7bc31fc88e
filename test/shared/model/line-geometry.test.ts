import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundsOf } from '#shared/model/bounds.ts'
import { courseOf, flattened, headLength } from '#shared/model/line-geometry.ts'
import { readPath, writePath } from '#shared/model/paths.ts'
import { BENDS, HEADS } from '#shared/model/properties.ts'
import { USUAL, type LineRecord } from '#shared/model/records.ts'

const aPath = fc
  .array(fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) }), {
    minLength: 2,
    maxLength: 8,
  })
  .map(writePath)

const aLine: fc.Arbitrary<LineRecord> = fc
  .record({
    path: aPath,
    bend: fc.constantFrom(...BENDS),
    closed: fc.boolean(),
    endHead: fc.constantFrom(...HEADS),
    width: fc.integer({ min: 1, max: 20 }),
  })
  .map((line) => ({ ...USUAL.line, ...line, type: 'line', id: 'l', z: 'a0', author: 1, x: 30, y: -20 }))

describe('lines', () => {
  test('go through every place of their path, from the first on', () => {
    fc.assert(
      fc.property(aLine, (line) => {
        const course = flattened(courseOf(line))
        const places = readPath(line.path)!
        expect(course[0]).toEqual(places[0])
        for (const place of places) {
          const nearest = Math.min(...course.map(({ x, y }) => Math.hypot(x - place.x, y - place.y)))
          expect(nearest).toBeLessThan(1e-6)
        }
        if (line.closed) expect(course.at(-1)).toEqual(places[0])
      }),
    )
  })

  test('have a corner where a place stands twice, and are as smooth elsewhere', () => {
    const course = (path: string, closed = false) => courseOf({ path, bend: 'curved', closed }).curves
    const [, second, third] = course('0,0 50,0 50,0 50,80')
    // It has no length, and so no loop.
    expect(second).toEqual({ x1: 50, y1: 0, x2: 50, y2: 0, x: 50, y: 0 })
    expect(third!.x1).toBe(50)
    // A closed line with its first place again at its end goes as the open one does.
    const open = course('0,0 50,0 80,60 0,0')
    expect(course('0,0 50,0 80,60 0,0', true).slice(0, -1)).toEqual(open)
  })

  test('with elbows go along the axes only', () => {
    fc.assert(
      fc.property(aLine, (line) => {
        const course = flattened(courseOf({ ...line, bend: 'elbow' }))
        for (const [i, { x, y }] of course.entries()) {
          const before = course[i - 1] ?? { x, y }
          expect(x === before.x || y === before.y).toBe(true)
        }
      }),
    )
  })

  test('lie within their bounds, all of their width included', () => {
    fc.assert(
      fc.property(aLine, (line) => {
        const { minX, minY, maxX, maxY } = boundsOf(line)
        const half = line.width / 2
        for (const { x, y } of flattened(courseOf(line))) {
          expect(x + line.x - half).toBeGreaterThanOrEqual(minX - 1e-6)
          expect(x + line.x + half).toBeLessThanOrEqual(maxX + 1e-6)
          expect(y + line.y - half).toBeGreaterThanOrEqual(minY - 1e-6)
          expect(y + line.y + half).toBeLessThanOrEqual(maxY + 1e-6)
        }
      }),
    )
  })

  test('have heads as long as their width asks for, and no shorter than one sees on those that a hand draws', () => {
    expect([1, 2, 3, 4, 8].map((width) => headLength(width))).toEqual([16, 16, 16, 18, 36])
    // At 6400 % they were drawn a sixty-fourth as wide.
    expect(headLength(2 / 64)).toBe(0.5)
  })

  test('whose path is damaged have no course, and do no harm', () => {
    expect(courseOf({ path: 'nowhere', bend: 'curved', closed: true }).curves).toEqual([])
  })
})
