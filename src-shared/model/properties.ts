import { isId } from '../ids.ts'
import { isBlobHash } from './blobs.ts'
import { isInk } from './palette.ts'
import { readPath } from './paths.ts'

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
  /** How far beside a thing, in parts of its width and height, an end of a line can be that is fastened to it. */
  maxFasteningReach: 8,
  /** Groups within groups. */
  maxGroupDepth: 8,
} as const

/** What ink is drawn with. */
export const NIBS = ['pen', 'marker', 'highlighter', 'pencil'] as const
export const FONTS = ['sans', 'serif', 'mono', 'hand'] as const
export const WEIGHTS = ['regular', 'medium', 'bold'] as const
export const ALIGNMENTS = ['left', 'center', 'right'] as const
export const SHAPES = ['rectangle', 'ellipse', 'diamond', 'triangle', 'star', 'polygon'] as const
export const DASHES = ['solid', 'dashed', 'dotted'] as const
/** `solid` is a tint of its colour, `full` the colour itself. */
export const FILLS = ['none', 'solid', 'hatch', 'full'] as const
/** How a line goes through the places of its path. */
export const BENDS = ['straight', 'curved', 'elbow'] as const
/** What stands at the end of a line. */
export const HEADS = ['none', 'arrow', 'triangle', 'bar', 'dot', 'diamond'] as const
/** Who may draw on a layer: anyone, whoever made it, or nobody but those who host the room, who always may. */
export const ACCESSES = ['everyone', 'author', 'hosts'] as const

export type Nib = (typeof NIBS)[number]
export type Font = (typeof FONTS)[number]
export type Weight = (typeof WEIGHTS)[number]
export type Alignment = (typeof ALIGNMENTS)[number]
export type ShapeKind = (typeof SHAPES)[number]
export type Dash = (typeof DASHES)[number]
export type Fill = (typeof FILLS)[number]
export type Bend = (typeof BENDS)[number]
export type Head = (typeof HEADS)[number]
export type Access = (typeof ACCESSES)[number]

/** The values a property may have, which also says how it is written. */
export type PropertyForm =
  | { readonly form: 'number'; readonly fits: (value: number) => boolean }
  | { readonly form: 'text'; readonly fits: (value: string) => boolean }
  | { readonly form: 'ink' }
  | { readonly form: 'flag' }
  /** One of some words; on the wire its place among them, so that they are only ever appended to. */
  | { readonly form: 'choice'; readonly of: readonly string[] }

const within = (low: number, high: number): PropertyForm => ({
  form: 'number',
  fits: (value) => value >= low && value <= high,
})
const text = (fits: (value: string) => boolean): PropertyForm => ({ form: 'text', fits })
const oneOf = (of: readonly string[]): PropertyForm => ({ form: 'choice', of })

const COORDINATE = within(-LIMITS.coordinate, LIMITS.coordinate)
const LENGTH = within(0, LIMITS.coordinate)
const PART = within(0, 1)
const BESIDE = within(-LIMITS.maxFasteningReach, 1 + LIMITS.maxFasteningReach)
const FLAG: PropertyForm = { form: 'flag' }
const INK: PropertyForm = { form: 'ink' }
const SCALE: PropertyForm = {
  form: 'number',
  fits: (value) => Math.abs(value) >= LIMITS.minScale && Math.abs(value) <= LIMITS.maxScale,
}
const NO_ID_OR_ID = text((value) => value === '' || isId(value))

/**
 * Every property that a patch can change. Their order here is the wire's name for each: append only.
 * Which record has which is said in `records.ts`.
 */
export const PROPERTIES = {
  z: text((value) => value.length > 0 && value.length <= LIMITS.maxZLength && /^[0-9A-Za-z]+$/.test(value)),
  x: COORDINATE,
  y: COORDINATE,
  rotation: within(-1e6, 1e6),
  scaleX: SCALE,
  scaleY: SCALE,
  color: INK,
  opacity: PART,
  width: within(0.01, LIMITS.maxWidth),
  // Halves of letters would be lost on the wire, and authors and others see different things.
  text: text((value) => value.length <= LIMITS.maxTextLength && value.isWellFormed()),
  size: within(0.01, LIMITS.maxTextSize),
  w: LENGTH,
  h: LENGTH,
  group: text(isGroup),
  locked: FLAG,
  nib: oneOf(NIBS),
  font: oneOf(FONTS),
  weight: oneOf(WEIGHTS),
  align: oneOf(ALIGNMENTS),
  wrap: LENGTH,
  shape: oneOf(SHAPES),
  dash: oneOf(DASHES),
  fill: oneOf(FILLS),
  fillColor: INK,
  radius: LENGTH,
  sides: { form: 'number', fits: (value) => Number.isInteger(value) && value >= 3 && value <= 12 },
  path: text((value) => readPath(value) !== null),
  bend: oneOf(BENDS),
  closed: FLAG,
  startHead: oneOf(HEADS),
  endHead: oneOf(HEADS),
  startOn: NO_ID_OR_ID,
  endOn: NO_ID_OR_ID,
  startX: BESIDE,
  startY: BESIDE,
  endX: BESIDE,
  endY: BESIDE,
  page: NO_ID_OR_ID,
  layer: NO_ID_OR_ID,
  hidden: FLAG,
  access: oneOf(ACCESSES),
  blob: text(isBlobHash),
} as const satisfies Record<string, PropertyForm>

export type PropertyKey = keyof typeof PROPERTIES
export const PROPERTY_KEYS = Object.keys(PROPERTIES) as readonly PropertyKey[]

/** Whether a property may have this value. */
export function fitsProperty(key: PropertyKey, value: unknown): boolean {
  const property: PropertyForm = PROPERTIES[key]
  switch (property.form) {
    case 'number':
      return typeof value === 'number' && property.fits(value)
    case 'text':
      return typeof value === 'string' && property.fits(value)
    case 'ink':
      return isInk(value)
    case 'flag':
      return typeof value === 'boolean'
    case 'choice':
      return typeof value === 'string' && property.of.includes(value)
  }
}

/** The ids of the groups that something is in, outermost first, with `/` between them; empty for none. */
function isGroup(value: string): boolean {
  if (value === '') return true
  const ids = value.split('/')
  return ids.length <= LIMITS.maxGroupDepth && ids.every(isId)
}
