import { Tile } from './tile.ts'

/** Tiles with a bitmap that are kept at most, 1 MB each; those in view are kept in any case. */
const KEPT_TILES = 64
/** And so many times as many without one: they cost next to nothing, but not nothing. */
const EMPTY_TILES = 8

/** All tiles there are, by scale and place, the least used let go first. */
export class TileSet {
  readonly #levels = new Map<number, Map<string, Tile>>()
  readonly #kept: number

  constructor(kept = KEPT_TILES) {
    this.#kept = kept
  }

  /** The tile, if it exists. */
  find(scale: number, column: number, row: number): Tile | undefined {
    return this.#levels.get(scale)?.get(`${column},${row}`)
  }

  /** The tile, made if need be. */
  obtain(scale: number, column: number, row: number): Tile {
    let level = this.#levels.get(scale)
    if (level === undefined) this.#levels.set(scale, (level = new Map()))
    const key = `${column},${row}`
    let tile = level.get(key)
    if (tile === undefined) level.set(key, (tile = new Tile(scale, column, row)))
    return tile
  }

  /** The scales there are tiles of, coarsest first. */
  scales(): number[] {
    return Array.from(this.#levels.keys()).sort((a, b) => a - b)
  }

  at(scale: number): Iterable<Tile> {
    return this.#levels.get(scale)?.values() ?? []
  }

  *all(): Generator<Tile> {
    for (const level of this.#levels.values()) yield* level.values()
  }

  /** Drops the least recently wanted tiles above the limit; answers with what was dropped. */
  trim(frame: number): Tile[] {
    let bitmaps = 0
    let count = 0
    for (const tile of this.all()) {
      count += 1
      if (tile.surface !== null) bitmaps += 1
    }
    const most = this.#kept
    if (bitmaps <= most && count <= most * EMPTY_TILES) return []
    const idle = Array.from(this.all()).filter((tile) => tile.used < frame)
    idle.sort((a, b) => a.used - b.used)
    const dropped = idle.slice(0, Math.max(bitmaps - most, count - most * EMPTY_TILES, 0))
    for (const tile of dropped) this.drop(tile)
    return dropped
  }

  drop(tile: Tile): void {
    const level = this.#levels.get(tile.scale)
    level?.delete(`${tile.column},${tile.row}`)
    if (level?.size === 0) this.#levels.delete(tile.scale)
  }

  clear(): void {
    this.#levels.clear()
  }
}
