import fc from 'fast-check'
import type { Operation } from '#shared/model/operations.ts'
import { INK_NAMES, type Ink } from '#shared/model/palette.ts'
import { packPoints, type InkPoint } from '#shared/model/points.ts'
import { writePath } from '#shared/model/paths.ts'
import { PROPERTIES, type PropertyForm, type PropertyKey } from '#shared/model/properties.ts'
import { PATCHABLE, RECORD_TYPES, type BoardRecord, type RecordPatch } from '#shared/model/records.ts'

/** Random values of the model, all of them valid. */
export const anId = fc.stringMatching(/^[0-9A-Za-z_-]{1,20}$/)
const aZ = fc.stringMatching(/^[a-y][0-9A-Za-z]{0,8}$/)
const anInk: fc.Arbitrary<Ink> = fc.oneof(
  fc.constantFrom(...INK_NAMES),
  fc.integer({ min: 0, max: 0xffffff }).map((rgb): Ink => `#${rgb.toString(16).padStart(6, '0')}`),
)
const aCoordinate = fc.oneof(
  fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => value + 0),
  fc.integer({ min: -1e5, max: 1e5 }).map((value) => value / 8),
)
const aScale = fc.double({ min: 0.001, max: 1000, noNaN: true })

export const anInkPoint: fc.Arbitrary<InkPoint> = fc.record({
  x: fc.double({ min: -1e5, max: 1e5, noNaN: true }),
  y: fc.double({ min: -1e5, max: 1e5, noNaN: true }),
  pressure: fc.double({ min: 0, max: 1, noNaN: true }),
})

const NUMBERS: Partial<Record<PropertyKey, fc.Arbitrary<number>>> = {
  x: aCoordinate,
  y: aCoordinate,
  rotation: fc.oneof(fc.constant(0), fc.double({ min: -7, max: 7, noNaN: true })).map((value) => value + 0),
  scaleX: fc.oneof(fc.constant(1), aScale),
  scaleY: fc.oneof(fc.constant(1), aScale),
  width: fc.double({ min: 0.01, max: 4096, noNaN: true }),
  size: fc.double({ min: 0.01, max: 4096, noNaN: true }),
  sides: fc.integer({ min: 3, max: 12 }),
}
export const aBlobHash = fc.stringMatching(/^[0-9a-f]{64}$/)
const aPart = fc.oneof(fc.constantFrom(1, 0.5), fc.double({ min: 0, max: 1, noNaN: true }))

const aPath = fc
  .array(fc.record({ x: fc.double({ min: -1e6, max: 1e6, noNaN: true }), y: fc.integer({ min: -5000, max: 5000 }) }), {
    minLength: 2,
    maxLength: 12,
  })
  .map(writePath)
const TEXTS: Partial<Record<PropertyKey, fc.Arbitrary<string>>> = {
  z: aZ,
  text: fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }),
  group: fc.oneof(
    fc.constant(''),
    fc.array(anId, { minLength: 1, maxLength: 3 }).map((ids) => ids.join('/')),
  ),
  path: aPath,
  blob: aBlobHash,
}

function aValue(key: PropertyKey): fc.Arbitrary<string | number | boolean> {
  const property: PropertyForm = PROPERTIES[key]
  switch (property.form) {
    case 'number':
      return NUMBERS[key] ?? aPart
    case 'text':
      return TEXTS[key] ?? fc.oneof(fc.constant(''), anId)
    case 'ink':
      return anInk
    case 'flag':
      return fc.boolean()
    case 'choice':
      return fc.constantFrom(...property.of)
  }
}

function valuesOf(keys: readonly PropertyKey[]): Record<string, fc.Arbitrary<string | number | boolean>> {
  return Object.fromEntries(keys.map((key) => [key, aValue(key)]))
}

const anInkRun = fc.record({
  unit: fc.integer({ min: -6, max: 12 }),
  pressure: fc.boolean(),
  ink: fc.array(anInkPoint, { minLength: 1, maxLength: 40 }),
})

function aRecordOf(type: BoardRecord['type']): fc.Arbitrary<BoardRecord> {
  const plain = fc.record({ id: anId, author: fc.nat(1000), ...valuesOf(PATCHABLE[type]) })
  return fc.tuple(plain, anInkRun).map(([values, { unit, pressure, ink }]) => {
    const run = type === 'stroke' ? { unit, pressure, points: packPoints(ink, unit, pressure) } : {}
    return { ...values, ...run, type } as unknown as BoardRecord
  })
}

export const aStroke = aRecordOf('stroke')
/** Of any type. */
export const aRecord: fc.Arbitrary<BoardRecord> = fc.oneof(...RECORD_TYPES.map(aRecordOf))

const aPatch: fc.Arbitrary<RecordPatch> = fc
  .constantFrom(...RECORD_TYPES)
  .chain((type) => fc.record(valuesOf(PATCHABLE[type]), { requiredKeys: [] }))
  .filter((patch) => Object.keys(patch).length > 0)
  .map((patch) => patch as unknown as RecordPatch)

export const anOperation: fc.Arbitrary<Operation> = fc.oneof(
  aRecord.map((record): Operation => ({ kind: 'put', record })),
  fc.record({ id: anId, patch: aPatch }).map((change): Operation => ({ kind: 'patch', ...change })),
  anId.map((id): Operation => ({ kind: 'remove', id })),
  fc
    .record({ text: fc.string({ minLength: 1, unit: 'grapheme' }), to: fc.oneof(fc.constant(0), fc.nat(1000)) })
    .map(({ text, to }): Operation => ({ kind: 'say', text: `x${text}`, to })),
  fc.constant<Operation>({ kind: 'rename', name: 'Atelier' }),
)
