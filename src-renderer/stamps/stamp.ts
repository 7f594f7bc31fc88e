import type { BoardRecord } from '#shared/model/records.ts'

/** A small drawing to be put on boards again and again. */
export interface Stamp {
  readonly id: string
  /** What one's own is called; a word of the interface names the others. */
  readonly name: string
  /** Bottom first, in CSS pixels about their middle. Several are one group. */
  readonly records: readonly BoardRecord[]
}
