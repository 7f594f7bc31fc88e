import type { Dispose, ReadonlyValue } from '#shared/emitter.ts'
import type {
  AppState,
  Arguments,
  JoinedRoom,
  JoinTarget,
  KnownRoom,
  MethodName,
  NearbyRoom,
  Results,
} from '#shared/desktop/desktop-api.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { Keep } from './keep.ts'

/** A room one is in. */
export interface OpenRoom {
  readonly info: JoinedRoom
  readonly room: RoomView
  /** What the person has set up for all boards. */
  readonly keep: Keep
  /** Leaves the room. */
  dispose(): void
}

/** The renderer's side of the engine, whatever carries the Link. */
export interface Desktop {
  /**
   * `lost` while the engine cannot be reached; it is tried again by itself. `closed` when DrawNet was stopped,
   * `refused` when this browser is not let in.
   */
  readonly connection: ReadonlyValue<'connecting' | 'connected' | 'lost' | 'closed' | 'refused'>
  /** Null until the engine has told them for the first time. */
  readonly state: ReadonlyValue<AppState | null>
  readonly rooms: ReadonlyValue<readonly KnownRoom[] | null>
  readonly nearby: ReadonlyValue<readonly NearbyRoom[] | null>
  /** Rejects with an `AppError` whose sentence can be shown. */
  call<M extends MethodName>(method: M, args: Arguments<M>): Promise<Results[M]>
  /** Joins a room; rejects with an `AppError` when it cannot be joined. Later losses are in `room.status`. */
  openRoom(target: JoinTarget): Promise<OpenRoom>
  onOpenLink(listener: (text: string) => void): Dispose
}

/** What differs between a desktop window and a browser tab. */
export interface Shell {
  readonly kind: 'electron' | 'browser'
  /** Save dialog or download. False when the person changed their mind. */
  saveFile(suggestedName: string, content: Blob): Promise<boolean>
  /** Has the page hear a `paste` event with what is on the clipboard; null where only a page's own way leads there. */
  readonly paste: (() => void) | null
}
