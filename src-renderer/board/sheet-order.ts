import { zsBetween } from '#shared/model/z-order.ts'

/** One of some pages or layers that have an order. */
export interface Placed {
  readonly id: string
  /** Its place; null for the first page, which has none before it was moved. */
  readonly z: string | null
}

/**
 * The places that bring one of several to another place among them, by their ids: of few where there is room, or else of
 * all.
 *
 * @param all in their order
 * @param to place among the others, from 0
 */
export function placesToMove(all: readonly Placed[], id: string, to: number): ReadonlyMap<string, string> {
  const from = all.findIndex((one) => one.id === id)
  if (from < 0 || from === to) return new Map()
  return placesToAdd(
    all.filter((one) => one.id !== id),
    id,
    to,
  )
}

/** The places that bring a new one among others. @param to its place, from 0 */
export function placesToAdd(others: readonly Placed[], id: string, to: number): ReadonlyMap<string, string> {
  const all: readonly Placed[] = [...others.slice(0, to), { id, z: null }, ...others.slice(to)]
  const at = all.findIndex((one) => one.id === id)
  // What has no place is at the very beginning: what comes before it takes that away.
  const end = Math.max(
    at,
    all.findIndex(({ z }, i) => z === null && i > at),
  )
  const zs = zsBetween(all[at - 1]?.z ?? null, all[end + 1]?.z ?? null, end - at + 1)
  if (zs !== null) return new Map(all.slice(at, end + 1).map((one, i) => [one.id, zs[i]!]))
  const anew = zsBetween(null, null, all.length) ?? []
  return new Map(all.flatMap((one, i) => (anew[i] === undefined ? [] : [[one.id, anew[i]]])))
}
