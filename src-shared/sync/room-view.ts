import type { ReadonlyValue, Dispose } from '../emitter.ts'
import type { ChatMessage, Member } from '../model/people.ts'
import type { Ink } from '../model/palette.ts'
import type { InkPoint } from '../model/points.ts'
import type { Nib } from '../model/properties.ts'
import type { BoardRecord, RecordId, RecordPatch } from '../model/records.ts'
import type { ReadonlyStore } from '../model/store.ts'
import type { BlobsView } from './blobs-view.ts'

/** How a stroke looks and packs, fixed when the pen goes down. */
export interface StrokeStyle {
  readonly nib: Nib
  readonly color: Ink
  readonly width: number
  readonly opacity: number
  readonly unit: number
  readonly pressure: boolean
  /** Where it is drawn; on the first page and its base layer where nothing is said. */
  readonly page?: RecordId
  readonly layer?: RecordId
}

/** A stroke that is still being drawn, by oneself or another. */
export interface LiveStroke extends StrokeStyle {
  /** The id its record will have. */
  readonly id: RecordId
  readonly author: number
  /** Board position of the stroke's origin. */
  readonly x: number
  readonly y: number
  /** Grows in place; relative to the origin. */
  readonly points: readonly InkPoint[]
}

export interface LiveInk {
  /** Others' strokes in progress, and one's own. */
  readonly strokes: ReadonlyMap<RecordId, LiveStroke>
  /** Hears that a stroke began, grew or ended. When it ended with ink, its record is in the store already. */
  onChange(listener: (id: RecordId) => void): Dispose
}

/** The pen while it is down. */
export interface StrokeHandle {
  readonly id: RecordId
  /** Adds samples in board coordinates; they are sent at once. */
  append(points: readonly InkPoint[]): void
  /** Lifts the pen: the stroke becomes a record, one step of undo. Without points nothing happens. */
  commit(): void
  /** Takes the stroke back, for everyone. */
  cancel(): void
}

/** Edits made together: seen together, undone together. */
export interface Transaction {
  /**
   * @param isPlaced whether it goes onto the page and layer that it names, as a copy does; what is new goes onto those in
   *   hand, where the room is seen by pages (see `page-room.ts`)
   */
  put(record: BoardRecord, isPlaced?: boolean): void
  /** Does nothing if the record is gone. */
  patch(id: RecordId, patch: RecordPatch): void
  remove(id: RecordId): void
  /**
   * Removes a record and puts others instead of it, as the pieces of a line that was cut. If somebody else has removed it
   * by the time the host hears of this, nothing comes of it: of two cuts at once the first one counts. Does nothing if the
   * record is gone.
   * @param records on the page and layer that they name
   * @param lost what of the record is in none of them, as records of their own: they are put back where the record cannot
   *   be, because somebody else has made something else of the pieces by the time it is undone
   */
  replace(id: RecordId, records: readonly BoardRecord[], lost?: readonly BoardRecord[]): void
}

/** Where another person's pointer is, in board units; null once it left. */
export interface RemotePointer {
  readonly member: number
  /** One person may have several windows. */
  readonly client: number
  /** '' for the first. */
  readonly page: RecordId
  readonly x: number
  readonly y: number
}

/** Of more things than this is not shown to others how they move. */
export const MAX_SKETCHED = 200

/** What another person is making or moving, as it would become. */
export interface RemoteSketch {
  readonly member: number
  readonly client: number
  readonly records: readonly BoardRecord[]
}

export type RoomStatus =
  /** Connecting for the first time, or loading the board; `loaded` of `total` records are there. */
  | { readonly kind: 'loading'; readonly loaded: number; readonly total: number }
  | { readonly kind: 'live' }
  /** Connection lost; trying again. One can go on drawing. */
  | { readonly kind: 'reconnecting'; readonly sentence: string }
  /** The host cannot keep what is drawn at the moment (its disk is full, say). */
  | { readonly kind: 'unsaved'; readonly sentence: string }
  /** Over for good. */
  | { readonly kind: 'closed'; readonly code: string; readonly sentence: string }

/** A room as the board, the tools and the panels see it. */
export interface RoomView {
  readonly roomName: ReadonlyValue<string>
  readonly status: ReadonlyValue<RoomStatus>
  /** How many of one's own edits the host has not acknowledged. */
  readonly unsaved: ReadonlyValue<number>
  /** The hash of the board when it was last found to be the same as the host's; null before the first time. */
  readonly checked: ReadonlyValue<string | null>
  /** One's own member number; 0 until the host has said it. */
  readonly me: ReadonlyValue<number>
  /** Everyone who ever drew or wrote here, online or not, oneself included. */
  readonly members: ReadonlyValue<readonly Member[]>
  readonly chat: ReadonlyValue<readonly ChatMessage[]>
  /** Others' pointers. */
  readonly pointers: ReadonlyValue<readonly RemotePointer[]>
  /** What others are making or moving. */
  readonly sketches: ReadonlyValue<readonly RemoteSketch[]>
  /** Which page others look at, by their member number, as far as it is not the first. */
  readonly whereabouts: ReadonlyValue<ReadonlyMap<number, RecordId>>
  /** The visible board: what the host has accepted with one's own unacknowledged edits over it. */
  readonly store: ReadonlyStore
  readonly live: LiveInk
  /** The files that records name. */
  readonly blobs: BlobsView
  /** Something of one's own that the host refused, in a sentence. */
  onRefused(listener: (sentence: string) => void): Dispose

  readonly canUndo: ReadonlyValue<boolean>
  readonly canRedo: ReadonlyValue<boolean>
  undo(): void
  redo(): void
  /**
   * Undoes what was done last if it is of this gesture, and leaves nothing to redo: the gesture ends as if it had not been.
   */
  takeBack(gesture: symbol): void

  /**
   * Runs edits as one step of undo. Throws an `AppError` if one of them is not valid; then none happens.
   * @param gesture edits that follow each other under the same symbol are one step together
   */
  edit(change: (transaction: Transaction) => void, gesture?: symbol): void
  /** @param origin board position of the first point */
  beginStroke(style: StrokeStyle, origin: { readonly x: number; readonly y: number }): StrokeHandle
  /** A fractional index above all records. */
  zAbove(): string
  newRecordId(): RecordId

  /**
   * @param to member number of the one who alone may read it; without it everyone may
   * @throws AppError `room/invalid` for a text that is empty or too long, `room/no-such-person`
   */
  say(text: string, to?: number): void
  renameRoom(name: string): void
  /**
   * @param position null when the pointer leaves the board
   * @param page that one looks at; '' for the first
   */
  movePointer(position: { readonly x: number; readonly y: number } | null, page?: RecordId): void
  /**
   * Shows others what is being made or moved: no edit yet, and gone with the connection.
   * @param records as they would become, on their pages and layers; none when it is over
   * @param instead what is shown where that is too much
   */
  sketch(records: readonly BoardRecord[], instead?: readonly BoardRecord[]): void
}
