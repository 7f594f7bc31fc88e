import { expect, test } from 'vitest'
import { toBoard } from '#shared/model/bounds.ts'
import { Outline } from '#shared/model/pages.ts'
import { USUAL, type FrameRecord } from '#shared/model/records.ts'
import { boundsOfMatch, findWords, MOST_MATCHES } from '#renderer/board/find.ts'
import { framesInOrder } from '#renderer/board/presenting.ts'
import type { TextContext } from '#renderer/board/text-layout.ts'
import { layer, page, shape, stroke, text } from '../../support/records.ts'

function frame(id: string, name: string, z: string): FrameRecord {
  return { ...USUAL.frame, type: 'frame', id, z, author: 1, x: 0, y: 0, w: 100, h: 80, text: name }
}

test('words are found wherever they are, from top to bottom, however they are written', () => {
  const found = findWords(
    [
      stroke({ id: 's' }),
      text({ id: 'low', y: 50, text: 'a CAFÉ and a café' }),
      text({ id: 'high', y: 0, text: 'Cafe\u0301' }),
      text({ id: 'none', text: 'coffee' }),
      frame('f', 'The café', 'a1'),
    ],
    ' cafe ',
  )
  expect(found.map(({ record, from, to }) => [record.id, record.text.slice(from, to)])).toEqual([
    ['f', 'café'],
    ['high', 'Cafe\u0301'],
    ['low', 'CAFÉ'],
    ['low', 'café'],
  ])
})

test('pages are looked through in their order, and what is on hidden layers is not found', () => {
  const records = [
    page({ id: 'p', z: 'a2', text: 'The word' }),
    page({ id: 'q', z: 'a1' }),
    layer({ id: 'hidden', page: 'q', hidden: true }),
    text({ id: 'last', y: -90, page: 'p', text: 'word' }),
    text({ id: 'unseen', page: 'q', layer: 'hidden', text: 'word' }),
    text({ id: 'low', y: 20, page: 'q', text: 'word' }),
    text({ id: 'high', y: 10, page: 'q', text: 'word' }),
    text({ id: 'first', y: 90, text: 'word' }),
    text({ id: 'stray', y: 95, page: 'gone', text: 'word' }),
  ]
  const found = findWords(records, 'word', new Outline(records))
  expect(found.map(({ record, page: on }) => [on, record.id])).toEqual([
    ['', 'first'],
    ['', 'stray'],
    ['q', 'high'],
    ['q', 'low'],
    ['p', 'last'],
  ])
})

test('a page that is full of what is looked for hides nothing on the others', () => {
  const records = [
    page({ id: 'p' }),
    text({ id: 'full', text: 'a'.repeat(5000) }),
    text({ id: 'other', page: 'p', text: 'a' }),
  ]
  const found = findWords(records, 'a', new Outline(records))
  expect(found).toHaveLength(MOST_MATCHES + 1)
  expect(found.at(-1)).toMatchObject({ page: 'p' })
})

test('letters that become several when their case is ignored keep their places', () => {
  const [found] = findWords([text({ id: 'a', text: 'İstanbul ıs here' })], 'here')
  expect(found).toMatchObject({ from: 12, to: 16 })
})

test('nothing is found for no words, and no more than anybody wants', () => {
  expect(findWords([text({ id: 'a', text: 'words' })], '   ')).toEqual([])
  expect(findWords([text({ id: 'a', text: 'a'.repeat(5000) })], 'a')).toHaveLength(MOST_MATCHES)
})

test('a match is where it is read, also on what is mirrored', () => {
  const plain = shape({ id: 'box', w: 300, h: 90, size: 20, text: 'one two\nthree', align: 'left', rotation: 0.2 })
  const mirrored = { ...plain, ...toBoard(plain, 300, 90), scaleX: -1, scaleY: -1 }
  // Every letter is half as wide as it is high.
  const ctx = { measureText: (words: string) => ({ width: words.length * 32 }) } as unknown as TextContext
  const boxes = [plain, mirrored].map((record) => boundsOfMatch(ctx, findWords([record], 'two')[0]!))
  for (const side of ['minX', 'minY', 'maxX', 'maxY'] as const) expect(boxes[1]![side]).toBeCloseTo(boxes[0]![side])
})

test('characters that mean something to patterns are only characters', () => {
  expect(findWords([text({ id: 'a', text: '(1+1)? .*' })], '.*')).toHaveLength(1)
})

test('frames are presented by name, numbers as numbers, and those without one as they were drawn', () => {
  const frames = [frame('d', 'Slide 10', 'a0'), frame('c', 'slide 9', 'a3'), frame('b', '', 'a2'), frame('a', '', 'a1')]
  expect(framesInOrder(frames).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
})
