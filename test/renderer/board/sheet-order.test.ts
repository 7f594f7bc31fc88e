import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placesToAdd, placesToMove, type Placed } from '#renderer/board/sheet-order.ts'

/** As pages are ordered: by place, those without one first. */
function ordered(all: readonly Placed[], places: ReadonlyMap<string, string>): string[] {
  const known = new Map(all.map(({ id, z }) => [id, z]))
  for (const [id, z] of places) known.set(id, z)
  return Array.from(known)
    .toSorted(([a, y], [b, z]) => ((y ?? '') < (z ?? '') ? -1 : (y ?? '') > (z ?? '') ? 1 : a < b ? -1 : 1))
    .map(([id]) => id)
}

const some: fc.Arbitrary<Placed[]> = fc
  .record({ count: fc.integer({ min: 1, max: 6 }), hasFirst: fc.boolean(), isDamaged: fc.boolean() })
  .map(({ count, hasFirst, isDamaged }) =>
    Array.from({ length: count }, (_, i) => ({
      id: `s${i}`,
      // What others' programs write may be no proper index.
      z: i === 0 && hasFirst ? null : isDamaged ? `zz${i}` : `a${i}`,
    })),
  )

test('a sheet that is moved is where it was put, and the others keep their order', () => {
  fc.assert(
    fc.property(some, fc.nat(5), fc.nat(5), (all, from, to) => {
      const at = from % all.length
      const place = to % all.length
      const id = all[at]!.id
      const expected = all.map((one) => one.id).filter((one) => one !== id)
      expected.splice(place, 0, id)
      expect(ordered(all, placesToMove(all, id, place))).toEqual(expected)
    }),
  )
})

test('a new sheet is where it was put', () => {
  fc.assert(
    fc.property(some, fc.nat(6), (all, to) => {
      const place = to % (all.length + 1)
      const expected = all.map(({ id }) => id)
      expected.splice(place, 0, 'new')
      expect(ordered(all, placesToAdd(all, 'new', place))).toEqual(expected)
    }),
  )
})
