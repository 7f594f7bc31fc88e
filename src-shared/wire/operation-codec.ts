import { INK_NAMES, type Ink } from '../model/palette.ts'
import type { Operation } from '../model/operations.ts'
import { EVERYONE } from '../model/people.ts'
import { PROPERTIES, PROPERTY_KEYS, type PropertyForm, type PropertyKey } from '../model/properties.ts'
import {
  PATCHABLE,
  RECORD_TYPES,
  USUAL,
  type BoardRecord,
  type RecordPatch,
  type StrokeRecord,
  type TextRecord,
} from '../model/records.ts'
import { malformed, Reader, Writer } from './primitives.ts'

/**
 * Operations as bytes. A stroke's packed points are kept apart from everything else that is said of it:
 * on the wire they follow it, in a database they have a column of their own. What an operation depends on is no part of
 * it here: it is decided before anything is kept (see `client-messages.ts` for its way to the host).
 */
const PUT_STROKE = 1
const PUT_TEXT = 2
const PATCH = 3
const REMOVE = 4
const SAY = 5
const RENAME = 6
const SAY_TO = 7
/** Everything but strokes and texts, which have forms of their own for being many, or the first. */
const PUT = 8
const VOID = 9

const CUSTOM_COLOR = 255

/** Flags that stand for the usual values. */
const PRESSURE = 1
const PLAIN_TRANSFORM = 2
const OPAQUE = 4
const MORE = 8

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

/**
 * A record of a snapshot. Its ink is not copied out of the frame: nearly all of a snapshot is ink, and a hundred thousand
 * arrays with memory of their own take twice as much as what is in them.
 */
export function readSnapshotRecord(reader: Reader): BoardRecord {
  const operation = readOperation(reader, () => reader.view())
  if (operation.kind !== 'put') throw malformed('a record was expected')
  return operation.record
}

function writeOperation(writer: Writer, operation: Operation): void {
  switch (operation.kind) {
    case 'put':
      writeRecord(writer, operation.record)
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
      return
    case 'void':
      writer.byte(VOID)
  }
}

function readOperation(reader: Reader, ink: () => Uint8Array): Operation {
  const kind = reader.byte()
  switch (kind) {
    case PUT_STROKE:
      return { kind: 'put', record: readStroke(reader, ink) }
    case PUT_TEXT:
      return { kind: 'put', record: readTextRecord(reader) }
    case PUT:
      return { kind: 'put', record: readOther(reader) }
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
    case VOID:
      return { kind: 'void' }
    default:
      throw malformed(`there is no operation ${kind}`)
  }
}

/** What the flags and the fields of each form say already. */
const SAID = {
  all: new Set<PropertyKey>(['z', 'x', 'y', 'color', 'rotation', 'scaleX', 'scaleY', 'opacity']),
  stroke: new Set<PropertyKey>(['width']),
  text: new Set<PropertyKey>(['text', 'size', 'w', 'h']),
} as const

function restOf(type: BoardRecord['type']): readonly PropertyKey[] {
  const own: ReadonlySet<PropertyKey> = type === 'stroke' || type === 'text' ? SAID[type] : new Set()
  return PATCHABLE[type].filter((key) => !SAID.all.has(key) && !own.has(key))
}

/** The properties that are written only where they are not the usual ones. */
const REST: Readonly<Record<BoardRecord['type'], readonly PropertyKey[]>> = {
  stroke: restOf('stroke'),
  text: restOf('text'),
  shape: restOf('shape'),
  line: restOf('line'),
  note: restOf('note'),
  frame: restOf('frame'),
  image: restOf('image'),
  page: restOf('page'),
  layer: restOf('layer'),
}

type Values = { readonly [K in PropertyKey]?: string | number | boolean }

/** The keys of those that are not the usual ones. */
function unusual(record: BoardRecord): PropertyKey[] {
  const usual: Values = USUAL[record.type]
  return REST[record.type].filter((key) => (record as Values)[key] !== usual[key])
}

function writeRecord(writer: Writer, record: BoardRecord): void {
  const more = unusual(record)
  if (record.type === 'stroke') {
    writer.byte(PUT_STROKE)
    writeCommon(writer, record, more.length > 0)
    writer.number(record.width)
    writer.number(record.unit)
  } else if (record.type === 'text') {
    writer.byte(PUT_TEXT)
    writeCommon(writer, record, more.length > 0)
    writer.text(record.text)
    writer.number(record.size)
    writer.number(record.w)
    writer.number(record.h)
  } else {
    writer.byte(PUT)
    writer.byte(RECORD_TYPES.indexOf(record.type))
    writeCommon(writer, record, more.length > 0)
  }
  if (more.length > 0) writeValues(writer, record, more)
}

function flagsOf(record: BoardRecord, more: boolean): number {
  const plain = record.rotation === 0 && record.scaleX === 1 && record.scaleY === 1
  return (
    (record.type === 'stroke' && record.pressure ? PRESSURE : 0) |
    (plain ? PLAIN_TRANSFORM : 0) |
    (record.opacity === 1 ? OPAQUE : 0) |
    (more ? MORE : 0)
  )
}

function writeCommon(writer: Writer, record: BoardRecord, more: boolean): void {
  const flags = flagsOf(record, more)
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
  if (flags > (PRESSURE | PLAIN_TRANSFORM | OPAQUE | MORE)) throw malformed('unknown flags')
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

function readStroke(reader: Reader, ink: () => Uint8Array): StrokeRecord {
  const { flags, common } = readCommon(reader)
  const own = { width: reader.number(), unit: reader.number(), pressure: (flags & PRESSURE) !== 0 }
  const { nib = 'pen', group = '', locked = false, page = '', layer = '' } = readMore(reader, flags, 'stroke')
  // Boards have a hundred thousand of them: no usual values are spread here.
  return { ...common, type: 'stroke', nib, group, locked, page, layer, ...own, points: ink() }
}

function readTextRecord(reader: Reader): TextRecord {
  const { flags, common } = readCommon(reader)
  const own = { text: reader.text(), size: reader.number(), w: reader.number(), h: reader.number() }
  return { type: 'text', ...USUAL.text, ...common, ...own, ...readMore(reader, flags, 'text') }
}

/** Whether it has what a record of its type needs is for the room to say. */
function readOther(reader: Reader): BoardRecord {
  const type = RECORD_TYPES[reader.byte()]
  if (type === undefined || type === 'stroke' || type === 'text') throw malformed('there is no such record')
  const { flags, common } = readCommon(reader)
  return { type, ...USUAL[type], ...common, ...readMore(reader, flags, type) } as BoardRecord
}

const NOTHING_MORE: RecordPatch = {}

function readMore(reader: Reader, flags: number, type: BoardRecord['type']): RecordPatch {
  if ((flags & MORE) === 0) return NOTHING_MORE
  const more = readPatch(reader)
  for (const key of Object.keys(more) as PropertyKey[]) {
    if (!REST[type].includes(key)) throw malformed(`a ${type} has no “${key}” there`)
  }
  return more
}

function writePatch(writer: Writer, patch: RecordPatch): void {
  writeValues(
    writer,
    patch,
    PROPERTY_KEYS.filter((key) => patch[key] !== undefined),
  )
}

function writeValues(writer: Writer, values: Values, keys: readonly PropertyKey[]): void {
  writer.byte(keys.length)
  for (const key of keys) {
    writer.byte(PROPERTY_KEYS.indexOf(key))
    writeValue(writer, PROPERTIES[key], values[key]!)
  }
}

function writeValue(writer: Writer, form: PropertyForm, value: string | number | boolean): void {
  switch (form.form) {
    case 'number':
      return writer.number(value as number)
    case 'text':
      return writer.text(value as string)
    case 'ink':
      return writeInk(writer, value as Ink)
    case 'flag':
      return writer.byte(value === true ? 1 : 0)
    case 'choice':
      return writer.byte(form.of.indexOf(value as string))
  }
}

function readPatch(reader: Reader): RecordPatch {
  const patch: Partial<Record<PropertyKey, string | number | boolean>> = {}
  for (let count = reader.byte(); count > 0; count--) {
    const key = PROPERTY_KEYS[reader.byte()]
    if (key === undefined) throw malformed('a change names an unknown property')
    patch[key] = readValue(reader, PROPERTIES[key])
  }
  return patch as RecordPatch
}

function readValue(reader: Reader, form: PropertyForm): string | number | boolean {
  switch (form.form) {
    case 'number':
      return reader.number()
    case 'text':
      return reader.text()
    case 'ink':
      return readInk(reader)
    case 'flag':
      return reader.byte() !== 0
    case 'choice': {
      const value = form.of[reader.byte()]
      if (value === undefined) throw malformed('a property has an unknown value')
      return value
    }
  }
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
