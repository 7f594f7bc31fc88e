import fc from 'fast-check'
import type { Operation } from '#shared/model/operations.ts'
import { INK_NAMES, type Ink } from '#shared/model/palette.ts'
import { packPoints, type InkPoint } from '#shared/model/points.ts'
import type { BoardRecord, RecordPatch } from '#shared/model/records.ts'

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

const common = {
  id: anId,
  z: aZ,
  author: fc.nat(1000),
  x: aCoordinate,
  y: aCoordinate,
  rotation: fc.oneof(fc.constant(0), fc.double({ min: -7, max: 7, noNaN: true })).map((value) => value + 0),
  scaleX: fc.oneof(fc.constant(1), aScale),
  scaleY: fc.oneof(fc.constant(1), aScale),
  color: anInk,
  opacity: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
}

export const aStroke: fc.Arbitrary<BoardRecord> = fc
  .record({
    ...common,
    width: fc.double({ min: 0.01, max: 4096, noNaN: true }),
    unit: fc.integer({ min: -6, max: 12 }),
    pressure: fc.boolean(),
    ink: fc.array(anInkPoint, { minLength: 1, maxLength: 40 }),
  })
  .map(({ ink, ...stroke }) => ({ ...stroke, type: 'stroke', points: packPoints(ink, stroke.unit, stroke.pressure) }))

export const aText: fc.Arbitrary<BoardRecord> = fc
  .record({
    ...common,
    text: fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }),
    size: fc.double({ min: 0.01, max: 4096, noNaN: true }),
    w: fc.double({ min: 0, max: 1e6, noNaN: true }),
    h: fc.double({ min: 0, max: 1e6, noNaN: true }),
  })
  .map((text) => ({ ...text, type: 'text' }))

const aPatch: fc.Arbitrary<RecordPatch> = fc
  .record({ x: aCoordinate, y: aCoordinate, color: anInk, rotation: common.rotation, z: aZ }, { requiredKeys: [] })
  .filter((patch) => Object.keys(patch).length > 0)

export const anOperation: fc.Arbitrary<Operation> = fc.oneof(
  fc.oneof(aStroke, aText).map((record): Operation => ({ kind: 'put', record })),
  fc.record({ id: anId, patch: aPatch }).map((change): Operation => ({ kind: 'patch', ...change })),
  anId.map((id): Operation => ({ kind: 'remove', id })),
  fc
    .record({ text: fc.string({ minLength: 1, unit: 'grapheme' }), to: fc.oneof(fc.constant(0), fc.nat(1000)) })
    .map(({ text, to }): Operation => ({ kind: 'say', text: `x${text}`, to })),
  fc.constant<Operation>({ kind: 'rename', name: 'Atelier' }),
)
