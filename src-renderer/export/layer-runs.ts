import type { Layer, Outline } from '#shared/model/pages.ts'
import type { BoardRecord } from '#shared/model/records.ts'

/** Records that follow each other and are on one layer. */
export interface LayerRun {
  /** Empty for a base layer that nobody has named. */
  readonly name: string
  readonly opacity: number
  /** How many records it has. */
  readonly count: number
}

/**
 * The layers of records, bottom first; null where all are on a base layer as it is on every board.
 *
 * @param records of one page, bottom first
 */
export function layerRunsOf(outline: Outline, records: readonly BoardRecord[]): readonly LayerRun[] | null {
  if (outline.isPlain) return null
  const counts = new Map<Layer, number>()
  for (const record of records) {
    const layer = outline.layerOf(record)
    counts.set(layer, (counts.get(layer) ?? 0) + 1)
  }
  const layers = Array.from(counts.keys())
  if (layers.every(({ record }) => record === null)) return null
  return Array.from(counts, ([{ record, opacity }, count]) => ({ name: record?.text ?? '', opacity, count }))
}

/** Goes through records by their layers: each is told where the run of its layer begins, and where it ends. */
export class RunWalk {
  readonly #runs: readonly LayerRun[]
  #at = 0
  #left: number

  constructor(runs: readonly LayerRun[] | null) {
    this.#runs = runs ?? []
    this.#left = this.#runs[0]?.count ?? 0
  }

  /** The run of the next record. */
  get run(): LayerRun | null {
    return this.#runs[this.#at] ?? null
  }

  /** Steps over a record; answers whether it was the last one of its run. */
  step(): boolean {
    this.#left -= 1
    if (this.#left > 0 || this.run === null) return false
    this.#at += 1
    this.#left = this.run?.count ?? 0
    return true
  }
}
