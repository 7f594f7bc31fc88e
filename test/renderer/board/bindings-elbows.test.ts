import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { courseOf, flattened } from '#shared/model/line-geometry.ts'
import { readPath } from '#shared/model/paths.ts'
import { SHAPES } from '#shared/model/properties.ts'
import { USUAL, type BoardRecord, type LineRecord } from '#shared/model/records.ts'
import { distanceToOutline, isTarget, isWithin } from '#renderer/board/binding-targets.ts'
import { holdsOf, standingLine } from '#renderer/board/bindings-standing.ts'
import { placesOf } from '#renderer/board/bindings.ts'
import { shape } from '../../support/records.ts'

const elbow: LineRecord = {
  ...USUAL.line,
  type: 'line',
  id: 'arrow',
  z: 'a5',
  author: 1,
  x: 0,
  y: 0,
  width: 4,
  bend: 'elbow',
  path: '50,50 350,50',
  startOn: 'from',
  endOn: 'to',
}

function standing(line: LineRecord, ...records: BoardRecord[]): LineRecord {
  return standingLine(
    line,
    holdsOf(line, (id) => records.find((record) => record.id === id)),
  )
}

const from = shape({ id: 'from', x: 0, y: 0, w: 100, h: 100 })

describe('a line with right angles', () => {
  test('leaves and enters at right angles, half way between two things', () => {
    const line = standing(elbow, from, shape({ id: 'to', x: 300, y: 120, w: 100, h: 100 }))
    expect(placesOf(line)).toEqual([
      { x: 100, y: 50 },
      { x: 200, y: 50 },
      { x: 200, y: 170 },
      { x: 300, y: 170 },
    ])
  })

  test('is straight where its aims are all but in line', () => {
    const line = standing(elbow, from, shape({ id: 'to', x: 300, y: 5, w: 100, h: 100 }))
    expect(placesOf(line)).toEqual([
      { x: 100, y: 52.5 },
      { x: 300, y: 52.5 },
    ])
  })

  test('leaves on the side that it is fastened to, and goes around', () => {
    const line = standing({ ...elbow, startX: 0 }, from, shape({ id: 'to', x: 300, y: 0, w: 100, h: 100 }))
    const [first, second] = placesOf(line)
    expect(first).toEqual({ x: 0, y: 50 })
    expect(second!.x).toBeLessThan(-10)
    expect(flattened(courseOf(line)).some(({ x, y }) => x > 0 && x < 100 && y > 0 && y < 100)).toBe(false)
  })

  test('goes through neither thing, of whatever kind and however turned, and stays where it is once it is there', () => {
    const place = fc.record({
      x: fc.integer({ min: -500, max: 500 }),
      y: fc.integer({ min: -500, max: 500 }),
      rotation: fc.double({ min: -4, max: 4, noNaN: true }),
      shape: fc.constantFrom(...SHAPES),
    })
    const part = fc.double({ min: 0.3, max: 0.7, noNaN: true })
    fc.assert(
      fc.property(place, place, part, part, (a, b, startX, endY) => {
        const things = [shape({ id: 'from', w: 120, h: 80, ...a }), shape({ id: 'to', w: 60, h: 90, ...b })]
        const line = standing({ ...elbow, startX, endY }, ...things)
        expect(standing(line, ...things)).toBe(line)
        const way = flattened(courseOf(line))
        // They overlap, or all but do: there is no way between them.
        fc.pre(readPath(line.path)!.length > 2 || distanceToOutline(things[0]!, way[0]!) < 0.1)
        fc.pre(Math.hypot(a.x - b.x, a.y - b.y) > 300)
        for (const [i, to] of way.entries()) {
          const before = way[i - 1]
          if (before === undefined) continue
          expect(before.x === to.x || before.y === to.y).toBe(true)
          const middle = { x: (before.x + to.x) / 2, y: (before.y + to.y) / 2 }
          for (const thing of things) {
            if (!isTarget(thing)) continue
            const isInside = isWithin(thing, middle) && distanceToOutline(thing, middle) > 0.1
            expect(isInside).toBe(false)
          }
        }
      }),
    )
  })

  test('has a free end where it was put, entered along the longer distance', () => {
    const line = standing({ ...elbow, endOn: '', path: '50,50 400,150' }, from)
    expect(placesOf(line)).toEqual([
      { x: 100, y: 50 },
      { x: 250, y: 50 },
      { x: 250, y: 150 },
      { x: 400, y: 150 },
    ])
  })

  test('that was drawn in another way around both stays as it was drawn', () => {
    const line = { ...elbow, path: '100,50 150,50 150,200 250,200 250,50 300,50' }
    expect(standing(line, from, shape({ id: 'to', x: 300, y: 0, w: 100, h: 100 }))).toBe(line)
  })
})
