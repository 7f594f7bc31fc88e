import { fitsProperty, type PropertyKey } from '#shared/model/properties.ts'
import { PATCHABLE, type BoardRecord, type RecordPatch, type RecordType } from '#shared/model/records.ts'

/** What one thing can take over from another, whatever both are. */
const STYLE = [
  'color',
  'opacity',
  'width',
  'dash',
  'fill',
  'fillColor',
  'radius',
  'size',
  'font',
  'weight',
  'nib',
  'bend',
  'startHead',
  'endHead',
] as const satisfies readonly PropertyKey[]
/** What only means the same on things of one type. */
const OWN_STYLE = ['align'] as const satisfies readonly PropertyKey[]
/** Lengths that are scaled with the record: what is seen of them counts. */
const SCALED: ReadonlySet<PropertyKey> = new Set(['width', 'radius', 'size'])

/** How a thing looks, apart from where, how large and what it is. */
export interface TakenStyle {
  readonly type: RecordType
  readonly values: ReadonlyMap<PropertyKey, string | number | boolean>
}

export function styleOf(record: BoardRecord): TakenStyle {
  const values = new Map<PropertyKey, string | number | boolean>()
  const patch: RecordPatch = record
  for (const key of [...STYLE, ...OWN_STYLE]) {
    const value = PATCHABLE[record.type].includes(key) ? patch[key] : undefined
    if (value === undefined) continue
    values.set(key, typeof value === 'number' && SCALED.has(key) ? value * scaleOf(record) : value)
  }
  return { type: record.type, values }
}

/** What makes a record look like that, as far as it has such properties; null if it does already. */
export function patchToStyle(record: BoardRecord, style: TakenStyle): RecordPatch | null {
  const patch: { [key: string]: string | number | boolean } = {}
  const now: RecordPatch = record
  const keys = style.type === record.type ? [...STYLE, ...OWN_STYLE] : STYLE
  for (const key of keys) {
    const value = style.values.get(key)
    if (value === undefined || !PATCHABLE[record.type].includes(key)) continue
    const own = typeof value === 'number' && SCALED.has(key) ? value / scaleOf(record) : value
    if (own !== now[key] && fitsProperty(key, own)) patch[key] = own
  }
  return Object.keys(patch).length === 0 ? null : patch
}

function scaleOf({ scaleX, scaleY }: BoardRecord): number {
  return Math.sqrt(Math.abs(scaleX * scaleY))
}
