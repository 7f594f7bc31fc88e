import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PROPERTY_KEYS } from '#shared/model/properties.ts'
import { USUAL } from '#shared/model/records.ts'
import { AppError } from '#shared/errors.ts'
import { assertValid, MAX_GIVEN, type Operation } from '#shared/model/operations.ts'
import { countPoints } from '#shared/model/points.ts'
import { decodeClientMessage, encodeClientMessage, type ClientMessage } from '#shared/wire/client-messages.ts'
import { decodeHostMessage, encodeHostMessage, type HostMessage } from '#shared/wire/host-messages.ts'
import { decodeOperation, decodeRecord, encodeOperation, encodeRecord, inkOf } from '#shared/wire/operation-codec.ts'
import { Reader, Writer } from '#shared/wire/primitives.ts'
import { elementsOf, recordsOf } from '../../support/excalidraw.ts'
import { anId, anOperation, aStroke } from '../../support/arbitraries.ts'
import { shape } from '../../support/records.ts'

const STYLE = { nib: 'pen', color: 'ink', width: 4, opacity: 1, unit: 3, pressure: true } as const

const clientMessages: ClientMessage[] = [
  {
    kind: 'hello',
    version: 1,
    clientId: 'c',
    user: 'u',
    token: Uint8Array.of(1, 2),
    name: 'Zoë 👩‍🎨',
    color: 11,
    resume: { epoch: 'e', seq: 2 ** 40 },
  },
  {
    kind: 'edit',
    firstN: 7,
    operations: [
      { kind: 'lift', stroke: 3, count: 500, z: 'a1' },
      { kind: 'remove', id: 'r' },
    ],
  },
  {
    kind: 'live',
    events: [
      { kind: 'begin', stroke: 1, id: 'r', x: -1.125, y: 1e7 + 0.1, style: STYLE },
      { kind: 'begin', stroke: 2, id: 's', x: 0, y: 1, style: { ...STYLE, page: 'p2', layer: '' } },
      { kind: 'append', stroke: 1, piece: Uint8Array.of(1, 2, 3) },
      { kind: 'cancel', stroke: 1 },
    ],
  },
  { kind: 'pointer', page: '', position: null },
  { kind: 'pointer', page: '', position: { x: 0.3, y: -4 } },
  { kind: 'pointer', page: 'p2', position: null },
  { kind: 'pointer', page: 'p2', position: { x: 0.3, y: -4 } },
  { kind: 'sketch', operations: [] },
  {
    kind: 'sketch',
    operations: [
      { kind: 'put', record: shape({ id: 'new' }) },
      { kind: 'patch', id: 'r', patch: { x: 1.5, rotation: 0.25 } },
    ],
  },
  { kind: 'profile', name: 'A', color: 3 },
  { kind: 'ask', seq: 9 },
  { kind: 'ping' },
]

const hostMessages: HostMessage[] = [
  {
    kind: 'welcome',
    version: 1,
    roomName: 'Atelier',
    epoch: 'e',
    seq: 5,
    head: 9,
    member: 2,
    client: 3,
    lastN: 4,
    snapshot: 0,
  },
  { kind: 'chat', messages: [{ seq: 1, author: 2, to: 0, at: 1_700_000_000_000, text: 'hi', pending: false }] },
  {
    kind: 'tick',
    live: [{ client: 1, member: 0, event: { kind: 'cancel', stroke: 4 } }],
    pointers: [
      { client: 1, member: 2, page: '', position: null },
      { client: 2, member: 2, page: '', position: { x: 1, y: 2 } },
      { client: 3, member: 2, page: 'p2', position: null },
    ],
    entries: [
      { seq: 8, client: 1, n: 1, author: 2, at: 5, operation: { kind: 'say', text: 'hi', to: 0 } },
      { seq: 9, client: 1, n: 2, author: 2, at: 6, operation: { kind: 'lift', stroke: 1, count: 2, z: 'a0' } },
      { seq: 10, client: 1, n: 3, author: 2, at: 6, operation: { kind: 'say', text: 'psst', to: 300 } },
      { seq: 11, client: 0, n: 0, author: 0, at: 0, operation: { kind: 'hidden' } },
    ],
  },
  {
    kind: 'present',
    live: [{ client: 1, member: 0, event: { kind: 'append', stroke: 4, piece: Uint8Array.of(2, 2) } }],
    pointers: [{ client: 1, member: 2, page: 'p3', position: { x: 0.1, y: 2 } }],
  },
  { kind: 'sketch', client: 3, member: 300, operations: [{ kind: 'patch', id: 'r', patch: { x: -1 } }] },
  { kind: 'sketch', client: 3, member: 1, operations: [] },
  { kind: 'hash', seq: 12, hash: '0123456789abcdef' },
  {
    kind: 'people',
    members: [
      { number: 1, name: 'Ada', color: 2, online: true, host: false },
      { number: 2, name: 'Ben', color: 3, online: true, host: true },
    ],
  },
  { kind: 'refused', n: 3, rule: 'W4', code: 'room/invalid', sentence: 'No.' },
  { kind: 'answer', entry: null },
  { kind: 'answer', entry: { seq: 8, client: 1, n: 1, author: 2, at: 5, operation: { kind: 'remove', id: 'x' } } },
  { kind: 'answer', entry: { seq: 8, client: 0, n: 0, author: 0, at: 0, operation: { kind: 'hidden' } } },
  { kind: 'trouble', sentence: '' },
  { kind: 'pong' },
]

describe('every message comes back as it was sent', () => {
  test.each(clientMessages)('client: $kind', (message) => {
    expect(decodeClientMessage(encodeClientMessage(message))).toEqual(message)
  })

  test.each(hostMessages)('host: $kind', (message) => {
    expect(decodeHostMessage(encodeHostMessage(message))).toEqual(message)
  })

  test('ticks of nothing but points, however many strokes', () => {
    const append = fc
      .record({ client: fc.nat(300), stroke: fc.nat(300), piece: fc.uint8Array({ maxLength: 200 }) })
      .map(({ client, ...event }) => ({ client, member: 0, event: { kind: 'append' as const, ...event } }))
    fc.assert(
      fc.property(fc.array(append, { maxLength: 70 }), (live) => {
        const message = { kind: 'tick', live, pointers: [], entries: [] } as const
        expect(decodeHostMessage(encodeHostMessage(message))).toEqual(message)
      }),
    )
  })

  test('any operations, with their ink', () => {
    fc.assert(
      fc.property(fc.array(anOperation, { maxLength: 8 }), (operations) => {
        const message = { kind: 'edit', firstN: 1, operations } as const
        expect(decodeClientMessage(encodeClientMessage(message))).toEqual(message)
      }),
    )
  })

  test('usual properties take no room, and are there again', () => {
    const plain = { id: 'r', z: 'a0', author: 1, x: 0, y: 0, points: Uint8Array.of(0) }
    const usual = { ...USUAL.stroke, ...plain, type: 'stroke', width: 4, unit: 3, pressure: false } as const
    const bytes = encodeRecord(usual)
    // As they were written before ink had other nibs: kind, flags, id, z, author, x, y, color, width, unit.
    expect(Array.from(bytes)).toEqual([1, 6, 1, 114, 2, 97, 48, 1, 0, 0, 0, 0, 0, 0, 32, 0, 24])
    expect(decodeRecord(bytes, usual.points)).toEqual(usual)
    const drawn = { ...usual, nib: 'pencil', locked: true } as const
    expect(encodeRecord(drawn)).toHaveLength(bytes.length + 5)
    expect(decodeRecord(encodeRecord(drawn), usual.points)).toEqual(drawn)
  })

  test('a record with a property that its type does not have is refused', () => {
    const note = {
      ...USUAL.note,
      id: 'n',
      z: 'a0',
      author: 1,
      x: 0,
      y: 0,
      type: 'note',
      w: 1,
      h: 1,
      locked: true,
    } as const
    const bytes = encodeRecord(note)
    expect(decodeRecord(bytes, null)).toEqual(note)
    const flag = bytes.lastIndexOf(PROPERTY_KEYS.indexOf('locked'))
    bytes[flag] = PROPERTY_KEYS.indexOf('closed')
    expect(() => decodeRecord(bytes, null)).toThrow(expect.objectContaining({ code: 'wire/malformed' }))
  })

  test('any operation, its ink kept apart', () => {
    fc.assert(
      fc.property(anOperation, (operation) => {
        expect(decodeOperation(encodeOperation(operation), inkOf(operation))).toEqual(operation)
      }),
    )
  })

  test('W1: an operation depends on something, on not too much, and only where it puts or removes', () => {
    const given = (ids: readonly string[], operation: Operation): Uint8Array => {
      const writer = new Writer()
      for (const byte of [2, 1, 33]) writer.byte(byte)
      writer.uint(ids.length)
      for (const id of ids) writer.text(id)
      return Uint8Array.from([...writer.finish(), ...encodeOperation(operation)])
    }
    const removal: Operation = { kind: 'remove', id: 'r' }
    expect(decodeClientMessage(given(['s'], removal))).toEqual({
      kind: 'edit',
      firstN: 1,
      operations: [{ ...removal, given: ['s'] }],
    })
    expect(() => decodeClientMessage(given([], removal))).toThrow(/depends on/)
    expect(() =>
      decodeClientMessage(
        given(
          Array.from({ length: MAX_GIVEN + 1 }, () => 's'),
          removal,
        ),
      ),
    ).toThrow(/depends on/)
    expect(() => decodeClientMessage(given(['s'], { kind: 'rename', name: 'x' }))).toThrow(/depends on/)
  })

  test('a snapshot', () => {
    fc.assert(
      fc.property(fc.array(aStroke, { maxLength: 6 }), fc.boolean(), (records, last) => {
        const message = { kind: 'snapshot', last, records } as const
        expect(decodeHostMessage(encodeHostMessage(message))).toEqual(message)
      }),
    )
  })

  test('any finite number, to the last bit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const writer = new Writer()
        writer.number(value)
        expect(new Reader(writer.finish()).number()).toBe(value)
      }),
    )
  })
})

function reads(decode: (bytes: Uint8Array) => unknown, bytes: Uint8Array): void {
  try {
    decode(bytes)
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).code).toBe('wire/malformed')
  }
}

describe('W1 W4: what is not of the protocol', () => {
  const samples = [...clientMessages.map(encodeClientMessage), ...hostMessages.map(encodeHostMessage)]

  test('random bytes are read or refused with a code, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        reads(decodeClientMessage, bytes)
        reads(decodeHostMessage, bytes)
      }),
      { numRuns: 5_000 },
    )
  })

  test('a message with some of its bytes changed, cut or doubled is read or refused with a code', () => {
    const mutated = fc
      .tuple(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
        fc.nat(),
      )
      .map(([sample, changes, cut]) => {
        const bytes = sample.slice(0, cut % 3 === 0 ? cut % (sample.length + 1) : sample.length)
        for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value
        return bytes
      })
    fc.assert(
      fc.property(mutated, (bytes) => {
        reads(decodeClientMessage, bytes)
        reads(decodeHostMessage, bytes)
      }),
      { numRuns: 5_000 },
    )
  })

  test('what was read is either valid or refused with a sentence', () => {
    fc.assert(
      fc.property(anOperation, anId, fc.nat(), fc.integer({ min: 0, max: 255 }), (operation, id, at, value) => {
        const bytes = encodeClientMessage({ kind: 'edit', firstN: 1, operations: [operation, { kind: 'remove', id }] })
        bytes[at % bytes.length] = value
        let read: ClientMessage
        try {
          read = decodeClientMessage(bytes)
        } catch {
          return
        }
        if (read.kind !== 'edit') return
        for (const each of read.operations) {
          if (each.kind === 'lift') continue
          try {
            assertValid(each, undefined)
          } catch (error) {
            expect((error as AppError).code).toBe('room/invalid')
          }
        }
      }),
      { numRuns: 3_000 },
    )
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    '%s is no number of the protocol',
    (value) => {
      const writer = new Writer()
      writer.byte(3)
      const view = new DataView(new ArrayBuffer(8))
      view.setFloat64(0, value)
      writer.raw(new Uint8Array(view.buffer))
      expect(() => new Reader(writer.finish()).number()).toThrow(AppError)
    },
  )

  test('a count that promises more than there is does not make room for it', () => {
    expect(() => decodeHostMessage(Uint8Array.of(4, 0xff, 0xff, 0xff, 0xff, 0x7f))).toThrow(AppError)
  })
})

test('real ink with real pressure takes at most 3.5 bytes a point', () => {
  const folder = new URL('../../fixtures/excalidraw/', import.meta.url)
  let bytes = 0
  let points = 0
  for (const name of ['despair', 'picasso-s-line-drawings']) {
    const elements = elementsOf(readFileSync(new URL(`${name}.excalidrawlib`, folder), 'utf8'))
    for (const record of recordsOf(elements)) {
      if (record.type !== 'stroke' || !record.pressure) continue
      bytes += record.points.length
      points += countPoints(record.points, true)!
    }
  }
  expect(points).toBeGreaterThan(5_000)
  expect(bytes / points).toBeLessThanOrEqual(3.5)
})
