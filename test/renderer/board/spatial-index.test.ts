import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundsOf, intersects } from '#shared/model/bounds.ts'
import { comparePaintOrder, type BoardRecord } from '#shared/model/records.ts'
import { RecordStore } from '#shared/model/store.ts'
import { SpatialIndex, type IndexChange } from '#renderer/board/spatial-index.ts'
import { line } from '../../support/records.ts'

const EVERYWHERE = { minX: -1e9, minY: -1e9, maxX: 1e9, maxY: 1e9 }

function followed(): { store: RecordStore; index: SpatialIndex; heard: IndexChange[][] } {
  const store = new RecordStore()
  const index = new SpatialIndex()
  const heard: IndexChange[][] = []
  store.onChange((changes) => heard.push(index.apply(changes)))
  return { store, index, heard }
}

function put(store: RecordStore, ...records: BoardRecord[]): void {
  store.write(records.map((record) => [record.id, record] as const))
}

describe('SpatialIndex', () => {
  test('says what was where before and what is there now', () => {
    const { store, heard } = followed()
    put(store, line('a', 0, 0, 10, 0))
    put(store, line('a', 500, 0, 510, 0))
    store.write([['a', undefined]])
    const [added, moved, removed] = heard.map(([change]) => change)
    expect(added?.before).toBeUndefined()
    expect(added?.after?.maxX).toBeLessThan(20)
    expect(moved?.before?.maxX).toBeLessThan(20)
    expect(moved?.after?.minX).toBeGreaterThan(490)
    expect(removed?.before?.minX).toBeGreaterThan(490)
    expect(removed?.after).toBeUndefined()
  })

  test('knows whether a record lies over everything it meets', () => {
    const { store, index } = followed()
    put(store, line('under', 0, 0, 100, 0, { z: 'a1' }), line('over', 0, 5, 100, 5, { z: 'a2' }))
    put(store, line('apart', 0, 500, 100, 500, { z: 'a0' }))
    expect(index.isOnTop(index.get('over')!)).toBe(true)
    expect(index.isOnTop(index.get('under')!)).toBe(false)
    expect(index.isOnTop(index.get('apart')!)).toBe(true)
  })

  test('the extent is null on an empty board and covers everything else', () => {
    const { store, index } = followed()
    expect(index.extent()).toBeNull()
    put(store, line('a', -50, 0, 10, 0), line('b', 0, 80, 10, 80))
    const extent = index.extent()!
    expect(extent.minX).toBeLessThan(-50)
    expect(extent.maxY).toBeGreaterThan(80)
  })

  test('finds what waits outside the tree, what was taken in, and nothing of what is gone', () => {
    const { store, index } = followed()
    const at = (i: number): BoardRecord => line(`r${i}`, (i % 30) * 40, Math.floor(i / 30) * 40, (i % 30) * 40 + 20, 0)
    store.write(Array.from({ length: 900 }, (_, i) => [`r${i}`, at(i)] as const))
    const box = { minX: 100, minY: 100, maxX: 500, maxY: 400 }
    const isRight = (): void => {
      const expected = Array.from(store.values()).filter((record) => intersects(boundsOf(record), box))
      expect(new Set(index.within(box).map(({ record }) => record))).toEqual(new Set(expected))
    }
    isRight()
    let left = 0
    for (let step = 0; ; step++) {
      put(store, line(`r${step}`, 200, 200, 210, 210))
      store.write([[`r${899 - step}`, undefined]])
      isRight()
      if (!index.grow()) break
      left += 1
    }
    expect(left).toBeGreaterThan(10)
    expect(index.grow()).toBe(false)
    store.write(Array.from({ length: 900 }, (_, i) => [`r${i}`, at(i + 3)] as const))
    isRight()
    while (index.grow()) isRight()
    isRight()
  })

  test('answers as a search through everything would, after any changes', () => {
    const change = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      gone: fc.boolean(),
      x: fc.integer({ min: -200, max: 200 }),
      y: fc.integer({ min: -200, max: 200 }),
      z: fc.constantFrom('a0', 'a1', 'a2', 'Zz', 'b00'),
    })
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 12 }), (transactions) => {
        const { store, index } = followed()
        for (const changes of transactions) {
          const last = new Map(
            changes.map(({ id, gone, x, y, z }) => [id, gone ? undefined : line(id, x, y, x + 60, y + 20, { z })]),
          )
          store.write(last)
          const box = { minX: -50, minY: -50, maxX: 60, maxY: 60 }
          for (const area of [box, EVERYWHERE]) {
            const expected = Array.from(store.values())
              .filter((record) => intersects(boundsOf(record), area))
              .sort(comparePaintOrder)
            expect(index.inPaintOrder(area).map(({ record }) => record)).toEqual(expected)
          }
        }
      }),
    )
  })

  test('a crowded board is searched right by either way', () => {
    const { store, index } = followed()
    const many = Array.from({ length: 3000 }, (_, i) =>
      line(`s${i}`, (i % 60) * 20, Math.floor(i / 60) * 20, (i % 60) * 20 + 5, Math.floor(i / 60) * 20, {
        z: `a${String(9999 - i).padStart(4, '0')}`,
      }),
    )
    put(store, ...many)
    for (const area of [EVERYWHERE, { minX: 100, minY: 100, maxX: 180, maxY: 150 }]) {
      const found = index.inPaintOrder(area).map(({ record }) => record)
      const expected = many.filter((record) => intersects(boundsOf(record), area)).sort(comparePaintOrder)
      expect(found).toEqual(expected)
    }
    store.write([['s5', undefined]])
    put(store, line('top', 0, 0, 9, 9, { z: 'z' }))
    const all = index.inPaintOrder(EVERYWHERE)
    expect(all).toHaveLength(3000)
    expect(all.at(-1)?.record.id).toBe('top')
  })
})
