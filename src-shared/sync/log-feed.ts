import type { BoardRecord, RecordId } from '../model/records.ts'
import { cutBySize } from '../wire/cut-by-size.ts'
import { asReadBy, encodeHostMessage } from '../wire/host-messages.ts'
import { WIRE_VERSION } from '../wire/protocol.ts'
import { MAX_TAIL, type Backlog } from './room-session.ts'
import type { RoomStorage, StoredClient } from './room-storage.ts'
import { FRAME_BYTES, sizeOfWireOperation } from './frame-size.ts'
import { SnapshotCache } from './snapshot.ts'

const ENTRIES_PER_FRAME = 256
const RECENT_CHAT = 500

export interface LogFeedOptions {
  readonly storage: RoomStorage
  readonly epoch: string
  /** The position of the log. */
  readonly head: () => number
  readonly name: () => string
  readonly records: ReadonlyMap<RecordId, BoardRecord>
  /** The highest number of a client's operations that is in the log. */
  readonly lastN: (clientId: string) => number
  /** Why nothing can be stored at the moment; '' when it can. */
  readonly trouble: () => string
  /** All that is live. */
  readonly liveNow: () => readonly Uint8Array[]
}

/** Where a session that has just come, or has fallen behind, gets what it is missing. */
export class LogFeed implements Backlog {
  readonly #options: LogFeedOptions
  readonly #snapshots = new SnapshotCache()

  constructor(options: LogFeedOptions) {
    this.#options = options
  }

  /**
   * The first frames for a session, and the position they lead to: a welcome, and a snapshot unless the
   * client can be resumed where it is.
   */
  opening(
    member: number,
    client: StoredClient,
    resume: { readonly epoch: string; readonly seq: number } | null,
  ): { readonly seq: number; readonly opening: Iterator<Uint8Array> } {
    if (resume !== null && this.#canResume(resume)) {
      return { seq: resume.seq, opening: this.#frames(this.#welcome(member, client, resume.seq, null), []) }
    }
    const { storage, head, records } = this.#options
    const snapshot = this.#snapshots.take(head(), records)
    const welcome = this.#welcome(member, client, snapshot.seq, snapshot.count)
    const messages = storage.chatBefore(snapshot.seq + 1, RECENT_CHAT, member)
    const chat = encodeHostMessage({ kind: 'chat', messages: messages })
    return { seq: snapshot.seq, opening: this.#frames(welcome, snapshot.frames(), chat) }
  }

  after(seq: number, member: number): { readonly frame: Uint8Array; readonly seq: number } | null {
    if (seq >= this.#options.head()) return null
    const next = this.#options.storage.entriesAfter(seq, ENTRIES_PER_FRAME)
    const readable = next.map((entry) => asReadBy(entry, member))
    const [entries] = cutBySize(readable, ({ operation }) => sizeOfWireOperation(operation), FRAME_BYTES)
    if (entries === undefined) return null
    const frame = encodeHostMessage({ kind: 'tick', live: [], pointers: [], entries })
    return { frame, seq: seq + entries.length }
  }

  /** One entry, whole, as a member may read it. */
  answer(seq: number, member: number): Uint8Array {
    const entry = this.#options.storage.entry(seq)
    return encodeHostMessage({ kind: 'answer', entry: entry === undefined ? null : asReadBy(entry, member) })
  }

  atHead(): readonly Uint8Array[] {
    return this.#options.liveNow()
  }

  *#frames(
    welcome: Uint8Array,
    snapshot: Iterable<Uint8Array>,
    ...between: readonly Uint8Array[]
  ): Generator<Uint8Array> {
    yield welcome
    // As it is when the welcome has gone out: what a client heard before that, it forgets.
    const sentence = this.#options.trouble()
    if (sentence !== '') yield encodeHostMessage({ kind: 'trouble', sentence })
    yield* between
    yield* snapshot
  }

  #canResume({ epoch, seq }: { readonly epoch: string; readonly seq: number }): boolean {
    const head = this.#options.head()
    return epoch === this.#options.epoch && seq <= head && head - seq <= MAX_TAIL
  }

  #welcome(member: number, client: StoredClient, seq: number, snapshot: number | null): Uint8Array {
    return encodeHostMessage({
      kind: 'welcome',
      version: WIRE_VERSION,
      roomName: this.#options.name(),
      epoch: this.#options.epoch,
      seq,
      head: this.#options.head(),
      member,
      client: client.index,
      lastN: this.#options.lastN(client.id),
      snapshot,
    })
  }
}
