import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { LIMITS } from '#shared/model/properties.ts'
import { TopZ } from '#shared/model/z-order.ts'
import { encodeClientMessage } from '#shared/wire/client-messages.ts'
import { JsonClientReader, type ReadMessage } from '#shared/wire/json-client-messages.ts'
import { JsonHostTeller } from '#shared/wire/json-host-messages.ts'
import { MAX_JSON_SENT_BYTES } from '#shared/wire/json-protocol.ts'
import { JsonHearer, JsonSpeaker } from '../../support/json-member.ts'
import { aClientMessage, aHostMessage } from '../../support/message-arbitraries.ts'
import { packPoints } from '#shared/model/points.ts'
import { USUAL } from '#shared/model/records.ts'

function read(json: string): ReadMessage {
  return new JsonClientReader(new TopZ()).read(json)
}

function faultOf(json: string): string {
  try {
    read(json)
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).code).toBe('wire/malformed')
    return (error as AppError).message
  }
  throw new Error('it was taken')
}

/** JSON knows one zero. */
function oneZero<T>(value: T): T {
  if (typeof value === 'number') return (value + 0) as T
  if (value instanceof Uint8Array || value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(oneZero) as T
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, oneZero(each)])) as T
}

describe('W4: every message comes back from JSON as it was said', () => {
  test('what clients say', () => {
    fc.assert(
      fc.property(fc.array(aClientMessage, { maxLength: 5 }), (messages) => {
        const speaker = new JsonSpeaker()
        const reader = new JsonClientReader(new TopZ())
        for (const message of messages) expect(reader.read(speaker.say(message))).toEqual(oneZero(message))
      }),
      { numRuns: 300 },
    )
  })

  test('what hosts say, unless it is cut', () => {
    fc.assert(
      fc.property(fc.array(aHostMessage, { maxLength: 5 }), (messages) => {
        const teller = new JsonHostTeller(new TopZ())
        const hearer = new JsonHearer()
        for (const message of messages) {
          const heard = Array.from(teller.tell(message), (told) => hearer.hear(JSON.stringify(told)))
          expect(heard).toEqual([oneZero(message)])
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a greeting names a token instead of a person', () => {
    const hello = { kind: 'hello', version: 1, clientId: 'c', appToken: 'secret' }
    expect(read(JSON.stringify(hello))).toEqual({ ...hello, color: 0, resume: null })
    const full = { ...hello, name: 'Bot', color: 3, resume: { epoch: 'e', seq: 7 } }
    expect(read(JSON.stringify(full))).toEqual(full)
  })

  test('W3: of a greeting in another version only the version is read', () => {
    expect(read('{"kind":"hello","version":2,"quantum":true}')).toEqual({ kind: 'foreign hello', version: 2 })
  })
})

describe('what may be left out', () => {
  test('a record without a place goes above everything told, and each above the one before', () => {
    const top = new TopZ()
    const teller = new JsonHostTeller(top)
    const text = { type: 'text', text: 'x', size: 1, w: 1, h: 1, color: 'ink' } as const
    const plain = { author: 0, x: 0, y: 0, rotation: 0, scaleX: 1, scaleY: 1, opacity: 1 }
    Array.from(
      teller.tell({ kind: 'snapshot', last: true, records: [{ ...USUAL.text, ...text, ...plain, id: 'r', z: 'a7' }] }),
    )
    const record = { ...text, id: 'b' }
    const operations = [
      { kind: 'put', record },
      { kind: 'lift', stroke: 1, count: 1 },
      { kind: 'put', record: { ...record, z: 'b00' } },
      { kind: 'patch', id: 'x', patch: { z: 'b05' } },
      { kind: 'put', record },
    ]
    const message = new JsonClientReader(top).read(JSON.stringify({ kind: 'edit', firstN: 1, operations }))
    if (message.kind !== 'edit') throw new Error('not an edit')
    const zs = message.operations.map((each) =>
      each.kind === 'put' ? each.record.z : each.kind === 'lift' ? each.z : '',
    )
    expect(zs).toEqual(['a8', 'a9', 'b00', '', 'aA'])
    expect(message.operations[0]).toEqual({ kind: 'put', record: { ...USUAL.text, ...record, ...plain, z: 'a8' } })
  })

  test('a stroke has its points in eighths of a unit unless it says otherwise', () => {
    const record = { type: 'stroke', id: 's', color: 'red', width: 4, points: [[0.13, -1.126]] }
    const message = read(JSON.stringify({ kind: 'edit', firstN: 1, operations: [{ kind: 'put', record }] }))
    expect(message).toMatchObject({
      operations: [
        { record: { unit: 3, pressure: false, points: packPoints([{ x: 0.125, y: -1.125, pressure: 0 }], 3, false) } },
      ],
    })
  })
})

function edit(operation: string): string {
  return `{"kind":"edit","firstN":1,"operations":[${operation}]}`
}
function stroke(more: string): string {
  return edit(`{"kind":"put","record":{"type":"stroke","id":"s","color":"ink","width":1,${more}}}`)
}

describe('W1 W4: what is not of the protocol is named with its place', () => {
  test.each([
    ['no JSON', 'hello', /not valid JSON/],
    ['nothing', '', /Unexpected end/],
    ['half of it', '{"kind":"ping"', /Expected/],
    ['two messages', '{"kind":"ping"}{"kind":"ping"}', /after JSON/],
    ['NaN', '{"kind":"ask","seq":NaN}', /not valid JSON/],
    ['a list', '[]', /kind has to be one of hello, edit/],
    ['null', 'null', /it has to be an object/],
    ['another kind', '{"kind":"welcome"}', /kind has to be one of/],
    ['an unknown key', '{"kind":"ping","pong":1}', /pong is not a key that is known here/],
    ['__proto__', '{"kind":"ping","__proto__":{"kind":"edit"}}', /__proto__ is not a key/],
    ['constructor', '{"kind":"ping","constructor":1}', /constructor is not a key/],
    ['a key that is missing', '{"kind":"ask"}', /seq is missing/],
    ['a text for a number', '{"kind":"ask","seq":"1"}', /seq has to be a whole number/],
    ['a fraction for a count', '{"kind":"ask","seq":1.5}', /seq has to be a whole number/],
    ['a negative count', '{"kind":"ask","seq":-1}', /seq has to be 0 or more/],
    ['a number past counting', '{"kind":"ask","seq":9007199254740992}', /seq has to be a whole number/],
    [
      'a number past numbers',
      '{"kind":"pointer","position":{"x":1e999,"y":0}}',
      /position\.x has to be a finite number/,
    ],
    ['a colour of nobody', '{"kind":"profile","name":"a","color":12}', /color has to be a whole number from 0 to 11/],
    ['an id with a blank', edit('{"kind":"remove","id":"a b"}'), /operations\[0\]\.id has to be an id/],
    ['an unknown operation', edit('{"kind":"burn","id":"a"}'), /operations\[0\]\.kind has to be one of put, patch/],
    [
      'an unknown property',
      edit('{"kind":"patch","id":"a","patch":{"points":[]}}'),
      /operations\[0\]\.patch\.points is not a key/,
    ],
    ['a colour that is none', stroke('"points":[[0,0]],"opacity":"1"'), /record\.opacity has to be a number/],
    ['a point of one number', stroke('"points":[[0,0],[1]]'), /record\.points\[1\] has to be \[x, y\]/],
    ['pressure where there is none', stroke('"points":[[0,0,1]]'), /record\.points\[0\] has to be \[x, y\], for/],
    [
      'no pressure where there is',
      stroke('"points":[[0,0]],"pressure":true'),
      /record\.points\[0\] has to be \[x, y, p/,
    ],
    ['points that are text', stroke('"points":"00"'), /record\.points has to be a list/],
    [
      'a unit nobody knows',
      stroke('"points":[[0,0]],"unit":99'),
      /record\.unit has to be a whole number from -6 to 12/,
    ],
  ])('%s', (_, json, words) => {
    expect(faultOf(json)).toMatch(words)
  })

  test('live points that do not suit their stroke', () => {
    const begin = { kind: 'begin', stroke: 1, id: 's', x: 0, y: 0 }
    const style = { color: 'ink', width: 1, opacity: 1, unit: 3, pressure: true }
    const append = { kind: 'append', stroke: 1, points: [[1, 2]] }
    expect(faultOf(JSON.stringify({ kind: 'live', events: [{ ...begin, style }, append] }))).toMatch(
      /events\[1\]\.points\[0\] has to be \[x, y, pressure\]/,
    )
    expect(read(JSON.stringify({ kind: 'live', events: [append] }))).toEqual({ kind: 'live', events: [] })
  })

  test('depth without end is refused without running out of anything', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000)
    expect(faultOf(`{"kind":"edit","firstN":1,"operations":${deep}}`)).toMatch(/operations\[0\]/)
    expect(faultOf(`{"kind":"ping","x":${'{"a":'.repeat(60_000)}1${'}'.repeat(60_000)}}`)).toMatch(/x is not a key/)
    expect(faultOf('['.repeat(400_000))).toMatch(/JSON/)
  })

  test('a reason never repeats more than a little of what came', () => {
    expect(faultOf(`{"kind":"ping","${'k'.repeat(100_000)}":1}`).length).toBeLessThan(150)
    expect(faultOf(`"${'k'.repeat(100_000)}`).length).toBeLessThan(200)
  })

  test('of a key that comes twice the last one counts', () => {
    expect(read('{"kind":"ask","seq":1,"seq":2}')).toEqual({ kind: 'ask', seq: 2 })
  })

  test('nothing that comes changes what objects are', () => {
    faultOf('{"__proto__":{"polluted":1},"kind":"ping"}')
    faultOf(edit('{"kind":"put","record":{"__proto__":{"type":"text"}}}'))
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('any JSON at all is read or refused with a code, and what was read has bytes', () => {
    const keys = ['kind', 'edit', 'operations', 'put', 'record', 'points', 'live', 'events', 'hello', 'seq']
    const anything = fc.anything({ key: fc.constantFrom(...keys), withNullPrototype: false })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          anything.map((value) => JSON.stringify(value) ?? ''),
        ),
        (json) => {
          try {
            read(json)
          } catch (error) {
            expect(error).toBeInstanceOf(AppError)
          }
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('messages with some of their characters changed are read or refused, and what was read has bytes', () => {
    const changes = fc.array(
      fc.tuple(fc.nat(), fc.constantFrom(...'{ } [ ] " , : 0 1 9 - e E . \\ u ~ t f n'.split(' '), ' ')),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    fc.assert(
      fc.property(aClientMessage, changes, (message, edits) => {
        const letters = Array.from(new JsonSpeaker().say(message))
        for (const [at, letter] of edits) letters[at % letters.length] = letter
        let got: ReadMessage
        try {
          got = read(letters.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
          return
        }
        if (got.kind !== 'hello' && got.kind !== 'foreign hello') encodeClientMessage(got)
      }),
      { numRuns: 3_000 },
    )
  })
})

test('a large message is told in several, none longer than promised', () => {
  const points = packPoints(
    Array.from({ length: LIMITS.maxStrokePoints }, (_, i) => ({
      x: -100_000.000_244_14 - i / 4096,
      y: i / 4096,
      pressure: 0.5,
    })),
    12,
    true,
  )
  const plain = { author: 1, x: 0, y: 0, rotation: 0, scaleX: 1, scaleY: 1, opacity: 1, color: 'ink', z: 'a0' } as const
  const record = { ...USUAL.stroke, ...plain, type: 'stroke', width: 1, unit: 12, pressure: true, points } as const
  const records = Array.from({ length: 12 }, (_, i) => ({ ...record, id: `s${i}` }))
  const teller = new JsonHostTeller(new TopZ())
  const told = Array.from(teller.tell({ kind: 'snapshot', last: true, records }), (each) => JSON.stringify(each))
  expect(told.length).toBeGreaterThan(3)
  expect(Math.max(...told.map(({ length }) => length))).toBeLessThan(MAX_JSON_SENT_BYTES)
  const hearer = new JsonHearer()
  const heard = told.map((json) => hearer.hear(json)).map((each) => (each.kind === 'snapshot' ? each : null))
  expect(heard.map((each) => each?.last)).toEqual([...Array.from({ length: told.length - 1 }, () => false), true])
  expect(heard.flatMap((each) => each?.records ?? [])).toEqual(records)
})
