import type { BlobHash } from '../model/blobs.ts'
import { givenOf, MAX_GIVEN, type Operation, type SketchOperation } from '../model/operations.ts'
import { readHash, writeHash } from './blob-hash-codec.ts'
import { readLive, writeLive, type LiveEvent } from './live-codec.ts'
import { readWholeOperation, writeWholeOperation } from './operation-codec.ts'
import { malformed, Reader, Writer } from './primitives.ts'
import { WIRE_VERSION } from './protocol.ts'

/** Lifts the pen: the stroke whose points went out live becomes a record, without sending them again. */
export interface LiftOperation {
  readonly kind: 'lift'
  readonly stroke: number
  /** How many points it has; a host or member that counts otherwise has missed some. */
  readonly count: number
  readonly z: string
}

export type WireOperation = Operation | LiftOperation

/** Which page somebody looks at, '' for the first, and where they point there; null while they do not. */
export interface Pointing {
  readonly page: string
  readonly position: { readonly x: number; readonly y: number } | null
}

/** What a client says to its host. */
export type ClientMessage =
  | {
      readonly kind: 'hello'
      readonly version: number
      /** This copy of the client; the same across reconnections. */
      readonly clientId: string
      readonly user: string
      /** Proves to this host that the user is who they were last time; empty where there is none. */
      readonly token: Uint8Array
      readonly name: string
      readonly color: number
      readonly resume: { readonly epoch: string; readonly seq: number } | null
    }
  /** Operations numbered firstN, firstN + 1, … */
  | { readonly kind: 'edit'; readonly firstN: number; readonly operations: readonly WireOperation[] }
  | { readonly kind: 'live'; readonly events: readonly LiveEvent[] }
  | ({ readonly kind: 'pointer' } & Pointing)
  /** What one is making or moving, as it would become; nothing when it is over. */
  | { readonly kind: 'sketch'; readonly operations: readonly SketchOperation[] }
  | { readonly kind: 'profile'; readonly name: string; readonly color: number }
  /** Asks for an entry whose ink was missed. */
  | { readonly kind: 'ask'; readonly seq: number }
  | { readonly kind: 'ping' }
  | BlobOffer
  | BlobPiece
  /** Asks for the piece of a file at an offset. */
  | { readonly kind: 'fetch'; readonly hash: BlobHash; readonly offset: number }

/** Says that one has a file that the room may need. */
export interface BlobOffer {
  readonly kind: 'offer'
  readonly hash: BlobHash
  /** In bytes. */
  readonly size: number
}

/** A piece of a file that was offered (see `BLOB_LIMITS`). */
export interface BlobPiece {
  readonly kind: 'piece'
  readonly hash: BlobHash
  readonly offset: number
  readonly bytes: Uint8Array
}

const HELLO = 1
const EDIT = 2
const LIVE = 3
const POINTER = 4
const PROFILE = 5
const ASK = 6
const PING = 7
const OFFER = 8
const PIECE = 9
const FETCH = 10
/** On another page than the first. */
const POINTER_ON_PAGE = 11
const SKETCH = 12

/** Follows the kinds of `operation-codec.ts`. */
const LIFT = 32
const WHOLE = 0
/** Whole, after the records it depends on. */
const GIVEN = 33

export function encodeClientMessage(message: ClientMessage): Uint8Array {
  const writer = new Writer()
  switch (message.kind) {
    case 'hello':
      writer.byte(HELLO)
      writer.uint(message.version)
      writer.text(message.clientId)
      writer.text(message.user)
      writer.bytes(message.token)
      writer.text(message.name)
      writer.byte(message.color)
      writer.byte(message.resume === null ? 0 : 1)
      if (message.resume !== null) {
        writer.text(message.resume.epoch)
        writer.uint(message.resume.seq)
      }
      break
    case 'edit':
      writer.byte(EDIT)
      writer.uint(message.firstN)
      for (const operation of message.operations) writeWireOperation(writer, operation)
      break
    case 'live':
      writer.byte(LIVE)
      for (const event of message.events) writeLive(writer, event)
      break
    case 'pointer':
      writer.byte(message.page === '' ? POINTER : POINTER_ON_PAGE)
      if (message.page !== '') writer.text(message.page)
      if (message.position !== null) {
        writer.number(message.position.x)
        writer.number(message.position.y)
      }
      break
    case 'sketch':
      writer.byte(SKETCH)
      for (const operation of message.operations) writeWholeOperation(writer, operation)
      break
    case 'profile':
      writer.byte(PROFILE)
      writer.text(message.name)
      writer.byte(message.color)
      break
    case 'ask':
      writer.byte(ASK)
      writer.uint(message.seq)
      break
    case 'ping':
      writer.byte(PING)
      break
    case 'offer':
      writer.byte(OFFER)
      writeHash(writer, message.hash)
      writer.uint(message.size)
      break
    case 'piece':
      writer.byte(PIECE)
      writeHash(writer, message.hash)
      writer.uint(message.offset)
      writer.bytes(message.bytes)
      break
    case 'fetch':
      writer.byte(FETCH)
      writeHash(writer, message.hash)
      writer.uint(message.offset)
  }
  return writer.finish()
}

/** @throws AppError `wire/malformed` for anything that is not exactly one message. */
export function decodeClientMessage(bytes: Uint8Array): ClientMessage {
  const reader = new Reader(bytes)
  const message = readClientMessage(reader)
  reader.end()
  return message
}

function readClientMessage(reader: Reader): ClientMessage {
  const kind = reader.byte()
  switch (kind) {
    case HELLO: {
      const version = reader.uint()
      // What another version says after its number is not ours to read.
      const rest = { clientId: '', user: '', token: new Uint8Array(), name: '', color: 0, resume: null }
      if (version !== WIRE_VERSION) {
        reader.rest()
        return { kind: 'hello', version, ...rest }
      }
      return {
        kind: 'hello',
        version,
        clientId: reader.text(),
        user: reader.text(),
        token: reader.bytes(),
        name: reader.text(),
        color: reader.byte(),
        resume: reader.byte() === 1 ? { epoch: reader.text(), seq: reader.uint() } : null,
      }
    }
    case EDIT: {
      const firstN = reader.uint()
      const operations: WireOperation[] = []
      while (!reader.atEnd) operations.push(readWireOperation(reader, reader.byte()))
      return { kind: 'edit', firstN, operations }
    }
    case LIVE: {
      const events: LiveEvent[] = []
      while (!reader.atEnd) events.push(readLive(reader))
      return { kind: 'live', events }
    }
    case POINTER:
      return { kind: 'pointer', page: '', position: readPosition(reader) }
    case POINTER_ON_PAGE:
      return { kind: 'pointer', page: reader.text(), position: readPosition(reader) }
    case SKETCH:
      return { kind: 'sketch', operations: readSketch(reader) }
    case PROFILE:
      return { kind: 'profile', name: reader.text(), color: reader.byte() }
    case ASK:
      return { kind: 'ask', seq: reader.uint() }
    case PING:
      return { kind: 'ping' }
    case OFFER:
      return { kind: 'offer', hash: readHash(reader), size: reader.uint() }
    case PIECE:
      return { kind: 'piece', hash: readHash(reader), offset: reader.uint(), bytes: reader.bytes() }
    case FETCH:
      return { kind: 'fetch', hash: readHash(reader), offset: reader.uint() }
    default:
      throw malformed(`there is no message ${kind}`)
  }
}

function readPosition(reader: Reader): Pointing['position'] {
  return reader.atEnd ? null : { x: reader.number(), y: reader.number() }
}

export function writeWireOperation(writer: Writer, operation: WireOperation): void {
  if (operation.kind === 'lift') {
    writer.byte(LIFT)
    writer.uint(operation.stroke)
    writer.uint(operation.count)
    writer.text(operation.z)
    return
  }
  const given = givenOf(operation)
  writer.byte(given.length > 0 ? GIVEN : WHOLE)
  if (given.length > 0) {
    writer.uint(given.length)
    for (const id of given) writer.text(id)
  }
  writeWholeOperation(writer, operation)
}

/** @param form the byte before the operation */
export function readWireOperation(reader: Reader, form: number): WireOperation {
  if (form === WHOLE) return readWholeOperation(reader)
  if (form === GIVEN) return readGivenOperation(reader)
  if (form !== LIFT) throw malformed(`there is no operation ${form}`)
  return { kind: 'lift', stroke: reader.uint(), count: reader.uint(), z: reader.text() }
}

function readGivenOperation(reader: Reader): Operation {
  const count = reader.uint()
  if (count === 0 || count > MAX_GIVEN) throw malformed('an operation depends on nothing, or on too much')
  const given = Array.from({ length: count }, () => reader.text())
  const operation = readWholeOperation(reader)
  if (operation.kind !== 'put' && operation.kind !== 'remove')
    throw malformed(`no ${operation.kind} depends on anything`)
  return { ...operation, given }
}

/** The operations of a sketch, until the end. */
export function readSketch(reader: Reader): SketchOperation[] {
  const operations: SketchOperation[] = []
  while (!reader.atEnd) {
    const operation = readWholeOperation(reader)
    if (operation.kind !== 'put' && operation.kind !== 'patch') throw malformed('a sketch makes and moves things only')
    operations.push(operation)
  }
  return operations
}
