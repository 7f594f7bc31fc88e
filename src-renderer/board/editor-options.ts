import type { Theme } from '#shared/model/palette.ts'
import type { Clock } from '#shared/platform.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { Keep } from '#renderer/net/keep.ts'

export interface EditorOptions {
  /** Where the board goes; it fills the element, which must be positioned. */
  readonly element: HTMLElement
  readonly room: RoomView
  readonly theme: Theme
  /** What a screen reader calls the board, and a text while it is typed. */
  readonly labels?: { readonly board: string; readonly text: string }
  readonly clock?: Clock
  /** Where the settings of tools and view are kept; nowhere without. */
  readonly keep?: Keep
  /** Has the page hear a `paste` event, as a desktop window can. */
  readonly hearPaste?: (() => void) | null
}
