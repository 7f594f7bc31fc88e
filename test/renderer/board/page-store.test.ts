import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Outline } from '#shared/model/pages.ts'
import { isDrawn, type BoardRecord, type RecordId } from '#shared/model/records.ts'
import { RecordStore } from '#shared/model/store.ts'
import { PageStore } from '#renderer/board/page-store.ts'
import { SpatialIndex } from '#renderer/board/spatial-index.ts'
import { layer, page, stroke, text } from '../../support/records.ts'

const PAGES = ['first-page', 'p', 'q'] as const
const LAYERS = ['base-first-page', 'base-p', 'low', 'top'] as const
const NAMES = ['', 'p', 'q', 'gone'] as const

const aStep: fc.Arbitrary<readonly [RecordId, BoardRecord | undefined] | RecordId> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({
        n: fc.nat(8),
        on: fc.constantFrom(...NAMES),
        of: fc.constantFrom('', ...LAYERS, 'gone'),
        z: fc.nat(9),
        gone: fc.boolean(),
      })
      .map(({ n, on, of, z, gone }) => {
        const id = `r${n}`
        return [id, gone ? undefined : text({ id, page: on, layer: of, z: `a${z}` })] as const
      }),
  },
  fc
    .record({ id: fc.constantFrom(...PAGES), z: fc.nat(9), hidden: fc.boolean(), gone: fc.boolean() })
    .map(({ id, z, hidden, gone }) => [id, gone ? undefined : page({ id, z: `a${z}`, hidden })] as const),
  fc
    .record({
      id: fc.constantFrom(...LAYERS),
      on: fc.constantFrom(...NAMES),
      z: fc.nat(9),
      hidden: fc.boolean(),
      opacity: fc.constantFrom(0.5, 1),
      gone: fc.boolean(),
    })
    .map(({ id, on, z, hidden, opacity, gone }) => {
      const made = layer({
        id,
        page: id === 'base-p' ? 'p' : id === 'base-first-page' ? '' : on,
        z: `a${z}`,
        hidden,
        opacity,
      })
      return [id, gone ? undefined : made] as const
    }),
  // Going to a page.
  fc.constantFrom(...NAMES),
)

function sorted(records: Iterable<BoardRecord>): BoardRecord[] {
  return Array.from(records).toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

describe('what is in view', () => {
  test('is what is on the page, however pages and layers change; whoever follows the changes has the same', () => {
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 40 }), (steps) => {
        const all = new RecordStore()
        const store = new PageStore(all)
        const index = new SpatialIndex({
          get outline() {
            return store.outline
          },
          isTouchable: () => true,
        })
        const followed = new Map<RecordId, BoardRecord>()
        store.onOutline(() => index.reorder())
        store.onChange((changes) => {
          for (const { id, before, after } of changes) {
            expect(followed.get(id)).toBe(before)
            if (after === undefined) followed.delete(id)
            else followed.set(id, after)
          }
          index.apply(changes)
        })
        for (const step of steps) {
          if (typeof step === 'string') store.show(step)
          else all.write([step])
          const outline = new Outline(all.values())
          expect(outline.has(store.page)).toBe(true)
          const seen = Array.from(all.values()).filter(
            (record) => isDrawn(record) && outline.pageOf(record) === store.page && !outline.layerOf(record).hidden,
          )
          expect(sorted(store.values())).toEqual(sorted(seen))
          expect(sorted(followed.values())).toEqual(sorted(seen))
          expect(store.size).toBe(seen.length)
          const everywhere = { minX: -1e9, minY: -1e9, maxX: 1e9, maxY: 1e9 }
          expect(index.inPaintOrder(everywhere).map(({ record }) => record.id)).toEqual(
            seen.toSorted(outline.compare).map(({ id }) => id),
          )
        }
      }),
    )
  })

  test('of a board of one page is told as it comes, without looking at any of it', () => {
    const all = new RecordStore()
    const store = new PageStore(all)
    let told: unknown
    store.onChange((changes) => (told = changes))
    let given: unknown
    all.onChange((changes) => (given = changes))
    all.write([['a', stroke({ id: 'a', page: 'gone', layer: 'gone' })]])
    expect(told).toBe(given)
    expect(store.get('a')).toBe(all.get('a'))
  })

  test('goes through an index of thousands in one piece', () => {
    const all = new RecordStore()
    const store = new PageStore(all)
    const sheets = { outline: new Outline(), isTouchable: () => true }
    const index = new SpatialIndex(sheets)
    store.onChange((changes) => index.apply(changes))
    all.write([['p', page({ id: 'p' })]])
    const records = Array.from({ length: 3000 }, (_, i) =>
      text({ id: `r${i}`, x: i * 10, page: i % 2 === 0 ? '' : 'p' }),
    )
    all.write(records.map((record) => [record.id, record]))
    store.show('p')
    expect(index.size).toBe(1500)
    expect(index.within({ minX: 9, minY: 0, maxX: 31, maxY: 5 }).every(({ record }) => record.page === 'p')).toBe(true)
    store.show('')
    expect(index.within({ minX: -1e9, minY: -1e9, maxX: 1e9, maxY: 1e9 })).toHaveLength(1500)
  })
})
