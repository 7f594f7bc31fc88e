import { Value, type Dispose, type ReadonlyValue } from '#shared/emitter.ts'
import type { Box } from '#shared/model/bounds.ts'
import type { Clock } from '#shared/platform.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { Keep } from '#renderer/net/keep.ts'
import type { BoardPicture } from './board-picture.ts'
import { MAX_ZOOM, zoomStop, type Camera } from './camera.ts'
import { Finding } from './finding.ts'
import { gridAt, type Grid } from './grid.ts'
import { Minimap } from './minimap.ts'
import { paintedBoundsOfAll } from './painted-bounds.ts'
import type { Paging } from './paging.ts'
import { framesInOrder, Presenting } from './presenting.ts'
import type { Sheets } from './sheets.ts'
import { ViewSettings, type ViewLook } from './view-settings.ts'

export type ViewCommand = 'zoom-in' | 'zoom-out' | 'zoom-reset' | 'zoom-fit' | 'zoom-selection' | 'find'

export interface ViewingHost {
  /** The page in view. */
  readonly sheets: Sheets
  readonly pages: Paging
  readonly camera: Camera
  readonly picture: BoardPicture
  readonly clock: Clock
  /** Keeps the choices; null for nowhere. */
  readonly keep: Keep | null
  readonly isBusy: () => boolean
  readonly selected: () => readonly BoardRecord[]
}

/** The ways of looking at a board: on what, where, for what, and frame by frame. */
export class Viewing {
  readonly #host: ViewingHost
  readonly #settings: ViewSettings
  readonly #grid: Value<Grid>
  readonly #stop: Dispose[]

  readonly look: ReadonlyValue<ViewLook>
  /** The grid that is seen, for things that are to lie on it. */
  readonly grid: ReadonlyValue<Grid>
  readonly find: Finding
  readonly presenting: Presenting

  constructor(host: ViewingHost) {
    this.#host = host
    this.#settings = new ViewSettings(host.keep)
    this.look = this.#settings.look
    this.#grid = new Value(this.#gridNow())
    this.grid = this.#grid
    this.find = new Finding(host.sheets, host.pages, host.camera)
    this.presenting = new Presenting(host.sheets, host.pages, host.camera)
    host.picture.setGround(this.look.get())
    this.#stop = [
      host.camera.state.subscribe(() => this.#followGrid()),
      this.look.subscribe((look) => {
        host.picture.setGround(look)
        this.#followGrid()
      }),
    ]
  }

  setLook(change: Partial<ViewLook>): void {
    this.#settings.set(change)
  }

  /** Does what a key or a button asks of the view. Answers whether it meant something. */
  run(command: ViewCommand): boolean {
    const { camera, picture, selected } = this.#host
    const { zoom } = camera.state.get()
    switch (command) {
      case 'zoom-in':
        camera.zoomTo(zoomStop(zoom, 1))
        return true
      case 'zoom-out':
        camera.zoomTo(zoomStop(zoom, -1))
        return true
      case 'zoom-reset':
        camera.zoomTo(1)
        return true
      case 'zoom-fit': {
        const extent = picture.index.extent()
        if (extent !== null) camera.fit(extent)
        else camera.place({ x: 0, y: 0 }, { x: camera.width / 2, y: camera.height / 2 }, 1)
        return true
      }
      case 'zoom-selection': {
        const box = paintedBoundsOfAll(selected())
        if (box !== null) camera.fit(box, MAX_ZOOM)
        return box !== null
      }
      case 'find':
        this.find.open()
        return true
    }
  }

  /** Whether there is anything to present. */
  hasFrames(): boolean {
    return framesInOrder(this.#host.sheets.all.store.values(), this.#host.sheets.outline).length > 0
  }

  /** The part of the board that is in view. */
  inView(): Box {
    return this.#host.camera.box()
  }

  /** Shows the whole board in a canvas, until it is disposed of. */
  minimapIn(canvas: HTMLCanvasElement, onExtent: () => void): Minimap {
    const { sheets, camera, picture, clock, isBusy } = this.#host
    return new Minimap(
      { index: picture.index, store: sheets.store, camera, clock, theme: () => picture.theme, isBusy },
      canvas,
      onExtent,
    )
  }

  dispose(): void {
    for (const stop of this.#stop) stop()
    this.find.dispose()
  }

  #followGrid(): void {
    const next = this.#gridNow()
    const { kind, spacing } = this.#grid.get()
    if (next.kind !== kind || next.spacing !== spacing) this.#grid.set(next)
  }

  #gridNow(): Grid {
    return gridAt(this.look.get().grid, this.#host.camera.state.get().zoom)
  }
}
