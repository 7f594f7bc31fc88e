import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { faultOfRecord, type BoardRecord } from '#shared/model/records.ts'
import { boardFileOf } from '#renderer/export/board-file.ts'
import { MAX_FILE_BYTES, MAX_OPENED_RECORDS, type Opened } from '#renderer/import/opened.ts'
import { openFile } from '#renderer/import/open-file.ts'
import { oneOfEach } from '../../support/one-of-each.ts'
import { stroke } from '../../support/records.ts'

async function open(content: BlobPart): Promise<Opened> {
  return await openFile(new File([content], 'x'), () => ({ w: 10, h: 10 }))
}

function boardFile(...records: unknown[]): string {
  return JSON.stringify({ drawnet: 1, records })
}

const plain = JSON.parse(await boardFileOf([stroke({ id: 'a' })])) as { records: [Record<string, unknown>] }
const [sound] = plain.records

describe('a file that cannot be opened is refused with a code and a sentence', () => {
  test.for([
    ['nothing', '', 'import/unknown-format'],
    ['a text', 'hello', 'import/unknown-format'],
    ['bytes', new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), 'import/unknown-format'],
    ['JSON of something else', '{"a":1}', 'import/unknown-format'],
    ['a number', '12', 'import/unknown-format'],
    ['a list', '[]', 'import/unknown-format'],
    ['half a board', '{"drawnet":1,"records":[', 'import/damaged'],
    ['a board without records', '{"drawnet":1}', 'import/damaged'],
    ['a version that is none', '{"drawnet":"1","records":[]}', 'import/damaged'],
    ['a version that is not finite', '{"drawnet":1e999,"records":[]}', 'import/damaged'],
    ['a newer version', '{"drawnet":2,"records":[]}', 'import/too-new'],
    ['an empty board', '{"drawnet":1,"records":[]}', 'import/empty'],
    ['an SVG of another program', '<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>', 'import/no-board'],
    ['an SVG with a script', '<?xml version="1.0"?><svg onload="x()"><script>x()</script></svg>', 'import/no-board'],
    ['an empty drawing', '{"type":"excalidraw","elements":[]}', 'import/empty'],
    ['a drawing without elements', '{"type":"excalidrawlib"}', 'import/damaged'],
  ] as const)('%s', async ([, content, code]) => {
    const error = await open(content).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code, message: expect.stringMatching(/^[A-Z].*\.$/) as string })
  })

  test('one that is too large, before it is read', async () => {
    const file = { name: 'x', size: MAX_FILE_BYTES + 1, arrayBuffer: () => Promise.reject(new Error('It was read.')) }
    await expect(openFile(file, () => ({ w: 1, h: 1 }))).rejects.toMatchObject({ code: 'import/too-large' })
  })

  test('one that is gone', async () => {
    const file = { name: 'x', size: 1, arrayBuffer: () => Promise.reject(new Error('It is gone.')) }
    await expect(openFile(file, () => ({ w: 1, h: 1 }))).rejects.toMatchObject({ code: 'import/damaged' })
  })

  test('one with too many records', async () => {
    const many = `{"drawnet":1,"records":[${'0,'.repeat(MAX_OPENED_RECORDS)}0]}`
    await expect(open(many)).rejects.toMatchObject({ code: 'import/too-many' })
  })

  test('one that is a single thing without an end', async () => {
    const long = `{"drawnet":1,"records":[[${'0,'.repeat(9_000_000)}0]]}`
    await expect(open(long)).rejects.toMatchObject({ code: 'import/too-large' })
  })

  test('one that is very deep', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    await expect(open(`{"drawnet":1,"records":[${deep}]}`)).rejects.toMatchObject({ code: 'import/empty' })
    await expect(open(`{"type":"excalidraw","elements":${deep}}`)).rejects.toMatchObject({ code: 'import/empty' })
  })
})

describe('a hostile drawing of Excalidraw', () => {
  const drawing = (...elements: object[]): string => JSON.stringify({ type: 'excalidraw', version: 2, elements })
  const ink = { type: 'freedraw', x: 0, y: 0, width: 1, height: 1, strokeColor: '#1e1e1e', strokeWidth: 1 }

  test('with more than a board can have is refused', async () => {
    const many = `{"type":"excalidraw","elements":[${'{},'.repeat(MAX_OPENED_RECORDS)}{}]}`
    await expect(open(many)).rejects.toMatchObject({ code: 'import/too-many' })
  })

  test('with numbers that are none, or are no places, has what is left of it', async () => {
    const points = '[[0,0],[1e999,5],[null,1],["7",2],[-1e300,3],[10,10]]'
    const text = drawing({ ...ink, points: 'POINTS', strokeWidth: 1e300, angle: 1e300, opacity: -5 })
    const { records } = await open(text.replace('"POINTS"', points))
    expect(records).toHaveLength(1)
    expect(records.map(faultOfRecord)).toEqual([null])
  })

  test('with a line of a hundred thousand places has strokes that can be sent, together', async () => {
    const points = Array.from({ length: 100_000 }, (_, i) => [i % 997, i % 499])
    const { records } = await open(drawing({ ...ink, points }))
    expect(records.map(faultOfRecord).every((fault) => fault === null)).toBe(true)
    expect(new Set(records.map(({ group }) => group)).size).toBe(1)
    const { records: lines, losses } = await open(drawing({ ...ink, type: 'line', points }))
    expect(lines.map(faultOfRecord)).toEqual([null])
    expect(losses.get('cut')).toBe(1)
  })

  test('whose elements hold on to each other, and are deep in groups, comes to an end', async () => {
    const groupIds = Array.from({ length: 5000 }, (_, i) => `g${i}`)
    const box = { type: 'rectangle', x: 0, y: 0, width: 9, height: 9, strokeColor: '#000', groupIds }
    const arrow = {
      type: 'arrow',
      x: 0,
      y: 0,
      points: [
        [0, 0],
        [9, 9],
      ],
      strokeColor: '#000',
      groupIds,
    }
    const { records } = await open(
      drawing(
        { ...box, id: 'a', containerId: 'b' },
        { ...box, id: 'b', containerId: 'a' },
        { ...arrow, id: 'c', startBinding: { elementId: 'd' }, endBinding: { elementId: 'c' } },
        { ...arrow, id: 'd', startBinding: { elementId: 'c' }, endBinding: { elementId: 'a' } },
      ),
    )
    expect(records).toHaveLength(4)
    expect(records.map(faultOfRecord).every((fault) => fault === null)).toBe(true)
  })

  test('with markup and scripts in its words has them as words', async () => {
    const words = '<script>alert(1)</script><img src=x onerror=alert(1)>'
    const { records } = await open(drawing({ ...ink, type: 'text', text: words, fontSize: 20 }))
    expect(records[0]).toMatchObject({ type: 'text', text: words })
  })
})

test('letters of several bytes are read wherever they stand in a long file', async () => {
  const words = oneOfEach.find(({ type }) => type === 'text')
  const text = 'ä€😀'.repeat(1000)
  const told = JSON.parse(await boardFileOf([{ ...words!, text } as BoardRecord])) as { records: [object] }
  for (const before of [0, 1, 2, 3, 4]) {
    const padded = `${' '.repeat(1024 * 1024 - 5000 - before)}${JSON.stringify(told)}`
    expect((await open(padded)).records).toMatchObject([{ text }])
  }
})

describe('what is wrong with a record', () => {
  test.for([
    ['no record', null],
    ['another type', { ...sound, type: 'spaceship' }],
    ['a number that is not finite', { ...sound, x: null }],
    ['a place too far away', { ...sound, x: 2e9 }],
    ['an unknown property', { ...sound, onload: 'x()' }],
    ['no points', { ...sound, points: [] }],
    ['a point that is none', { ...sound, points: [[0, 'x']] }],
    ['a colour that is none', { ...sound, color: 'url(#x)' }],
    ['the id of another', sound],
  ])('leaves it out and counts it: %s', async ([, record]) => {
    const { records, losses } = await open(boardFile(sound, record))
    expect(records.map(({ id }) => id)).toEqual(['a'])
    expect(Array.from(losses)).toEqual([['invalid', 1]])
  })

  test('a property named __proto__ reaches nothing', async () => {
    const text = boardFile(sound).replaceAll('{"', '{"__proto__":{"polluted":true},"')
    expect(text).toContain('__proto__')
    await open(text).catch(() => undefined)
    expect('polluted' in {}).toBe(false)
  })
})

test('whatever a board file says, what comes out can stand on a board', async () => {
  const json = (await boardFileOf(oneOfEach)).trim()
  const pieces = fc.constantFrom('null', '1e999', '-1', '"x"', '[]', '{}', 'true', '""', '1e308', '"\\ud800"')
  await fc.assert(
    fc.asyncProperty(fc.nat(), pieces, async (at, piece) => {
      // The value of some property becomes another.
      const values = Array.from(json.matchAll(/:("[^"]*"|-?[\d.e]+|true|false)/g))
      const value = values[at % values.length]!
      const forged = `${json.slice(0, value.index + 1)}${piece}${json.slice(value.index + value[0].length)}`
      const outcome = await open(forged).catch((error: unknown) => error)
      if (outcome instanceof Error)
        expect(outcome).toMatchObject({ code: expect.stringMatching(/^import\//) as string })
      else for (const record of (outcome as Opened).records) expect(faultOfRecord(record)).toBeNull()
    }),
    { numRuns: 300 },
  )
})

test('how much of a large file has been read is heard', async () => {
  const told = JSON.stringify(plain.records[0])
  const many = Array.from({ length: 5000 }, (_, i) => told.replace('"id":"a"', `"id":"a${i}"`))
  const heard: number[] = []
  const file = new File([`{"drawnet":1,"records":[${many.join()}]}`], 'x')
  const { records } = await openFile(
    file,
    () => ({ w: 1, h: 1 }),
    (part) => heard.push(part),
  )
  expect(records).toHaveLength(5000)
  expect(heard.length).toBeGreaterThan(3)
  expect(heard).toEqual(heard.toSorted((a, b) => a - b))
  expect(heard.at(-1)).toBeGreaterThan(0.5)
  expect(heard.at(-1)).toBeLessThanOrEqual(1)
})
