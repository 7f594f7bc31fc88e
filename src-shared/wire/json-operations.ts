import * as v from 'valibot'
import type { Operation } from '../model/operations.ts'
import { EVERYONE } from '../model/people.ts'
import { DEFAULT_UNIT, MAX_UNIT, MIN_UNIT } from '../model/points.ts'
import type { BoardRecord, RecordPatch, StrokeRecord, TextRecord } from '../model/records.ts'
import type { TopZ } from '../model/z-order.ts'
import type { WireOperation } from './client-messages.ts'
import type { HiddenOperation } from './host-messages.ts'
import { faultOfPoints, jsonPoints, packFromJson, unpackToJson, type JsonPoint } from './json-points.ts'
import { finite, flag, id, ink, integerWithin, strict, text, uint } from './json-schema.ts'

/** What may be left out of a record that is put, and what it is then. */
const common = {
  id,
  /** Without it: above everything this client has been told of. */
  z: v.exactOptional(text),
  /** The host stamps it whatever it says. */
  author: v.optional(uint, 0),
  x: v.optional(finite, 0),
  y: v.optional(finite, 0),
  rotation: v.optional(finite, 0),
  scaleX: v.optional(finite, 1),
  scaleY: v.optional(finite, 1),
  color: ink,
  opacity: v.optional(finite, 1),
}

export const jsonUnit = integerWithin(MIN_UNIT, MAX_UNIT)

const jsonStroke = v.pipe(
  strict({
    ...common,
    type: v.literal('stroke'),
    width: finite,
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

const jsonText = strict({ ...common, type: v.literal('text'), text, size: finite, w: finite, h: finite })

const jsonPatch = strict({
  z: v.exactOptional(text),
  x: v.exactOptional(finite),
  y: v.exactOptional(finite),
  rotation: v.exactOptional(finite),
  scaleX: v.exactOptional(finite),
  scaleY: v.exactOptional(finite),
  color: v.exactOptional(ink),
  opacity: v.exactOptional(finite),
  width: v.exactOptional(finite),
  text: v.exactOptional(text),
  size: v.exactOptional(finite),
  w: v.exactOptional(finite),
  h: v.exactOptional(finite),
}) satisfies v.GenericSchema<unknown, RecordPatch>

const jsonRecord = v.variant('type', [jsonStroke, jsonText])

/** An operation as a client sends it. */
export const jsonOperation = v.variant('kind', [
  strict({ kind: v.literal('put'), record: jsonRecord }),
  strict({ kind: v.literal('patch'), id, patch: jsonPatch }),
  strict({ kind: v.literal('remove'), id }),
  strict({ kind: v.literal('say'), text, to: v.optional(uint, EVERYONE) }),
  strict({ kind: v.literal('rename'), name: text }),
  strict({ kind: v.literal('lift'), stroke: uint, count: uint, z: v.exactOptional(text) }),
])

type JsonOperation = v.InferOutput<typeof jsonOperation>

/** @param top gives what comes without a place in the order of painting one above all it has seen */
export function operationFromJson(operation: JsonOperation, top: TopZ): WireOperation {
  switch (operation.kind) {
    case 'put':
      return { kind: 'put', record: recordFromJson(operation.record, placed(operation.record.z, top)) }
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

function recordFromJson(record: v.InferOutput<typeof jsonRecord>, z: string): BoardRecord {
  if (record.type === 'text') return { ...record, z }
  return { ...record, z, points: packFromJson(record.points, record.unit, record.pressure) }
}

/** A record as a host tells it: every property, and the points of a stroke as numbers. */
export type ToldRecord = (Omit<StrokeRecord, 'points'> & { readonly points: readonly JsonPoint[] }) | TextRecord

export function recordToJson(record: BoardRecord): ToldRecord {
  return record.type === 'text' ? record : { ...record, points: unpackToJson(record) }
}

export type ToldOperation =
  | Exclude<Operation, { kind: 'put' }>
  | HiddenOperation
  | { readonly kind: 'put'; readonly record: ToldRecord }

export function operationToJson(operation: Operation | HiddenOperation): ToldOperation {
  return operation.kind === 'put' ? { kind: 'put', record: recordToJson(operation.record) } : operation
}
