import type { SketchOperation } from '../model/operations.ts'
import type { StoredClient, StoredMember } from './room-storage.ts'
import { InkInProgress } from './ink-in-progress.ts'
import type { Pointing } from '../wire/client-messages.ts'
import type { TickFrame } from './tick-frames.ts'

/** One connection as the room sees it: three methods, whatever carries it. */
export interface RoomPeer {
  send(frame: Uint8Array): void
  close(code: number, reason: string): void
  /** Bytes handed to `send` that have not left yet. */
  readonly bufferedAmount: number
}

/** Above this many unsent bytes a connection gets nothing new … */
const FULL_AT = 256 * 1024

/** … and this far or this long behind it gets a fresh snapshot instead of the log. */
export const MAX_TAIL = 5_000
const BEHIND_TOO_LONG_MS = 30_000

/** Where a joining or lagging session gets what it is missing. */
export interface Backlog {
  /** The log after `seq` as a member may read it, some at a time, and the position it leads to; null at the head. */
  after(seq: number, member: number): { readonly frame: Uint8Array; readonly seq: number } | null
  /** What is said once when a session reaches the head: everything live. */
  atHead(): readonly Uint8Array[]
}

/**
 * A member's connection: a position in the room's log. At the head it gets each tick as it is made;
 * behind it (having just come, or being slow) it is fed from the log while its socket takes more, so
 * that nobody slows the others and little is queued for anyone.
 */
export class RoomSession {
  readonly peer: RoomPeer
  readonly member: StoredMember
  readonly client: StoredClient
  readonly ink = new InkInProgress()
  /** The highest operation number taken from it, in the log or not. */
  lastTakenN: number
  pointing: Pointing = { page: '', position: null }
  /** What it is making or moving. */
  sketch: readonly SketchOperation[] = []
  /** Whether it comes from the installation that hosts the room. */
  readonly isHost: boolean

  #seq: number
  #atHead = false
  #opening: Iterator<Uint8Array> | null
  /** When it fell behind, or had its snapshot, by the room's clock. */
  #behindSince = 0

  /** @param opening frames that bring the client to position `seq`, made as they are needed */
  constructor(
    peer: RoomPeer,
    member: StoredMember,
    client: StoredClient,
    lastTakenN: number,
    seq: number,
    opening: Iterator<Uint8Array>,
    now: number,
    isHost: boolean,
  ) {
    this.peer = peer
    this.isHost = isHost
    this.member = member
    this.client = client
    this.lastTakenN = lastTakenN
    this.#seq = seq
    this.#opening = opening
    this.#behindSince = now
  }

  get atHead(): boolean {
    return this.#atHead
  }

  get seq(): number {
    return this.#seq
  }

  /** Says the first of what opens it, before anything else is said to it: who one is. */
  welcome(): void {
    const first = this.#opening?.next()
    if (first?.done === false) this.peer.send(first.value)
  }

  /** Starts it over from a fresh snapshot. */
  restart(seq: number, opening: Iterator<Uint8Array>, now: number): void {
    this.#seq = seq
    this.#opening = opening
    this.#atHead = false
    this.#behindSince = now
  }

  /** Whether it is so far behind, or has been for so long, that a snapshot serves it better than the log. */
  lags(head: number, now: number): boolean {
    if (this.#atHead || this.#opening !== null) return false
    return head - this.#seq > MAX_TAIL || now - this.#behindSince > BEHIND_TOO_LONG_MS
  }

  /** Gives the tick to a session at the head. One whose socket is full falls behind instead. */
  offer(frame: TickFrame, now: number): void {
    if (!this.#atHead) return
    if (this.peer.bufferedAmount > FULL_AT) {
      this.#atHead = false
      this.#behindSince = now
      return
    }
    if (frame.onlyOf !== this.client.index) this.peer.send(frame.bytesFor(this.member.number))
    this.#seq = frame.seq
  }

  /** Feeds a session that is behind, as much as its socket takes. Answers whether it took anything. */
  pump(backlog: Backlog, now: number): boolean {
    let fed = false
    while (!this.#atHead && this.peer.bufferedAmount <= FULL_AT) {
      fed = true
      this.#feed(backlog, now)
    }
    return fed
  }

  #feed(backlog: Backlog, now: number): void {
    if (this.#opening !== null) {
      const next = this.#opening.next()
      if (next.done !== true) return this.peer.send(next.value)
      this.#opening = null
      this.#behindSince = now
      return
    }
    const missing = backlog.after(this.#seq, this.member.number)
    if (missing !== null) {
      this.peer.send(missing.frame)
      this.#seq = missing.seq
      return
    }
    this.#atHead = true
    for (const frame of backlog.atHead()) this.peer.send(frame)
  }
}
