import * as v from 'valibot'
import { MAX_GIVEN, type Operation, type SketchOperation } from '../model/operations.ts'
import { EVERYONE } from '../model/people.ts'
import { DEFAULT_UNIT, MAX_UNIT, MIN_UNIT } from '../model/points.ts'
import { PROPERTIES, PROPERTY_KEYS, type PropertyForm, type PropertyKey } from '../model/properties.ts'
import {
  PATCHABLE,
  USUAL,
  type BoardRecord,
  type RecordId,
  type RecordPatch,
  type RecordType,
  type StrokeRecord,
} from '../model/records.ts'
import type { TopZ } from '../model/z-order.ts'
import type { WireOperation } from './client-messages.ts'
import type { HiddenOperation } from './host-messages.ts'
import { faultOfPoints, jsonPoints, packFromJson, unpackToJson, type JsonPoint } from './json-points.ts'
import { finite, flag, id, ink, integerWithin, list, strict, text, uint } from './json-schema.ts'

export const jsonUnit = integerWithin(MIN_UNIT, MAX_UNIT)

type Value = string | number | boolean

/** Anything that the bytes could carry for a property. */
function jsonProperty(key: PropertyKey): v.GenericSchema<Value> {
  const property: PropertyForm = PROPERTIES[key]
  switch (property.form) {
    case 'number':
      return finite
    case 'text':
      return text
    case 'ink':
      return ink
    case 'flag':
      return flag
    case 'choice':
      return v.picklist(property.of, `has to be one of ${property.of.join(', ')}`)
  }
}

/** What has to be said of a colour, though ink has a usual one: who leaves it out has forgotten it. */
const COLOURLESS: ReadonlySet<RecordType> = new Set(['page', 'layer', 'image'])
const SAID: ReadonlySet<PropertyKey> = new Set(['color', 'x', 'y', 'z'])

/** What a record that is put is made of, and what it is where something is left out. */
function jsonRecordOf(type: RecordType) {
  const usual: Readonly<Partial<Record<PropertyKey, Value>>> = USUAL[type]
  const entries: v.ObjectEntries = {
    type: v.literal(type),
    id,
    /** Without it: above everything this client has been told of. */
    z: v.exactOptional(text),
    /** The host stamps it whatever it says. */
    author: v.optional(uint, 0),
    x: v.optional(finite, 0),
    y: v.optional(finite, 0),
    // Of what is not drawn, nobody thinks to say it.
    color: COLOURLESS.has(type) ? v.optional(ink, USUAL[type].color) : ink,
  }
  for (const key of PATCHABLE[type]) {
    if (SAID.has(key)) continue
    const property = jsonProperty(key)
    const otherwise = usual[key]
    entries[key] = otherwise === undefined ? property : v.optional(property, otherwise)
  }
  return entries
}

type JsonRecord<R> = R extends BoardRecord ? Omit<R, 'z' | 'points'> & { readonly z?: string } : never
type JsonStroke = JsonRecord<StrokeRecord> & { readonly points: readonly JsonPoint[] }

const jsonStroke = v.pipe(
  strict({
    ...jsonRecordOf('stroke'),
    type: v.literal('stroke'),
    unit: v.optional(jsonUnit, DEFAULT_UNIT),
    pressure: v.optional(flag, false),
    points: jsonPoints,
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const { value } = dataset
    const fault = faultOfPoints(value.points, value.pressure)
    if (fault === null) return
    const inStroke = { type: 'object', origin: 'value', input: value, key: 'points', value: value.points } as const
    const point = value.points[fault.at]
    const inPoints = { type: 'array', origin: 'value', input: value.points, key: fault.at, value: point } as const
    addIssue({ message: fault.wrong, path: [inStroke, inPoints] })
  }),
)

function jsonOther<T extends Exclude<RecordType, 'stroke'>>(type: T) {
  return strict({ ...jsonRecordOf(type), type: v.literal(type) })
}

const jsonRecord = v.variant('type', [
  jsonStroke,
  jsonOther('text'),
  jsonOther('shape'),
  jsonOther('line'),
  jsonOther('note'),
  jsonOther('frame'),
  jsonOther('image'),
  jsonOther('page'),
  jsonOther('layer'),
])

const jsonPatch = strict(
  Object.fromEntries(PROPERTY_KEYS.map((key) => [key, v.exactOptional(jsonProperty(key))])),
) as unknown as v.GenericSchema<unknown, RecordPatch>

const jsonPut = strict({ kind: v.literal('put'), record: jsonRecord })
const jsonPatching = strict({ kind: v.literal('patch'), id, patch: jsonPatch })

/** What becomes of a record while it is made or moved, as a client sends it. */
export const jsonSketchOperation = v.variant('kind', [jsonPut, jsonPatching])

/** What an operation depends on: a list with nothing in it is no condition. */
const given = v.exactOptional(
  v.pipe(
    list(id),
    v.minLength(1, 'has to name something'),
    v.maxLength(MAX_GIVEN, `has to be at most ${MAX_GIVEN} ids`),
  ),
)

/** An operation as a client sends it. */
export const jsonOperation = v.variant('kind', [
  strict({ kind: v.literal('put'), record: jsonRecord, given }),
  jsonPatching,
  strict({ kind: v.literal('remove'), id, given }),
  strict({ kind: v.literal('say'), text, to: v.optional(uint, EVERYONE) }),
  strict({ kind: v.literal('rename'), name: text }),
  strict({ kind: v.literal('lift'), stroke: uint, count: uint, z: v.exactOptional(text) }),
])

type JsonOperation = v.InferOutput<typeof jsonOperation>

/** @param top as of `operationFromJson` */
export function sketchFromJson(operation: v.InferOutput<typeof jsonSketchOperation>, top: TopZ): SketchOperation {
  return operation.kind === 'put' ? { kind: 'put', record: recordFromJson(operation.record, top) } : operation
}

/** @param top gives what comes without a place in the order of painting one above all it has seen */
export function operationFromJson(operation: JsonOperation, top: TopZ): WireOperation {
  switch (operation.kind) {
    case 'put':
      return { ...operation, record: recordFromJson(operation.record, top) }
    case 'lift':
      return { ...operation, z: placed(operation.z, top) }
    case 'patch':
    case 'remove':
    case 'say':
    case 'rename':
      return operation
  }
}

/** What a client places itself counts once the host tells it: it may be refused. */
function placed(wanted: string | undefined, top: TopZ): string {
  if (wanted !== undefined) return wanted
  const z = top.above()
  top.see(z)
  return z
}

function recordFromJson(checked: v.InferOutput<typeof jsonRecord>, top: TopZ): BoardRecord {
  // The entries were made from the same table as the type.
  const record = checked as unknown as JsonStroke | JsonRecord<Exclude<BoardRecord, StrokeRecord>>
  const z = placed(record.z, top)
  if (record.type !== 'stroke') return { ...record, z }
  return { ...record, z, points: packFromJson(record.points, record.unit, record.pressure) }
}

/** A record as a host tells it: every property, and the points of a stroke as numbers. */
export type ToldRecord =
  | (Omit<StrokeRecord, 'points'> & { readonly points: readonly JsonPoint[] })
  | Exclude<BoardRecord, StrokeRecord>

export function recordToJson(record: BoardRecord): ToldRecord {
  return record.type === 'stroke' ? { ...record, points: unpackToJson(record) } : record
}

export type ToldOperation =
  | Exclude<Operation, { kind: 'put' | 'remove' }>
  | HiddenOperation
  | { readonly kind: 'put'; readonly record: ToldRecord }
  | { readonly kind: 'remove'; readonly id: RecordId }

export function operationToJson(operation: Operation | HiddenOperation): ToldOperation {
  return operation.kind === 'put' ? { kind: 'put', record: recordToJson(operation.record) } : operation
}
