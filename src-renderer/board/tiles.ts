import type { Theme } from '#shared/model/palette.ts'
import type { Box } from '#shared/model/bounds.ts'
import type { RecordId } from '#shared/model/records.ts'
import type { View } from './camera.ts'
import { onScreen } from './frame-on-screen.ts'
import { extentOf, type IndexChange, type IndexItem } from './spatial-index.ts'
import type { Ground } from './ground.ts'
import type { PaintContext } from './painter.ts'
import { TilePainter } from './tile-painter.ts'
import { TileSet } from './tile-set.ts'
import type { TileSource } from './tile-source.ts'
import { coarseScaleFor, overlaps, TILE_SIZE, WHOLE_TILE, type PixelRect, type Tile } from './tile.ts'

/** A range of tiles, inclusive. */
interface Grid {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** With more new records than this at once, tiles are repainted rather than added to. */
const ADDED_ON_TOP = 64
/** A board of fewer records needs no coarse picture first: the sharp one is there nearly as soon. */
const COARSE_FROM = 12_000
/** A picture stretched by more than the inverse of this stands for nothing. */
const COARSEST = 1 / 16

/**
 * What is at rest of a page, or of a part of its layers, as bitmaps. Drawing a frame costs a few image copies, however much is on the board;
 * painting happens when something changed, within a time budget, in view first.
 */
export class TileLayer {
  readonly #source: TileSource
  readonly #painter: TilePainter
  readonly #tiles: TileSet
  #view: View = { scale: 1, x: 0, y: 0 }
  #width = 1
  #height = 1
  #density = 1
  #moving = false
  /** The scale of the sharp tiles that were seen last. */
  #sharp = 1
  #frame = 0
  #dropped = 0
  #strengths: ReadonlyMap<RecordId, number> = new Map()

  /**
   * @param paper what is under the ink; null where what the tiles lie on is seen through them
   * @param now a clock in milliseconds for the time budget
   * @param kept how many bitmaps are kept at most, of 1 MB each; those in view are kept in any case
   */
  constructor(source: TileSource, theme: Theme, paper: string | null, now: () => number, kept?: number) {
    this.#source = source
    this.#painter = new TilePainter(source, theme, paper, now)
    this.#tiles = new TileSet(kept)
  }

  /**
   * What is to be seen.
   *
   * @param width,height of the view in device pixels
   * @param density device pixels per CSS pixel
   * @param zooming while true no sharp tiles are made, for the scale will be another in a moment
   */
  look(view: View, width: number, height: number, zooming: boolean, density: number): void {
    this.#source.look(density / view.scale)
    this.#density = density
    this.#view = view
    this.#width = width
    this.#height = height
    this.#moving = zooming
    if (!zooming) this.#sharp = view.scale
  }

  /** Takes on other colours. */
  setColors(theme: Theme, paper: string | null): void {
    this.#painter.setColors(theme, paper)
    this.#tiles.clear()
    this.#dropped += 1
  }

  /** Follows the index. */
  apply(changes: readonly IndexChange[]): void {
    const addOnTop = changes.length <= ADDED_ON_TOP
    for (const { before, after } of changes) {
      // A frame is not the same at every scale.
      const isSame = after?.record.type !== 'frame'
      if (before === undefined && after !== undefined && addOnTop && isSame && this.#source.isOnTop(after)) {
        for (const tile of this.#tiles.all()) this.#painter.addOnTop(tile, after)
        continue
      }
      if (before !== undefined) this.#soilItem(before)
      if (after !== undefined) this.#soilItem(after)
    }
  }

  /** Records to be painted weaker than they are (0: not at all). Those not named are painted as they are. */
  setStrengths(strengths: ReadonlyMap<RecordId, number>): void {
    const before = this.#strengths
    this.#strengths = strengths
    this.#painter.setStrengths(strengths)
    for (const id of new Set([...before.keys(), ...strengths.keys()])) {
      const item = this.#source.get(id)
      if (item !== undefined && before.get(id) !== strengths.get(id)) this.#soilItem(item)
    }
  }

  /** Paints again what lies in a box. */
  repaint(box: Box): void {
    this.#soil(box)
  }

  /** Paints everything again, and shows it as it was until then. */
  repaintAll(): void {
    for (const tile of this.#tiles.all()) this.#painter.soil(tile, WHOLE_TILE)
  }

  /** Another page is in view: nothing of the former one is to be seen. */
  turn(): void {
    this.#painter.abandon()
    for (const tile of this.#tiles.all()) if (tile.surface !== null) this.#painter.release(tile.surface)
    this.#tiles.clear()
    this.#dropped += 1
  }

  /** Paints all text again, after its typeface came. */
  repaintText(): void {
    for (const item of this.#source.items())
      if (item.record.type !== 'stroke' && item.record.type !== 'line') this.#soilItem(item)
  }

  /** Grows whenever the picture may have become another. */
  get version(): number {
    return this.#painter.version + this.#dropped
  }

  /**
   * Paints until all that is in view and a little around it is done, or the time is over.
   *
   * @param idle whether there is time for what is not in view yet
   * @param onWidened hears what turned out to reach farther than it was thought to, and is painted again
   * @returns whether something is left to do
   */
  work(deadline: number, idle: boolean, onWidened?: (box: Box) => void): boolean {
    const isMore = this.#paint(deadline, idle)
    const widened = this.#painter.takeWidened()
    for (const item of widened) {
      this.#soil(item)
      onWidened?.(item)
    }
    return isMore || widened.length > 0
  }

  #paint(deadline: number, idle: boolean): boolean {
    this.#frame += 1
    const unfinished = this.#painter.unfinished?.tile
    for (const tile of this.#wanted(idle)) {
      tile.used = this.#frame
      const isStandIn = tile.scale !== this.#view.scale
      if (tile.dirty !== null && !this.#painter.repair(tile, deadline, isStandIn)) return true
    }
    if (unfinished !== undefined && this.#painter.unfinished?.tile === unfinished) this.#painter.abandon()
    this.#tiles.trim(this.#frame)
    return false
  }

  /** Whether what is in view within the box is painted sharp and up to date. */
  shows(box: Box): boolean {
    if (this.#moving) return false
    for (const tile of this.#grid(this.#view.scale, 0)) {
      const rect = tile.pixelsOf(box)
      if (rect === null) continue
      if (!tile.complete || (tile.dirty !== null && overlaps(tile.dirty, rect))) return false
    }
    return true
  }

  /** Draws the view, on the ground that it is seen on, into a context whose pixels are the device's. */
  draw(ctx: CanvasRenderingContext2D, ground: Ground): void {
    const { x, y } = this.#view
    ctx.resetTransform()
    ctx.globalAlpha = 1
    ground.fill(ctx, 0, 0, this.#width, this.#height)
    const { ready, missing } = this.#sharpTiles()
    if (missing) this.#drawStandIns(ctx, ground)
    for (const { surface, column, row } of ready) {
      const left = column * TILE_SIZE + x
      const top = row * TILE_SIZE + y
      // What stands in below must not be seen through what is sharp.
      if (missing && (surface === null || ground.hasGrid)) ground.fill(ctx, left, top, TILE_SIZE, TILE_SIZE)
      if (surface !== null) ctx.drawImage(surface.canvas, left, top)
    }
  }

  /** Lays what is sharp in the view onto what was drawn into a context, as its `globalCompositeOperation` says. */
  lay(ctx: PaintContext): void {
    const { x, y } = this.#view
    for (const { surface, column, row } of this.#sharpTiles().ready)
      if (surface !== null) ctx.drawImage(surface.canvas, column * TILE_SIZE + x, row * TILE_SIZE + y)
  }

  /** The tiles in view that are painted at its very scale, and whether one is missing. */
  #sharpTiles(): { readonly ready: readonly Tile[]; readonly missing: boolean } {
    const range = this.#range(this.#view.scale, 0)
    const ready: Tile[] = []
    let missing = false
    for (let row = range.top; row <= range.bottom; row++) {
      for (let column = range.left; column <= range.right; column++) {
        const tile = this.#tiles.find(this.#view.scale, column, row)
        if (tile?.complete) ready.push(tile)
        else missing = true
      }
    }
    return { ready, missing }
  }

  /** Draws tiles of other scales, coarsest first, each stretched to the pixels its neighbours leave. */
  #drawStandIns(ctx: CanvasRenderingContext2D, ground: Ground): void {
    ctx.imageSmoothingEnabled = true
    for (const scale of this.#tiles.scales()) {
      if (scale === this.#view.scale) continue
      const stretch = this.#view.scale / scale
      const side = TILE_SIZE * stretch
      for (const tile of this.#tiles.at(scale)) {
        const left = Math.round(tile.column * side + this.#view.x)
        const top = Math.round(tile.row * side + this.#view.y)
        if (left >= this.#width || top >= this.#height) continue
        const right = Math.round((tile.column + 1) * side + this.#view.x)
        const bottom = Math.round((tile.row + 1) * side + this.#view.y)
        if (right <= 0 || bottom <= 0) continue
        if (!tile.complete) {
          this.#drawUnfinished(ctx, tile, ground, { left, top, right, bottom })
          continue
        }
        const isSeenThrough = tile.surface === null || ground.hasGrid
        if (isSeenThrough) ground.fill(ctx, left, top, right - left, bottom - top)
        if (tile.surface !== null) ctx.drawImage(tile.surface.canvas, left, top, right - left, bottom - top)
      }
    }
  }

  /** A coarse tile that is being painted for the first time is shown as far as it is. */
  #drawUnfinished(
    ctx: CanvasRenderingContext2D,
    tile: Tile,
    ground: Ground,
    { left, top, right, bottom }: PixelRect,
  ): void {
    const job = this.#painter.unfinished
    if (job === null || job.tile !== tile || job.surface === null) return
    if (ground.hasGrid) ground.fill(ctx, left, top, right - left, bottom - top)
    ctx.drawImage(job.surface.canvas, left, top, right - left, bottom - top)
  }

  /** The tiles to have up to date, most urgent first. */
  *#wanted(idle: boolean): Generator<Tile> {
    const { scale } = this.#view
    const sharp = this.#moving ? [] : this.#grid(scale, 0)
    // What is on the screen already and changed comes first: people look at what they do.
    for (const tile of sharp) if (tile.complete) yield tile
    if (this.#moving || this.#needsCoarse(sharp)) yield* this.#grid(coarseScaleFor(scale), 0)
    yield* sharp
    if (!idle || this.#moving) return
    yield* this.#grid(coarseScaleFor(scale), 1)
    yield* this.#grid(scale, 1)
  }

  #needsCoarse(sharp: readonly Tile[]): boolean {
    if (this.#source.size < COARSE_FROM) return false
    return sharp.some((tile) => !tile.complete && !this.#hasStandIn(tile))
  }

  /** Whether tiles of another scale show all of what a tile will show, if less sharply. */
  #hasStandIn(tile: Tile): boolean {
    const box = tile.boxOf(WHOLE_TILE)
    return this.#tiles.scales().some((scale) => {
      if (scale === tile.scale || scale < tile.scale * COARSEST) return false
      const side = TILE_SIZE / scale
      for (let row = Math.floor(box.minY / side); row * side < box.maxY; row++) {
        for (let column = Math.floor(box.minX / side); column * side < box.maxX; column++) {
          if (this.#tiles.find(scale, column, row)?.complete !== true) return false
        }
      }
      return true
    })
  }

  /** The tiles of a scale in view and `ring` around it, the middle first. */
  #grid(scale: number, ring: number): Tile[] {
    const range = this.#range(scale, ring)
    const tiles: Tile[] = []
    for (let row = range.top; row <= range.bottom; row++) {
      for (let column = range.left; column <= range.right; column++) tiles.push(this.#tiles.obtain(scale, column, row))
    }
    const middleX = (range.left + range.right) / 2
    const middleY = (range.top + range.bottom) / 2
    const distance = (tile: Tile): number => Math.hypot(tile.column - middleX, tile.row - middleY)
    return tiles.sort((a, b) => distance(a) - distance(b))
  }

  #range(scale: number, ring: number): Grid {
    const stretch = scale / this.#view.scale
    const left = -this.#view.x * stretch
    const top = -this.#view.y * stretch
    return {
      left: Math.floor(left / TILE_SIZE) - ring,
      top: Math.floor(top / TILE_SIZE) - ring,
      right: Math.ceil((left + this.#width * stretch) / TILE_SIZE) - 1 + ring,
      bottom: Math.ceil((top + this.#height * stretch) / TILE_SIZE) - 1 + ring,
    }
  }

  #soilItem(item: IndexItem): void {
    const { record } = item
    this.#soil(item, record.type === 'frame' ? (scale) => extentOf(onScreen(record, this.#density / scale)) : null)
  }

  /** @param boxAt where it is in tiles of scales at which nothing is seen at the moment, if not in the same place */
  #soil(box: Box, boxAt: ((scale: number) => Box) | null = null): void {
    const coarse = coarseScaleFor(this.#view.scale)
    for (const tile of this.#tiles.all()) {
      const isElsewhere = boxAt !== null && tile.scale !== this.#view.scale && tile.scale !== coarse
      const rect = tile.pixelsOf(isElsewhere ? boxAt(tile.scale) : box)
      if (rect === null) continue
      // Nobody repairs the tiles of other scales soon; as stand-ins they would show what is no more.
      if (tile.scale === this.#sharp || tile.scale === coarse) this.#painter.soil(tile, rect)
      else this.#drop(tile)
    }
  }

  #drop(tile: Tile): void {
    if (this.#painter.unfinished?.tile === tile) this.#painter.abandon()
    if (tile.surface !== null) this.#painter.release(tile.surface)
    this.#tiles.drop(tile)
    this.#dropped += 1
  }
}
