import type { Nib } from '#shared/model/properties.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { InkStyle } from '#renderer/tools/tool.ts'

/** The style of what is selected, or that of new ink where nothing is. Null stands for values that differ. */
export type ShownStyle = { readonly [Key in keyof InkStyle]: InkStyle[Key] | null } & {
  /** Whether there are lines or outlines among what is selected, or nothing is: text has no width. */
  readonly hasLines: boolean
  /** Whether there is ink among what is selected, and what it is drawn with; null where that differs. */
  readonly hasInk: boolean
  readonly nib: Nib | null
}

/** Widths nearer than this, as a part of them, are the same: they are rounded on their way. */
const SAME_WIDTH = 0.01

export function styleOfInk(style: InkStyle): ShownStyle {
  return { ...style, hasLines: true, hasInk: false, nib: null }
}

/**
 * What all records have in common.
 * @param records at least one
 * @param zoom CSS pixels per board unit: a width counts as it is seen, as it does for the pen
 */
export function styleOfRecords(records: readonly BoardRecord[], zoom: number): ShownStyle {
  const [first] = records
  let color = first?.color ?? null
  let opacity = first?.opacity ?? null
  let width: number | null = null
  let hasLines = false
  const nibs = new Set<Nib>()
  for (const record of records) {
    if (record.color !== color) color = null
    if (record.opacity !== opacity) opacity = null
    if (record.type === 'stroke') nibs.add(record.nib)
    if (!('width' in record)) continue
    const own = record.width * zoom * Math.sqrt(Math.abs(record.scaleX * record.scaleY))
    if (!hasLines) width = own
    else if (width !== null && Math.abs(own - width) > width * SAME_WIDTH) width = null
    hasLines = true
    if (color === null && opacity === null && width === null && nibs.size > 1) break
  }
  const [nib = null, another] = nibs
  return { color, width, opacity, hasLines, hasInk: nib !== null, nib: another === undefined ? nib : null }
}

/** The one of the widths that is meant by a width, or null. */
export function nearestWidth(width: number | null, widths: readonly number[]): number | null {
  return widths.find((one) => width !== null && Math.abs(one - width) <= one * SAME_WIDTH) ?? null
}

export function isSameStyle(a: ShownStyle, b: ShownStyle): boolean {
  return (Object.keys(a) as (keyof ShownStyle)[]).every((key) => a[key] === b[key])
}
