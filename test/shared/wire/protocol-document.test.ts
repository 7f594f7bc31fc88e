/** docs/protocol.md says everything that the code does: this fails when it falls behind. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BLOB_LIMITS } from '#shared/model/blobs.ts'
import { MAX_GIVEN, type Operation } from '#shared/model/operations.ts'
import { INK_NAMES } from '#shared/model/palette.ts'
import { LIMITS, PROPERTIES, PROPERTY_KEYS } from '#shared/model/properties.ts'
import { RECORD_TYPES, USUAL, type BoardRecord } from '#shared/model/records.ts'
import { TopZ } from '#shared/model/z-order.ts'
import { encodeClientMessage, type ClientMessage, type WireOperation } from '#shared/wire/client-messages.ts'
import { encodeHostMessage, type HostMessage } from '#shared/wire/host-messages.ts'
import { JsonClientReader } from '#shared/wire/json-client-messages.ts'
import { JSON_SUBPROTOCOL } from '#shared/wire/json-protocol.ts'
import type { LiveEvent } from '#shared/wire/live-codec.ts'
import { encodeOperation } from '#shared/wire/operation-codec.ts'
import { CLOSE, FINAL_CODES, SUBPROTOCOL } from '#shared/wire/protocol.ts'
import { readReason, refusingReason } from '#shared/wire/refusal.ts'

const PROJECT = join(import.meta.dirname, '..', '..', '..')
const text = readFileSync(join(PROJECT, 'docs', 'protocol.md'), 'utf8')

function section(title: string): string {
  const found = text.split(/^## /m).find((part) => part.startsWith(`${title}\n`))
  if (found === undefined) throw new Error(`There is no section “${title}”.`)
  return found
}

/** First two columns of the rows of a section's tables. */
function rows(title: string): string[][] {
  const lines = section(title).split('\n')
  return lines
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, 3)
        .map((cell) => cell.trim()),
    )
}

const plain = {
  id: 'r',
  z: 'a0',
  author: 0,
  x: 0,
  y: 0,
  rotation: 0,
  scaleX: 1,
  scaleY: 1,
  color: 'ink',
  opacity: 1,
} as const
const stroke = {
  ...USUAL.stroke,
  ...plain,
  type: 'stroke',
  width: 1,
  unit: 3,
  pressure: false,
  points: Uint8Array.of(0, 0),
} as const
const words = { ...USUAL.text, ...plain, type: 'text', text: 'x', size: 1, w: 1, h: 1 } as const

const hash = '0'.repeat(64)

const clientMessages: { readonly [K in ClientMessage['kind']]: Extract<ClientMessage, { kind: K }> } = {
  hello: {
    kind: 'hello',
    version: 1,
    clientId: '',
    user: '',
    token: new Uint8Array(),
    name: '',
    color: 0,
    resume: null,
  },
  edit: { kind: 'edit', firstN: 1, operations: [] },
  live: { kind: 'live', events: [] },
  pointer: { kind: 'pointer', page: '', position: null },
  sketch: { kind: 'sketch', operations: [] },
  profile: { kind: 'profile', name: '', color: 0 },
  ask: { kind: 'ask', seq: 1 },
  ping: { kind: 'ping' },
  offer: { kind: 'offer', hash, size: 1 },
  piece: { kind: 'piece', hash, offset: 0, bytes: new Uint8Array() },
  fetch: { kind: 'fetch', hash, offset: 0 },
}

const positions = { version: 1, seq: 0, head: 0, member: 0, client: 0, lastN: 0 }
const hostMessages: { readonly [K in HostMessage['kind']]: Extract<HostMessage, { kind: K }> } = {
  welcome: { kind: 'welcome', ...positions, roomName: '', epoch: '', snapshot: null },
  snapshot: { kind: 'snapshot', last: true, records: [] },
  chat: { kind: 'chat', messages: [] },
  tick: { kind: 'tick', live: [], pointers: [], entries: [] },
  people: { kind: 'people', members: [] },
  refused: { kind: 'refused', n: 1, rule: '', code: '', sentence: '' },
  answer: { kind: 'answer', entry: null },
  trouble: { kind: 'trouble', sentence: '' },
  pong: { kind: 'pong' },
  present: { kind: 'present', live: [], pointers: [] },
  sketch: { kind: 'sketch', client: 1, member: 1, operations: [] },
  hash: { kind: 'hash', seq: 1, hash: '' },
  blob: { kind: 'blob', hash, size: 1 },
  want: { kind: 'want', hash, offset: 0 },
  coming: { kind: 'coming', hash, received: 0, size: 0 },
  piece: { kind: 'piece', hash, offset: 0, size: 1, bytes: new Uint8Array() },
  unwanted: { kind: 'unwanted', hash, rule: '', code: '', sentence: '' },
}

const operations: { readonly [K in Operation['kind']]: readonly Extract<Operation, { kind: K }>[] } = {
  put: [
    { kind: 'put', record: stroke },
    { kind: 'put', record: words },
    { kind: 'put', record: { ...USUAL.note, ...plain, type: 'note', w: 1, h: 1 } },
  ],
  patch: [{ kind: 'patch', id: 'r', patch: {} }],
  remove: [{ kind: 'remove', id: 'r' }],
  say: [
    { kind: 'say', text: '', to: 0 },
    { kind: 'say', text: '', to: 1 },
  ],
  rename: [{ kind: 'rename', name: '' }],
  void: [{ kind: 'void' }],
}

const style = { nib: 'pen', color: 'ink', width: 1, opacity: 1, unit: 3, pressure: false } as const
const liveEvents: { readonly [K in LiveEvent['kind']]: Extract<LiveEvent, { kind: K }> } = {
  begin: { kind: 'begin', stroke: 1, id: 's', x: 0, y: 0, style },
  append: { kind: 'append', stroke: 1, piece: new Uint8Array() },
  cancel: { kind: 'cancel', stroke: 1 },
}

describe('every kind is in the document with its code', () => {
  test.each(Object.values(clientMessages))('client: $kind', (message) => {
    expect(rows('What a client says')).toContainEqual([String(encodeClientMessage(message)[0]), `\`${message.kind}\``])
    expect(section('What a client says')).toContain(`{"kind":"${message.kind}"`)
  })

  test.each(Object.values(hostMessages))('host: $kind', (message) => {
    expect(rows('What a host says')).toContainEqual([String(encodeHostMessage(message)[0]), `\`${message.kind}\``])
    expect(section('What a host says')).toMatch(new RegExp(`"kind": ?"${message.kind}"`))
  })

  test('host: nothing but points', () => {
    const append = { client: 1, member: 0, event: liveEvents.append }
    const [two, most] = [2, 64].map(
      (count) => encodeHostMessage({ ...hostMessages.tick, live: Array.from({ length: count }, () => append) })[0],
    )
    expect(rows('What a host says')).toContainEqual([`${two! - 1} to ${most}`, '`tick`'])
    const [low, high] = [0, 127].map(
      (client) => encodeHostMessage({ ...hostMessages.tick, live: [{ ...append, client }] })[0],
    )
    expect(rows('What a host says')).toContainEqual([`${low} to ${high}`, '`tick`'])
  })

  test('operation: hidden', () => {
    const hidden = { seq: 0, client: 0, n: 0, author: 0, at: 0, operation: { kind: 'hidden' } } as const
    const code = encodeHostMessage({ kind: 'answer', entry: hidden }).at(-1)
    expect(rows('Operations')).toContainEqual([String(code), '`hidden`'])
  })

  test.each(Object.values(operations).flat())('operation: $kind', (operation) => {
    const isFor = operation.kind === 'say' && operation.to > 0 ? ' to one person' : ''
    const name = `\`${operation.kind}\`${operation.kind === 'put' ? ofA(operation.record) : isFor}`
    expect(rows('Operations')).toContainEqual([String(encodeOperation(operation)[0]), name])
  })

  test('lift', () => {
    const lift: WireOperation = { kind: 'lift', stroke: 0, count: 0, z: '' }
    const code = encodeClientMessage({ kind: 'edit', firstN: 1, operations: [lift] })[2]
    expect(rows('Operations')).toContainEqual([String(code), '`lift`'])
  })

  test('given', () => {
    const operation: WireOperation = { kind: 'remove', id: 'r', given: ['s'] }
    const code = encodeClientMessage({ kind: 'edit', firstN: 1, operations: [operation] })[2]
    expect(rows('Operations')).toContainEqual([String(code), '`given`'])
    expect(section('Operations')).toContain(`1 to ${MAX_GIVEN}`)
  })

  test.each(Object.values(liveEvents))('live: $kind', (event) => {
    const code = encodeClientMessage({ kind: 'live', events: [event] })[1]
    expect(rows('Live ink')).toContainEqual([String(code), `\`${event.kind}\``])
  })
})

describe('every list is in the document in its order', () => {
  test('properties of records', () => {
    const said = rows('Properties').slice(2)
    expect(said).toEqual(PROPERTY_KEYS.map((key, index) => [String(index), `\`${key}\``]))
    for (const key of PROPERTY_KEYS) {
      const property = PROPERTIES[key]
      if (property.form !== 'choice') continue
      expect(section('Properties')).toContain(property.of.map((value) => `\`${value}\``).join(' '))
    }
  })

  test('types of records', () => {
    expect(section('Records')).toContain(RECORD_TYPES.map((type) => `\`${type}\``).join(' '))
  })

  test('inks', () => {
    expect(section('Basics of the bytes')).toContain(INK_NAMES.map((name) => `\`${name}\``).join(' '))
  })
})

describe('every number is in the document', () => {
  test.each(Object.entries(CLOSE))('close code %s', (name, code) => {
    expect(rows('Close codes')).toContainEqual([String(code), `\`${name}\``])
    const line = section('Close codes')
      .split('\n')
      .find((each) => each.startsWith(`| ${code} |`))
    expect(/\| final/.test(line!)).toBe(FINAL_CODES.has(code))
  })

  test('close codes that come from elsewhere', () => {
    const codes = rows('Close codes').map(([code]) => Number(code))
    for (const source of globSync('src-main/{host,sockets}/*.ts', { cwd: PROJECT })) {
      const used = readFileSync(join(PROJECT, source), 'utf8').matchAll(/\bclose\((\d{4})/g)
      for (const [, code] of used) expect(codes).toContain(Number(code))
    }
  })

  test('limits', () => {
    const found = new Map<string, number>(Object.entries({ ...LIMITS, ...BLOB_LIMITS }))
    const places = 'src-shared/{model,sync,wire}/*.ts'
    const sources = [
      ...globSync(places, { cwd: PROJECT }),
      'src-main/host/host-server.ts',
      'src-main/discovery/host-info.ts',
    ]
    for (const source of sources) {
      const constants = readFileSync(join(PROJECT, source), 'utf8').matchAll(
        /^(?:export )?const ([A-Z]+_[A-Z_]*) = ([-\d_][-\d_ *]*)$/gm,
      )
      for (const [, name, value] of constants) if (isLimit(name!)) found.set(name!, valueOf(value!))
    }
    expect(found.size).toBeGreaterThan(25)
    const said = new Map(rows('Limits').map(([name, value]) => [name!.replaceAll('`', ''), value]))
    for (const [name, value] of found) expect([name, Number(said.get(name))]).toEqual([name, value])
    // And nothing is said of limits that are gone.
    expect([...said.keys()].slice(2).filter((name) => !found.has(name))).toEqual([])
  })

  test('subprotocols', () => {
    expect(rows('WebSocket').map(([name]) => name)).toEqual(
      expect.arrayContaining([`\`${SUBPROTOCOL}\``, `\`${JSON_SUBPROTOCOL}\``]),
    )
  })
})

/** Undo, pieces of snapshots, and the widening of drawn lines are each client's own business. */
const OWN_BUSINESS = new Set(['MAX_STEPS', 'MAX_PRESSURE_WIDENING'])

function ofA({ type }: BoardRecord): string {
  return type === 'stroke' || type === 'text' ? ` of a ${type}` : ` of anything else`
}

function isLimit(name: string): boolean {
  if (OWN_BUSINESS.has(name)) return false
  return (
    /^(?:MAX|MIN)_/.test(name) ||
    /^(?:WIRE_VERSION|GREETING_WITHIN_MS|PING_EVERY_MS|DEAD_AFTER_MS)$/.test(name) ||
    /^(?:PERSON_COLOR_COUNT|DEFAULT_UNIT)$/.test(name)
  )
}

/** Products, powers and differences of whole numbers, as constants are written. */
function valueOf(expression: string): number {
  const [first = '', ...minus] = expression.replaceAll('_', '').split(' - ')
  const product = first.split(/ \* /).map((factor) => {
    const [base = '', power] = factor.split(' ** ')
    return power === undefined ? Number(base) : Number(base) ** Number(power)
  })
  return product.reduce((all, each) => all * each, 1) - minus.reduce((all, each) => all + Number(each), 0)
}

test('every message of a client that is written out in JSON is one', () => {
  const whole = section('What a client says').matchAll(/\{"kind":"[a-z]+".*\}/g)
  let read = 0
  for (const [json] of whole) {
    if (json.includes('…]')) continue
    for (const each of json.split('`, or')) {
      new JsonClientReader(new TopZ()).read(each.replace(/`.*/, ''))
      read += 1
    }
  }
  expect(read).toBeGreaterThan(4)
  const events = section('Live ink').matchAll(/`(\{"kind".*\})` \|$/gm)
  const all = Array.from(events, ([, json]) => JSON.parse(json!) as unknown)
  expect(new JsonClientReader(new TopZ()).read(JSON.stringify({ kind: 'live', events: all }))).toMatchObject({
    events: [{ kind: 'begin' }, { kind: 'append', piece: Uint8Array.of(0, 0x58, 0x28) }, { kind: 'cancel' }],
  })
})

test('what a host is shown to say in JSON is JSON', () => {
  const blocks = Array.from(text.matchAll(/```json\n(.*?)```/gs), ([, json]) => json!)
  expect(blocks.length).toBeGreaterThan(4)
  for (const json of blocks) JSON.parse(json)
})

test('reasons of closes that are shown are such', () => {
  const [, block = ''] = /^```\n(.*?)^```/ms.exec(section('Refusals')) ?? []
  const reasons = block.trim().split('\n')
  expect(reasons.length).toBeGreaterThan(1)
  const prefix = new RegExp(/`(\^\[A-Z\].*?)`/.exec(section('Refusals'))![1]!)
  for (const reason of reasons) {
    const { code, sentence } = readReason(reason)
    expect([code, refusingReason(code!, sentence)]).toEqual([code, reason])
    expect(reason.replace(prefix, '')).toBe(sentence)
  }
})

test('links within the document and to the sources lead somewhere', () => {
  const headings = Array.from(text.matchAll(/^##+ (.*)$/gm), ([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
  for (const [, anchor] of text.matchAll(/\]\(#([^)]*)\)/g)) expect(headings).toContain(anchor)
  for (const [, path] of text.matchAll(/\]\((\.\.\/[^)#]*)\)/g)) readFileSync(join(PROJECT, 'docs', path!))
})
