import type { BoardRecord, RecordId } from '../model/records.ts'
import { encodeHostMessage } from '../wire/host-messages.ts'
import { WIRE_VERSION } from '../wire/protocol.ts'
import { MAX_TAIL, type Backlog } from './room-session.ts'
import type { RoomStorage, StoredClient } from './room-storage.ts'
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
  readonly liveNow: () => Uint8Array
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
      const frames = [this.#welcome(member, client, resume.seq, null), ...this.#trouble()]
      return { seq: resume.seq, opening: frames.values() }
    }
    const { storage, head, records } = this.#options
    const snapshot = this.#snapshots.take(head(), records)
    const frames = [
      this.#welcome(member, client, snapshot.seq, snapshot.count),
      ...this.#trouble(),
      encodeHostMessage({ kind: 'chat', messages: storage.chatBefore(snapshot.seq + 1, RECENT_CHAT) }),
      ...snapshot.frames,
    ]
    return { seq: snapshot.seq, opening: frames.values() }
  }

  after(seq: number): { readonly frame: Uint8Array; readonly seq: number } | null {
    if (seq >= this.#options.head()) return null
    const entries = this.#options.storage.entriesAfter(seq, ENTRIES_PER_FRAME)
    const frame = encodeHostMessage({ kind: 'tick', live: [], pointers: [], entries })
    return { frame, seq: seq + entries.length }
  }

  atHead(): Uint8Array {
    return this.#options.liveNow()
  }

  #trouble(): Uint8Array[] {
    const sentence = this.#options.trouble()
    return sentence === '' ? [] : [encodeHostMessage({ kind: 'trouble', sentence })]
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
