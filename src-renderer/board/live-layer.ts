import { intersects, type Box } from '#shared/model/bounds.ts'
import type { InkPoint } from '#shared/model/points.ts'
import type { Layer } from '#shared/model/pages.ts'
import type { Theme } from '#shared/model/palette.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { LiveInk, LiveStroke } from '#shared/sync/room-view.ts'
import type { Position, View } from './camera.ts'
import { onScreen } from './frame-on-screen.ts'
import { FittedCanvas } from './fitted-canvas.ts'
import { LiveFigures } from './live-figures.ts'
import { paintInView, paintLiveStroke, type PaintContext } from './painter.ts'
import type { SpatialIndex } from './spatial-index.ts'

/** Something to be drawn, and the layer that it is on. */
interface Part {
  readonly on: Pick<Layer, 'rank' | 'opacity'>
  readonly paint: (ctx: PaintContext, view: View, density: number) => void
}

/** Where everything is on a plain board. */
const ONLY_LAYER: Part['on'] = { rank: 0, opacity: 1 }

/** Lays what is over a layer onto what was drawn into a context: only there. */
type LayOver = (ctx: PaintContext, rank: number) => void

/** Ink that moves: strokes in progress, one's own and others', and those that are on their way to the tiles. */
export class LiveLayer {
  readonly #canvas: HTMLCanvasElement
  readonly #ctx: CanvasRenderingContext2D
  readonly #live: LiveInk
  readonly #index: SpatialIndex
  #theme: Theme
  /** Strokes that ended and have a record, until the tiles show it. */
  readonly #landing = new Set<RecordId>()
  /** What shows shapes and lines while they are handled. */
  readonly figures = new LiveFigures()
  #previewOf: RecordId | null = null
  #preview: readonly InkPoint[] = []
  #box: Box | null = null
  #lasso: readonly Position[] | null = null
  #accent = 'transparent'
  #isBlank = true
  /** Where what is on a layer is drawn by itself. */
  readonly #sheet = new FittedCanvas()

  constructor(canvas: HTMLCanvasElement, live: LiveInk, index: SpatialIndex, theme: Theme) {
    this.#canvas = canvas
    // Not waiting for the page's other layers takes a frame off the way from pen to ink where it is supported.
    const ctx = canvas.getContext('2d', { desynchronized: true })
    if (ctx === null) throw new Error('This browser gives no 2D canvas.')
    this.#ctx = ctx
    this.#live = live
    this.#index = index
    this.#theme = theme
  }

  setTheme(theme: Theme, accent: string): void {
    this.#theme = theme
    this.#accent = accent
  }

  /** Follows a stroke. */
  changed(id: RecordId): void {
    if (!this.#live.strokes.has(id) && this.#index.get(id) !== undefined) this.#landing.add(id)
  }

  /** Goes on showing a record until the tiles do. */
  land(id: RecordId): void {
    if (this.#index.get(id) !== undefined) this.#landing.add(id)
  }

  /** Points shown after the end of one's own stroke, in board units, though they are not part of it. */
  setPreview(of: RecordId | null, points: readonly InkPoint[]): void {
    this.#previewOf = of
    this.#preview = points
  }

  /** The box that is being drawn around things. */
  setBox(box: Box | null): void {
    this.#box = box
  }

  /** The area that is being drawn around things, by its corners. */
  setLasso(corners: readonly Position[] | null): void {
    this.#lasso = corners
  }

  /** Lets go of what the tiles show by now. Answers whether something is still landing. */
  settle(isShown: (box: Box) => boolean, inView: Box): boolean {
    for (const id of this.#landing) {
      const item = this.#index.get(id)
      if (item === undefined || !intersects(item, inView) || isShown(item)) this.#landing.delete(id)
    }
    return this.#landing.size > 0
  }

  /** The ranks of the layers on which something is drawn. */
  ranks(): ReadonlySet<number> {
    return new Set(Array.from(this.#parts(), ({ on }) => on.rank))
  }

  draw(view: View, density: number, layOver: LayOver): void {
    const { strokes } = this.#live
    const blank =
      strokes.size === 0 &&
      this.#landing.size === 0 &&
      this.#box === null &&
      this.#lasso === null &&
      this.figures.isBlank
    if (blank && this.#isBlank) return
    const ctx = this.#ctx
    ctx.resetTransform()
    ctx.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
    this.#canvas.style.visibility = blank ? 'hidden' : 'visible'
    this.#isBlank = blank
    const byRank = Array.from(Map.groupBy(this.#parts(), ({ on }) => on.rank)).sort(([a], [b]) => a - b)
    for (const [i, [rank, parts]] of byRank.entries()) {
      const opacity = parts[0]?.on.opacity ?? 1
      // As strong as its layer as a whole, and not to be covered again with what is over the next one.
      const sheet = i === 0 && opacity === 1 ? ctx : this.#blankSheet()
      for (const { paint } of parts) paint(sheet, view, density)
      layOver(sheet, rank)
      if (sheet !== ctx) this.#layDown(sheet, opacity)
    }
    this.figures.draw(ctx, this.#theme, this.#accent, view, density)
    if (this.#box !== null) this.#drawBox(this.#box, view, density)
    if (this.#lasso !== null) this.#drawLasso(this.#lasso, view, density)
  }

  /** Everything that is drawn on a layer; what comes later lies over what comes before, on the same one. */
  *#parts(): Generator<Part> {
    for (const id of this.#landing) {
      const item = this.#index.get(id)
      if (item === undefined) continue
      const { record } = item
      yield { on: this.#layerOf(record), paint: (ctx, view) => this.#paintRecord(ctx, this.#index.seen(record), view) }
    }
    for (const stroke of this.#live.strokes.values()) {
      yield { on: this.#layerOf(placeOf(stroke)), paint: (ctx, view) => this.#paintStroke(ctx, stroke, view) }
    }
    for (const record of this.figures.records()) {
      const paint: Part['paint'] = (ctx, view, density) =>
        this.#paintRecord(ctx, onScreen(record, density / view.scale), view)
      yield { on: this.#layerOf(record), paint }
    }
  }

  #paintRecord(ctx: PaintContext, record: BoardRecord, view: View): void {
    paintInView(ctx, record, this.#theme, view)
  }

  #paintStroke(ctx: PaintContext, stroke: LiveStroke, view: View): void {
    let points = stroke.points
    if (stroke.id === this.#previewOf && this.#preview.length > 0) {
      const ahead = this.#preview.map(({ x, y, pressure }) => ({ x: x - stroke.x, y: y - stroke.y, pressure }))
      points = [...points, ...ahead]
    }
    paintLiveStroke(ctx, stroke, points, this.#theme, view)
  }

  #blankSheet(): PaintContext {
    const sheet = this.#sheet.fitted(this.#canvas.width, this.#canvas.height)
    sheet?.reset()
    // A browser that has no canvas left shows the ink all the same, if not quite as it will be.
    return sheet ?? this.#ctx
  }

  #layDown({ canvas }: PaintContext, opacity: number): void {
    this.#ctx.resetTransform()
    this.#ctx.globalAlpha = opacity
    this.#ctx.drawImage(canvas, 0, 0)
    this.#ctx.globalAlpha = 1
  }

  #layerOf(record: Pick<BoardRecord, 'page' | 'layer'>): Part['on'] {
    const { outline } = this.#index
    return outline.isPlain ? ONLY_LAYER : outline.layerOf(record)
  }

  #drawLasso(corners: readonly Position[], view: View, density: number): void {
    const ctx = this.#ctx
    ctx.resetTransform()
    ctx.beginPath()
    for (const { x, y } of corners) ctx.lineTo(x * view.scale + view.x, y * view.scale + view.y)
    ctx.fillStyle = this.#accent
    ctx.strokeStyle = this.#accent
    ctx.globalAlpha = 0.08
    ctx.fill()
    ctx.globalAlpha = 1
    ctx.lineWidth = density
    ctx.stroke()
  }

  #drawBox(box: Box, view: View, density: number): void {
    const ctx = this.#ctx
    const left = Math.round(box.minX * view.scale + view.x)
    const top = Math.round(box.minY * view.scale + view.y)
    const width = Math.round(box.maxX * view.scale + view.x) - left
    const height = Math.round(box.maxY * view.scale + view.y) - top
    ctx.resetTransform()
    ctx.fillStyle = this.#accent
    ctx.strokeStyle = this.#accent
    ctx.globalAlpha = 0.08
    ctx.fillRect(left, top, width, height)
    ctx.globalAlpha = 1
    ctx.lineWidth = density
    ctx.strokeRect(left + density / 2, top + density / 2, Math.max(0, width - density), Math.max(0, height - density))
  }
}

function placeOf({ page = '', layer = '' }: LiveStroke): Pick<BoardRecord, 'page' | 'layer'> {
  return { page, layer }
}
