import type { RoomStatus } from '#shared/sync/room-view.ts'

/** Who a member in a process of its own is, and where the room is. */
export interface MemberOptions {
  readonly name: string
  readonly address: string
  readonly port: number
  /** The port that is dialled instead, where there is something in between. */
  readonly through?: number
  readonly fingerprint: string
  readonly roomId: string
}

/** What is waited for; what is not named does not matter. */
export interface Wanted {
  readonly status?: RoomStatus['kind']
  readonly unsaved?: number
  /** At least this far in the log. */
  readonly seq?: number
  readonly records?: number
  /** Exactly these people are there. */
  readonly online?: readonly string[]
}

export type MemberRequest =
  | { readonly kind: 'draw'; readonly strokes: number; readonly points: number }
  /** Puts the pen down, draws so far, and keeps it down. */
  | { readonly kind: 'begin'; readonly points: number }
  /** Puts texts and changes those that are there, in turn. */
  | { readonly kind: 'edit'; readonly operations: number }
  /** Moves the same few texts for so long, so many times a second. */
  | { readonly kind: 'fidget'; readonly perSecond: number; readonly seconds: number }
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'await'; readonly wanted: Wanted }
  | { readonly kind: 'state' }

export interface MemberState {
  readonly status: RoomStatus['kind']
  readonly seq: number
  readonly unsaved: number
  readonly online: readonly string[]
  readonly records: number
  readonly chat: readonly string[]
  /** SHA-256 of the whole board. */
  readonly board: string
  /** How often it has begun to load a snapshot, and how often its connection was lost. */
  readonly snapshots: number
  readonly losses: number
  /** What it found wrong with its own board. */
  readonly problems: readonly string[]
}

export interface MemberAnswer {
  /** When it was done: milliseconds since 1970, with fractions. */
  readonly at: number
  readonly state: MemberState | null
  /** Why it could not be done; '' when it was. */
  readonly failure: string
}
