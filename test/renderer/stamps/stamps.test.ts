import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KeptKey } from '#shared/desktop/desktop-api.ts'
import { MAX_KEPT_LENGTH } from '#shared/desktop/desktop-api.ts'
import { isInk } from '#shared/model/palette.ts'
import { comparePaintOrder, faultOfRecord, type BoardRecord } from '#shared/model/records.ts'
import { extentOf } from '#renderer/board/alignment.ts'
import type { Keep } from '#renderer/net/keep.ts'
import { builtInStamp, STAMP_GROUPS } from '#renderer/stamps/built-in.ts'
import { MOST_STAMPS } from '#renderer/stamps/own-stamps.ts'
import { makeStamp } from '#renderer/stamps/stamp-making.ts'
import { Stamps } from '#renderer/stamps/stamps.ts'
import { NO_PICTURES, type PictureSource } from '#renderer/pictures/picture-files.ts'
import { MOST_PICTURE_BYTES, MOST_PICTURES_BYTES } from '#renderer/stamps/stamp-pictures.ts'
import { fileOf, image } from '../../support/pictures.ts'
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

  test('has what it is made of in the order it is given in, whatever layers that comes from', () => {
    const [below, above] = [shape({ id: 'below', z: 'a9' }), shape({ id: 'above', z: 'a1', layer: 'upper' })]
    const { records } = makeStamp([below, above], 1, ids())
    expect(records.toSorted(comparePaintOrder).map(({ id }) => id)).toEqual(['below', 'above'])
  })

  test('that is one group already is put into no other', () => {
    const grouped = drawing.map((record): BoardRecord => ({ ...record, group: 'g' }))
    expect(makeStamp(grouped, 1, ids()).records.map(({ group }) => group)).toEqual(['g', 'g'])
    expect(makeStamp(drawing.slice(0, 1), 1, ids()).records[0]?.group).toBe('')
  })

  test('comes back on other boards, the newest first, until it is removed', async () => {
    const keep = new MemoryKeep()
    const stamps = new Stamps(keep, ids())
    await stamps.keep(drawing, 1, NO_PICTURES)
    await stamps.keep([text({ id: 't', text: 'Later' })], 1, NO_PICTURES)
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

  test('cannot be made of nothing, or of too much', () => {
    expect(() => makeStamp([], 1, ids())).toThrow(expect.objectContaining({ code: 'stamp/empty' }))
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

  test('that is damaged is left out, and takes no other with it', async () => {
    const keep = new MemoryKeep()
    await new Stamps(keep, ids()).keep(drawing, 1, NO_PICTURES)
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

describe('a stamp with pictures', () => {
  const photo = fileOf(5000, 1)
  const logo = fileOf(900, 2)
  const framed = [
    image({ id: 'p', x: 100, y: 50, w: 200, h: 100, blob: photo.hash, text: 'A bridge' }),
    shape({ id: 's', x: 90, y: 40, w: 220, h: 120 }),
  ]
  const marked = [image({ id: 'l', blob: logo.hash }), image({ id: 'again', x: 300, blob: photo.hash })]

  function sourceOf(...files: readonly ReturnType<typeof fileOf>[]): PictureSource {
    const known = new Map(files.map(({ hash, bytes }) => [hash, bytes]))
    return { ...NO_PICTURES, file: (hash) => Promise.resolve(known.get(hash) ?? null) }
  }

  function keysOf(keep: MemoryKeep): string[] {
    return Array.from(keep.texts.keys()).filter(
      (key) => key.startsWith('drawnet.picture.') && keep.texts.get(key) !== '',
    )
  }

  test('is as large as it was seen, and comes back with their files', async () => {
    const keep = new MemoryKeep()
    const stamps = new Stamps(keep, ids())
    await stamps.keep(framed, 2, sourceOf(photo))
    const [stamp] = new Stamps(keep, ids()).own.all.get()
    expect(stamp!.records.map(({ type }) => type).toSorted()).toEqual(['image', 'shape'])
    expect(stamp!.name).toBe('A bridge')
    const [before, after] = [extentOf(framed)!, extentOf(stamp!.records)!]
    expect(after.maxX - after.minX).toBeCloseTo(2 * (before.maxX - before.minX))
    expect(new Stamps(keep, ids()).own.pictures.get(photo.hash)).toEqual(photo.bytes)
  })

  test('shares them with others, and they go with the last one', async () => {
    const keep = new MemoryKeep()
    const stamps = new Stamps(keep, ids())
    await stamps.keep(framed, 1, sourceOf(photo))
    await stamps.keep(marked, 1, sourceOf(photo, logo))
    expect(keysOf(keep)).toHaveLength(2)
    const [second, first] = stamps.own.all.get()
    stamps.own.remove(first!.id)
    expect(keysOf(keep)).toHaveLength(2)
    stamps.own.remove(second!.id)
    expect(keysOf(keep)).toEqual([])
    // One may still have it in hand.
    expect(stamps.own.pictures.get(logo.hash)).toEqual(logo.bytes)
  })

  test('is not made where a picture cannot be had, or is too large', async () => {
    const stamps = new Stamps(new MemoryKeep(), ids())
    await expect(stamps.keep(framed, 1, NO_PICTURES)).rejects.toMatchObject({ code: 'stamp/no-picture' })
    const [most, more] = [fileOf(MOST_PICTURE_BYTES, 3), fileOf(MOST_PICTURE_BYTES + 1, 4)]
    const of = ({ hash }: typeof most): BoardRecord[] => [image({ id: 'i', blob: hash })]
    await expect(stamps.keep(of(more), 1, sourceOf(more))).rejects.toMatchObject({
      code: 'stamp/too-large',
      message: 'A picture here is too large for a stamp: 720 kB are the most. Make it smaller first.',
    })
    await stamps.keep(of(most), 1, sourceOf(most))
    expect(stamps.own.all.get()).toHaveLength(1)
  })

  test('is kept as long as there is room for all pictures together', async () => {
    const keep = new MemoryKeep()
    const stamps = new Stamps(keep, ids())
    const room = Math.floor(MOST_PICTURES_BYTES / MOST_PICTURE_BYTES)
    for (let i = 0; i <= room; i++) {
      const file = fileOf(MOST_PICTURE_BYTES, 10 + i)
      const kept = stamps.keep([image({ id: 'i', blob: file.hash })], 1, sourceOf(file))
      if (i < room) await kept
      else await expect(kept).rejects.toMatchObject({ code: 'stamp/full' })
    }
    expect(keysOf(keep)).toHaveLength(room)
    // What is there already takes up no more.
    const file = fileOf(MOST_PICTURE_BYTES, 10)
    await stamps.keep([image({ id: 'i', blob: file.hash })], 1, sourceOf(file))
    await stamps.keep(drawingOf(), 1, NO_PICTURES)
    stamps.own.remove(stamps.own.all.get()[2]!.id)
    const other = fileOf(MOST_PICTURE_BYTES, 99)
    await stamps.keep([image({ id: 'i', blob: other.hash })], 1, sourceOf(other))
  })

  test('is left out where its files are gone, and shows nothing that is not what its name says', async () => {
    const keep = new MemoryKeep()
    await new Stamps(keep, ids()).keep(framed, 1, sourceOf(photo))
    const key = `drawnet.picture.${photo.hash}` as const
    const text = keep.texts.get(key)!
    keep.texts.set(key, '')
    expect(new Stamps(keep, ids()).own.all.get()).toEqual([])
    for (const damaged of [`${text.slice(0, -8)}AAAAAAAA`, '?']) {
      keep.texts.set(key, damaged)
      expect(new Stamps(keep, ids()).own.pictures.get(photo.hash)).toBeUndefined()
    }
  })

  test('of a library has those that came with it', () => {
    const stamps = new Stamps(new MemoryKeep(), ids())
    const files = new Map([[photo.hash, photo.bytes]])
    expect(stamps.keepAll([framed, marked], files)).toBe(2)
    const types = stamps.own.all.get().map(({ records }) => records.map(({ type }) => type))
    // What did not come is left out.
    expect(types.map((all) => all.filter((type) => type === 'image'))).toEqual([['image'], ['image']])
    expect(stamps.own.pictures.get(photo.hash)).toEqual(photo.bytes)
  })

  function drawingOf(): BoardRecord[] {
    return [ink('d', 0, 0, 50, 50)]
  }
})
