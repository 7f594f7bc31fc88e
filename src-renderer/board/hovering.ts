import type { RoomView } from '#shared/sync/room-view.ts'
import { HIT_RADIUS, type Place, type Tool } from '#renderer/tools/tool.ts'
import type { BoardPicture } from './board-picture.ts'
import type { Camera } from './camera.ts'
import { recordAt } from './hit-test.ts'
import { dragCursor } from './selection-move.ts'

export interface HoveringHost {
  readonly room: RoomView
  readonly camera: Camera
  readonly picture: BoardPicture
  /** The one in hand. */
  tool(): Tool
  /** Whether a pointer is doing something. */
  isBusy(): boolean
}

/** The pointer over the board while it presses nothing: its cursor, and that the others see it. */
export class Hovering {
  readonly #host: HoveringHost
  #at: Place | null = null

  constructor(host: HoveringHost) {
    this.#host = host
  }

  /** The cursor that says what pressing here would do. */
  cursorAt(event: PointerEvent, at: Place): string {
    const { camera, picture } = this.#host
    const tool = this.#host.tool()
    if (tool.id !== 'select' && tool.id !== 'lasso') return tool.cursor
    const place = camera.toBoard(at)
    const handle = tool.cursorAt?.(place) ?? picture.handles.cursorAt(event, at, place)
    if (handle !== null) return handle
    const { zoom } = camera.state.get()
    return recordAt(picture.index, place, HIT_RADIUS / zoom) === null ? tool.cursor : dragCursor(event.altKey)
  }

  /** The pointer is over a place, or nowhere. */
  hover(at: Place | null): void {
    const { room, camera, picture } = this.#host
    this.#at = at
    const tool = this.#host.isBusy() ? null : this.#host.tool()
    if (at !== null) {
      tool?.hover?.(camera.toBoard(at))
      return picture.request()
    }
    room.movePointer(null)
    tool?.leave?.()
  }

  /** Tells the others; once a frame at most. */
  tell(): void {
    if (this.#at === null) return
    this.#host.room.movePointer(this.#host.camera.toBoard(this.#at))
    this.#at = null
  }
}
