import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBoard } from '#shared/model/bounds.ts'
import { LIMITS } from '#shared/model/properties.ts'
import { USUAL, faultOfPatch, isDrawn, patched, type BoardRecord, type RecordPatch } from '#shared/model/records.ts'
import { alignUnits, distributeUnits, extentOf, type Axis, type Edge } from '#renderer/board/alignment.ts'
import { flip } from '#renderer/board/flipping.ts'
import { aRecord } from '../../support/arbitraries.ts'
import { text } from '../../support/records.ts'

const EDGES: readonly Edge[] = ['left', 'center', 'right', 'top', 'middle', 'bottom']
const AXES: readonly Axis[] = ['x', 'y']

function box(id: string, x: number, y: number, w: number, h: number): BoardRecord {
  return { ...USUAL.shape, type: 'shape', id, z: 'a0', author: 1, x, y, w, h, width: 2 }
}

function after(records: readonly BoardRecord[], patches: readonly (readonly [string, RecordPatch])[]): BoardRecord[] {
  const byId = new Map(patches)
  return records.map((record) => patched(record, byId.get(record.id) ?? {}))
}

/** Near the origin and of ordinary size, where rounding is far below a pixel. */
const records = fc
  .uniqueArray(aRecord.filter(isDrawn), { selector: ({ id }) => id, minLength: 1, maxLength: 6 })
  .map((all) =>
    all.map((record, i): BoardRecord => ({
      ...record,
      ...('w' in record && { w: 10 + i, h: 20 + i }),
      ...('width' in record && { width: 2 }),
      x: record.x % 1000,
      y: record.y % 1000,
      scaleX: record.scaleX < 0 ? -1.5 : 1.5,
      scaleY: record.scaleY < 0 ? -0.5 : 0.5,
      rotation: record.rotation % Math.PI,
    })),
  )

describe('aligning', () => {
  test('puts the edges of things where the outermost is', () => {
    const all = [box('a', 0, 0, 10, 10), box('b', 50, 30, 20, 40)]
    expect(
      after(
        all,
        alignUnits(
          all.map((one) => [one]),
          'left',
        ),
      ).map(({ x, y }) => [x, y]),
    ).toEqual([
      [0, 0],
      [0, 30],
    ])
    expect(
      after(
        all,
        alignUnits(
          all.map((one) => [one]),
          'bottom',
        ),
      ).map(({ x, y }) => [x, y]),
    ).toEqual([
      [0, 60],
      [50, 30],
    ])
    expect(
      after(
        all,
        alignUnits(
          all.map((one) => [one]),
          'center',
        ),
      ).map(({ x }) => x),
    ).toEqual([30, 25])
  })

  test('moves what belongs together as one', () => {
    const [a, b, c] = [box('a', 0, 0, 10, 10), box('b', 40, 0, 10, 10), box('c', 100, 0, 10, 10)]
    const moved = after([a, b, c], alignUnits([[a, b], [c]], 'right'))
    expect(moved.map(({ x }) => x)).toEqual([60, 100, 100])
  })

  test('done twice is done once, for every kind of record', () => {
    fc.assert(
      fc.property(records, fc.constantFrom(...EDGES), (all, edge) => {
        const once = after(
          all,
          alignUnits(
            all.map((one) => [one]),
            edge,
          ),
        )
        const twice = after(
          once,
          alignUnits(
            once.map((one) => [one]),
            edge,
          ),
        )
        for (const [i, { x, y }] of twice.entries()) {
          expect(x).toBeCloseTo(once[i]!.x, 4)
          expect(y).toBeCloseTo(once[i]!.y, 4)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('distributing', () => {
  test('leaves the same room between all, and the outermost where they are', () => {
    const all = [box('a', 0, 0, 10, 10), box('c', 200, 0, 30, 10), box('b', 20, 0, 60, 10)]
    const moved = after(
      all,
      distributeUnits(
        all.map((one) => [one]),
        'x',
      ),
    )
    // 230 less 100 taken, in two gaps of 65.
    expect(moved.map(({ x }) => x)).toEqual([0, 200, 75])
  })

  test('needs three things', () => {
    const all = [box('a', 0, 0, 10, 10), box('b', 50, 0, 10, 10)]
    expect(
      distributeUnits(
        all.map((one) => [one]),
        'x',
      ),
    ).toEqual([])
  })

  test('done twice is done once where things do not overlap', () => {
    const widths = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 })), {
      minLength: 3,
      maxLength: 8,
    })
    fc.assert(
      fc.property(widths, fc.constantFrom(...AXES), (sizes, axis) => {
        let at = 0
        const all = sizes.map(([size, gap], i) => {
          at += size + gap
          const [x, y] = axis === 'x' ? [at - size, 0] : [0, at - size]
          return box(`r${i}`, x, y, axis === 'x' ? size : 5, axis === 'y' ? size : 5)
        })
        const once = after(
          all,
          distributeUnits(
            all.map((one) => [one]),
            axis,
          ),
        )
        const twice = after(
          once,
          distributeUnits(
            once.map((one) => [one]),
            axis,
          ),
        )
        for (const [i, record] of twice.entries()) expect(record[axis]).toBeCloseTo(once[i]![axis], 6)
        expect(once[0]![axis]).toBe(all[0]![axis])
        expect(once.at(-1)![axis]).toBe(all.at(-1)![axis])
      }),
    )
  })
})

describe('flipping', () => {
  test('done twice changes nothing, for every kind of record', () => {
    fc.assert(
      fc.property(records, fc.constantFrom(...AXES), (all, axis) => {
        const middle = extentOf(all)!
        const once = after(all, flip(all, middle, axis))
        const twice = after(once, flip(once, middle, axis))
        for (const [i, record] of twice.entries()) {
          const { x, y, rotation, scaleX, scaleY } = all[i]!
          expect(record.x).toBeCloseTo(x, 4)
          expect(record.y).toBeCloseTo(y, 4)
          expect([record.rotation, record.scaleX, record.scaleY]).toEqual([rotation, scaleX, scaleY])
        }
      }),
      { numRuns: 60 },
    )
  })

  test('keeps everything within the box it had, and makes changes that a room takes', () => {
    fc.assert(
      fc.property(records, fc.constantFrom(...AXES), (all, axis) => {
        const middle = extentOf(all)!
        const patches = flip(all, middle, axis)
        for (const [i, [, patch]] of patches.entries()) expect(faultOfPatch(all[i]!.type, patch)).toBe(null)
        const box = extentOf(after(all, patches))!
        for (const side of ['minX', 'minY', 'maxX', 'maxY'] as const) {
          expect(Math.abs(box[side] - middle[side])).toBeLessThan(LIMITS.maxWidth)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('words can still be read', () => {
    const words = { ...box('a', 0, 0, 100, 50), text: 'Yes' } as BoardRecord
    const plain = text({ id: 'b', x: 200, y: 0, w: 100, h: 30, rotation: 0.2 })
    const [shape, letters] = after([words, plain], flip([words, plain], { minX: 0, minY: 0, maxX: 300, maxY: 50 }, 'x'))
    // Whoever paints a shape that is mirrored leaves its words as they are.
    expect(shape).toMatchObject({ x: 300, scaleX: -1, text: 'Yes' })
    expect(letters).toMatchObject({ scaleX: 1, rotation: -0.2 })
    const middle = (record: BoardRecord): { x: number; y: number } => toBoard(record, 50, 15)
    expect(middle(letters!).x).toBeCloseTo(300 - middle(plain).x)
    expect(middle(letters!).y).toBeCloseTo(middle(plain).y)
  })
})
