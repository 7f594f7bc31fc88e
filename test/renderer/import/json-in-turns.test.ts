import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonInTurns } from '#renderer/import/json-in-turns.ts'

/** Long enough that it is not parsed in one go. */
const LONG = 'x'.repeat(150_000)

/** What a parser makes of a text; null where it refuses it. */
async function outcome(parse: (text: string) => unknown, text: string): Promise<unknown> {
  try {
    return { value: await parse(text) }
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError)
    return null
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

test('an object is what JSON.parse makes of it', async () => {
  const aValue = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant('\\"[{,:]}\\'))
  const anObject = fc.dictionary(fc.string(), fc.oneof(aValue, fc.array(aValue), fc.dictionary(fc.string(), aValue)))
  await fc.assert(
    fc.asyncProperty(anObject, fc.constantFrom(undefined, 1, '\t'), async (object, space) => {
      const text = JSON.stringify(
        { a: [object, LONG, object], b: { c: object, d: LONG, e: 1 }, ...object },
        null,
        space,
      )
      expect(await jsonInTurns(text)).toEqual(JSON.parse(text))
    }),
    { numRuns: 50 },
  )
})

test('what JSON.parse refuses is refused, and nothing else', async () => {
  const sound = `{"a":[1,"b\\\\",{"c":[]}], "d":{"e":null,"f":"${LONG}"},"g":[{},"${LONG}",2] ,"h":-1.5e3}`
  const change = fc.tuple(
    fc.nat(sound.length),
    fc.nat(2),
    fc.constantFrom('', ',', '"', '[', ']', '{', '}', ':', ' ', '\\'),
  )
  await fc.assert(
    fc.asyncProperty(change, async ([place, left, sign]) => {
      const at = place % 2 === 0 ? place % 60 : place
      const text = sound.slice(0, at) + sign + sound.slice(at + left)
      const expected = (await outcome(JSON.parse, text)) as { readonly value: unknown } | null
      if (expected !== null && !isObject(expected.value)) return
      expect(await outcome(jsonInTurns, text)).toEqual(expected)
    }),
    { numRuns: 150 },
  )
  for (const text of [
    '{"a":[1,]}',
    `{"a":["${LONG}",]}`,
    '{"a":1,}',
    '{"a":[,1]}',
    '{"a":{"b"}}',
    '{} {}',
    '[]',
    '',
    '{"a":]}',
  ]) {
    expect(await outcome(jsonInTurns, text)).toBeNull()
  }
})

test('the page gets its turns meanwhile', async () => {
  const text = `{"records":[${Array.from({ length: 60_000 }, (_, i) => `{"id":"${i}","points":[[0,0],[1,${i}],[2,2]]}`).join()}]}`
  let turns = 0
  let isOver = false
  const count = (): void => {
    turns += 1
    if (!isOver) setTimeout(count, 0)
  }
  setTimeout(count, 0)
  const { records } = (await jsonInTurns(text)) as { readonly records: readonly unknown[] }
  isOver = true
  expect(records).toHaveLength(60_000)
  expect(turns).toBeGreaterThan(2)
})

describe('more than a board could have is refused before all of it is looked at', () => {
  const MANY = 9_000_000
  test.for([
    // Nothing behind what is too much is so much as sound.
    ['things', `{"a":[${'{},'.repeat(200_001)}?`, 'import/too-many'],
    ['things by name', `{"a":{${'"b":1,'.repeat(200_001)}?`, 'import/too-many'],
    ['members', `{${'"a":1,'.repeat(2000)}?`, 'import/too-many'],
    ['lists in things', `{"a":[${`[${'[],'.repeat(1_000_000)}[]],`.repeat(4)}?`, 'import/too-many'],
    ['numbers in one thing', `{"a":[[${'0,'.repeat(MANY)}?`, 'import/too-large'],
    ['quotes in one thing', `{"a":["${'\\"'.repeat(MANY)}"?`, 'import/too-large'],
    ['letters in one thing', `{"a":["${'x'.repeat(51_000_000)}", ?`, 'import/too-large'],
  ] as const)('%s', async ([_what, text, code]) => {
    await expect(jsonInTurns(text)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^[A-Z].*\.$/) as string,
    })
  })
})
