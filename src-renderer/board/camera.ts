import { Value, type ReadonlyValue } from '#shared/emitter.ts'
import type { Box } from '#shared/model/bounds.ts'
import { LIMITS } from '#shared/model/properties.ts'

/** What of the board is seen: the board position of the view's top left corner, and CSS pixels per board unit. */
export interface CameraState {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** A place, in board units or in CSS pixels from the view's top left corner, as the context says. */
export interface Position {
  readonly x: number
  readonly y: number
}

/**
 * The mapping from the board to a bitmap: device pixels per board unit, and the device pixel on which the
 * board's origin falls. The offsets are whole numbers, so that all layers put the same ink on the same pixels.
 */
export interface View {
  readonly scale: number
  readonly x: number
  readonly y: number
}

export const MIN_ZOOM = 0.02
export const MAX_ZOOM = 64

/** The zoom factors that the buttons and keys step through. */
const ZOOM_STOPS = [0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64]
const FIT_MARGIN = 48

export function clampZoom(zoom: number): number {
  return Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom))
}

/** The next stop above (`direction` 1) or below (-1) a zoom factor. */
export function zoomStop(zoom: number, direction: 1 | -1): number {
  // A little slack, so that 99.9 % steps to 150 % and not to 100 %.
  if (direction === 1) return ZOOM_STOPS.find((stop) => stop > zoom * 1.01) ?? MAX_ZOOM
  return ZOOM_STOPS.findLast((stop) => stop < zoom / 1.01) ?? MIN_ZOOM
}

/** The pixel mapping of a camera on a screen with `density` device pixels per CSS pixel. */
export function viewOf(camera: CameraState, density: number): View {
  const scale = camera.zoom * density
  return { scale, x: -Math.round(camera.x * scale), y: -Math.round(camera.y * scale) }
}

/** Looks at the board from above. Its view has a size in CSS pixels that the editor keeps up to date. */
export class Camera {
  readonly #state = new Value<CameraState>({ x: 0, y: 0, zoom: 1 })
  readonly state: ReadonlyValue<CameraState> = this.#state
  #width = 1
  #height = 1

  get width(): number {
    return this.#width
  }

  get height(): number {
    return this.#height
  }

  /** Takes on a new size; what is at the top left stays there. */
  resize(width: number, height: number): void {
    this.#width = Math.max(1, width)
    this.#height = Math.max(1, height)
  }

  /** Moves what is seen by so many CSS pixels: positive `dx` brings the board's left part into view. */
  panBy(dx: number, dy: number): void {
    const { x, y, zoom } = this.#state.get()
    this.#set(x - dx / zoom, y - dy / zoom, zoom)
  }

  /** Zooms so that the board point under the screen position stays under it. */
  zoomAt(at: Position, zoom: number): void {
    const before = this.#state.get()
    const next = clampZoom(zoom)
    this.#set(before.x + at.x / before.zoom - at.x / next, before.y + at.y / before.zoom - at.y / next, next)
  }

  /** Zooms about the middle of the view. */
  zoomTo(zoom: number): void {
    this.zoomAt({ x: this.#width / 2, y: this.#height / 2 }, zoom)
  }

  /** Brings a board point to a screen position, at a given zoom. */
  place(board: Position, screen: Position, zoom: number): void {
    const next = clampZoom(zoom)
    this.#set(board.x - screen.x / next, board.y - screen.y / next, next)
  }

  /** Shows all of a box with a margin, at no more than a zoom: a small drawing is shown as it was drawn. */
  fit(box: Box, most = 1): void {
    const width = Math.max(box.maxX - box.minX, 1e-6)
    const height = Math.max(box.maxY - box.minY, 1e-6)
    const margin = Math.min(FIT_MARGIN, this.#width / 8, this.#height / 8)
    const full = Math.min((this.#width - 2 * margin) / width, (this.#height - 2 * margin) / height)
    const zoom = clampZoom(Math.min(most, full))
    const middle = { x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2 }
    this.place(middle, { x: this.#width / 2, y: this.#height / 2 }, zoom)
  }

  toBoard(screen: Position): Position {
    const { x, y, zoom } = this.#state.get()
    return { x: x + screen.x / zoom, y: y + screen.y / zoom }
  }

  /** The part of the board that is in view. */
  box(): Box {
    const { x, y, zoom } = this.#state.get()
    return { minX: x, minY: y, maxX: x + this.#width / zoom, maxY: y + this.#height / zoom }
  }

  #set(x: number, y: number, zoom: number): void {
    const limit = LIMITS.coordinate
    const next = {
      x: Math.min(limit, Math.max(-limit, x)),
      y: Math.min(limit, Math.max(-limit, y)),
      zoom,
    }
    const now = this.#state.get()
    if (next.x !== now.x || next.y !== now.y || next.zoom !== now.zoom) this.#state.set(next)
  }
}
