import { MemoryRoomStorage } from '#shared/sync/memory-storage.ts'
import type { StoredRoom } from '#shared/sync/room-storage.ts'
import type { ClientMessage, WireOperation } from '#shared/wire/client-messages.ts'
import type { LiveEvent } from '#shared/wire/live-codec.ts'
import { MAX_GREETING_BYTES, MAX_MESSAGE_BYTES, WIRE_VERSION } from '#shared/wire/protocol.ts'
import type { RefusalCode } from '#shared/wire/refusal.ts'
import type { Tamper } from './offender.ts'
import { layer, text } from './records.ts'
import { PEN } from './room.ts'

/** One way to break a rule. */
export interface Offence {
  readonly what: string
  /** What becomes of the greeting, or of what is said afterwards. */
  readonly tamper: Tamper
  /** What it says before, which is right. */
  readonly before?: readonly ClientMessage[]
  /** How it ends, for the person. */
  readonly ends: 'refused' | 'closed' | 'reconnecting'
  readonly sentence: RegExp
  /** Speaks JSON, with this token. */
  readonly appToken?: string
  /** How long it is waited for, in milliseconds. */
  readonly after?: number
  /** The room is like this beforehand. */
  readonly room?: 'crowded' | 'stuck'
}

/** Ids that are found in the room of the trial. */
export const TAKEN_RECORD = 'taken'
/** A layer on which nobody but Ada, who made it, and hosts may draw. */
export const KEPT_LAYER = 'kept'
export const TAKEN_CLIENT = 'client-of-ada'
export const MOST_PEOPLE = 10_000
export const MOST_WAITING = 50_000

type Hello = Extract<ClientMessage, { kind: 'hello' }>
type Edit = Extract<ClientMessage, { kind: 'edit' }>

function greeting(change: (hello: Hello) => Partial<Hello>): Tamper {
  return (message) => [message.kind === 'hello' ? { ...message, ...change(message) } : message]
}

function edit(change: (edit: Edit) => ClientMessage | Uint8Array): Tamper {
  return (message) => [message.kind === 'edit' ? change(message) : message]
}

function operation(...operations: readonly WireOperation[]): Tamper {
  return edit((message) => ({ ...message, operations }))
}

function live(...events: readonly LiveEvent[]): Tamper {
  return edit(() => ({ kind: 'live', events }))
}

function begin(stroke: number, change: Partial<Extract<LiveEvent, { kind: 'begin' }>> = {}): LiveEvent {
  return { kind: 'begin', stroke, id: `s${stroke}`, x: 0, y: 0, style: PEN, ...change }
}

function append(stroke: number, piece: Uint8Array): LiveEvent {
  return { kind: 'append', stroke, piece }
}

/** As many bytes as a point can take, twelve, for each. */
function longPoints(count: number): Uint8Array {
  return Uint8Array.from({ length: count * 12 }, (_, at) => (at % 6 === 5 ? 0x08 : 0x88))
}

const TWO_POINTS = Uint8Array.of(0, 0)
const HALF_A_POINT = Uint8Array.of(0x80)
const begun = [begin(1), append(1, TWO_POINTS)]

/** For every code a host refuses with, ways to be refused with it. */
export const OFFENCES: Readonly<Record<Exclude<RefusalCode, 'wire/silent' | `blob/${string}`>, readonly Offence[]>> = {
  'wire/malformed': [
    { what: 'an unknown message', tamper: edit(() => Uint8Array.of(99)), ends: 'closed', sentence: /no message 99/ },
    { what: 'bytes behind one', tamper: edit(() => Uint8Array.of(7, 7)), ends: 'closed', sentence: /longer than/ },
    { what: 'half an edit', tamper: edit(() => Uint8Array.of(2, 1, 0, 5, 9)), ends: 'closed', sentence: /too early/ },
    { what: 'half a message', tamper: edit(() => Uint8Array.of(5, 9)), ends: 'closed', sentence: /ends too early/ },
    {
      what: 'a hidden entry',
      tamper: edit(() => Uint8Array.of(2, 1, 64)),
      ends: 'closed',
      sentence: /no operation 64/,
    },
  ],
  'wire/unexpected': [
    { what: 'no greeting first', tamper: () => [{ kind: 'ping' }], ends: 'closed', sentence: /was expected first/ },
    {
      what: 'a second greeting',
      tamper: edit(() => ({
        kind: 'hello',
        version: WIRE_VERSION,
        clientId: 'again',
        user: 'again',
        token: new Uint8Array(),
        name: 'Again',
        color: 1,
        resume: null,
      })),
      ends: 'closed',
      sentence: /second greeting/,
    },
  ],
  'wire/no-greeting': [
    { what: 'silence', tamper: () => [], ends: 'reconnecting', sentence: /No greeting came in time/, after: 5_000 },
  ],
  'wire/long-greeting': [
    {
      what: 'a long name',
      tamper: greeting(() => ({ name: 'x'.repeat(MAX_GREETING_BYTES) })),
      ends: 'closed',
      sentence: /greeting is too long/,
    },
    {
      what: 'a long name in JSON',
      tamper: greeting(() => ({ name: 'x'.repeat(MAX_GREETING_BYTES) })),
      appToken: 'good',
      ends: 'closed',
      sentence: /greeting is too long/,
    },
  ],
  'wire/too-large': [
    {
      what: 'one large operation behind a small one',
      tamper: operation(
        { kind: 'remove', id: TAKEN_RECORD },
        { kind: 'say', text: 'x'.repeat(MAX_MESSAGE_BYTES), to: 0 },
      ),
      appToken: 'good',
      ends: 'closed',
      sentence: /packs to more than/,
    },
  ],
  'wire/too-slow': [
    {
      what: 'more than the host can keep',
      tamper: (message) => [message],
      room: 'stuck',
      ends: 'reconnecting',
      sentence: /cannot keep up/,
    },
  ],
  'join/too-new': [
    {
      what: 'an older version',
      tamper: greeting(({ version }) => ({ version: version - 1 })),
      ends: 'closed',
      sentence: /Update yours/,
    },
  ],
  'join/too-old': [
    {
      what: 'a newer version',
      tamper: greeting(({ version }) => ({ version: version + 1 })),
      ends: 'closed',
      sentence: /older DrawNet/,
    },
  ],
  'join/refused': [
    {
      what: 'another’s identity',
      tamper: greeting(() => ({ user: 'user-Ada' })),
      ends: 'closed',
      sentence: /Someone else is known here/,
    },
  ],
  'join/client-taken': [
    {
      what: 'another’s client',
      tamper: greeting(() => ({ clientId: TAKEN_CLIENT })),
      ends: 'closed',
      sentence: /belongs to someone else/,
    },
  ],
  'join/app-token': [
    {
      what: 'a token that was revoked',
      tamper: (message) => [message],
      appToken: 'revoked',
      ends: 'closed',
      sentence: /not known here, or was revoked/,
    },
  ],
  'room/too-many-people': [
    {
      what: 'one more than there may be',
      tamper: (message) => [message],
      room: 'crowded',
      ends: 'reconnecting',
      sentence: /too many people/,
    },
  ],
  'room/invalid': [
    {
      what: 'a record out of range',
      tamper: operation({ kind: 'put', record: text({ id: 'new', x: 1e300 }) }),
      ends: 'refused',
      sentence: /“x” of the text is out of range/,
    },
    {
      what: 'a property that cannot change',
      tamper: operation({ kind: 'patch', id: TAKEN_RECORD, patch: { width: 5 } }),
      ends: 'refused',
      sentence: /“width” of a text cannot change/,
    },
    { what: 'nothing said', tamper: operation({ kind: 'say', text: ' ', to: 0 }), ends: 'refused', sentence: /empty/ },
    {
      what: 'nothing said, in JSON',
      tamper: operation({ kind: 'say', text: ' ', to: 0 }),
      appToken: 'good',
      ends: 'refused',
      sentence: /empty/,
    },
    {
      what: 'no name',
      tamper: operation({ kind: 'rename', name: '' }),
      ends: 'refused',
      sentence: /name of the board/,
    },
    {
      what: 'a removal given what is no record',
      tamper: operation({ kind: 'remove', id: 'r', given: ['no record'] }),
      ends: 'refused',
      sentence: /depends on/,
    },
    {
      what: 'nothing done',
      tamper: operation({ kind: 'void' }),
      ends: 'refused',
      sentence: /does nothing/,
    },
    {
      what: 'a greeting of nobody',
      tamper: greeting(() => ({ user: 'no one' })),
      ends: 'closed',
      sentence: /names no one/,
    },
    {
      what: 'an operation numbered 0',
      tamper: edit((message) => ({ ...message, firstN: 0 })),
      ends: 'closed',
      sentence: /numbered from 1/,
    },
    {
      what: 'operations numbered beyond all numbers',
      tamper: edit((message) => ({
        ...message,
        firstN: Number.MAX_SAFE_INTEGER,
        operations: [{ kind: 'remove', id: TAKEN_RECORD }, ...message.operations],
      })),
      ends: 'closed',
      sentence: /number of an operation is too large/,
    },
    {
      what: 'damaged points behind sound ones',
      tamper: live(...begun, append(1, HALF_A_POINT)),
      ends: 'closed',
      sentence: /points of a stroke are damaged/,
    },
    {
      what: 'too many points',
      tamper: live(...begun, append(1, new Uint8Array(16_000))),
      ends: 'closed',
      sentence: /too many points/,
    },
    {
      what: 'points of too many bytes',
      tamper: live(...begun, append(1, longPoints(4_779))),
      ends: 'closed',
      sentence: /too many points/,
    },
    {
      what: 'too much ink',
      tamper: live(
        ...Array.from({ length: 80 }, (_, index) => [begin(index), append(index, longPoints(4_700))]).flat(),
      ),
      ends: 'closed',
      sentence: /Too much is drawn at once/,
    },
    {
      what: 'too many strokes',
      tamper: live(...Array.from({ length: 10_001 }, (_, index) => begin(index))),
      ends: 'closed',
      sentence: /Too many strokes at once/,
    },
    {
      what: 'a stroke without an id behind a sound one',
      tamper: live(...begun, begin(2, { id: '' })),
      ends: 'closed',
      sentence: /no valid id/,
    },
    {
      what: 'a nib out of range behind a sound stroke',
      tamper: live(...begun, begin(1, { id: 'other', style: { ...PEN, width: 1e9 } })),
      ends: 'closed',
      sentence: /cannot begin: “width”/,
    },
    {
      what: 'a nib out of range behind a sound stroke, in JSON',
      tamper: live(...begun, begin(2, { style: { ...PEN, width: 1e9 } })),
      appToken: 'good',
      ends: 'closed',
      sentence: /cannot begin: “width”/,
    },
  ],
  'room/unknown-record': [
    {
      what: 'more points than came',
      before: [{ kind: 'live', events: begun }],
      tamper: operation({ kind: 'lift', stroke: 1, count: 3, z: 'a1' }),
      ends: 'refused',
      sentence: /Parts of a stroke did not arrive/,
    },
  ],
  'room/id-taken': [
    {
      what: 'a stroke under another’s id',
      before: [{ kind: 'live', events: [begin(1, { id: TAKEN_RECORD }), append(1, TWO_POINTS)] }],
      tamper: operation({ kind: 'lift', stroke: 1, count: 2, z: 'a1' }),
      ends: 'refused',
      sentence: /under a name that is/,
    },
  ],
  'room/no-such-person': [
    {
      what: 'a message to oneself',
      tamper: operation({ kind: 'say', text: 'hello', to: 2 }),
      ends: 'refused',
      sentence: /for someone else/,
    },
    {
      what: 'a message to nobody',
      tamper: operation({ kind: 'say', text: 'hello', to: 99 }),
      ends: 'refused',
      sentence: /not known here/,
    },
  ],
  'room/no-access': [
    {
      what: 'a record on another’s layer',
      tamper: operation({ kind: 'put', record: text({ id: 'fresh', layer: KEPT_LAYER }) }),
      ends: 'refused',
      sentence: /not yours to draw on/,
    },
    {
      what: 'ink on another’s layer',
      before: [
        { kind: 'live', events: [begin(1, { style: { ...PEN, page: '', layer: KEPT_LAYER } }), append(1, TWO_POINTS)] },
      ],
      tamper: operation({ kind: 'lift', stroke: 1, count: 2, z: 'a1' }),
      ends: 'refused',
      sentence: /not yours to draw on/,
    },
    {
      what: 'another’s layer, unlocked for oneself',
      tamper: operation({ kind: 'patch', id: KEPT_LAYER, patch: { access: 'everyone' } }),
      ends: 'refused',
      sentence: /not yours/,
    },
    {
      what: 'who draws on a base layer',
      tamper: operation({ kind: 'put', record: layer({ id: 'base-first-page', access: 'author' }) }),
      ends: 'refused',
      sentence: /may say who draws on it/,
    },
  ],
}

/** A room in which as many people but one have left something as may. */
export class CrowdedStorage extends MemoryRoomStorage {
  override load(): StoredRoom {
    const stored = super.load()
    const crowd = Array.from({ length: MOST_PEOPLE - 1 }, (_, index) => ({
      number: 1_000_000 + index,
      user: `crowd-${index}`,
      name: `Person ${index}`,
      color: 0,
      proof: null,
    }))
    return { ...stored, members: [...stored.members, ...crowd] }
  }
}
