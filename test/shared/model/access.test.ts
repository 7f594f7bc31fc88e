import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assertMayDraw, mayDrawOn } from '#shared/model/access.ts'
import type { Operation } from '#shared/model/operations.ts'
import { baseLayerOf, firstOf, FIRST_PAGE, Outline } from '#shared/model/pages.ts'
import { isDrawn, USUAL, type BoardRecord, type LayerRecord, type RecordPatch } from '#shared/model/records.ts'
import { layer, page, text } from '../../support/records.ts'

const AUTHOR = { member: 1, isHost: false }
const OTHER = { member: 2, isHost: false }
const HOST = { member: 3, isHost: true }

const board: readonly BoardRecord[] = [
  page({ id: 'p' }),
  layer({ id: 'open', author: 1 }),
  layer({ id: 'own', author: 1, access: 'author' }),
  layer({ id: 'kept', author: 1, access: 'hosts' }),
  layer({ id: 'base-p', page: 'p', author: 1, access: 'author' }),
  text({ id: 'on-open', layer: 'open' }),
  text({ id: 'on-own', layer: 'own' }),
  text({ id: 'on-kept', layer: 'kept' }),
  text({ id: 'on-base' }),
  text({ id: 'on-p', page: 'p' }),
]
function may(operation: Operation, who: typeof AUTHOR, on = board): boolean {
  const records = new Map(on.map((record) => [record.id, record]))
  const firstPage = { id: firstOf(on.filter((record) => record.type === 'page')) }
  try {
    assertMayDraw(operation, { current: (id) => records.get(id), firstPage }, who)
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'room/no-access' })
    return false
  }
}
const put = (record: BoardRecord): Operation => ({ kind: 'put', record })
const patch = (id: string, change: RecordPatch): Operation => ({ kind: 'patch', id, patch: change })
const remove = (id: string): Operation => ({ kind: 'remove', id })
const fresh = (where: Partial<Pick<BoardRecord, 'page' | 'layer'>>): Operation => put(text({ id: 'fresh', ...where }))

function whoMay(operation: Operation, on = board): string {
  return [
    may(operation, AUTHOR, on) ? 'author' : '',
    may(operation, OTHER, on) ? 'other' : '',
    may(operation, HOST, on) ? 'host' : '',
  ]
    .filter((who) => who !== '')
    .join(' ')
}

const EVERYONE = 'author other host'

describe('access', () => {
  test.each([
    ['open', EVERYONE],
    ['own', 'author host'],
    ['kept', 'host'],
  ])('P10: on the layer “%s” draws %s', (id, who) => {
    expect(whoMay(fresh({ layer: id }))).toBe(who)
    expect(whoMay(patch(`on-${id}`, { x: 1 }))).toBe(who)
    expect(whoMay(put(text({ id: `on-${id}`, layer: 'open' })))).toBe(who)
    expect(whoMay(remove(`on-${id}`))).toBe(who)
  })

  test.each([
    ['open', EVERYONE],
    ['own', 'author host'],
    ['kept', 'host'],
  ])('P10: to and from the layer “%s” brings %s', (id, who) => {
    expect(whoMay(patch('on-base', { layer: id }))).toBe(who)
    expect(whoMay(patch(`on-${id}`, { layer: '' }))).toBe(who)
    expect(whoMay(patch(`on-${id}`, { layer: 'open' }))).toBe(who)
  })

  test('P10: only who may draw on a layer changes or removes it, or puts another thing in its place', () => {
    const changes = [patch('own', { hidden: true }), patch('own', { opacity: 0.5, text: 'Mine' }), remove('own')]
    for (const change of changes) expect(whoMay(change)).toBe('author host')
    expect(whoMay(put(text({ id: 'own' })))).toBe('author host')
    expect(whoMay(patch('open', { hidden: true, locked: true }))).toBe(EVERYONE)
  })

  test('P10: a page goes with its base layer, and so do those who may remove it', () => {
    expect(whoMay(remove('p'))).toBe('host')
    expect(whoMay(put({ ...text({ id: 'p' }) }))).toBe('host')
    expect(whoMay(patch('p', { text: 'Renamed' }))).toBe(EVERYONE)
    expect(whoMay(put(page({ id: FIRST_PAGE, hidden: true })))).toBe(EVERYONE)
  })

  test('P10: what names no layer that is there is on the base layer, and is protected as that is', () => {
    expect(whoMay(fresh({ page: 'p' }))).toBe('host')
    expect(whoMay(fresh({ page: 'p', layer: 'gone' }))).toBe('host')
    // A layer of another page protects nothing there, but does not open anything either.
    expect(whoMay(fresh({ page: 'p', layer: 'open' }))).toBe('host')
    expect(whoMay(fresh({ page: 'gone' }))).toBe(EVERYONE)
    expect(whoMay(patch('on-p', { page: '' }))).toBe('host')
  })

  test('P10 C6: what names a layer of another page is where it is seen, but is not put there to be on that later', () => {
    const astray = [...board, page({ id: 'q' }), text({ id: 'astray', page: 'q', layer: 'own' })]
    expect(whoMay(patch('astray', { x: 1 }), astray)).toBe(EVERYONE)
    expect(whoMay(put(text({ id: 'astray', page: 'q', layer: 'own', text: 'New' })), astray)).toBe(EVERYONE)
    expect(whoMay(remove('astray'), astray)).toBe(EVERYONE)
    expect(whoMay(fresh({ page: 'q', layer: 'own' }), astray)).toBe('author host')
    expect(whoMay(patch('on-base', { page: 'q', layer: 'own' }), astray)).toBe('author host')
    expect(whoMay(patch('astray', { page: '' }), astray)).toBe('author host')
  })

  test('P10 C6: where the first page was removed, what names no page is protected as the next page’s base layer is', () => {
    const without = [...board, page({ id: FIRST_PAGE, hidden: true })]
    expect(whoMay(fresh({}), without)).toBe('host')
    expect(whoMay(fresh({ page: 'gone' }), without)).toBe('host')
    expect(whoMay(patch('on-base', { x: 1 }), without)).toBe('host')
    expect(whoMay(remove('on-base'), without)).toBe('host')
    // Layers of the first page went there, too.
    expect(whoMay(fresh({ layer: 'open' }), without)).toBe(EVERYONE)
    expect(whoMay(fresh({ page: 'p', layer: 'open' }), without)).toBe(EVERYONE)
    expect(whoMay(fresh({ layer: 'own' }), without)).toBe('author host')
    // With no other page it is there all the same.
    const alone = without.filter(({ id }) => id !== 'p')
    expect(whoMay(fresh({}), alone)).toBe(EVERYONE)
  })

  test('P10 C6: the first page is protected also from what calls it by the id of its record', () => {
    const named = [...board, page({ id: FIRST_PAGE }), layer({ id: baseLayerOf(''), access: 'hosts' })]
    expect(whoMay(fresh({ page: FIRST_PAGE }), named)).toBe('host')
  })

  test('P10 C5 C6: on whatever board, nobody draws on a layer on which it would be seen and that is not theirs', () => {
    const some = (...ids: string[]) => fc.constantFrom(...ids)
    const aPlace = fc.record({ page: some('', 'p', 'q', FIRST_PAGE), layer: some('', 'l', 'm', baseLayerOf('p')) })
    const aSheet: fc.Arbitrary<BoardRecord> = fc.oneof(
      fc.record({ id: some('p', 'q', FIRST_PAGE), z: some('a0', 'a1'), hidden: fc.boolean() }).map(page),
      fc
        .record({
          id: some('l', 'm', ...['', 'p', 'q'].map(baseLayerOf)),
          page: some('', 'p', 'q', FIRST_PAGE),
          access: fc.constantFrom('everyone', 'author', 'hosts'),
          author: fc.constantFrom(1, 2),
        })
        .map(layer),
    )
    const aBoard = fc.uniqueArray(
      fc.oneof(
        aSheet,
        aPlace.map((place) => text({ id: 'there', ...place })),
      ),
      {
        selector: ({ id }) => id,
      },
    )
    fc.assert(
      fc.property(aBoard, aPlace, (on, place) => {
        const outline = new Outline(on)
        const seenOn = (where: Pick<BoardRecord, 'page' | 'layer'>): boolean =>
          mayDrawOn(outline.layerOf(where).record, AUTHOR)
        if (may(fresh(place), AUTHOR, on)) expect(seenOn(place)).toBe(true)
        const there = on.find(isDrawn)
        if (there !== undefined) expect(may(remove('there'), AUTHOR, on)).toBe(seenOn(there))
      }),
      { numRuns: 2000 },
    )
  })

  test('P11: who draws on a layer is for its author and hosts to say', () => {
    expect(whoMay(patch('open', { access: 'author' }))).toBe('author host')
    expect(whoMay(put(layer({ id: 'open', author: 1, access: 'hosts' })))).toBe('author host')
    expect(whoMay(patch('open', { access: 'everyone' }))).toBe(EVERYONE)
    expect(whoMay(put(layer({ id: 'new', author: 2, access: 'author' })))).toBe('other host')
  })

  test('P11: of a base layer, for hosts alone', () => {
    const base = { ...USUAL.layer, type: 'layer', id: 'base-first-page', z: 'a0', x: 0, y: 0, author: 1 } as const
    expect(whoMay(put({ ...base, access: 'author' }))).toBe('host')
    expect(whoMay(put({ ...base, access: 'everyone', locked: true }))).toBe(EVERYONE)
    expect(whoMay(patch('base-p', { access: 'everyone' }))).toBe('host')
  })

  test('P11: also of one that was made for another page and is brought to where nobody has made it', () => {
    const elsewhere = [page({ id: 'q' }), layer({ id: baseLayerOf('q'), page: 'p', author: 1, access: 'hosts' })]
    const isOwn = [page({ id: 'q' }), layer({ id: baseLayerOf('q'), page: 'p', author: 1, access: 'author' })]
    for (const on of [elsewhere, isOwn]) {
      expect(whoMay(patch(baseLayerOf('q'), { page: 'q' }), on)).toBe('host')
      expect(whoMay(put({ ...(on[1] as LayerRecord), page: 'q' }), on)).toBe('host')
    }
    expect(whoMay(patch(baseLayerOf('q'), { page: 'q', access: 'everyone' }), isOwn)).toBe('author host')
  })

  test('what is said, and the name of a board, are not drawn', () => {
    expect(whoMay({ kind: 'say', text: 'hello', to: 0 })).toBe(EVERYONE)
    expect(whoMay({ kind: 'rename', name: 'Board' })).toBe(EVERYONE)
  })
})
