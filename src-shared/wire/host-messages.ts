import type { BlobHash } from '../model/blobs.ts'
import type { ChatMessage, Member } from '../model/people.ts'
import { mayRead, type LogEntry, type Operation, type SketchOperation } from '../model/operations.ts'
import type { BoardRecord } from '../model/records.ts'
import { readHash, writeHash } from './blob-hash-codec.ts'
import { readSketch, readWireOperation, writeWireOperation, type WireOperation } from './client-messages.ts'
import { encodeInkFrame, readInkFrame } from './ink-frame.ts'
import { readLive, writeLive, type RelayedLive } from './live-codec.ts'
import { readSnapshotRecord, writeWholeOperation } from './operation-codec.ts'
import { malformed, Reader, Writer } from './primitives.ts'

/** A log entry as it is broadcast: a stroke may be named by its live ink instead of carrying it. */
export interface WireEntry extends Omit<LogEntry, 'operation'> {
  readonly operation: WireOperation | HiddenOperation
}

/** Stands in the log of everyone whom a private message does not concern. */
export interface HiddenOperation {
  readonly kind: 'hidden'
}

/** A log entry as one member may read it, with nothing named by its live ink. */
export interface WholeEntry extends Omit<LogEntry, 'operation'> {
  readonly operation: Operation | HiddenOperation
}

/** The entry as a member may read it. Of what is hidden not even its author and its time are told. */
export function asReadBy<E extends WireEntry>(entry: E, member: number): E | HiddenEntry {
  if (mayRead(entry, member)) return entry
  return { seq: entry.seq, client: 0, n: 0, author: 0, at: 0, operation: HIDDEN_OPERATION }
}

type HiddenEntry = Omit<LogEntry, 'operation'> & { readonly operation: HiddenOperation }

const HIDDEN_OPERATION: HiddenOperation = { kind: 'hidden' }

export interface RelayedPointer {
  readonly client: number
  readonly member: number
  /** The page they look at; '' for the first. */
  readonly page: string
  readonly position: { readonly x: number; readonly y: number } | null
}

/** What somebody is making or moving, as it would become. */
export interface RelayedSketch {
  readonly client: number
  readonly member: number
  /** None when it is over. */
  readonly operations: readonly SketchOperation[]
}

/** What a host says to a client. */
export type HostMessage =
  | {
      readonly kind: 'welcome'
      readonly version: number
      readonly roomName: string
      readonly epoch: string
      /** What follows starts here: the snapshot's position, or where the client is resumed. */
      readonly seq: number
      /** The position of the log when this was said: once there, the client has caught up. */
      readonly head: number
      readonly member: number
      readonly client: number
      /** The highest number of this client's operations that is in the log. */
      readonly lastN: number
      /** Records in the snapshot that follows; null when the client is resumed and keeps its board. */
      readonly snapshot: number | null
    }
  | { readonly kind: 'snapshot'; readonly last: boolean; readonly records: readonly BoardRecord[] }
  | { readonly kind: 'chat'; readonly messages: readonly ChatMessage[] }
  /** What one tick brought: the same bytes for everyone who may read the same. Live ink comes before the entries that name it. */
  | {
      readonly kind: 'tick'
      readonly live: readonly RelayedLive[]
      readonly pointers: readonly RelayedPointer[]
      readonly entries: readonly WireEntry[]
    }
  /** Everything live at this moment, said to who has caught up: what is not in it is over. */
  | { readonly kind: 'present'; readonly live: readonly RelayedLive[]; readonly pointers: readonly RelayedPointer[] }
  | ({ readonly kind: 'sketch' } & RelayedSketch)
  /** Hash of the board at a position of the log (see `board-hash.ts`). */
  | { readonly kind: 'hash'; readonly seq: number; readonly hash: string }
  | { readonly kind: 'people'; readonly members: readonly Member[] }
  /** The operation with this number breaks a rule of SPEC.md. */
  | {
      readonly kind: 'refused'
      readonly n: number
      readonly rule: string
      readonly code: string
      readonly sentence: string
    }
  /** The whole entry that was asked for. */
  | { readonly kind: 'answer'; readonly entry: WholeEntry | null }
  /** Why what is drawn cannot be kept at the moment; '' when it can again. */
  | { readonly kind: 'trouble'; readonly sentence: string }
  | { readonly kind: 'pong' }
  /** A file is there, whole: said to everyone when it has come, and to who offers it. */
  | { readonly kind: 'blob'; readonly hash: BlobHash; readonly size: number }
  /** Everything of an offered file before this offset has been taken: what follows may be sent. */
  | { readonly kind: 'want'; readonly hash: BlobHash; readonly offset: number }
  /** A file is not there; so much of it has come. Both are 0 where nobody is sending it. */
  | { readonly kind: 'coming'; readonly hash: BlobHash; readonly received: number; readonly size: number }
  /** A piece of a file that was asked for. */
  | {
      readonly kind: 'piece'
      readonly hash: BlobHash
      readonly offset: number
      /** Of the whole file, in bytes. */
      readonly size: number
      readonly bytes: Uint8Array
    }
  /** A file that was offered breaks a rule of SPEC.md. */
  | {
      readonly kind: 'unwanted'
      readonly hash: BlobHash
      readonly rule: string
      readonly code: string
      readonly sentence: string
    }

const WELCOME = 1
const SNAPSHOT = 2
const CHAT = 3
const TICK = 4
const PEOPLE = 5
const REFUSED = 6
const ANSWER = 7
const TROUBLE = 8
const PONG = 9
const PRESENT = 10
const HASH = 11
const BLOB = 12
const WANT = 13
const COMING = 14
const PIECE = 15
const UNWANTED = 16
const SKETCH = 17

/** Flags of a member. */
const ONLINE = 1
const HOST = 2
/** Flags of a pointer: what is said of it. */
const POSITION = 1
const PAGE = 2

/** Follows the forms of `client-messages.ts`; a client cannot say it. */
const HIDDEN = 64

export function encodeHostMessage(message: HostMessage): Uint8Array {
  const writer = new Writer()
  switch (message.kind) {
    case 'welcome':
      writer.byte(WELCOME)
      writer.uint(message.version)
      writer.text(message.roomName)
      writer.text(message.epoch)
      writer.uint(message.seq)
      writer.uint(message.head)
      writer.uint(message.member)
      writer.uint(message.client)
      writer.uint(message.lastN)
      writer.uint(message.snapshot === null ? 0 : message.snapshot + 1)
      break
    case 'snapshot':
      writer.byte(SNAPSHOT)
      writer.byte(message.last ? 1 : 0)
      for (const record of message.records) writeWholeOperation(writer, { kind: 'put', record })
      break
    case 'chat':
      writer.byte(CHAT)
      for (const { seq, author, to, at, text } of message.messages) {
        writer.uint(seq)
        writer.uint(author)
        writer.uint(to)
        writer.uint(at)
        writer.text(text)
      }
      break
    case 'tick': {
      const ink = encodeInkFrame(message)
      if (ink !== null) return ink
      writer.byte(TICK)
      writePresence(writer, message)
      writeEntries(writer, message.entries)
      break
    }
    case 'present':
      writer.byte(PRESENT)
      writePresence(writer, message)
      break
    case 'sketch':
      writer.byte(SKETCH)
      writer.uint(message.client)
      writer.uint(message.member)
      for (const operation of message.operations) writeWholeOperation(writer, operation)
      break
    case 'hash':
      writer.byte(HASH)
      writer.uint(message.seq)
      writer.text(message.hash)
      break
    case 'people':
      writer.byte(PEOPLE)
      for (const { number, name, color, online, host } of message.members) {
        writer.uint(number)
        writer.text(name)
        writer.byte(color)
        writer.byte((online ? ONLINE : 0) | (host ? HOST : 0))
      }
      break
    case 'refused':
      writer.byte(REFUSED)
      writer.uint(message.n)
      writer.text(message.rule)
      writer.text(message.code)
      writer.text(message.sentence)
      break
    case 'answer':
      writer.byte(ANSWER)
      if (message.entry !== null) writeEntries(writer, [message.entry])
      break
    case 'trouble':
      writer.byte(TROUBLE)
      writer.text(message.sentence)
      break
    case 'pong':
      writer.byte(PONG)
      break
    case 'blob':
      writer.byte(BLOB)
      writeHash(writer, message.hash)
      writer.uint(message.size)
      break
    case 'want':
      writer.byte(WANT)
      writeHash(writer, message.hash)
      writer.uint(message.offset)
      break
    case 'coming':
      writer.byte(COMING)
      writeHash(writer, message.hash)
      writer.uint(message.received)
      writer.uint(message.size)
      break
    case 'piece':
      writer.byte(PIECE)
      writeHash(writer, message.hash)
      writer.uint(message.offset)
      writer.uint(message.size)
      writer.bytes(message.bytes)
      break
    case 'unwanted':
      writer.byte(UNWANTED)
      writeHash(writer, message.hash)
      writer.text(message.rule)
      writer.text(message.code)
      writer.text(message.sentence)
  }
  return writer.finish()
}

function writePresence(
  writer: Writer,
  { live, pointers }: { readonly live: readonly RelayedLive[]; readonly pointers: readonly RelayedPointer[] },
): void {
  writer.uint(live.length)
  for (const { client, member, event } of live) {
    writer.uint(client)
    writeLive(writer, event)
    if (event.kind === 'begin') writer.uint(member)
  }
  writer.uint(pointers.length)
  for (const { client, member, page, position } of pointers) {
    writer.uint(client)
    writer.uint(member)
    writer.byte((position === null ? 0 : POSITION) | (page === '' ? 0 : PAGE))
    if (position !== null) {
      writer.number(position.x)
      writer.number(position.y)
    }
    if (page !== '') writer.text(page)
  }
}

/** Entries follow each other in the log, so that one seq stands for all. */
function writeEntries(writer: Writer, entries: readonly WireEntry[]): void {
  writer.uint(entries.length)
  const first = entries[0]
  if (first === undefined) return
  writer.uint(first.seq)
  for (const { client, n, author, at, operation } of entries) {
    writer.uint(at)
    writer.uint(client)
    writer.uint(n)
    writer.uint(author)
    if (operation.kind === 'hidden') writer.byte(HIDDEN)
    else writeWireOperation(writer, operation)
  }
}

/** @throws AppError `wire/malformed` for anything that is not exactly one message. */
export function decodeHostMessage(bytes: Uint8Array): HostMessage {
  const reader = new Reader(bytes)
  const message = readHostMessage(reader)
  reader.end()
  return message
}

function readHostMessage(reader: Reader): HostMessage {
  const kind = reader.byte()
  switch (kind) {
    case WELCOME: {
      const fixed = {
        kind: 'welcome',
        version: reader.uint(),
        roomName: reader.text(),
        epoch: reader.text(),
        seq: reader.uint(),
        head: reader.uint(),
        member: reader.uint(),
        client: reader.uint(),
        lastN: reader.uint(),
      } as const
      const snapshot = reader.uint()
      return { ...fixed, snapshot: snapshot === 0 ? null : snapshot - 1 }
    }
    case SNAPSHOT:
      return { kind: 'snapshot', last: reader.byte() === 1, records: untilEnd(reader, readSnapshotRecord) }
    case CHAT:
      return {
        kind: 'chat',
        messages: untilEnd(reader, () => ({
          seq: reader.uint(),
          author: reader.uint(),
          to: reader.uint(),
          at: reader.uint(),
          text: reader.text(),
          pending: false,
        })),
      }
    case TICK:
      return { kind: 'tick', ...readPresence(reader), entries: readEntries(reader) }
    case PRESENT:
      return { kind: 'present', ...readPresence(reader) }
    case SKETCH:
      return { kind: 'sketch', client: reader.uint(), member: reader.uint(), operations: readSketch(reader) }
    case HASH:
      return { kind: 'hash', seq: reader.uint(), hash: reader.text() }
    case PEOPLE:
      return {
        kind: 'people',
        members: untilEnd(reader, () => {
          const known = { number: reader.uint(), name: reader.text(), color: reader.byte() }
          const flags = reader.byte()
          return { ...known, online: (flags & ONLINE) !== 0, host: (flags & HOST) !== 0 }
        }),
      }
    case REFUSED:
      return { kind: 'refused', n: reader.uint(), rule: reader.text(), code: reader.text(), sentence: reader.text() }
    case ANSWER: {
      const [entry] = reader.atEnd ? [] : readEntries(reader)
      if (entry === undefined) return { kind: 'answer', entry: null }
      if (entry.operation.kind === 'lift') throw malformed('an answer must be whole')
      return { kind: 'answer', entry: { ...entry, operation: entry.operation } }
    }
    case TROUBLE:
      return { kind: 'trouble', sentence: reader.text() }
    case PONG:
      return { kind: 'pong' }
    case BLOB:
      return { kind: 'blob', hash: readHash(reader), size: reader.uint() }
    case WANT:
      return { kind: 'want', hash: readHash(reader), offset: reader.uint() }
    case COMING:
      return { kind: 'coming', hash: readHash(reader), received: reader.uint(), size: reader.uint() }
    case PIECE:
      return {
        kind: 'piece',
        hash: readHash(reader),
        offset: reader.uint(),
        size: reader.uint(),
        bytes: reader.bytes(),
      }
    case UNWANTED: {
      const hash = readHash(reader)
      return { kind: 'unwanted', hash, rule: reader.text(), code: reader.text(), sentence: reader.text() }
    }
    default:
      return { kind: 'tick', live: readInkFrame(kind, reader), pointers: [], entries: [] }
  }
}

function readPresence(reader: Reader): { live: RelayedLive[]; pointers: RelayedPointer[] } {
  return {
    live: counted(reader, () => {
      const client = reader.uint()
      const event = readLive(reader)
      return { client, member: event.kind === 'begin' ? reader.uint() : 0, event }
    }),
    pointers: counted(reader, () => {
      const whose = { client: reader.uint(), member: reader.uint() }
      const flags = reader.byte()
      const position = (flags & POSITION) === 0 ? null : { x: reader.number(), y: reader.number() }
      return { ...whose, position, page: (flags & PAGE) === 0 ? '' : reader.text() }
    }),
  }
}

function readEntries(reader: Reader): WireEntry[] {
  const count = reader.uint()
  if (count === 0) return []
  let seq = reader.uint()
  const entries: WireEntry[] = []
  while (entries.length < count) {
    const at = reader.uint()
    entries.push({
      seq: seq++,
      at,
      client: reader.uint(),
      n: reader.uint(),
      author: reader.uint(),
      operation: readTold(reader),
    })
  }
  return entries
}

function readTold(reader: Reader): WireOperation | HiddenOperation {
  const form = reader.byte()
  return form === HIDDEN ? HIDDEN_OPERATION : readWireOperation(reader, form)
}

function untilEnd<T>(reader: Reader, read: (reader: Reader) => T): T[] {
  const items: T[] = []
  while (!reader.atEnd) items.push(read(reader))
  return items
}

/** A count that promises more than the bytes can hold ends in an error, not in a large array. */
function counted<T>(reader: Reader, read: () => T): T[] {
  const count = reader.uint()
  const items: T[] = []
  while (items.length < count) items.push(read())
  return items
}
