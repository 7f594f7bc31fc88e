import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundsOf, toBoard } from '#shared/model/bounds.ts'
import { readPath } from '#shared/model/paths.ts'
import { unpackPoints } from '#shared/model/points.ts'
import { comparePaintOrder, faultOfRecord, type BoardRecord } from '#shared/model/records.ts'
import { radiusAt } from '#renderer/board/nib-form.ts'
import { boardFileOf } from '#renderer/export/board-file.ts'
import type { Opened } from '#renderer/import/opened.ts'
import { elementsOf } from '../../support/excalidraw.ts'
import { arrow, box, drawing, only, open } from '../../support/foreign-drawings.ts'

const FOLDER = new URL('../../fixtures/excalidraw/', import.meta.url)
const libraries = readdirSync(FOLDER).filter((name) => name.endsWith('.excalidrawlib'))

describe.for(libraries)('%s', (name) => {
  const text = readFileSync(new URL(name, FOLDER), 'utf8')

  test('becomes records, each element one and one more for certain fills, whose boards come back the same', async () => {
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
    const crossed = elementsOf(text).filter(
      ({ type, fillStyle, backgroundColor, points = [] }) =>
        fillStyle === 'cross-hatch' &&
        !['transparent', '#ffffff'].includes(backgroundColor) &&
        !['text', 'freedraw'].includes(type) &&
        gap(points) <= 8,
    )
    const more = filled.length - dots.length + crossed.length
    expect(records).toHaveLength(elementsOf(text).length - unseen.length + more)
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

  test('what is hatched both ways: two figures over each other, as long as that cannot be seen', async () => {
    const crossed = { ...box, backgroundColor: '#ff0000', fillStyle: 'cross-hatch', angle: 0.3 }
    const { records, losses } = await drawing(crossed)
    const [across, figure] = records as [BoardRecord, BoardRecord]
    expect(records).toHaveLength(2)
    expect([across.scaleX, figure.scaleX]).toEqual([-1, 1])
    expect(across.group).toBe(figure.group)
    const [one, other] = [boundsOf(across), boundsOf(figure)]
    for (const side of ['minX', 'minY', 'maxX', 'maxY'] as const) expect(one[side]).toBeCloseTo(other[side])
    expect(losses.size).toBe(0)
    const points = [
      [0, 0],
      [40, 0],
      [40, 40],
      [0, 0],
    ]
    const { records: lines } = await drawing({ ...crossed, type: 'line', points, angle: 0 })
    expect(lines.map((record) => record.type === 'line' && readPath(record.path)?.map(({ x }) => x))).toEqual([
      [0, -40, -40],
      [0, 40, 40],
    ])
    const seen = await drawing({ ...crossed, opacity: 50 })
    expect(seen.records).toHaveLength(1)
    expect(Array.from(seen.losses)).toEqual([['fillStyle', 1]])
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
