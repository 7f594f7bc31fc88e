import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparePaintOrder, type BoardRecord } from '#shared/model/records.ts'
import { PaintOrder, type Ordered } from '#renderer/board/paint-order.ts'
import { shape } from '../../support/records.ts'

type Compare = (a: BoardRecord, b: BoardRecord) => number

/** An order of painting with what is in it, changed as an index would. */
class Pile {
  readonly items = new Map<string, Ordered>()
  compare: Compare = comparePaintOrder
  sorts = 0
  readonly order = new PaintOrder<Ordered>(
    () => {
      this.sorts += 1
      return this.items.values()
    },
    () => this.compare,
  )

  put(id: string, z: string, isAlone = true): Ordered {
    const before = this.items.get(id)
    const after = { record: shape({ id, z }), order: 0 }
    const stays = before?.record.z === z
    if (before !== undefined && !stays) this.order.remove(before, isAlone)
    this.items.set(id, after)
    if (stays) this.order.replace(before, after)
    else this.order.add(after, isAlone)
    return after
  }

  remove(id: string, isAlone = true): void {
    const item = this.items.get(id)
    if (item === undefined) return
    this.order.remove(item, isAlone)
    this.items.delete(id)
  }
}

function expectRight({ items, order, compare }: Pile): void {
  const sorted = Array.from(items.values()).sort((a, b) => compare(a.record, b.record))
  expect(order.all().map(({ record }) => record.id)).toEqual(sorted.map(({ record }) => record.id))
  const orders = sorted.map((item) => item.order)
  expect(orders).toEqual(orders.toSorted((a, b) => a - b))
  expect(new Set(orders).size).toBe(sorted.length)
  for (const item of sorted) if (order.isAboveAll(item)) expect(item).toBe(sorted.at(-1))
}

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')
const z = fc.constantFrom('a1', 'a2', 'a3', 'a4', 'a5')
const change = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), id, z, isAlone: fc.boolean() }),
  fc.record({ kind: fc.constant('remove' as const), id, isAlone: fc.boolean() }),
  fc.record({ kind: fc.constant('turn' as const) }),
  fc.record({ kind: fc.constant('look' as const) }),
)

describe('the order of painting', () => {
  test('is that of all of them, sorted, after any changes', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const pile = new Pile()
        for (const each of changes) {
          if (each.kind === 'put') pile.put(each.id, each.z, each.isAlone)
          else if (each.kind === 'remove') pile.remove(each.id, each.isAlone)
          else if (each.kind === 'look') expectRight(pile)
          else {
            const { compare } = pile
            pile.compare = (a, b) => -compare(a, b)
            pile.order.forget()
          }
        }
        expectRight(pile)
      }),
      { numRuns: 5_000 },
    )
  })

  test('is found for what changes alone, without sorting all', () => {
    const pile = new Pile()
    for (let i = 0; i < 50; i++) pile.put(`low${i}`, 'a1')
    pile.put('top', 'a9')
    expectRight(pile)
    const { sorts } = pile
    pile.put('between', 'a5')
    pile.put('low7', 'a2')
    pile.remove('low9')
    expectRight(pile)
    expect(pile.sorts).toBe(sorts)
  })

  test('knows what is topmost after what was is gone', () => {
    const pile = new Pile()
    pile.put('a', 'a1')
    pile.put('b', 'a9')
    pile.remove('b')
    pile.put('x', 'a2')
    pile.put('y', 'a3')
    expectRight(pile)
  })

  test('holds where more come between the same two than there are numbers between theirs', () => {
    const pile = new Pile()
    pile.put('below', 'a')
    pile.put('above', 'b')
    for (let i = 0; i < 100; i++) pile.put(`n${String(i).padStart(3, '0')}`, `a${'V'.repeat(i + 1)}`)
    expectRight(pile)
  })
})
