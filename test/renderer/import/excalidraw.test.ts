import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundsOf, toBoard } from '#shared/model/bounds.ts'
import { readPath } from '#shared/model/paths.ts'
import { unpackPoints } from '#shared/model/points.ts'
import { comparePaintOrder, faultOfRecord, type BoardRecord } from '#shared/model/records.ts'
import { cssOfInk } from '#shared/model/palette.ts'
import { cssOfTone, figuresOf } from '#renderer/board/figures.ts'
import { radiusAt } from '#renderer/board/nib-form.ts'
import { boardFileOf } from '#renderer/export/board-file.ts'
import { openFile } from '#renderer/import/open-file.ts'
import type { Loss, Opened } from '#renderer/import/opened.ts'
import { elementsOf } from '../../support/excalidraw.ts'
import { contrast, type Rgb } from '../panels/tokens.ts'

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

  test('becomes records, each element one and one for each freehand fill, whose boards come back the same', async () => {
    const { records, losses } = await open(text)
    const unseen = elementsOf(text).filter(
      (element) =>
        (element.type === 'text' && element.text === '') ||
        (element.strokeColor === 'transparent' && element.backgroundColor === 'transparent'),
    )
    const filled = elementsOf(text).filter(
      ({ type, backgroundColor, points = [] }) =>
        type === 'freedraw' && backgroundColor !== 'transparent' && gap(points) <= 8 && points.length > 2,
    )
    const dots = filled.filter(({ width, height, strokeWidth }) => Math.max(width, height) < strokeWidth * 2)
    expect(records).toHaveLength(elementsOf(text).length - unseen.length + filled.length - dots.length)
    expect(records.map(faultOfRecord).filter((fault) => fault !== null)).toEqual([])
    expect(records.flatMap((record) => Object.values(boundsOf(record))).every(Number.isFinite)).toBe(true)
    expect(records.toSorted(comparePaintOrder)).toEqual(records)
    const lost = Array.from(losses.keys())
    expect(lost.filter((loss) => !['sketchiness', 'fillStyle'].includes(loss))).toEqual([])
    const again = await open(await boardFileOf(records))
    expect(again.records).toEqual(records)
    expect(again.losses.size).toBe(0)
  })
})

/** How thick ink is at each of its points, from its middle. */
function thicknesses(record: BoardRecord): number[] {
  if (record.type !== 'stroke' || !record.pressure) throw new Error('It has no pressure.')
  return unpackPoints(record).map(({ pressure }) => record.width * radiusAt(pressure, true, 'pen'))
}

function linear(hex: string): Rgb {
  const part = (at: number): number => (Number.parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2
  return [part(1), part(3), part(5)]
}

/** From the first place to the last. */
function gap(points: readonly (readonly number[])[]): number {
  const [[x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = []] = [points[0], points.at(-1)]
  return Math.hypot(x2 - x1, y2 - y1)
}

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
    [{ type: 'diamond', roundness: { type: 2 }, width: 80, height: 60 }, { radius: 5.375 }],
    [
      { strokeColor: 'transparent', backgroundColor: '#ff0000', fillStyle: 'solid' },
      { color: '#ff0000', width: 0.01, fill: 'full' },
    ],
    [
      { strokeColor: 'transparent', backgroundColor: '#ff0000', fillStyle: 'hachure', strokeWidth: 2 },
      { color: '#ff0000', width: 2, fill: 'hatch' },
    ],
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
      lastCommittedPoint: [20, 0],
      strokeWidth: 2,
    }
    const pressed = await only({ ...ink, simulatePressure: false })
    const plain = await only({ ...ink, simulatePressure: true })
    expect(pressed.type === 'stroke' && unpackPoints(pressed).map(({ x }) => x)).toEqual([0, expect.any(Number), 20])
    // As thick as perfect-freehand makes it with Excalidraw's settings, at each point.
    const thick = [0.2, 0.4, 0.8].map((pressure) => 8.5 * Math.sin(((0.2 + 0.6 * pressure) * Math.PI) / 2))
    expect(thicknesses(pressed)).toEqual(thick.map((value) => expect.closeTo(value, 1)))
    // What is drawn fast gets thinner, as it does there.
    const [first = 0, , last = 0] = thicknesses(plain)
    expect(last).toBeLessThan(first)
  })

  test('ink over what it encloses, where that is filled', async () => {
    const points = [
      [0, 0],
      [40, 0],
      [40, 40],
      [0, 40],
      [0, 3],
    ]
    const loop = { ...box, type: 'freedraw', points, backgroundColor: '#ffec99', fillStyle: 'solid', groupIds: ['g'] }
    const { records, losses } = await drawing(loop)
    expect(records.map(({ type }) => type)).toEqual(['line', 'stroke'])
    expect(records[0]).toMatchObject({ closed: true, fill: 'full', fillColor: '#ffec99', color: '#ffec99' })
    const [fill, ink] = records as [BoardRecord, BoardRecord]
    expect(fill.group.split('/')).toHaveLength(2)
    expect(fill.group).toBe(ink.group)
    expect(losses.size).toBe(0)
    const open = { ...loop, points: points.slice(0, 4) }
    expect(await only(open)).toMatchObject({ type: 'stroke', group: expect.not.stringContaining('/') as string })
    // The fill alone is seen.
    expect(await only({ ...loop, strokeColor: 'transparent' })).toMatchObject({ type: 'line', fill: 'full' })
  })

  test('ink alone, where there is no room in it for a fill', async () => {
    const dot = [
      [0, 0],
      [1.5, 0.5],
      [0.5, 1.5],
    ]
    const filled = { ...box, type: 'freedraw', points: dot, backgroundColor: '#fff', fillStyle: 'cross-hatch' }
    const { records, losses } = await drawing({ ...filled, strokeWidth: 1 })
    expect(records.map(({ type }) => type)).toEqual(['stroke'])
    expect(losses.size).toBe(0)
  })

  test('a closed line as it was: with a corner where it begins, and its gap closed only where it is filled', async () => {
    const points = [
      [0, 0],
      [40, 0],
      [40, 40],
    ]
    const round = { ...box, type: 'line', strokeSharpness: 'round', backgroundColor: 'transparent' }
    const placesOf = async (element: object) => {
      const record = await only(element)
      if (record.type !== 'line') throw new Error('It became no line.')
      return { closed: record.closed, places: readPath(record.path)!.map(({ x, y }) => [x, y]) }
    }
    const whole = [...points, [0, 0]]
    expect(await placesOf({ ...round, points: whole })).toEqual({ closed: true, places: whole })
    const almost = [...points, [0, 5]]
    expect(await placesOf({ ...round, points: almost })).toEqual({ closed: false, places: almost })
    const filled = { ...round, points: almost, backgroundColor: '#ff0000' }
    expect(await placesOf(filled)).toEqual({ closed: true, places: [[0, 0], ...almost, [0, 5]] })
    expect(await placesOf({ ...filled, strokeSharpness: 'sharp' })).toEqual({ closed: true, places: almost })
    expect(await placesOf({ ...filled, points: [...points, [0, 9]] })).toMatchObject({ closed: false })
  })

  test('a line without heads, which only arrows have, and an arrow with elbows', async () => {
    const line = { ...arrow, type: 'line', startArrowhead: 'dot', endArrowhead: 'arrow' }
    expect(await only(line)).toMatchObject({ startHead: 'none', endHead: 'none' })
    expect(await only({ ...arrow, elbowed: true })).toMatchObject({ bend: 'elbow', endHead: 'arrow' })
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
    // Each letter is half as wide as high here: five of them take up 70.
    expect(await only({ ...words, width: 70, textAlign: 'right' })).toMatchObject({
      type: 'text',
      font: 'mono',
      size: 28,
      align: 'right',
    })
    const { records } = await drawing(box, { ...words, containerId: 'b', textAlign: 'center' })
    expect(records).toHaveLength(1)
    expect(records[0]).toMatchObject({ type: 'shape', text: 'Hello', font: 'mono', align: 'center' })
  })

  test('words as wide as they were, as far as that can be, around their middle', async () => {
    const words = { ...box, id: 't', type: 'text', text: 'Hello', fontSize: 20, fontFamily: 2, x: 0, y: 0, height: 40 }
    expect(await only({ ...words, width: 45 })).toMatchObject({ size: 18, x: 0, y: 11 })
    expect(await only({ ...words, width: 49.5 })).toMatchObject({ size: 20, y: 10 })
    // On one line they may get larger than on several, which would get in the way of others.
    expect(await only({ ...words, width: 70 })).toMatchObject({ size: 28 })
    expect(await only({ ...words, width: 500 })).toMatchObject({ size: 30 })
    expect(await only({ ...words, text: 'Hello\nyou', width: 500 })).toMatchObject({ size: 26 })
    expect(await only({ ...words, width: 5 })).toMatchObject({ size: 15 })
    // In a box of their own they are broken anew, in letters that look as large.
    const wrapped = await only({ ...words, width: 45, autoResize: false, fontFamily: 5 })
    expect(wrapped).toMatchObject({ size: 25, wrap: 45, font: 'hand', weight: 'medium' })
    expect(await only({ ...words, width: 50, fontFamily: 7 })).toMatchObject({ font: 'sans', weight: 'bold' })
  })

  test.for<readonly [object, object]>([
    [
      { backgroundColor: '#000', fillStyle: 'solid' },
      { color: 'ink', fill: 'full', fillColor: 'ink' },
    ],
    [
      { backgroundColor: '#1e1e1e', fillStyle: 'hachure' },
      { color: 'ink', fill: 'hatch', fillColor: 'ink' },
    ],
    [
      { backgroundColor: '#000', fillStyle: 'solid', strokeColor: 'transparent' },
      { color: 'ink', fill: 'full', fillColor: 'ink' },
    ],
  ])('what is black, which follows the theme: %o', async ([change, expected]) => {
    expect(await only({ ...box, ...change })).toMatchObject(expected)
  })

  test('what is black with an outline of a colour stays black, under what is drawn on it', async () => {
    const filled = { ...box, backgroundColor: '#000', fillStyle: 'solid', strokeColor: '#ffd700' }
    expect(await only(filled)).toMatchObject({ color: '#ffd700', fillColor: '#000000' })
  })

  test('what is white with a black outline gets dark with the paper, and the outline is seen on it', async () => {
    const white = { ...box, backgroundColor: '#fff', fillStyle: 'solid' }
    const record = await only(white)
    expect(record).toMatchObject({ color: 'ink', fill: 'solid', fillColor: '#ffffff' })
    if (record.type !== 'shape') throw new Error('It became no figure.')
    const [inside] = figuresOf(record)
    const contrasts = (['light', 'dark'] as const).map((theme) =>
      contrast(linear(cssOfTone(inside!.tone, theme)), linear(cssOfInk('ink', theme))),
    )
    expect(Math.min(...contrasts)).toBeGreaterThan(4.5)
    expect(contrast(linear(cssOfTone(inside!.tone, 'light')), [1, 1, 1])).toBeLessThan(1.05)
    // Hatched it would have stripes on dark paper alone.
    const hatched = await drawing({ ...white, fillStyle: 'hachure' })
    expect(hatched.records).toMatchObject([{ fill: 'solid', fillColor: '#ffffff' }])
    expect(Array.from(hatched.losses)).toEqual([['fillStyle', 1]])
    // With an outline of a colour it is as it was.
    expect(await only({ ...white, strokeColor: '#ff0000' })).toMatchObject({ fill: 'full', fillColor: '#ffffff' })
  })

  test('what is black in a colour, or on one, stays black, for it is seen there with every theme', async () => {
    const yellow = { ...box, id: 'y', backgroundColor: '#ffec99', fillStyle: 'solid', x: 0, y: 0, angle: 0.1 }
    const eye = { ...box, type: 'ellipse', x: 40, y: 20, width: 20, height: 10, fillStyle: 'solid' }
    const words = { ...box, type: 'text', text: 'x', fontFamily: 2 }
    const { records } = await drawing(
      yellow,
      { ...eye, backgroundColor: '#ffffff' },
      { ...eye, backgroundColor: '#000', x: 45, width: 5 },
      { ...words, x: 20, y: 20, width: 10, height: 10 },
      { ...words, x: 150, y: 20, width: 10, height: 10 },
      { ...eye, x: 150, backgroundColor: '#000' },
    )
    expect(records).toMatchObject([
      { color: '#1e1e1e', fill: 'full', fillColor: '#ffec99' },
      { color: '#1e1e1e', fill: 'full', fillColor: '#ffffff' },
      { color: '#1e1e1e', fill: 'full', fillColor: '#000000' },
      { color: '#1e1e1e' },
      { color: 'ink' },
      { color: 'ink', fill: 'full', fillColor: 'ink' },
    ])
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
    expect(line).toMatchObject({ startOn: target.id, startX: 1.02, startY: 0.5, endOn: '' })
  })
})

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
