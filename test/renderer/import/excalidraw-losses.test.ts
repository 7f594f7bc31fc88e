import { describe, expect, test } from 'vitest'
import type { Loss } from '#renderer/import/opened.ts'
import { arrow, box, drawing, open } from '../../support/foreign-drawings.ts'

test.for<[object, Loss]>([
  [{ ...box, roughness: 1 }, 'sketchiness'],
  [{ ...box, backgroundColor: '#ff0000', fillStyle: 'zigzag' }, 'fillStyle'],
  [{ ...arrow, endArrowhead: 'crowfoot_many' }, 'arrowhead'],
  [{ ...box, link: 'https://example.com' }, 'link'],
  [{ ...box, type: 'text', text: 'x', fontFamily: 99 }, 'font'],
  [{ ...box, type: 'text', text: 'x\ny', fontFamily: 1, lineHeight: 2 }, 'lineHeight'],
  [{ ...box, groupIds: Array.from({ length: 9 }, (_, i) => `g${i}`) }, 'groups'],
  [
    {
      ...arrow,
      points: [
        [0, 0],
        [1e308, 0],
        ['x', 3],
        [9, 9],
      ],
    },
    'places',
  ],
])('what cannot be kept is counted: %o', async ([element, loss]) => {
  const { records, losses } = await drawing(element)
  expect(records).toHaveLength(1)
  expect(Array.from(losses)).toEqual([[loss, 1]])
})

describe('what goes together in a drawing, and cannot here, is counted', () => {
  const label = { ...box, id: 't', type: 'text', text: 'Hello', containerId: 'b', verticalAlign: 'middle' }

  test.for<[object, Loss | null]>([
    [label, null],
    [{ ...label, verticalAlign: 'top' }, 'labelPlace'],
    [{ ...label, opacity: 40 }, 'labelOpacity'],
    [{ ...label, strokeColor: '#ff0000' }, 'labelColor'],
  ])('the words in a shape: %o', async ([words, loss]) => {
    const { records, losses } = await drawing(box, words)
    expect(records).toHaveLength(1)
    expect(Array.from(losses)).toEqual(loss === null ? [] : [[loss, 1]])
  })

  test('the words on an arrow, which stay where they were', async () => {
    const { records, losses } = await drawing(arrow, { ...label, containerId: 'a' })
    expect(records.map(({ type }) => type)).toEqual(['line', 'text'])
    expect(Array.from(losses)).toEqual([['arrowWords', 1]])
  })

  test('what a line was fastened to, where lines are fastened to nothing', async () => {
    const bound = { ...arrow, startBinding: { elementId: 'f' }, endBinding: { elementId: 'gone' } }
    const { losses } = await drawing({ ...box, id: 'f', type: 'frame' }, bound)
    expect(Array.from(losses)).toEqual([['binding', 1]])
  })

  test('what reached beyond its frame, which hid it', async () => {
    const frame = { ...box, id: 'f', type: 'frame' }
    const inside = { ...box, id: 'i', x: 20, width: 30, height: 20, frameId: 'f' }
    const beyond = { ...inside, id: 'o', width: 300 }
    expect((await drawing(inside, frame)).losses.size).toBe(0)
    expect(Array.from((await drawing(inside, beyond, frame)).losses)).toEqual([['clipping', 1]])
    expect((await drawing(inside, beyond)).losses.size).toBe(0)
  })

  test.for<[object, Loss | null]>([
    [{ viewBackgroundColor: '#ffffff', gridSize: null }, null],
    [{ viewBackgroundColor: '#fffce8' }, 'background'],
    [{ viewBackgroundColor: 'transparent', gridSize: 20, gridModeEnabled: false }, null],
    [{ gridSize: 20, gridModeEnabled: true }, 'grid'],
    [{ gridSize: 20 }, 'grid'],
  ])('what is beneath all of it: %o', async ([appState, loss]) => {
    const { losses } = await open(JSON.stringify({ type: 'excalidraw', version: 2, elements: [box], appState }))
    expect(Array.from(losses)).toEqual(loss === null ? [] : [[loss, 1]])
  })
})

test('what is farther away than a board reaches is left out, and counted', async () => {
  const { records, losses } = await open(
    JSON.stringify({
      type: 'excalidraw',
      elements: [
        box,
        { ...box, x: 1e308, y: -1e308 },
        { ...box, width: 1e308 },
        { ...arrow, x: 'FAR', y: 0 },
        { ...box, type: 'text', text: 'x', y: -1e12 },
      ],
    }).replace('"FAR"', '1e999'),
  )
  expect(records).toHaveLength(1)
  expect(Array.from(losses)).toEqual([['far', 4]])
})

test('what cannot be drawn at all is counted too', async () => {
  const { records, losses } = await drawing(
    box,
    { ...box, type: 'image' },
    { ...box, type: 'iframe' },
    { type: 'x' },
    null!,
  )
  expect(records).toHaveLength(1)
  expect(losses).toEqual(
    new Map([
      ['image', 1],
      ['embed', 1],
      ['unknown', 1],
    ]),
  )
})
