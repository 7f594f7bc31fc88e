import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundsOf, toBoard } from '#shared/model/bounds.ts'
import { readPath } from '#shared/model/paths.ts'
import { unpackPoints } from '#shared/model/points.ts'
import { comparePaintOrder, faultOfRecord, type BoardRecord } from '#shared/model/records.ts'
import { boardFileOf } from '#renderer/export/board-file.ts'
import { openFile } from '#renderer/import/open-file.ts'
import type { Loss, Opened } from '#renderer/import/opened.ts'
import { elementsOf } from '../../support/excalidraw.ts'

const FOLDER = new URL('../../fixtures/excalidraw/', import.meta.url)
const libraries = readdirSync(FOLDER).filter((name) => name.endsWith('.excalidrawlib'))

async function open(content: string): Promise<Opened> {
  return await openFile(new File([content], 'x'), ({ text, size }) => ({ w: (text.length * size) / 2, h: size }))
}

async function drawing(...elements: object[]): Promise<Opened> {
  return await open(JSON.stringify({ type: 'excalidraw', version: 2, elements }))
}

async function only(element: object): Promise<BoardRecord> {
  const { records } = await drawing(element)
  expect(records).toHaveLength(1)
  return records[0]!
}

const box = { id: 'b', type: 'rectangle', x: 10, y: 20, width: 100, height: 50, strokeColor: '#1e1e1e', roughness: 0 }
const arrow = {
  ...box,
  id: 'a',
  type: 'arrow',
  points: [
    [0, 0],
    [100, 50],
  ],
}

describe.for(libraries)('%s', (name) => {
  const text = readFileSync(new URL(name, FOLDER), 'utf8')

  test('becomes records, each element one, whose boards come back the same', async () => {
    const { records, losses } = await open(text)
    const unseen = elementsOf(text).filter(
      (element) =>
        (element.type === 'text' && element.text === '') ||
        (element.strokeColor === 'transparent' && element.backgroundColor === 'transparent'),
    )
    expect(records).toHaveLength(elementsOf(text).length - unseen.length)
    expect(records.map(faultOfRecord).filter((fault) => fault !== null)).toEqual([])
    expect(records.flatMap((record) => Object.values(boundsOf(record))).every(Number.isFinite)).toBe(true)
    expect(records.toSorted(comparePaintOrder)).toEqual(records)
    const lost = Array.from(losses.keys())
    expect(lost.filter((loss) => !['sketchiness', 'fillStyle', 'freehandFill'].includes(loss))).toEqual([])
    const again = await open(await boardFileOf(records))
    expect(again.records).toEqual(records)
    expect(again.losses.size).toBe(0)
  })
})

describe('an element becomes', () => {
  test.for([
    ['rectangle', { shape: 'rectangle', radius: 0 }],
    ['ellipse', { shape: 'ellipse', radius: 0 }],
    ['diamond', { shape: 'diamond', radius: 0 }],
  ] as const)('a %s', async ([type, expected]) => {
    const record = await only({ ...box, type, strokeStyle: 'dashed', opacity: 40, locked: true, strokeWidth: 4 })
    expect(record).toMatchObject({ type: 'shape', ...expected, x: 10, y: 20, w: 100, h: 50 })
    expect(record).toMatchObject({ color: 'ink', opacity: 0.4, locked: true, dash: 'dashed', width: 4, fill: 'none' })
  })

  test.for<readonly [object, object]>([
    [
      { backgroundColor: '#ffec99', fillStyle: 'solid' },
      { fill: 'full', fillColor: '#ffec99' },
    ],
    [
      { backgroundColor: '#fa5', fillStyle: 'hachure' },
      { fill: 'hatch', fillColor: '#ffaa55' },
    ],
    [{ backgroundColor: 'transparent' }, { fill: 'none' }],
    [{ backgroundColor: 'javascript:x()' }, { fill: 'none' }],
    [{ roundness: { type: 3 } }, { radius: 12.5 }],
    [{ roundness: { type: 3 }, width: 400, height: 400 }, { radius: 32 }],
    [{ roundness: { type: 2 }, width: 400, height: 400 }, { radius: 100 }],
    [
      { x: 110, y: 70, width: -100, height: -50 },
      { x: 10, y: 20, w: 100, h: 50 },
    ],
  ])('a figure with %o', async ([change, expected]) => {
    expect(await only({ ...box, ...change })).toMatchObject(expected)
  })

  test('one that stands where it was turned to', async () => {
    const record = await only({ ...box, angle: 0.7 })
    const middle = toBoard(record, 50, 25)
    expect([middle.x, middle.y]).toEqual([expect.closeTo(60), expect.closeTo(45)])
  })

  test('a line with heads, curved where it was round', async () => {
    expect(await only(arrow)).toMatchObject({ type: 'line', startHead: 'none', endHead: 'arrow', bend: 'straight' })
    const points = [
      [0, 0],
      [10, 40],
      [80, 20],
    ]
    const curved = { ...arrow, points, roundness: { type: 2 }, startArrowhead: 'triangle', endArrowhead: null }
    expect(await only(curved)).toMatchObject({ startHead: 'triangle', endHead: 'none', bend: 'curved', closed: false })
    const ring = { ...arrow, type: 'line', points: [...points, [0, 0]], backgroundColor: '#00ff00', fillStyle: 'solid' }
    const closed = await only(ring)
    expect(closed).toMatchObject({ closed: true, fill: 'full', endHead: 'none' })
    expect(closed.type === 'line' && readPath(closed.path)).toHaveLength(3)
  })

  test('ink with its pressure', async () => {
    const ink = {
      ...box,
      type: 'freedraw',
      points: [
        [0, 0],
        [10, 5],
        [20, 0],
      ],
      pressures: [0.2, 0.4, 0.8],
    }
    const pressed = await only({ ...ink, simulatePressure: false })
    const plain = await only({ ...ink, simulatePressure: true })
    expect([pressed, plain].map((record) => record.type === 'stroke' && record.pressure)).toEqual([true, false])
    expect(pressed.type === 'stroke' && unpackPoints(pressed).map(({ x }) => x)).toEqual([0, 10, 20])
  })

  test('strokes of a size that can be sent, if it is long', async () => {
    const points = Array.from({ length: 20_000 }, (_, i) => [i, Math.sin(i / 50) * 300])
    const { records } = await drawing({ ...box, type: 'freedraw', points })
    expect(records.length).toBeGreaterThan(4)
    expect(records.map(faultOfRecord).every((fault) => fault === null)).toBe(true)
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length)
  })

  test('words, in a shape where they were in one', async () => {
    const words = { ...box, id: 't', type: 'text', text: 'Hel\nlo', originalText: 'Hello', fontSize: 28, fontFamily: 3 }
    expect(await only({ ...words, textAlign: 'right' })).toMatchObject({
      type: 'text',
      font: 'mono',
      size: 28,
      align: 'right',
    })
    const { records } = await drawing(box, { ...words, containerId: 'b', textAlign: 'center' })
    expect(records).toHaveLength(1)
    expect(records[0]).toMatchObject({ type: 'shape', text: 'Hello', font: 'mono', align: 'center' })
  })

  test('a frame, with groups from the outside to the inside', async () => {
    const { records } = await drawing(
      { ...box, type: 'frame', name: 'Page 1', groupIds: ['in', 'out'] },
      { ...box, groupIds: ['out'] },
    )
    const [frame, other] = records as [BoardRecord, BoardRecord]
    expect(frame).toMatchObject({ type: 'frame', text: 'Page 1', w: 100, h: 50 })
    expect(frame.group.split('/')).toHaveLength(2)
    expect(frame.group.split('/')[0]).toBe(other.group)
  })

  test('a line that is fastened where it was', async () => {
    const bound = {
      ...arrow,
      x: 112,
      y: 45,
      endBinding: { elementId: 'c' },
      startBinding: { elementId: 'b', focus: 0, gap: 2 },
    }
    const { records } = await drawing(box, bound)
    const [target, line] = records as [BoardRecord, BoardRecord]
    expect(line).toMatchObject({ startOn: target.id, startX: 1, startY: 0.5, endOn: '' })
  })
})

test.for<[object, Loss]>([
  [{ ...box, roughness: 1 }, 'sketchiness'],
  [{ ...box, backgroundColor: '#ff0000', fillStyle: 'zigzag' }, 'fillStyle'],
  [{ ...arrow, endArrowhead: 'crowfoot_many' }, 'arrowhead'],
  [{ ...box, link: 'https://example.com' }, 'link'],
  [{ ...box, type: 'freedraw', points: [[0, 0]], backgroundColor: '#ff0000' }, 'freehandFill'],
  [{ ...box, type: 'text', text: 'x', fontFamily: 99 }, 'font'],
])('what cannot be kept is counted: %o', async ([element, loss]) => {
  const { records, losses } = await drawing(element)
  expect(records).toHaveLength(1)
  expect(Array.from(losses)).toEqual([[loss, 1]])
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

test('whatever a drawing says, what comes out can stand on a board', async () => {
  const keys = [
    'type',
    'x',
    'y',
    'width',
    'height',
    'angle',
    'points',
    'pressures',
    'opacity',
    'strokeColor',
    'groupIds',
  ]
  const more = ['strokeWidth', 'text', 'fontSize', 'containerId', 'startBinding', 'roundness', '__proto__', 'name']
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(
      'rectangle',
      'arrow',
      'freedraw',
      'text',
      'frame',
      1e300,
      -1e300,
      'b',
      { elementId: 'b' },
      { type: 3, value: -1 },
    ),
    fc.array(fc.array(fc.oneof(fc.double(), fc.constant('x')), { maxLength: 3 }), { maxLength: 6 }),
  )
  const type = fc.constantFrom('rectangle', 'ellipse', 'line', 'arrow', 'freedraw', 'text', 'frame')
  const element = fc.tuple(type, fc.dictionary(fc.constantFrom(...keys, ...more), value)).map(([kind, values]) => ({
    ...box,
    points: [
      [0, 0],
      [5, 5],
    ],
    type: kind,
    ...values,
  }))
  await fc.assert(
    fc.asyncProperty(fc.array(element, { minLength: 1, maxLength: 5 }), async (elements) => {
      const outcome = await drawing(...elements).catch((error: unknown) => error)
      if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'import/empty' })
      else for (const record of (outcome as Opened).records) expect(faultOfRecord(record)).toBeNull()
    }),
    { numRuns: 400 },
  )
})
