import { LIMITS, type Alignment, type Font, type Weight } from '#shared/model/properties.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { TextLook } from './text-editing.ts'

/** How words look. Null stands for values that differ. */
export interface ShownLook {
  readonly font: Font | null
  readonly weight: Weight | null
  readonly align: Alignment | null
  /** Font size in CSS pixels, as it is seen at the present zoom. */
  readonly size: number | null
}

/** Font sizes to choose from, in CSS pixels at the zoom at which one writes. */
export const TEXT_SIZES = { s: 16, m: 24, l: 36, xl: 60 } as const

export const FIRST_LOOK: TextLook = { font: 'sans', weight: 'regular', align: 'left', size: TEXT_SIZES.m }

/** Sizes nearer than this, as a part of them, are the same. */
const SAME_SIZE = 0.01

type Styled = Extract<BoardRecord, { readonly font: Font }>

/** Whether a record has words whose look can be chosen. */
export function hasLook(record: BoardRecord): record is Styled {
  return record.type === 'text' || record.type === 'note' || (record.type === 'shape' && record.text !== '')
}

/** What the words of all records have in common, or null where there are none. */
export function lookOf(records: readonly BoardRecord[], zoom: number): ShownLook | null {
  let look: ShownLook | null = null
  for (const record of records) {
    if (!hasLook(record)) continue
    const own = { font: record.font, weight: record.weight, align: record.align, size: seenSize(record, zoom) }
    look = look === null ? own : common(look, own)
  }
  return look
}

/** The font size, in a record's own units, that is seen as so many CSS pixels. */
export function ownSize(record: BoardRecord, seen: number, zoom: number): number {
  return withinSizes(seen / zoom / scaleOf(record))
}

export function withinSizes(size: number): number {
  return Math.min(LIMITS.maxTextSize, Math.max(0.01, size))
}

/** The one of the sizes that is meant by a size, or null. */
export function nearestSize(size: number | null): keyof typeof TEXT_SIZES | null {
  const names = Object.keys(TEXT_SIZES) as (keyof typeof TEXT_SIZES)[]
  return names.find((name) => size !== null && isSameSize(size, TEXT_SIZES[name])) ?? null
}

function seenSize(record: Styled, zoom: number): number {
  return record.size * scaleOf(record) * zoom
}

function scaleOf(record: BoardRecord): number {
  return Math.sqrt(Math.abs(record.scaleX * record.scaleY))
}

function common(a: ShownLook, b: ShownLook): ShownLook {
  return {
    font: a.font === b.font ? a.font : null,
    weight: a.weight === b.weight ? a.weight : null,
    align: a.align === b.align ? a.align : null,
    size: a.size !== null && b.size !== null && isSameSize(a.size, b.size) ? a.size : null,
  }
}

function isSameSize(a: number, b: number): boolean {
  return Math.abs(a - b) <= b * SAME_SIZE
}
