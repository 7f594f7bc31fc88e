import { generateNKeysBetween } from 'fractional-indexing'
import { AppError } from '#shared/errors.ts'
import { comparePaintOrder, type BoardRecord, type RecordId, type RecordPatch } from '#shared/model/records.ts'
import { zAbove } from '#shared/model/z-order.ts'
import type { SpatialIndex } from './spatial-index.ts'

export type Step = 'front' | 'forward' | 'backward' | 'back'

/** As many fractional indexes as wanted, each above the one before. @param first the lowest of them */
export function zsFrom(first: string, count: number): string[] {
  const zs: string[] = []
  for (let z = first; zs.length < count; z = zAbove(z)) zs.push(z)
  return zs
}

/**
 * Puts records over or under others of their layers. They keep their order among themselves. A step passes the next thing
 * that lies over (or under) one of them, not what is elsewhere on the board.
 *
 * @throws AppError `room/invalid` where there is no room between two things, which only damaged boards have
 */
export function reorder(
  index: SpatialIndex,
  records: readonly BoardRecord[],
  step: Step,
): (readonly [RecordId, RecordPatch])[] {
  const { outline } = index
  const byLayer = Map.groupBy(records, (record) => outline.layerOf(record))
  return Array.from(byLayer).flatMap(([layer, some]) =>
    reorderAmong(index, some, step, (record) => outline.layerOf(record) === layer),
  )
}

/** @param isHere whether something is on the layer of the records */
function reorderAmong(
  index: SpatialIndex,
  records: readonly BoardRecord[],
  step: Step,
  isHere: (record: BoardRecord) => boolean,
): (readonly [RecordId, RecordPatch])[] {
  const own = new Set(records.map(({ id }) => id))
  const sorted = records.toSorted(comparePaintOrder)
  const here = Array.from(index.items(), ({ record }) => record).filter(isHere)
  const others = here.filter(({ id }) => !own.has(id))
  if (sorted.length === 0 || others.length === 0) return []
  switch (step) {
    case 'front': {
      const top = others.reduce((a, b) => (comparePaintOrder(a, b) > 0 ? a : b))
      const above = sorted.findIndex((record) => comparePaintOrder(record, top) < 0)
      return above < 0 ? [] : between(sorted, top.z, null)
    }
    case 'back': {
      const bottom = others.reduce((a, b) => (comparePaintOrder(a, b) < 0 ? a : b))
      const below = sorted.findIndex((record) => comparePaintOrder(record, bottom) > 0)
      return below < 0 ? [] : between(sorted, null, bottom.z)
    }
    case 'forward': {
      const next = nearest(index, sorted, (record) => isHere(record) && !own.has(record.id), 1)
      if (next === null) return []
      const passing = sorted.filter((record) => comparePaintOrder(record, next) < 0)
      return between(passing, next.z, neighbour(here, passing, next, 1))
    }
    case 'backward': {
      const next = nearest(index, sorted, (record) => isHere(record) && !own.has(record.id), -1)
      if (next === null) return []
      const passing = sorted.filter((record) => comparePaintOrder(record, next) > 0)
      return between(passing, neighbour(here, passing, next, -1), next.z)
    }
  }
}

/** The next thing over (or under) one of the records that it touches. */
function nearest(
  index: SpatialIndex,
  records: readonly BoardRecord[],
  isOther: (record: BoardRecord) => boolean,
  way: 1 | -1,
): BoardRecord | null {
  let found: BoardRecord | null = null
  for (const record of records) {
    const item = index.get(record.id)
    if (item === undefined) continue
    for (const { record: other } of index.within(item)) {
      if (!isOther(other) || comparePaintOrder(other, record) * way <= 0) continue
      if (found === null || comparePaintOrder(other, found) * way < 0) found = other
    }
  }
  return found
}

/** The place in the order of what comes next after a record, other than those that move; null for none. */
function neighbour(
  all: readonly BoardRecord[],
  moving: readonly BoardRecord[],
  record: BoardRecord,
  way: 1 | -1,
): string | null {
  const ids = new Set(moving.map(({ id }) => id))
  let z: string | null = null
  for (const other of all) {
    // Between two of the same place there is none.
    if (other.z === record.z || ids.has(other.id) || comparePaintOrder(other, record) * way <= 0) continue
    if (z === null || (way > 0 ? other.z < z : other.z > z)) z = other.z
  }
  return z
}

function between(
  records: readonly BoardRecord[],
  low: string | null,
  high: string | null,
): (readonly [RecordId, RecordPatch])[] {
  let zs: readonly string[]
  try {
    zs = generateNKeysBetween(low, high, records.length)
  } catch (cause) {
    // Others' programs may write indexes that are none; above them there is always room.
    if (low === null || high !== null)
      throw new AppError(
        'room/invalid',
        'There is no room to put this in between. Bring it to the front instead.',
        {},
        cause,
      )
    zs = zsFrom(zAbove(low), records.length)
  }
  return records.map(({ id }, i) => [id, { z: zs[i]! }])
}
