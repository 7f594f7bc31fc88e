import type { Theme } from '#shared/model/palette.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { View } from './camera.ts'
import { HairlineContext } from './hairline-context.ts'
import { HairlineRun, lengthOfRun } from './hairline-run.ts'
import { LayerStack } from './layer-stack.ts'
import { paintInView } from './painter.ts'
import type { IndexItem } from './spatial-index.ts'
import type { TileSource } from './tile-source.ts'
import { joined, overlaps, TILE_SIZE, type PixelRect, type Tile, type TileSurface } from './tile.ts'

/** A tile being painted; may take several frames. */
interface Job {
  readonly tile: Tile
  readonly rect: PixelRect
  readonly items: IndexItem[]
  readonly surface: TileSurface | null
  /** Null where all layers are opaque, and everything is painted straight. */
  readonly layers: LayerStack<OffscreenCanvasRenderingContext2D, TileSurface> | null
  /** Whether it is seen before it is done. */
  readonly isSeen: boolean
  next: number
  /** The hairlines that are being painted; not all of them may be on the surface yet. */
  run: HairlineRun | null
  /** Those before are painted one by one, for there are too few hairlines in a row. */
  plainUntil: number
}

/** So many records are painted between two looks at the clock. */
const BETWEEN_LOOKS = 40
/** With fewer hairlines in a row, taking the tile's pixels and putting them back costs more than it saves. */
const WORTH_TAKING = 200
const POOLED_SURFACES = 8
/** So much is painted into a tile that is only seen for a moment. */
const STAND_IN_ITEMS = 1000

/** Paints what is dirty in tiles, within the time it is given. */
export class TilePainter {
  readonly #source: TileSource
  readonly #now: () => number
  readonly #pool: TileSurface[] = []
  #theme: Theme
  /** What is under the ink; null where the ground is seen through the tiles. */
  #paper: string | null
  #job: Job | null = null
  #version = 0
  /** What turned out to reach farther than it was thought to, while it was painted. */
  #widened: IndexItem[] = []
  /** Strength of records that are not painted as they are: 0 hidden, between 0 and 1 faded. */
  #strengths: ReadonlyMap<RecordId, number> = new Map()

  constructor(source: TileSource, theme: Theme, paper: string | null, now: () => number) {
    this.#source = source
    this.#theme = theme
    this.#paper = paper
    this.#now = now
  }

  /** Grows with everything that is painted and can be seen. */
  get version(): number {
    return this.#version
  }

  setColors(theme: Theme, paper: string | null): void {
    this.#theme = theme
    this.#paper = paper
    this.abandon()
  }

  setStrengths(strengths: ReadonlyMap<RecordId, number>): void {
    this.#strengths = strengths
  }

  /** Stops what is in progress; the tile stays dirty. */
  abandon(): void {
    if (this.#job?.surface) this.release(this.#job.surface)
    if (this.#job?.isSeen === true) this.#version += 1
    this.#releaseSheet(this.#job)
    this.#job = null
  }

  /** A tile that is painted at the moment, though it is not done. */
  get unfinished(): { readonly tile: Tile; readonly surface: TileSurface | null } | null {
    return this.#job
  }

  /**
   * Makes all of a tile's bitmap show what is there. Answers false when the time was over before it was done.
   * @param isStandIn whether it is only seen until a sharper one is done: then the largest of what is there will do
   */
  repair(tile: Tile, deadline: number, isStandIn: boolean): boolean {
    if (tile.dirty === null) return true
    let job = this.#job
    if (job === null || job.tile !== tile || job.rect !== tile.dirty) {
      this.abandon()
      job = this.#begin(tile, tile.dirty, isStandIn)
      this.#job = job
    }
    if (!this.#continue(job, deadline)) return false
    this.#job = null
    this.#finish(job)
    return true
  }

  /** Marks part of a tile as no longer right. */
  soil(tile: Tile, rect: PixelRect): void {
    tile.dirty = joined(tile.dirty, rect)
  }

  /**
   * Paints one new record, which lies over everything else, straight onto a finished tile.
   * Answers false when the tile is not in a state for that and was soiled instead.
   */
  addOnTop(tile: Tile, item: IndexItem): boolean {
    const rect = tile.pixelsOf(item)
    if (rect === null) return true
    const strength = this.#strengths.get(item.record.id) ?? 1
    // On a layer that is not opaque, what is drawn joins what is there.
    if (!this.#source.outline.isOpaque && this.#source.outline.layerOf(item.record).opacity < 1) {
      this.soil(tile, rect)
      return false
    }
    const job = this.#job
    if (job !== null && job.tile === tile && job.rect === tile.dirty && job.surface !== null && isWhole(job.rect)) {
      // Added to what is under way: a busy room must not keep a crowded tile from ever being done.
      job.items.push(item)
      return false
    }
    if (!tile.complete || (tile.dirty !== null && overlaps(tile.dirty, rect)) || strength === 0) {
      this.soil(tile, rect)
      return false
    }
    tile.surface ??= this.#blank()
    this.#version += 1
    paintInView(tile.surface.ctx, this.#source.seen(item.record), this.#theme, viewOfTile(tile), strength)
    this.#widen(item)
    return true
  }

  /** What has to be painted anew, because the tiles beside those that it was in did not know of it. */
  takeWidened(): readonly IndexItem[] {
    const widened = this.#widened
    if (widened.length > 0) this.#widened = []
    return widened
  }

  release(surface: TileSurface): void {
    if (this.#pool.length < POOLED_SURFACES) this.#pool.push(surface)
  }

  #begin(tile: Tile, rect: PixelRect, isStandIn: boolean): Job {
    const all = this.#source.inPaintOrder(tile.boxOf(grown(rect)))
    const items = isStandIn ? largest(all, STAND_IN_ITEMS) : all
    const isSeen = isStandIn && !tile.complete
    if (items.length === 0 && (tile.surface === null || isWhole(rect))) {
      return { tile, rect, items, surface: null, layers: null, isSeen, next: 0, run: null, plainUntil: 0 }
    }
    // Painted apart and swapped in when done, so that no half-painted tile is ever seen.
    const surface = tile.surface === null && !isWhole(rect) ? this.#blank() : this.#fresh()
    const { ctx } = surface
    ctx.resetTransform()
    ctx.globalAlpha = 1
    if (tile.surface !== null && !isWhole(rect)) ctx.drawImage(tile.surface.canvas, 0, 0)
    ctx.save()
    ctx.beginPath()
    ctx.rect(rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top)
    if (!isWhole(rect)) ctx.clip()
    if (this.#paper === null) ctx.clearRect(rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top)
    else {
      ctx.fillStyle = this.#paper
      ctx.fill()
    }
    const layers = this.#source.outline.isOpaque
      ? null
      : new LayerStack<typeof ctx, TileSurface>(ctx, () => this.#fresh())
    return { tile, rect, items, surface, layers, isSeen, next: 0, run: null, plainUntil: 0 }
  }

  #continue(job: Job, deadline: number): boolean {
    // What is not seen before it is done needs no picture of the whole board drawn anew for it.
    if (job.isSeen) this.#version += 1
    if (job.surface === null) return true
    const { layers } = job
    let { ctx } = job.surface
    // Nearly always nothing is hidden or faded, and there are thousands to look up.
    const strengths = this.#strengths.size === 0 ? null : this.#strengths
    const view = viewOfTile(job.tile)
    while (job.next < job.items.length) {
      const item = job.items[job.next]!
      const { record } = item
      const strength = strengths?.get(record.id) ?? 1
      if (!this.#paintInRun(job, record, strength, view)) {
        if (layers !== null) ctx = layers.on(this.#source.outline.layerOf(record))
        if (strength > 0) paintInView(ctx, this.#source.seen(record), this.#theme, view, strength)
        this.#widen(item)
      }
      job.next += 1
      if (job.next % BETWEEN_LOOKS !== 0) continue
      if (job.run === null) settle(ctx)
      if (this.#now() <= deadline) continue
      if (job.isSeen) job.run?.show()
      return false
    }
    job.run?.show()
    layers?.finish()
    settle(job.surface.ctx)
    return true
  }

  /** Paints the next record as one of a run of hairlines; answers false where it is of none. */
  #paintInRun(job: Job, record: BoardRecord, strength: number, view: View): boolean {
    if (job.run?.paint(record, this.#theme, strength) === true) return true
    this.#turnRun(job, view)
    return job.run?.paint(record, this.#theme, strength) === true
  }

  /** Ends the run of hairlines, and begins another one where enough of them come next. */
  #turnRun(job: Job, view: View): void {
    const { items, next, rect, surface, layers } = job
    const { outline } = this.#source
    job.run?.show()
    job.run = null
    if (surface === null || next < job.plainUntil) return
    const length = lengthOfRun(items, next, WORTH_TAKING, outline, view.scale)
    if (length < WORTH_TAKING) {
      job.plainUntil = next + length + 1
      return
    }
    const { record } = items[next]!
    const ctx = layers?.on(outline.layerOf(record)) ?? surface.ctx
    const isOpaque = this.#paper !== null && ctx === surface.ctx
    job.run = new HairlineRun(record, outline, view, new HairlineContext(ctx, rect, isOpaque))
  }

  #widen(item: IndexItem): void {
    if (this.#source.widen(item)) this.#widened.push(item)
  }

  #finish(job: Job): void {
    const { tile, surface } = job
    this.#releaseSheet(job)
    surface?.ctx.restore()
    if (tile.surface !== null) this.release(tile.surface)
    tile.surface = surface
    tile.complete = true
    tile.dirty = null
    this.#version += 1
  }

  #releaseSheet(job: Job | null): void {
    const sheet = job?.layers?.sheet ?? null
    if (sheet !== null) this.release(sheet)
  }

  #blank(): TileSurface {
    const surface = this.#fresh()
    surface.ctx.resetTransform()
    surface.ctx.globalAlpha = 1
    if (this.#paper !== null) {
      surface.ctx.fillStyle = this.#paper
      surface.ctx.fillRect(0, 0, TILE_SIZE, TILE_SIZE)
    }
    return surface
  }

  #fresh(): TileSurface {
    const pooled = this.#pool.pop()
    if (pooled !== undefined) {
      // A surface given up in the middle of its work still has that work's clip.
      pooled.ctx.reset()
      return pooled
    }
    const canvas = new OffscreenCanvas(TILE_SIZE, TILE_SIZE)
    // With alpha even where tiles are opaque: without, text would get coloured subpixel edges here and nowhere else.
    // In main memory, so that `settle` costs what painting costs and the time budget means something.
    const ctx = canvas.getContext('2d', { willReadFrequently: true })
    if (ctx === null) throw new Error('This browser gives no 2D canvas.')
    return { canvas, ctx }
  }
}

/** Canvases put painting off until somebody looks; this makes them do it now, inside the time budget. */
function settle(ctx: OffscreenCanvasRenderingContext2D): void {
  ctx.getImageData(0, 0, 1, 1)
}

function viewOfTile(tile: Tile): View {
  return { scale: tile.scale, x: -tile.column * TILE_SIZE, y: -tile.row * TILE_SIZE }
}

function isWhole(rect: PixelRect): boolean {
  return rect.left === 0 && rect.top === 0 && rect.right === TILE_SIZE && rect.bottom === TILE_SIZE
}

function grown(rect: PixelRect): PixelRect {
  return { left: rect.left - 1, top: rect.top - 1, right: rect.right + 1, bottom: rect.bottom + 1 }
}

/** So many items tell how far the largest reach: to sort them all would take as long as painting does. */
const SAMPLED = 1000

/** About so many of the items, those that reach farthest, in their order. */
function largest(items: IndexItem[], most: number): IndexItem[] {
  if (items.length <= most) return items
  const every = Math.ceil(items.length / SAMPLED)
  const reaches = Float64Array.from(
    items.filter((_, i) => i % every === 0),
    reach,
  ).sort()
  const least = reaches[Math.floor(reaches.length * (1 - most / items.length))]!
  return items.filter((item) => reach(item) >= least)
}

function reach({ minX, minY, maxX, maxY }: IndexItem): number {
  return Math.max(maxX - minX, maxY - minY)
}
