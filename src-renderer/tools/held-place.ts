import type { LineRecord, RecordId } from '#shared/model/records.ts'

/** A place of a line's path that was taken hold of, for as long as the path is this one. */
export interface HeldPlace {
  readonly line: RecordId
  readonly path: string
  readonly index: number
}

export function isHeld(held: HeldPlace | null, { id, path }: LineRecord): held is HeldPlace {
  return held !== null && held.line === id && held.path === path
}
