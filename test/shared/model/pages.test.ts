import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { baseLayerOf, FIRST_PAGE, Outline } from '#shared/model/pages.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { layer, page, text } from '../../support/records.ts'
import { aRecord } from '../../support/arbitraries.ts'

const ids = (all: readonly { readonly id: string }[]): string[] => all.map(({ id }) => id)

describe('pages', () => {
  test('a board without any has one page with one layer, on which everything is', () => {
    const outline = new Outline([text({ id: 'a' })])
    expect(outline.isPlain).toBe(true)
    expect(outline.pages).toEqual([{ id: '', record: null }])
    expect(ids(outline.layersOf(''))).toEqual([''])
    expect(outline.pageOf(text({ id: 'a' }))).toBe('')
  })

  test('they have an order; the first is before them until it has a place of its own', () => {
    const pages = [page({ id: 'q', z: 'a2' }), page({ id: 'p', z: 'a1' })]
    expect(ids(new Outline(pages).pages)).toEqual(['', 'p', 'q'])
    const first = page({ id: FIRST_PAGE, z: 'a1V', text: 'Opening' })
    const { pages: named } = new Outline([...pages, first])
    expect(ids(named)).toEqual(['p', '', 'q'])
    expect(named[1]?.record).toBe(first)
  })

  test('C6: what names a page that is not there is on the first', () => {
    const outline = new Outline([page({ id: 'p', z: 'a1' })])
    expect(['', 'p', 'gone'].map((name) => outline.pageOf({ page: name }))).toEqual(['', 'p', ''])
  })

  test('C6: where the first page was removed, another is in its place', () => {
    const others = [page({ id: 'p', z: 'a1' }), page({ id: 'q', z: 'a2' })]
    const outline = new Outline([...others, page({ id: FIRST_PAGE, hidden: true })])
    expect(ids(outline.pages)).toEqual(['p', 'q'])
    expect(['', 'gone', 'q'].map((name) => outline.pageOf({ page: name }))).toEqual(['p', 'p', 'q'])
    expect(ids(new Outline([page({ id: FIRST_PAGE, hidden: true })]).pages)).toEqual([''])
  })
})

describe('layers', () => {
  const records: readonly BoardRecord[] = [
    page({ id: 'p' }),
    layer({ id: 'top', z: 'a2', opacity: 0.5 }),
    layer({ id: 'low', z: 'a1' }),
    layer({ id: 'other', page: 'p', z: 'a0' }),
    layer({ id: baseLayerOf('p'), page: 'p', locked: true }),
  ]
  const outline = new Outline(records)

  test('a page has a base layer, and those that were made, bottom first', () => {
    expect(ids(outline.layersOf(''))).toEqual(['', 'low', 'top'])
    expect(ids(outline.layersOf('p'))).toEqual(['', 'other'])
    expect(outline.layersOf('').map(({ rank }) => rank)).toEqual([0, 1, 2])
  })

  test('a record with an id of its own says how a base layer is shown', () => {
    expect(outline.layersOf('p')[0]).toMatchObject({ id: '', locked: true, opacity: 1 })
    expect(outline.layersOf('')[0]).toMatchObject({ id: '', locked: false, record: null })
  })

  test('C6: what names a layer that is not there, or one of another page, is on the base layer of its page', () => {
    const on = (where: { page: string; layer: string }): string => outline.layerOf(where).id
    expect(on({ page: '', layer: 'top' })).toBe('top')
    expect(on({ page: '', layer: 'gone' })).toBe('')
    expect(on({ page: '', layer: 'other' })).toBe('')
    expect(on({ page: 'p', layer: 'other' })).toBe('other')
    expect(on({ page: 'gone', layer: 'top' })).toBe('top')
    expect(on({ page: '', layer: baseLayerOf('p') })).toBe('')
  })

  test('C5: what is on a page is painted by its layers, and on each by fractional index, ties by id', () => {
    const drawn = [
      text({ id: 'a', z: 'a9' }),
      text({ id: 'b', z: 'a0', layer: 'top' }),
      text({ id: 'c', z: 'a5', layer: 'low' }),
      text({ id: 'd', z: 'a5', layer: 'low' }),
      text({ id: 'e', z: 'a1', layer: 'gone' }),
    ]
    expect(ids(drawn.toSorted(outline.compare))).toEqual(['e', 'a', 'c', 'd', 'b'])
  })

  test('only a board on which a layer lets what is below shine through is not opaque', () => {
    expect(outline.isOpaque).toBe(false)
    expect(new Outline([layer({ id: 'top' })]).isOpaque).toBe(true)
  })

  test('whatever a board has, everything is on one page and one layer of it, and the order is the same for all', () => {
    fc.assert(
      fc.property(fc.uniqueArray(aRecord, { selector: ({ id }) => id }), (all) => {
        const [one, other] = [new Outline(all), new Outline(all.toReversed())]
        expect(ids(one.pages)).toEqual(ids(other.pages))
        for (const record of all) {
          expect(ids(one.pages)).toContain(one.pageOf(record))
          expect(one.layersOf(one.pageOf(record))).toContain(one.layerOf(record))
        }
        expect(all.toReversed().toSorted(other.compare)).toEqual(all.toSorted(one.compare))
      }),
    )
  })
})
