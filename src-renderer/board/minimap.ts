import type { Dispose } from '#shared/emitter.ts'
import { AppError } from '#shared/errors.ts'
import { contains, inflate, union, type Box } from '#shared/model/bounds.ts'
import type { Theme } from '#shared/model/palette.ts'
import type { Clock } from '#shared/platform.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { pictures } from '#renderer/pictures/picture-shelf.ts'
import type { Camera, Position, View } from './camera.ts'
import { LayerStack, type Sheet } from './layer-stack.ts'
import type { PageStore } from './page-store.ts'
import { paintInView } from './painter.ts'
import type { IndexItem, SpatialIndex } from './spatial-index.ts'

/** What the minimap needs of the board. */
export interface MinimapSource {
  readonly index: SpatialIndex
  readonly store: PageStore
  readonly camera: Camera
  readonly clock: Clock
  /** Whether a pointer is down. */
  readonly isBusy: () => boolean
  readonly theme: () => Theme
}

/** Milliseconds after the last change until the picture is painted again. */
const AFTER = 400
/** Milliseconds of painting at a time, and from one time to the next while the view moves or a pen draws. */
const SLICE = 4
const PAUSE = 16
/** So many records are painted between two looks at the clock. */
const BETWEEN_LOOKS = 16
/** Room around everything, as a part of its larger side. */
const MARGIN = 0.04

/**
 * The whole board in a small canvas. It is painted in slices while nothing else happens, so that it costs no frame;
 * the view over it is the caller's to show.
 */
export class Minimap {
  readonly #source: MinimapSource
  readonly #canvas: HTMLCanvasElement
  readonly #onExtent: () => void
  readonly #stop: Dispose[]
  #picture: OffscreenCanvasRenderingContext2D | null = null
  #extent: Box = { minX: 0, minY: 0, maxX: 1, maxY: 1 }
  #items: readonly IndexItem[] = []
  /** Null where all layers are opaque, and everything is painted straight. */
  #layers: LayerStack<OffscreenCanvasRenderingContext2D> | null = null
  #next = 0
  /** Whether it shows more than the board, for the view reaches out of it. */
  #isWidened = false
  #movedAt = -Infinity
  #timer: () => void = () => undefined

  /**
   * @param canvas of the size that it is shown at, in device pixels
   * @param onExtent after it showed another part of the board
   */
  constructor(source: MinimapSource, canvas: HTMLCanvasElement, onExtent: () => void) {
    this.#source = source
    this.#canvas = canvas
    this.#onExtent = onExtent
    this.#stop = [
      source.store.onChange(() => this.#later(AFTER)),
      source.store.onOutline(() => this.#later(0)),
      pictures.onChange(() => this.#later(AFTER)),
      source.camera.state.subscribe(() => {
        this.#movedAt = source.clock.now()
        // What is in view is always within the overview.
        if (this.#isWidened || !contains(this.#extent, source.camera.box())) this.#later(AFTER)
      }),
    ]
    this.#begin()
  }

  /** Paints all of it anew. */
  renew(): void {
    this.#later(0)
  }

  /** Where a box of the board is, in parts of the canvas's width and height. */
  partOf(box: Box): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } {
    const { minX, minY, maxX, maxY } = this.#extent
    const [w, h] = [maxX - minX, maxY - minY]
    return {
      x: (box.minX - minX) / w,
      y: (box.minY - minY) / h,
      width: (box.maxX - box.minX) / w,
      height: (box.maxY - box.minY) / h,
    }
  }

  /** Brings the board's place at a part of the canvas's width and height to the middle of the view. */
  goTo({ x, y }: Position): void {
    const { camera } = this.#source
    const { minX, minY, maxX, maxY } = this.#extent
    const at = { x: minX + x * (maxX - minX), y: minY + y * (maxY - minY) }
    camera.place(at, { x: camera.width / 2, y: camera.height / 2 }, camera.state.get().zoom)
  }

  dispose(): void {
    this.#timer()
    for (const stop of this.#stop) stop()
  }

  #later(ms: number): void {
    this.#timer()
    this.#timer = this.#source.clock.after(ms, () => this.#begin())
  }

  #begin(): void {
    const { index, camera, clock, isBusy } = this.#source
    if (isBusy() || clock.now() - this.#movedAt < AFTER) return this.#later(AFTER)
    const { width, height } = this.#canvas
    const picture = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
    if (picture === null) return
    this.#picture = picture
    this.#layers = index.outline.isOpaque ? null : new LayerStack(picture, () => sheetOf(width, height))
    const view = camera.box()
    const board = index.extent() ?? view
    const all = union(board, view)
    this.#isWidened = !contains(board, view)
    this.#extent = shaped(all, width / height)
    this.#items = index.inPaintOrder(all)
    this.#next = 0
    this.#onExtent()
    this.#continue()
  }

  #paint(picture: OffscreenCanvasRenderingContext2D, record: BoardRecord, view: View): void {
    const { index, theme } = this.#source
    paintInView(this.#layers?.on(index.outline.layerOf(record)) ?? picture, record, theme(), view)
  }

  #continue(): void {
    const { clock, isBusy } = this.#source
    const picture = this.#picture
    if (picture === null) return
    const { width } = this.#canvas
    const scale = width / (this.#extent.maxX - this.#extent.minX)
    const view = { scale, x: -this.#extent.minX * scale, y: -this.#extent.minY * scale }
    const isMoving = isBusy() || clock.now() - this.#movedAt < AFTER
    // Nothing while the view moves or a pen draws.
    const until = isMoving ? -Infinity : clock.now() + SLICE
    while (this.#next < this.#items.length && clock.now() < until) {
      const end = Math.min(this.#items.length, this.#next + BETWEEN_LOOKS)
      for (; this.#next < end; this.#next++) this.#paint(picture, this.#items[this.#next]!.record, view)
      // Makes the canvas paint now, inside the slice.
      picture.getImageData(0, 0, 1, 1)
    }
    if (this.#next < this.#items.length) {
      this.#timer()
      this.#timer = clock.after(isMoving ? AFTER : PAUSE, () => this.#continue())
      return
    }
    this.#layers?.finish()
    this.#layers = null
    const ctx = this.#canvas.getContext('2d')
    ctx?.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
    ctx?.drawImage(picture.canvas, 0, 0)
    this.#picture = null
    this.#items = []
  }
}

function sheetOf(width: number, height: number): Sheet<OffscreenCanvasRenderingContext2D> {
  const canvas = new OffscreenCanvas(width, height)
  const ctx = canvas.getContext('2d', { willReadFrequently: true })
  if (ctx === null) throw new AppError('call/failed', 'This browser cannot draw. Open DrawNet in another one.')
  return { canvas, ctx }
}

/** A box around another, of the proportion given, with a margin. */
function shaped(box: Box, proportion: number): Box {
  const side = Math.max(box.maxX - box.minX, box.maxY - box.minY, 1)
  const roomy = inflate(box, side * MARGIN)
  const [w, h] = [roomy.maxX - roomy.minX, roomy.maxY - roomy.minY]
  const [toX, toY] = [Math.max(0, h * proportion - w) / 2, Math.max(0, w / proportion - h) / 2]
  return { minX: roomy.minX - toX, minY: roomy.minY - toY, maxX: roomy.maxX + toX, maxY: roomy.maxY + toY }
}
