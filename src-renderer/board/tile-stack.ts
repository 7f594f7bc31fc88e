import type { Theme } from '#shared/model/palette.ts'
import type { Box } from '#shared/model/bounds.ts'
import type { RecordId } from '#shared/model/records.ts'
import type { View } from './camera.ts'
import type { PaintContext } from './painter.ts'
import { Ground, type GroundLook } from './ground.ts'
import type { IndexChange, SpatialIndex } from './spatial-index.ts'
import { SourceOver } from './tile-source.ts'
import { TileLayer } from './tiles.ts'

/** Bitmaps of what is over a layer that are kept at most; those in view are kept in any case. */
const KEPT_OVER = 4
/** Milliseconds a frame in which what is over layers is painted. */
const BUDGET_OVER = 4
/** Of so many layers what is over them is kept. On more of them hardly anything moves at once. */
const MOST_OVER = 3

interface Over {
  readonly source: SourceOver
  readonly tiles: TileLayer
}

/**
 * Everything at rest: all layers as one picture, on the ground. And for layers on which something moves, or may soon, all
 * that is over them once more, to be laid over what moves.
 */
export class TileStack {
  readonly #index: SpatialIndex
  readonly #now: () => number
  readonly #ground: Ground
  readonly #all: TileLayer
  /** What is over a layer, by the layer's rank; what was wanted last comes last. */
  readonly #over = new Map<number, Over>()
  #theme: Theme
  #view: Parameters<TileLayer['look']> = [{ scale: 1, x: 0, y: 0 }, 1, 1, false, 1]
  #strengths: ReadonlyMap<RecordId, number> = new Map()
  /** How often the ground became another. */
  #grounds = 0

  /** @param now a clock in milliseconds for the time budget */
  constructor(index: SpatialIndex, theme: Theme, now: () => number) {
    this.#index = index
    this.#theme = theme
    this.#now = now
    this.#ground = new Ground(theme)
    this.#all = new TileLayer(index, theme, this.#ground.underInk, now)
  }

  /** The colour of what is under everything. */
  get paper(): string {
    return this.#ground.paper
  }

  /** Grows whenever the picture may have become another. */
  get version(): number {
    return this.#all.version + this.#grounds
  }

  /** As `TileLayer.look`. */
  look(view: View, width: number, height: number, zooming: boolean, density: number): void {
    this.#view = [view, width, height, zooming, density]
    this.#ground.look(view, width, height, density)
    for (const tiles of this.#each()) tiles.look(view, width, height, zooming, density)
  }

  setTheme(theme: Theme): void {
    this.#theme = theme
    this.#ground.setTheme(theme)
    this.#all.setColors(theme, this.#ground.underInk)
    for (const { tiles } of this.#over.values()) tiles.setColors(theme, null)
  }

  /** What everything lies on. */
  setGround(look: GroundLook): void {
    const before = this.#ground.underInk
    this.#ground.setLook(look)
    this.#grounds += 1
    if (this.#ground.underInk !== before) this.#all.setColors(this.#theme, this.#ground.underInk)
  }

  /** Follows the index. */
  apply(changes: readonly IndexChange[]): void {
    this.#all.apply(changes)
    for (const { source, tiles } of this.#over.values()) {
      const own = changes.map(({ before, after }) => ({ before: within(source, before), after: within(source, after) }))
      tiles.apply(own.filter(({ before, after }) => before !== undefined || after !== undefined))
    }
  }

  /** As `TileLayer.setStrengths`. */
  setStrengths(strengths: ReadonlyMap<RecordId, number>): void {
    this.#strengths = strengths
    for (const tiles of this.#each()) tiles.setStrengths(strengths)
  }

  repaint(box: Box): void {
    for (const tiles of this.#each()) tiles.repaint(box)
  }

  repaintText(): void {
    for (const tiles of this.#each()) tiles.repaintText()
  }

  /** As `TileLayer.repaintAll`. */
  repaintAll(): void {
    for (const tiles of this.#each()) tiles.repaintAll()
  }

  turn(): void {
    this.#all.turn()
    this.#over.clear()
  }

  /** As `TileLayer.work`. */
  work(deadline: number, idle: boolean): boolean {
    return this.#all.work(deadline, idle, (box) => {
      for (const { tiles } of this.#over.values()) tiles.repaint(box)
    })
  }

  /**
   * Paints what is over layers, for a moment. Answers whether something is left to do.
   * @param ranks of these layers, the most urgent first
   */
  workOver(ranks: readonly number[]): boolean {
    const zooming = this.#view[3]
    const wanted = Array.from(new Set(ranks)).slice(0, MOST_OVER)
    // Only what is sharp is laid over anything.
    if (wanted.length === 0 || zooming) return false
    const deadline = this.#now() + BUDGET_OVER
    const over = wanted.map((rank) => this.#keep(rank))
    for (const rank of this.#over.keys()) if (this.#over.size > MOST_OVER) this.#over.delete(rank)
    return over.map(({ tiles }) => tiles.work(deadline, false)).includes(true)
  }

  #keep(rank: number): Over {
    const over = this.#over.get(rank) ?? this.#newOver(rank)
    this.#over.delete(rank)
    this.#over.set(rank, over)
    return over
  }

  #newOver(rank: number): Over {
    const source = new SourceOver(this.#index, rank)
    const tiles = new TileLayer(source, this.#theme, null, this.#now, KEPT_OVER)
    tiles.look(...this.#view)
    tiles.setStrengths(this.#strengths)
    return { source, tiles }
  }

  /** Whether what is in view within the box is painted sharp and up to date. */
  shows(box: Box): boolean {
    return this.#all.shows(box)
  }

  /** Draws the view into a context whose pixels are the device's. */
  draw(ctx: CanvasRenderingContext2D): void {
    this.#all.draw(ctx, this.#ground)
  }

  /** Lays what is over a layer, as far as it is painted, onto what was drawn into a context: only there. */
  layOver(ctx: PaintContext, rank: number): void {
    const over = this.#over.get(rank)
    if (over === undefined) return
    ctx.save()
    ctx.resetTransform()
    ctx.globalAlpha = 1
    ctx.globalCompositeOperation = 'source-atop'
    over.tiles.lay(ctx)
    ctx.restore()
  }

  /** All layers first: what is over some looks at what they have in their index. */
  *#each(): Generator<TileLayer> {
    yield this.#all
    for (const { tiles } of this.#over.values()) yield tiles
  }
}

function within(source: SourceOver, item: IndexChange['after']): IndexChange['after'] {
  return item !== undefined && source.has(item) ? item : undefined
}
