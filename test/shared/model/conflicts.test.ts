import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold } from '#shared/model/operations.ts'
import { comparePaintOrder } from '#shared/model/records.ts'
import { aRecord } from '../../support/arbitraries.ts'
import { text } from '../../support/records.ts'

describe('conflicts', () => {
  test('C3: a put brings a record into being, replaces it, and restores it after its removal', () => {
    fc.assert(
      fc.property(aRecord, aRecord, (first, second) => {
        const replacement = { ...second, id: first.id }
        expect(fold(undefined, { kind: 'put', record: first })).toBe(first)
        expect(fold(first, { kind: 'put', record: replacement })).toBe(replacement)
        const gone = fold(first, { kind: 'remove', id: first.id })
        expect(gone).toBeUndefined()
        expect(fold(gone, { kind: 'put', record: first })).toBe(first)
      }),
    )
  })

  test('C4: records are painted by their fractional index, and by their id where that is the same', () => {
    const records = [
      text({ id: 'b', z: 'a1' }),
      text({ id: 'c', z: 'Zz' }),
      text({ id: 'a', z: 'a1' }),
      text({ id: 'd', z: 'a0V' }),
    ]
    expect(records.toSorted(comparePaintOrder).map(({ id }) => id)).toEqual(['c', 'd', 'a', 'b'])
  })

  test('C4: the order is the same from whatever order one starts', () => {
    fc.assert(
      fc.property(fc.uniqueArray(aRecord, { selector: ({ id }) => id }), (records) => {
        const ordered = records.toSorted(comparePaintOrder)
        expect(records.toReversed().toSorted(comparePaintOrder)).toEqual(ordered)
      }),
    )
  })
})
