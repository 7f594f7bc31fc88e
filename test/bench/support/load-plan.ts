import type { Spread } from './report.ts'

/** What the process that makes the load is asked for, and answers. */
export interface LoadTarget {
  readonly kind: 'drawnet' | 'relay'
  readonly port: number
  readonly tls: boolean
  readonly roomId: string
  /** Where the room's log is, so that members need no snapshot; they join at once then. */
  readonly resume: { readonly epoch: string; readonly seq: number } | null
}

export type LoadRequest =
  | { readonly kind: 'enter'; readonly target: LoadTarget; readonly members: number; readonly pens: number }
  | {
      readonly kind: 'draw'
      /** Points a second, of each pen. */
      readonly rate: number
      readonly group: Grouping
      readonly seconds: number
    }
  | { readonly kind: 'leave' }
  | { readonly kind: 'join'; readonly target: LoadTarget }
  | { readonly kind: 'stop' }

/** Points in a message; or messages at such times as DrawNet's own pens choose. */
export type Grouping = number | 'own'

/** What was seen of some drawing by a member who only watches. */
export interface Drawn {
  /** Milliseconds from sending a group of points to having it decoded. */
  readonly latency: Spread
  /** Milliseconds from a pen's being at a point to having it decoded, on average. */
  readonly ageMs: number
  /** Points sent, by all pens. */
  readonly sent: number
  /** Points that came, at the one who watches. */
  readonly arrived: number
  /** Bytes that came there, framing included. */
  readonly bytes: number
  /** How long it took until the last point had come, in seconds; longer than was drawn where the host fell behind. */
  readonly seconds: number
  /** How late groups were sent, in milliseconds, p95: much of it means that the load, not the host, was at its limit. */
  readonly lateMs: number
}

export interface Joined {
  /** Milliseconds from dialling to the first records, and to all of them, decoded. */
  readonly firstMs: number
  readonly completeMs: number
  /** The same with every point of every stroke unpacked. */
  readonly unpackedMs: number
  readonly bytes: number
  readonly records: number
  readonly points: number
}

export type LoadAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'drawn'; readonly drawn: Drawn }
  | { readonly kind: 'joined'; readonly joined: Joined }
  | { readonly kind: 'failed'; readonly reason: string }
