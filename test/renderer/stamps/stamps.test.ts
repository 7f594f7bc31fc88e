import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KeptKey } from '#shared/desktop/desktop-api.ts'
import { MAX_KEPT_LENGTH } from '#shared/desktop/desktop-api.ts'
import { isInk } from '#shared/model/palette.ts'
import { faultOfRecord, type BoardRecord } from '#shared/model/records.ts'
import { extentOf } from '#renderer/board/alignment.ts'
import type { Keep } from '#renderer/net/keep.ts'
import { builtInStamp, STAMP_GROUPS } from '#renderer/stamps/built-in.ts'
import { MOST_STAMPS } from '#renderer/stamps/own-stamps.ts'
import { makeStamp } from '#renderer/stamps/stamp-making.ts'
import { Stamps } from '#renderer/stamps/stamps.ts'
import { line as ink, shape, text } from '../../support/records.ts'

class MemoryKeep implements Keep {
  readonly texts = new Map<KeptKey, string>()
  getItem(key: KeptKey): string | null {
    return this.texts.get(key) ?? null
  }
  setItem(key: KeptKey, value: string): void {
    this.texts.set(key, value)
  }
}

function ids(): () => string {
  let count = 0
  return () => `id${(count += 1)}`
}

const NAMES = Object.values(STAMP_GROUPS).flat()

describe('a stamp that comes with DrawNet', () => {
  test.each(NAMES)(
    '%s is made of proper records, in one group, about its middle and of a size with the others',
    (name) => {
      const { records } = builtInStamp(name)
      expect(records.length).toBeGreaterThan(0)
      expect(records.map((record) => faultOfRecord(record))).toEqual(records.map(() => null))
      expect(new Set(records.map(({ group }) => group))).toEqual(new Set(['stamp']))
      expect(records.map(({ z }) => z)).toEqual(records.map(({ z }) => z).toSorted())
      expect(records.every(({ color }) => isInk(color))).toBe(true)
      const box = extentOf(records)!
      for (const edge of [-box.minX, box.maxX, -box.minY, box.maxY]) expect(edge).toBeLessThanOrEqual(36)
      expect(Math.max(box.maxX - box.minX, box.maxY - box.minY)).toBeGreaterThan(40)
    },
  )

  test('differs from every other', () => {
    expect(new Set(NAMES.map((name) => JSON.stringify(builtInStamp(name).records))).size).toBe(NAMES.length)
  })
})

describe('the stamp in hand', () => {
  test('stands with its middle at the place, as large as it is on the screen at any zoom', () => {
    const stamps = new Stamps(null, ids())
    stamps.take(makeStamp([shape({ id: 'a', x: 100, y: 50, w: 40, h: 20, width: 2 })], 1, ids()))
    for (const zoom of [0.1, 1, 4]) {
      const box = extentOf(stamps.recordsAt({ x: 7, y: -3 }, zoom))!
      expect((box.minX + box.maxX) / 2).toBeCloseTo(7)
      expect((box.minY + box.maxY) / 2).toBeCloseTo(-3)
      expect((box.maxX - box.minX) * zoom).toBeCloseTo(42)
    }
  })

  test('is turned and sized by steps that can be taken back, between limits', () => {
    const stamps = new Stamps(null, ids())
    fc.assert(
      fc.property(fc.array(fc.constantFrom(-1, 1), { maxLength: 60 }), (steps) => {
        for (const step of steps) stamps.grow(step)
        expect(stamps.inHand.get().size).toBeGreaterThan(0.1)
        expect(stamps.inHand.get().size).toBeLessThan(20)
      }),
    )
    for (let i = 0; i < 99; i++) stamps.grow(-1)
    for (let i = 0; i < 8; i++) stamps.grow(1)
    expect(stamps.inHand.get().size).toBe(1)
    for (let i = 0; i < 24; i++) stamps.turn(1)
    expect(stamps.inHand.get().turn).toBeCloseTo(0)
    stamps.turn(6)
    expect(stamps.inHand.get().turn).toBeCloseTo(Math.PI / 2)
  })
})

describe('a stamp of one’s own', () => {
  const drawing = [shape({ id: 'a', x: 100, y: 50, w: 40, h: 20 }), ink('b', 100, 90, 160, 120)]

  test('is as large as it was seen, in one group, free, and named after its words', () => {
    const stamp = makeStamp(
      [...drawing, text({ id: 't', x: 90, y: 40, text: ' Review\n done ', locked: true })],
      2,
      ids(),
    )
    expect(stamp.name).toBe('Review done')
    expect(stamp.records.every(({ locked }) => !locked)).toBe(true)
    expect(new Set(stamp.records.map(({ group }) => group)).size).toBe(1)
    const [before, after] = [extentOf(drawing)!, extentOf(makeStamp(drawing, 2, ids()).records)!]
    expect(after.maxX - after.minX).toBeCloseTo(2 * (before.maxX - before.minX))
    expect(after.minX + after.maxX).toBeCloseTo(0)
  })

  test('that is one group already is put into no other', () => {
    const grouped = drawing.map((record): BoardRecord => ({ ...record, group: 'g' }))
    expect(makeStamp(grouped, 1, ids()).records.map(({ group }) => group)).toEqual(['g', 'g'])
    expect(makeStamp(drawing.slice(0, 1), 1, ids()).records[0]?.group).toBe('')
  })

  test('comes back on other boards, the newest first, until it is removed', () => {
    const keep = new MemoryKeep()
    const stamps = new Stamps(keep, ids())
    stamps.keep(drawing, 1)
    stamps.keep([text({ id: 't', text: 'Later' })], 1)
    expect(stamps.inHand.get().stamp.name).toBe('Later')
    const elsewhere = new Stamps(keep, ids())
    const [later, first] = elsewhere.own.all.get()
    expect(later?.name).toBe('Later')
    const plain = (records: readonly BoardRecord[] = []): object[] =>
      records.map((record) => ({ ...record, z: '', author: 0 }))
    expect(plain(first?.records)).toEqual(plain(stamps.own.all.get()[1]?.records))
    elsewhere.own.remove(later!.id)
    expect(new Stamps(keep, ids()).own.all.get().map(({ name }) => name)).toEqual([''])
  })

  test('cannot be made of nothing, of pictures alone, or of too much', () => {
    const picture: BoardRecord = {
      ...text({ id: 'p' }),
      type: 'image',
      blob: 'A'.repeat(43),
    } as unknown as BoardRecord
    expect(() => makeStamp([], 1, ids())).toThrow(expect.objectContaining({ code: 'stamp/empty' }))
    expect(() => makeStamp([picture], 1, ids())).toThrow(expect.objectContaining({ code: 'stamp/empty' }))
    const crowd = Array.from({ length: 501 }, (_, i) => ink(`i${i}`, i, 0, i, 9))
    expect(() => makeStamp(crowd, 1, ids())).toThrow(expect.objectContaining({ code: 'stamp/too-large' }))
    const long = text({ id: 'l', text: '€'.repeat(20_000) })
    const many = Array.from({ length: 6 }, (_, i) => ({ ...long, id: `l${i}` }))
    expect(() => makeStamp(many, 1, ids())).toThrow(expect.objectContaining({ code: 'stamp/too-large' }))
  })

  test('of a library is as large as stamps are; of many, as many are kept as there is room for', () => {
    const keep = new MemoryKeep()
    const stamps = new Stamps(keep, ids())
    const items = Array.from({ length: MOST_STAMPS + 50 }, (_, i) => [ink(`i${i}`, 0, 0, 2000, 900)])
    expect(stamps.keepAll(items)).toBe(MOST_STAMPS)
    expect(stamps.own.all.get()[0]?.records[0]).toMatchObject({ type: 'stroke' })
    const box = extentOf(stamps.own.all.get()[0]!.records)!
    expect(box.maxX - box.minX).toBeCloseTo(160)
    expect(() => stamps.keepAll(items)).toThrow(expect.objectContaining({ code: 'stamp/full' }))
    expect(() => stamps.keepAll([[]])).toThrow(expect.objectContaining({ code: 'stamp/empty' }))

    const large = new Stamps(keep, ids())
    for (const { id } of large.own.all.get()) large.own.remove(id)
    const words = Array.from({ length: 40 }, (_, i) => [text({ id: `t${i}`, text: 'a'.repeat(15_000) })])
    const count = large.keepAll(words)
    expect(count).toBeGreaterThan(10)
    expect(count).toBeLessThan(40)
    expect(keep.texts.get('drawnet.stamps')!.length).toBeLessThanOrEqual(MAX_KEPT_LENGTH)
  })

  test('that is damaged is left out, and takes no other with it', () => {
    const keep = new MemoryKeep()
    new Stamps(keep, ids()).keep(drawing, 1)
    const [good] = JSON.parse(keep.texts.get('drawnet.stamps')!) as unknown[]
    for (const bad of [
      null,
      7,
      {},
      { id: 'x', name: 'x', content: null },
      { id: 'x', name: 'x', content: { records: [1] } },
    ]) {
      keep.texts.set('drawnet.stamps', JSON.stringify([bad, good]))
      expect(new Stamps(keep, ids()).own.all.get()).toHaveLength(1)
    }
    for (const bad of ['', '{', '{}', 'null']) {
      keep.texts.set('drawnet.stamps', bad)
      expect(new Stamps(keep, ids()).own.all.get()).toEqual([])
    }
  })
})
