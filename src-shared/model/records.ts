import { isId } from '../ids.ts'
import { isInk, type Ink } from './palette.ts'
import { countPoints, MAX_UNIT, MIN_UNIT } from './points.ts'

/** Names a record within its room. Made by whoever draws it. */
export type RecordId = string

/** What everything on a board has. Lengths are board units: one CSS pixel at 100 % zoom. */
interface RecordBase {
  readonly id: RecordId
  /** Fractional index: records are painted in the order of this string, ties broken by id. */
  readonly z: string
  /** Number, within the room, of the person who made it. Stamped by the host; 0 until then. */
  readonly author: number
  /** Where the record's own origin lies on the board. */
  readonly x: number
  readonly y: number
  /** Radians, clockwise, about the record's origin. */
  readonly rotation: number
  /** Factors along the record's own axes, applied before the rotation; negative mirrors. Never 0. */
  readonly scaleX: number
  readonly scaleY: number
  readonly color: Ink
  /** 0 (invisible) to 1. */
  readonly opacity: number
}

/** Ink drawn with the pen. */
export interface StrokeRecord extends RecordBase {
  readonly type: 'stroke'
  /** Diameter of the nib at full scale and middle pressure, in board units. */
  readonly width: number
  /** The points count in steps of 2^-unit board units (see `points.ts`). */
  readonly unit: number
  /** Whether each point carries the pressure of a real pen. */
  readonly pressure: boolean
  /** Packed points relative to the record's origin. Immutable; shared between copies of the record. */
  readonly points: Uint8Array
}

/** Words typed on the board. The origin is the top left corner of the first line. */
export interface TextRecord extends RecordBase {
  readonly type: 'text'
  readonly text: string
  /** Font size in board units. */
  readonly size: number
  /** Measured size of the laid-out text, so that those without fonts know its bounds. */
  readonly w: number
  readonly h: number
}

export type BoardRecord = StrokeRecord | TextRecord

/** Changes to some properties of a record. Which ones may change is `PATCHABLE`. */
export interface RecordPatch {
  readonly z?: string
  readonly x?: number
  readonly y?: number
  readonly rotation?: number
  readonly scaleX?: number
  readonly scaleY?: number
  readonly color?: Ink
  readonly opacity?: number
  readonly width?: number
  readonly text?: string
  readonly size?: number
  readonly w?: number
  readonly h?: number
}

export type PatchKey = keyof RecordPatch

/** Limits that both ends hold to. A record outside of them is refused. */
export const LIMITS = {
  /** Board units from the origin, each way. */
  coordinate: 1e9,
  minScale: 1e-6,
  maxScale: 1e6,
  maxWidth: 4096,
  maxTextLength: 20_000,
  maxTextSize: 4096,
  maxStrokePoints: 16_000,
  /** Bytes of one stroke's packed points: a whole stroke fits into one message. */
  maxStrokeBytes: 56 * 1024,
  maxZLength: 256,
} as const

type Check = (value: unknown) => boolean

const finiteWithin =
  (low: number, high: number): Check =>
  (value) =>
    typeof value === 'number' && value >= low && value <= high
const isScale: Check = (value) =>
  typeof value === 'number' && Math.abs(value) >= LIMITS.minScale && Math.abs(value) <= LIMITS.maxScale
const isCoordinate = finiteWithin(-LIMITS.coordinate, LIMITS.coordinate)
const isLength = finiteWithin(0, LIMITS.coordinate)
const isZ: Check = (value) =>
  typeof value === 'string' && value.length > 0 && value.length <= LIMITS.maxZLength && /^[0-9A-Za-z]+$/.test(value)

const COMMON_CHECKS = {
  z: isZ,
  x: isCoordinate,
  y: isCoordinate,
  rotation: finiteWithin(-1e6, 1e6),
  scaleX: isScale,
  scaleY: isScale,
  color: isInk,
  opacity: finiteWithin(0, 1),
} satisfies Partial<Record<PatchKey, Check>>

const STROKE_CHECKS: Partial<Record<PatchKey, Check>> = {
  ...COMMON_CHECKS,
  width: finiteWithin(0.01, LIMITS.maxWidth),
}

const TEXT_CHECKS: Partial<Record<PatchKey, Check>> = {
  ...COMMON_CHECKS,
  // Halves of letters would be lost on the wire, and authors and others see different things.
  text: (value) =>
    typeof value === 'string' && value.length > 0 && value.length <= LIMITS.maxTextLength && value.isWellFormed(),
  size: finiteWithin(0.01, LIMITS.maxTextSize),
  w: isLength,
  h: isLength,
}

const CHECKS: Record<BoardRecord['type'], Partial<Record<PatchKey, Check>>> = {
  stroke: STROKE_CHECKS,
  text: TEXT_CHECKS,
}

/** The properties a patch may carry for each type of record. */
export const PATCHABLE: Readonly<Record<BoardRecord['type'], readonly PatchKey[]>> = {
  stroke: Object.keys(STROKE_CHECKS) as PatchKey[],
  text: Object.keys(TEXT_CHECKS) as PatchKey[],
}

/** What is wrong with a record, in words, or null when it may stand on a board. */
export function faultOfRecord(record: BoardRecord): string | null {
  if (!isId(record.id)) return 'the record has no valid id'
  const checks = CHECKS[record.type]
  if (checks === undefined) return `there is no record of type “${record.type}”`
  for (const [key, check] of Object.entries(checks)) {
    if (!check(record[key as keyof BoardRecord])) return `“${key}” of the ${record.type} is out of range`
  }
  if (!Number.isInteger(record.author) || record.author < 0) return 'the author is not a number'
  return record.type === 'stroke' ? faultOfInk(record) : null
}

function faultOfInk(stroke: StrokeRecord): string | null {
  if (!Number.isInteger(stroke.unit) || stroke.unit < MIN_UNIT || stroke.unit > MAX_UNIT)
    return 'the unit of the stroke is out of range'
  if (typeof stroke.pressure !== 'boolean') return 'the stroke does not say whether it has pressure'
  const count = countPoints(stroke.points, stroke.pressure)
  if (count === null) return 'the points of the stroke are damaged'
  if (count === 0) return 'the stroke has no points'
  return count > LIMITS.maxStrokePoints || stroke.points.length > LIMITS.maxStrokeBytes
    ? 'the stroke has too many points'
    : null
}

/** What is wrong with a patch to a record of this type, or null. */
export function faultOfPatch(type: BoardRecord['type'], patch: RecordPatch): string | null {
  const checks = CHECKS[type]
  const keys = Object.keys(patch) as PatchKey[]
  if (keys.length === 0) return 'the change is empty'
  for (const key of keys) {
    const check = checks[key]
    if (check === undefined) return `“${key}” of a ${type} cannot change`
    if (!check(patch[key])) return `“${key}” of the ${type} is out of range`
  }
  return null
}

/** The record with the patch laid over it. The packed points are shared, not copied. */
export function patched<R extends BoardRecord>(record: R, patch: RecordPatch): R {
  return { ...record, ...patch }
}

/** The order of painting: by fractional index, ties by id, the same on every machine. */
export function comparePaintOrder(a: BoardRecord, b: BoardRecord): number {
  if (a.z !== b.z) return a.z < b.z ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
