import { INK_NAMES, type Ink } from '../model/palette.ts'
import type { Operation } from '../model/operations.ts'
import { EVERYONE } from '../model/people.ts'
import type { BoardRecord, PatchKey, RecordPatch, StrokeRecord, TextRecord } from '../model/records.ts'
import { malformed, Reader, Writer } from './primitives.ts'

/**
 * Operations as bytes. A stroke's packed points are kept apart from everything else that is said of it:
 * on the wire they follow it, in a database they have a column of their own.
 */
const PUT_STROKE = 1
const PUT_TEXT = 2
const PATCH = 3
const REMOVE = 4
const SAY = 5
const RENAME = 6
const SAY_TO = 7

const CUSTOM_COLOR = 255

/** Flags that stand for the usual values. */
const PRESSURE = 1
const PLAIN_TRANSFORM = 2
const OPAQUE = 4

/** An operation without the ink it may carry (see `inkOf`). */
export function encodeOperation(operation: Operation): Uint8Array {
  const writer = new Writer()
  writeOperation(writer, operation)
  return writer.finish()
}

/** @param ink the packed points, needed where the operation puts a stroke */
export function decodeOperation(bytes: Uint8Array, ink: Uint8Array | null): Operation {
  const reader = new Reader(bytes)
  const operation = readOperation(reader, () => ink ?? new Uint8Array())
  reader.end()
  return operation
}

/** The packed points that an operation brings, or null. */
export function inkOf(operation: Operation): Uint8Array | null {
  return operation.kind === 'put' && operation.record.type === 'stroke' ? operation.record.points : null
}

/** A record without its ink. */
export function encodeRecord(record: BoardRecord): Uint8Array {
  return encodeOperation({ kind: 'put', record })
}

export function decodeRecord(bytes: Uint8Array, ink: Uint8Array | null): BoardRecord {
  const operation = decodeOperation(bytes, ink)
  if (operation.kind !== 'put') throw malformed('a record was expected')
  return operation.record
}

/** Writes the operation and, right after it, its ink. */
export function writeWholeOperation(writer: Writer, operation: Operation): void {
  writeOperation(writer, operation)
  const ink = inkOf(operation)
  if (ink !== null) writer.bytes(ink)
}

export function readWholeOperation(reader: Reader): Operation {
  return readOperation(reader, () => reader.bytes())
}

function writeOperation(writer: Writer, operation: Operation): void {
  switch (operation.kind) {
    case 'put':
      if (operation.record.type === 'stroke') writeStroke(writer, operation.record)
      else writeTextRecord(writer, operation.record)
      return
    case 'patch':
      writer.byte(PATCH)
      writer.text(operation.id)
      writePatch(writer, operation.patch)
      return
    case 'remove':
      writer.byte(REMOVE)
      writer.text(operation.id)
      return
    case 'say':
      writer.byte(operation.to === EVERYONE ? SAY : SAY_TO)
      if (operation.to !== EVERYONE) writer.uint(operation.to)
      writer.text(operation.text)
      return
    case 'rename':
      writer.byte(RENAME)
      writer.text(operation.name)
  }
}

function readOperation(reader: Reader, ink: () => Uint8Array): Operation {
  const kind = reader.byte()
  switch (kind) {
    case PUT_STROKE:
      return { kind: 'put', record: readStroke(reader, ink) }
    case PUT_TEXT:
      return { kind: 'put', record: readTextRecord(reader) }
    case PATCH:
      return { kind: 'patch', id: reader.text(), patch: readPatch(reader) }
    case REMOVE:
      return { kind: 'remove', id: reader.text() }
    case SAY:
      return { kind: 'say', to: EVERYONE, text: reader.text() }
    case SAY_TO: {
      const to = reader.uint()
      if (to === EVERYONE) throw malformed('a private message is for no one')
      return { kind: 'say', to, text: reader.text() }
    }
    case RENAME:
      return { kind: 'rename', name: reader.text() }
    default:
      throw malformed(`there is no operation ${kind}`)
  }
}

function flagsOf(record: BoardRecord): number {
  const plain = record.rotation === 0 && record.scaleX === 1 && record.scaleY === 1
  return (
    (record.type === 'stroke' && record.pressure ? PRESSURE : 0) |
    (plain ? PLAIN_TRANSFORM : 0) |
    (record.opacity === 1 ? OPAQUE : 0)
  )
}

function writeCommon(writer: Writer, record: BoardRecord): void {
  const flags = flagsOf(record)
  writer.byte(flags)
  writer.text(record.id)
  writer.text(record.z)
  writer.uint(record.author)
  writer.number(record.x)
  writer.number(record.y)
  writeInk(writer, record.color)
  if ((flags & PLAIN_TRANSFORM) === 0) {
    writer.number(record.rotation)
    writer.number(record.scaleX)
    writer.number(record.scaleY)
  }
  if ((flags & OPAQUE) === 0) writer.number(record.opacity)
}

function readCommon(reader: Reader) {
  const flags = reader.byte()
  if (flags > (PRESSURE | PLAIN_TRANSFORM | OPAQUE)) throw malformed('unknown flags')
  const plain = (flags & PLAIN_TRANSFORM) !== 0
  const common = {
    id: reader.text(),
    z: reader.text(),
    author: reader.uint(),
    x: reader.number(),
    y: reader.number(),
    color: readInk(reader),
    rotation: plain ? 0 : reader.number(),
    scaleX: plain ? 1 : reader.number(),
    scaleY: plain ? 1 : reader.number(),
    opacity: (flags & OPAQUE) !== 0 ? 1 : reader.number(),
  }
  return { flags, common }
}

function writeStroke(writer: Writer, stroke: StrokeRecord): void {
  writer.byte(PUT_STROKE)
  writeCommon(writer, stroke)
  writer.number(stroke.width)
  writer.number(stroke.unit)
}

function readStroke(reader: Reader, ink: () => Uint8Array): StrokeRecord {
  const { flags, common } = readCommon(reader)
  return {
    ...common,
    type: 'stroke',
    width: reader.number(),
    unit: reader.number(),
    pressure: (flags & PRESSURE) !== 0,
    points: ink(),
  }
}

function writeTextRecord(writer: Writer, record: TextRecord): void {
  writer.byte(PUT_TEXT)
  writeCommon(writer, record)
  writer.text(record.text)
  writer.number(record.size)
  writer.number(record.w)
  writer.number(record.h)
}

function readTextRecord(reader: Reader): TextRecord {
  const { common } = readCommon(reader)
  return {
    ...common,
    type: 'text',
    text: reader.text(),
    size: reader.number(),
    w: reader.number(),
    h: reader.number(),
  }
}

/** Positions are the wire's names of the keys: append only. */
const PATCH_KEYS: readonly PatchKey[] = [
  'z',
  'x',
  'y',
  'rotation',
  'scaleX',
  'scaleY',
  'color',
  'opacity',
  'width',
  'text',
  'size',
  'w',
  'h',
]

function writePatch(writer: Writer, patch: RecordPatch): void {
  const keys = PATCH_KEYS.filter((key) => patch[key] !== undefined)
  writer.byte(keys.length)
  for (const key of keys) {
    writer.byte(PATCH_KEYS.indexOf(key))
    const value = patch[key]!
    if (key === 'color') writeInk(writer, value as Ink)
    else if (typeof value === 'string') writer.text(value)
    else writer.number(value)
  }
}

function readPatch(reader: Reader): RecordPatch {
  const patch: Partial<Record<PatchKey, string | number>> = {}
  for (let count = reader.byte(); count > 0; count--) {
    const key = PATCH_KEYS[reader.byte()]
    if (key === undefined) throw malformed('a change names an unknown property')
    if (key === 'color') patch[key] = readInk(reader)
    else patch[key] = key === 'z' || key === 'text' ? reader.text() : reader.number()
  }
  return patch as RecordPatch
}

export function writeInk(writer: Writer, ink: Ink): void {
  const index = INK_NAMES.indexOf(ink as (typeof INK_NAMES)[number])
  if (index >= 0) {
    writer.byte(index)
    return
  }
  const rgb = Number.parseInt(ink.slice(1), 16)
  writer.byte(CUSTOM_COLOR)
  writer.byte(rgb >> 16)
  writer.byte((rgb >> 8) & 255)
  writer.byte(rgb & 255)
}

export function readInk(reader: Reader): Ink {
  const index = reader.byte()
  if (index === CUSTOM_COLOR) {
    const rgb = (reader.byte() << 16) | (reader.byte() << 8) | reader.byte()
    return `#${rgb.toString(16).padStart(6, '0')}`
  }
  const name = INK_NAMES[index]
  if (name === undefined) throw malformed('there is no such colour')
  return name
}
