import { isId } from '../ids.ts'
import type { BlobHash } from './blobs.ts'
import { type Ink } from './palette.ts'
import { countPoints, MAX_UNIT, MIN_UNIT } from './points.ts'
import {
  fitsProperty,
  LIMITS,
  PROPERTY_KEYS,
  type Access,
  type Alignment,
  type Bend,
  type Dash,
  type Fill,
  type Font,
  type Head,
  type Nib,
  type PropertyKey,
  type ShapeKind,
  type Weight,
} from './properties.ts'

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
  /**
   * Factors along the record's own axes, applied before the rotation. Negative ones mirror it, but never its words, which
   * are read as ever where the mirror shows them. Never 0.
   */
  readonly scaleX: number
  readonly scaleY: number
  readonly color: Ink
  /** 0 (invisible) to 1. */
  readonly opacity: number
  /** Ids of the groups it is in, outermost first, with `/` between them; empty for none. */
  readonly group: string
  /** Whether it stays as and where it is until it is unlocked. */
  readonly locked: boolean
  /** Ids of the page and the layer it is on; empty for the first page, and for a page's base layer (see `pages.ts`). */
  readonly page: RecordId
  readonly layer: RecordId
}

/** Ink drawn by hand. */
export interface StrokeRecord extends RecordBase {
  readonly type: 'stroke'
  readonly nib: Nib
  /** Diameter of the nib at full scale and middle pressure, in board units. */
  readonly width: number
  /** The points count in steps of 2^-unit board units (see `points.ts`). */
  readonly unit: number
  /** Whether each point carries the pressure of a real pen. */
  readonly pressure: boolean
  /** Packed points relative to the record's origin. Immutable; shared between copies of the record. */
  readonly points: Uint8Array
}

/** Words, wherever they stand. */
interface Wording {
  readonly text: string
  /** Font size in board units. */
  readonly size: number
  readonly font: Font
  readonly weight: Weight
  readonly align: Alignment
}

/** The origin is the top left corner, from which it extends to the right and down. */
interface Extent {
  readonly w: number
  readonly h: number
}

/** Words typed on the board. */
export interface TextRecord extends RecordBase, Wording, Extent {
  readonly type: 'text'
  /** Measured width and height of the laid-out text, so that those without fonts know its bounds. */
  readonly w: number
  readonly h: number
  /** Width at which lines are broken; 0 where they are as long as they were typed. */
  readonly wrap: number
}

/** How an outline and what it encloses are drawn. */
interface Outlined {
  /** Of the outline, in board units. */
  readonly width: number
  readonly dash: Dash
  readonly fill: Fill
  readonly fillColor: Ink
}

/** A geometric figure, with words in its middle if there are any. `color` is that of the outline and of the words. */
export interface ShapeRecord extends RecordBase, Extent, Outlined, Wording {
  readonly type: 'shape'
  readonly shape: ShapeKind
  /** Of rounded corners, in board units, as far as there is room. */
  readonly radius: number
  /** Of a polygon, and points of a star: 3 to 12. */
  readonly sides: number
}

/** A line or arrow through some places, or a figure around them. */
export interface LineRecord extends RecordBase, Outlined {
  readonly type: 'line'
  /** The places, relative to the origin (see `paths.ts`). */
  readonly path: string
  readonly bend: Bend
  /** Whether it goes back to its beginning; only then is it filled. */
  readonly closed: boolean
  readonly startHead: Head
  readonly endHead: Head
  /** What its ends are fastened to, and go with; empty for nothing. */
  readonly startOn: RecordId
  readonly endOn: RecordId
  /**
   * The place on it or beside it that they aim at, as parts of its width and height from its top left corner. Windows
   * show the ends where the way there meets its outline, wherever the path has them by now.
   */
  readonly startX: number
  readonly startY: number
  readonly endX: number
  readonly endY: number
}

/** A piece of coloured paper with words on it. `color` is that of the paper. */
export interface NoteRecord extends RecordBase, Extent, Wording {
  readonly type: 'note'
}

/** A named part of the board, to be shown or exported by itself. What lies within it goes with it. */
export interface FrameRecord extends RecordBase, Extent {
  readonly type: 'frame'
  /** Its name. */
  readonly text: string
}

/** A sheet of its own for records. Not drawn itself: `z` is its place among the pages. */
export interface PageRecord extends RecordBase {
  readonly type: 'page'
  /** Its name. */
  readonly text: string
  /** Whether it is gone, as only the first page has to say of itself: the others are removed. */
  readonly hidden: boolean
}

/**
 * Records of a page that are painted together. Not drawn itself: `z` is its place among the layers of its `page`,
 * `opacity` that of what is on it as a whole, and while it is `locked` what is on it stays as it is.
 */
export interface LayerRecord extends RecordBase {
  readonly type: 'layer'
  /** Its name. */
  readonly text: string
  /** Whether what is on it is not shown. */
  readonly hidden: boolean
  /** Who may draw on it. */
  readonly access: Access
}

/** A picture that was brought along. */
export interface ImageRecord extends RecordBase, Extent {
  readonly type: 'image'
  /** What is to be seen on it, in words. */
  readonly text: string
  /** Names its file (see `blobs.ts`), which may come later than the record. */
  readonly blob: BlobHash
}

/** What can be seen on a page. */
export type DrawnRecord = StrokeRecord | TextRecord | ShapeRecord | LineRecord | NoteRecord | FrameRecord | ImageRecord
export type BoardRecord = DrawnRecord | PageRecord | LayerRecord
export type RecordType = BoardRecord['type']

/** Appended to, never reordered: the wire counts them. */
export const RECORD_TYPES = [
  'stroke',
  'text',
  'shape',
  'line',
  'note',
  'frame',
  'page',
  'layer',
  'image',
] as const satisfies RecordType[]

type Changeable<R> = { readonly [K in Extract<keyof R, PropertyKey>]?: R[K] }
type AllOf<R> = R extends unknown ? (patch: Changeable<R>) => void : never

/** Changes to some properties of a record. Which ones may change is `PATCHABLE`. */
export type RecordPatch =
  AllOf<BoardRecord> extends (patch: infer P) => void ? { readonly [K in keyof P]: P[K] } : never
export type PatchKey = PropertyKey

/** What the properties of each type are where nothing else is said; they take no room on wire and disk. */
const USUAL_BASE = {
  rotation: 0,
  scaleX: 1,
  scaleY: 1,
  color: 'ink',
  opacity: 1,
  group: '',
  locked: false,
  page: '',
  layer: '',
} as const
const USUAL_WORDING = { text: '', size: 24, font: 'sans', weight: 'regular', align: 'left' } as const
const USUAL_OUTLINED = { width: 4, dash: 'solid', fill: 'none', fillColor: 'ink' } as const

export const USUAL = {
  stroke: { ...USUAL_BASE, nib: 'pen' },
  text: { ...USUAL_BASE, font: 'sans', weight: 'regular', align: 'left', wrap: 0 },
  shape: {
    ...USUAL_BASE,
    ...USUAL_OUTLINED,
    ...USUAL_WORDING,
    align: 'center',
    shape: 'rectangle',
    radius: 0,
    sides: 5,
  },
  line: {
    ...USUAL_BASE,
    ...USUAL_OUTLINED,
    bend: 'straight',
    closed: false,
    startHead: 'none',
    endHead: 'none',
    startOn: '',
    endOn: '',
    startX: 0.5,
    startY: 0.5,
    endX: 0.5,
    endY: 0.5,
  },
  note: { ...USUAL_BASE, ...USUAL_WORDING },
  frame: { ...USUAL_BASE, text: '' },
  image: { ...USUAL_BASE, text: '' },
  page: { ...USUAL_BASE, text: '', hidden: false },
  layer: { ...USUAL_BASE, text: '', hidden: false, access: 'everyone' },
} as const satisfies { readonly [T in RecordType]: Changeable<Extract<BoardRecord, { type: T }>> }

/** Those that have no usual value. */
const OWN = {
  stroke: ['width'],
  text: ['text', 'size', 'w', 'h'],
  shape: ['w', 'h'],
  line: ['path'],
  note: ['w', 'h'],
  frame: ['w', 'h'],
  page: [],
  layer: [],
  image: ['w', 'h', 'blob'],
} as const satisfies { readonly [T in RecordType]: readonly PropertyKey[] }

/** The properties a patch may carry for each type of record, in the order of `PROPERTIES`. */
export const PATCHABLE: Readonly<Record<RecordType, readonly PropertyKey[]>> = {
  stroke: keysOf('stroke'),
  text: keysOf('text'),
  shape: keysOf('shape'),
  line: keysOf('line'),
  note: keysOf('note'),
  frame: keysOf('frame'),
  image: keysOf('image'),
  page: keysOf('page'),
  layer: keysOf('layer'),
}

function keysOf(type: RecordType): PropertyKey[] {
  const own = new Set<string>(['z', 'x', 'y', ...OWN[type], ...Object.keys(USUAL[type])])
  return PROPERTY_KEYS.filter((key) => own.has(key))
}

/** Whether it is something to be seen, and no page or layer. */
export function isDrawn(record: BoardRecord): record is DrawnRecord {
  return record.type !== 'page' && record.type !== 'layer'
}

/** How many characters a record has that are no ink: words, and the places of a path. */
export function lengthOfTexts(record: BoardRecord): number {
  return ('text' in record ? record.text.length : 0) + (record.type === 'line' ? record.path.length : 0)
}

/** What is wrong with a record, in words, or null when it may stand on a board. */
export function faultOfRecord(record: BoardRecord): string | null {
  if (!isId(record.id)) return 'the record has no valid id'
  const keys = Object.hasOwn(PATCHABLE, record.type) ? PATCHABLE[record.type] : null
  if (keys === null) return `there is no record of type “${record.type}”`
  for (const key of keys) {
    if (!fitsProperty(key, record[key as keyof BoardRecord])) return outOfRange(record.type, key)
  }
  if (record.type === 'text' && record.text === '') return outOfRange('text', 'text')
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
export function faultOfPatch(type: RecordType, patch: RecordPatch): string | null {
  const keys = Object.keys(patch) as PatchKey[]
  if (keys.length === 0) return 'the change is empty'
  for (const key of keys) {
    if (!PATCHABLE[type].includes(key)) return `“${key}” of a ${type} cannot change`
    if (!fitsProperty(key, patch[key])) return outOfRange(type, key)
  }
  return type === 'text' && patch.text === '' ? outOfRange(type, 'text') : null
}

function outOfRange(type: RecordType, key: PropertyKey): string {
  return `“${key}” of the ${type} is out of range`
}

/** The record with the patch laid over it. The packed points are shared, not copied. */
/** Whether two states of a record differ only in what a patch can change. */
export function sameKind(a: BoardRecord, b: BoardRecord): boolean {
  return a.type === 'stroke' ? b.type === 'stroke' && a.points === b.points : a.type === b.type
}

/** What to change of one state of a record to have the other; null where a patch cannot do it. */
export function differences(before: BoardRecord, after: BoardRecord): RecordPatch | null {
  if (!sameKind(before, after)) return null
  const patch: Partial<Record<PatchKey, unknown>> = {}
  for (const key of PATCHABLE[before.type]) {
    const [old, now] = [before, after].map((record) => (record as RecordPatch)[key])
    if (old !== now) patch[key] = now
  }
  return patch as RecordPatch
}

export function patched<R extends BoardRecord>(record: R, patch: RecordPatch): R {
  return { ...record, ...patch }
}

/** The order of painting: by fractional index, ties by id, the same on every machine. */
export function comparePaintOrder(a: BoardRecord, b: BoardRecord): number {
  if (a.z !== b.z) return a.z < b.z ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
