import type { ChatMessage } from '../model/people.ts'
import type { LogEntry } from '../model/operations.ts'
import type { BoardRecord, RecordId } from '../model/records.ts'
import type { BlobStorage } from './blob-storage.ts'

/** A person as a room's storage keeps them. */
export interface StoredMember {
  readonly number: number
  /** The person's id, the same in every room. */
  readonly user: string
  readonly name: string
  readonly color: number
  /** SHA-256 of the token that proves the person to this host; null for guests without one. */
  readonly proof: Uint8Array | null
}

/** One copy of the program a person draws with; operations are counted per client. */
export interface StoredClient {
  readonly index: number
  /** The client's own random id. */
  readonly id: string
  readonly member: number
  /** The highest `n` of its operations in the log. */
  readonly lastN: number
}

/** A room as it is opened: the board at rest, without replaying its log. */
export interface StoredRoom {
  readonly name: string
  readonly epoch: string
  readonly seq: number
  readonly records: readonly BoardRecord[]
  readonly members: readonly StoredMember[]
  readonly clients: readonly StoredClient[]
}

/** Member numbers from here on are not set aside one after the other: each is made of who somebody is. */
export const MADE_NUMBERS_FROM = 2 ** 48

/** What one tick adds. It is kept as a whole or not at all. */
export interface CommitBatch {
  /** Consecutive, the first following the stored `seq`. */
  readonly entries: readonly LogEntry[]
  /** Every record that differs after the batch, and what it became; undefined for one that is gone. */
  readonly records: ReadonlyMap<RecordId, BoardRecord | undefined>
  /** New or changed ones only. */
  readonly members: readonly StoredMember[]
  readonly clients: readonly StoredClient[]
  /** Set when the batch renames the room. */
  readonly name: string | null
}

/**
 * Where one room is kept. Synchronous, because a commit is what an acknowledgement waits for and the
 * database is synchronous too.
 */
export interface RoomStorage {
  load(): StoredRoom
  /**
   * When it returns, the batch survives the loss of the process and of power.
   * @throws AppError `storage/full` when the disk is full: nothing of the batch is kept, and it may be
   *   tried again; `storage/failed` otherwise.
   */
  commit(batch: CommitBatch): void
  /**
   * Sets aside this many member numbers, none of which was or will be set aside or stored otherwise, and returns the
   * first. They are below `MADE_NUMBERS_FROM` and survive what a batch survives.
   * @throws AppError as `commit` does
   */
  reserveMembers(count: number): number
  /** Entries with `seq > after` in order, at most `limit`. */
  entriesAfter(after: number, limit: number): LogEntry[]
  /** One entry, or undefined. */
  entry(seq: number): LogEntry | undefined
  /** The newest messages with `seq < before` that this member may read, at most `limit`, oldest first. */
  chatBefore(before: number, limit: number, member: number): ChatMessage[]
  /**
   * Who made a record that was removed; undefined where none was. What was put back is still answered for, with the
   * author of the time when it was first removed.
   */
  authorOfRemoved(id: RecordId): number | undefined
  readonly blobs: BlobStorage
}
