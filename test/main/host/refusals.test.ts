/** The table “Refusals” of SPEC.md: every code, in cases that break its rule, through the doors that anybody has. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { Link } from '#shared/link.ts'
import { linkPair } from '#shared/link-pair.ts'
import { MemoryRoomStorage } from '#shared/sync/memory-storage.ts'
import type { RoomClient } from '#shared/sync/room-client.ts'
import { encodeClientMessage, type WireOperation } from '#shared/wire/client-messages.ts'
import { decodeHostMessage, type HostMessage } from '#shared/wire/host-messages.ts'
import { CLOSE, FINAL_CODES, WIRE_VERSION } from '#shared/wire/protocol.ts'
import {
  cutReason,
  MAX_REASON_BYTES,
  readReason,
  refusingClose,
  REFUSALS,
  type RefusalCode,
} from '#shared/wire/refusal.ts'
import { JsonLink } from '#main/host/json-link.ts'
import { JsonMemberLink } from '../../support/json-member.ts'
import { Offender } from '../../support/offender.ts'
import {
  CrowdedStorage,
  KEPT_LAYER,
  MOST_WAITING,
  OFFENCES,
  TAKEN_CLIENT,
  TAKEN_RECORD,
  type Offence,
} from '../../support/offences.ts'
import { layer, text } from '../../support/records.ts'
import { boardOf, draw, OpenRooms, PEN, TestRoom, type TestWire } from '../../support/room.ts'

const open = new OpenRooms()
const offenders: Offender[] = []
afterEach(() => {
  for (const { client } of offenders.splice(0)) client.dispose()
  open.dispose()
})

const PAGE = readFileSync(join(import.meta.dirname, '..', '..', '..', 'src-shared', 'SPEC.md'), 'utf8')
const SENTENCE = /^[A-Z].*[.]$/s
const ADA = { user: 'user-Ada', token: new TextEncoder().encode('token of user-Ada'), name: 'Ada', color: 1 }

/** A room with Ada, who has drawn and said something, and somebody who watches. */
async function trial(kind: Offence['room']) {
  const disk = { full: false }
  const options = {
    name: 'Test',
    epoch: 'epoch-1',
    beforeCommit: () => {
      if (disk.full) throw new AppError('storage/full', 'The disk is full.')
    },
  }
  const room = open.add(new TestRoom(kind === 'crowded' ? new CrowdedStorage(options) : new MemoryRoomStorage(options)))
  const raw = room.connect()
  raw.client.send(
    encodeClientMessage({ kind: 'hello', version: WIRE_VERSION, clientId: TAKEN_CLIENT, ...ADA, resume: null }),
  )
  const operations: WireOperation[] = [
    { kind: 'put', record: text({ id: TAKEN_RECORD }) },
    { kind: 'say', text: 'Hello.', to: 0 },
    { kind: 'put', record: layer({ id: KEPT_LAYER, access: 'author' }) },
  ]
  raw.client.send(encodeClientMessage({ kind: 'edit', firstN: 1, operations }))
  await room.settle()
  const witness = room.join('Ada')
  await room.settle()
  const told: HostMessage[] = []
  witness.wire().client.onMessage((frame) => told.push(decodeHostMessage(frame)))
  return { room, raw, disk, witness: witness.client, told }
}

/** As many operations as may wait for the disk, or so many fewer. */
async function stick({ room, raw, disk }: { room: TestRoom; raw: TestWire; disk: { full: boolean } }, fewer = 0) {
  disk.full = true
  const operations = Array.from({ length: MOST_WAITING - fewer }, () => ({ kind: 'remove', id: 'none' }) as const)
  raw.client.send(encodeClientMessage({ kind: 'edit', firstN: 4, operations }))
  await room.settle()
}

function openJson(room: TestRoom, appToken: string): Link {
  const [near, far] = linkPair((task) => queueMicrotask(task))
  const person = { user: 'app-1', token: Uint8Array.of(1), name: 'Bot' }
  const link = new JsonLink(far, { personOf: (token) => (token === 'good' ? person : null), onProblem: () => {} })
  const wire = room.connect()
  link.onMessage((frame) => wire.client.send(frame))
  link.onClose(() => wire.client.close())
  wire.client.onMessage((frame) => link.send(frame))
  wire.client.onClose(({ code, reason }) => link.close(code, reason))
  return new JsonMemberLink(near, appToken)
}

/** Everything that a rule's breach must leave as it is. */
function stateOf(room: TestRoom, witness: RoomClient) {
  return {
    seq: room.room.seq,
    records: room.storage.load().records,
    name: room.room.name.get(),
    board: boardOf(witness),
    chat: witness.chat.get(),
    position: witness.seq,
  }
}

/** Of what a witness was told, all but that somebody came or went, and that a stroke which grew is gone. */
function worthTelling(told: readonly HostMessage[]): HostMessage[] {
  return told.filter((message) => {
    if (message.kind === 'people' || message.kind === 'pong' || message.kind === 'hash') return false
    if (message.kind !== 'tick') return true
    const { live, entries, pointers } = message
    return entries.length > 0 || live.some(({ event }) => event.kind !== 'cancel') || pointers.some((p) => p.position)
  })
}

async function commit(offence: Offence) {
  const rooms = await trial(offence.room)
  const { room, witness, told } = rooms
  const { appToken } = offence
  const openLink = () => (appToken === undefined ? room.connect().client : openJson(room, appToken))
  const offender = new Offender(room, openLink, offence.tamper)
  offenders.push(offender)
  await room.settle()
  if (offence.after !== undefined) await room.pass(offence.after)
  if (offender.closed === null && offence.room === 'stuck') await stick(rooms)
  offender.say(...(offence.before ?? []))
  await room.settle()
  const before = stateOf(room, witness)
  told.splice(0)
  if (offender.closed === null) offender.client.say('Something.')
  await room.settle()
  return { room, witness, told, offender, before }
}

const cases = Object.entries(OFFENCES).flatMap(([code, offences]) =>
  offences.map((offence) => ({ ...offence, code: code as keyof typeof OFFENCES })),
)

describe('what breaks a rule', () => {
  test.each(cases)(
    'W6: $code, $what: told with its rule, read as a sentence, and nothing has changed',
    async (offence) => {
      const { room, witness, told, offender, before } = await commit(offence)
      const { rule, close } = REFUSALS[offence.code]
      if (offence.ends === 'refused') {
        const refused = offender.heard.filter(({ kind }) => kind === 'refused')
        expect(refused).toEqual([expect.objectContaining({ n: 1, rule, code: offence.code })])
        expect(offender.closed).toBeNull()
        expect(offender.client.status.get().kind).toBe('live')
        expect(offender.client.chat.get().map((message) => message.text)).toEqual(['Hello.'])
      } else {
        expect(offender.closed?.code).toBe(close)
        expect(offender.closed?.reason.startsWith(`${rule} ${offence.code}: `)).toBe(true)
        expect(Buffer.byteLength(offender.closed!.reason)).toBeLessThanOrEqual(MAX_REASON_BYTES)
        expect(offender.client.status.get()).toMatchObject({
          kind: offence.ends,
          ...(offence.ends === 'closed' ? { code: offence.code } : {}),
        })
        expect(FINAL_CODES.has(close!)).toBe(offence.ends === 'closed')
      }
      expect(offender.sentence).toMatch(offence.sentence)
      expect(offender.sentence).toMatch(SENTENCE)
      expect(stateOf(room, witness)).toEqual(before)
      expect(worthTelling(told)).toEqual([])
      expect(witness.live.strokes.size).toBe(0)
    },
  )

  test('W6: is not taken up later either, and who did not break it goes on', async () => {
    const { room, witness, before } = await commit(OFFENCES['room/invalid'][0]!)
    draw(witness, 0, 0)
    await room.pass(4_000)
    expect(room.room.seq).toBe(before.seq + 1)
    expect(witness.unsaved.get()).toBe(0)
    expect(witness.checked.get()).not.toBeNull()
  })

  test('W5 W4: an edit for which there is not enough room is taken not even in part, and in whole when there is', async () => {
    const rooms = await trial('stuck')
    const { room, disk } = rooms
    const late = room.join('Late')
    await room.settle()
    await stick(rooms, 1)
    const before = room.room.seq
    const edit = late.client.edit.bind(late.client)
    edit((t) => {
      t.put(text({ id: 'one' }))
      t.put(text({ id: 'two' }))
    })
    await room.settle()
    expect(late.client.status.get()).toMatchObject({ kind: 'reconnecting', sentence: expect.stringMatching(/keep up/) })
    late.reachable = false
    disk.full = false
    await room.pass(2_000)
    expect(room.room.seq).toBe(before + MOST_WAITING - 1)
    late.reachable = true
    await room.pass(3_000)
    expect(room.room.seq).toBe(before + MOST_WAITING + 1)
    expect(late.client.unsaved.get()).toBe(0)
  })

  test('L4 W4: with the pen down leaves the ink that was sound', async () => {
    const { room, members } = await open.with('Ada', 'Ben')
    const [ada, ben] = members
    const pen = ada!.client.beginStroke(PEN, { x: 0, y: 0 })
    pen.append([0, 5, 9].map((x) => ({ x, y: x, pressure: 0.5 })))
    await room.settle()
    const sound = Uint8Array.of(0, 0)
    for (const bad of [Uint8Array.of(0x80), new Uint8Array(16_000)]) {
      const events = [sound, bad].map((piece) => ({ kind: 'append', stroke: 1, piece }) as const)
      if (ada!.wire().client.closed === null) ada!.wire().client.send(encodeClientMessage({ kind: 'live', events }))
      await room.settle()
    }
    expect(ada!.client.status.get()).toMatchObject({ kind: 'closed', code: 'room/invalid' })
    expect(ben!.client.live.strokes.size).toBe(0)
    expect(boardOf(ben!.client)).toEqual([expect.objectContaining({ id: pen.id })])
    expect(boardOf(ben!.client)).toEqual(room.storage.load().records.map((r) => ({ ...r, points: expect.any(Array) })))
    await room.pass(4_000)
    expect(ben!.client.checked.get()).not.toBeNull()
    expect(ben!.problems).toEqual([])
  })

  test('J5: a member tells a host that has fallen silent with the rule, and its person in a sentence', async () => {
    const { room, members } = await open.with('Ada')
    const [ada] = members
    ada!.reachable = false
    room.clock.advance(10_000)
    const wire = ada!.wire()
    wire.client.deliver(99)
    expect(wire.host.closed).toEqual({
      code: REFUSALS['wire/silent'].close,
      reason: expect.stringMatching(/^J5 wire\/silent: /),
    })
    expect(ada!.client.status.get()).toEqual({ kind: 'reconnecting', sentence: 'The host has fallen silent.' })
  })
})

describe('what breaks no rule', () => {
  const broken = () => {
    throw new AppError('storage/unreadable', 'The disk does not answer.')
  }

  test('A3: a disk that cannot be read refuses nothing: what was drawn waits for it', async () => {
    const storage = new MemoryRoomStorage({ name: 'Test', epoch: 'epoch-1' })
    const room = open.add(new TestRoom(storage))
    const { client } = room.join('Ada')
    await room.settle()
    storage.authorOfRemoved = broken
    const refusals: string[] = []
    client.onRefused((sentence) => refusals.push(sentence))
    client.edit((t) => t.put(text({ id: 'kept' })))
    await room.settle()
    expect(client.status.get().kind).toBe('unsaved')
    storage.authorOfRemoved = () => undefined
    await room.pass(3_000)
    expect([client.status.get().kind, client.unsaved.get(), room.room.seq]).toEqual(['live', 0, 1])
    expect(refusals).toEqual([])
  })

  test('J2: a connection that the host cannot serve is closed, comes again, and the host hears of it', async () => {
    const storage = new MemoryRoomStorage({ name: 'Test', epoch: 'epoch-1' })
    const room = open.add(new TestRoom(storage))
    const ada = room.join('Ada')
    await room.settle()
    storage.entry = broken
    const { client } = ada.wire()
    client.send(encodeClientMessage({ kind: 'ask', seq: 1 }))
    await room.settle()
    expect(client.closed).toMatchObject({ code: CLOSE.goingAway, reason: expect.stringMatching(SENTENCE) })
    expect(room.problems).toEqual([expect.objectContaining({ code: 'storage/unreadable' })])
    await room.pass(2_000)
    expect(ada.client.status.get().kind).toBe('live')
  })
})

describe('the table “Refusals” of the rules', () => {
  const rows = Array.from(PAGE.matchAll(/^\| `([a-z/-]+)` \| (\w+) \| (.+?) \| (.+) \|$/gm), (row) => row.slice(1))

  test('W6: has every code with its rule, and how it is told', () => {
    const expected = Object.entries(REFUSALS).map(([code, { rule }]) => [code, rule])
    expect(rows.map(([code, rule]) => [code, rule]).toSorted()).toEqual(expected.toSorted())
    for (const [code, , how] of rows) {
      const { close } = REFUSALS[code as RefusalCode]
      expect([code, /close/.test(how!)]).toEqual([code, close !== null])
      if (code === 'wire/silent') continue
      // Of files there are tests of their own.
      expect([code, /`unwanted`/.test(how!)]).toEqual([code, code!.startsWith('blob/')])
      if (code!.startsWith('blob/')) continue
      const ends = OFFENCES[code as keyof typeof OFFENCES].map((offence) => offence.ends)
      expect([code, /`refused`/.test(how!)]).toEqual([code, ends.includes('refused')])
    }
  })

  test('W6: names rules that there are', () => {
    const rules = Array.from(PAGE.matchAll(/^- \*\*([A-Z]\d+)\*\* /gm), ([, rule]) => rule)
    for (const { rule } of Object.values(REFUSALS)) expect(rules).toContain(rule)
  })
})

describe('the reason of a close', () => {
  test('W6: is read as it was written', () => {
    const close = refusingClose(new AppError('wire/unexpected', 'A greeting: expected.'))
    expect(close).toEqual({ code: 4422, reason: 'W2 wire/unexpected: A greeting: expected.' })
    expect(readReason(close!.reason)).toEqual({ code: 'wire/unexpected', sentence: 'A greeting: expected.' })
  })

  test('W6: of a code that is not known here is still a sentence for the person', () => {
    expect(readReason('Z9 room/new-trouble: Something else.')).toEqual({ code: null, sentence: 'Something else.' })
  })

  test.each(['The host has closed DrawNet.', '', 'W2: what', 'See wire/x: that.'])('“%s” is all sentence', (reason) => {
    expect(readReason(reason)).toEqual({ code: null, sentence: reason })
  })

  test('W6: is cut between letters where a close frame ends', () => {
    for (const letter of ['x', 'é', '“', '👋']) {
      const cut = cutReason(letter.repeat(200))
      expect(cut).toMatch(new RegExp(`^(?:${letter})+…$`, 'u'))
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(MAX_REASON_BYTES)
      expect(Buffer.byteLength(cut + letter)).toBeGreaterThan(MAX_REASON_BYTES)
      expect(cutReason('x'.repeat(MAX_REASON_BYTES))).toHaveLength(MAX_REASON_BYTES)
    }
  })

  test('what broke no rule refuses nothing', () => {
    expect(refusingClose(new AppError('storage/full', 'The disk is full.'))).toBeNull()
    expect(refusingClose(new Error('odd'))).toBeNull()
  })
})
