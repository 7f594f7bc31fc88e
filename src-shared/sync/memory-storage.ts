import { AppError } from '../errors.ts'
import type { ChatMessage } from '../model/people.ts'
import { mayRead, type LogEntry } from '../model/operations.ts'
import type { BoardRecord, RecordId } from '../model/records.ts'
import { MemoryBlobStorage } from './memory-blobs.ts'
import {
  MADE_NUMBERS_FROM,
  type CommitBatch,
  type RoomStorage,
  type StoredClient,
  type StoredMember,
  type StoredRoom,
} from './room-storage.ts'

export interface MemoryStorageOptions {
  readonly name: string
  readonly epoch: string
  /** Called before anything of a batch is kept; when it throws, nothing is. For tests of faults. */
  readonly beforeCommit?: (batch: CommitBatch) => void
}

/** A room kept in memory: for tests and trials. Opening it again is calling `load` again. */
export class MemoryRoomStorage implements RoomStorage {
  readonly blobs = new MemoryBlobStorage()
  readonly #epoch: string
  readonly #beforeCommit: ((batch: CommitBatch) => void) | undefined
  #name: string
  #nextMember = 1
  readonly #log: LogEntry[] = []
  readonly #records = new Map<RecordId, BoardRecord>()
  readonly #authorsOfRemoved = new Map<RecordId, number>()
  readonly #members = new Map<number, StoredMember>()
  readonly #clients = new Map<number, StoredClient>()

  constructor({ name, epoch, beforeCommit }: MemoryStorageOptions) {
    this.#name = name
    this.#epoch = epoch
    this.#beforeCommit = beforeCommit
  }

  load(): StoredRoom {
    return {
      name: this.#name,
      epoch: this.#epoch,
      seq: this.#log.length,
      records: Array.from(this.#records.values()),
      members: Array.from(this.#members.values()),
      clients: Array.from(this.#clients.values()),
    }
  }

  commit(batch: CommitBatch): void {
    this.#assertFollows(batch)
    this.#assertInk(batch)
    this.#beforeCommit?.(batch)
    for (const entry of batch.entries) this.#log.push(entry)
    const authors = new Map<RecordId, number>()
    for (const { operation } of batch.entries) {
      if (operation.kind === 'put') authors.set(operation.record.id, operation.record.author)
    }
    for (const [id, record] of batch.records) {
      if (record === undefined) this.#remove(id, authors.get(id))
      else this.#records.set(id, record)
    }
    for (const member of batch.members) this.#members.set(member.number, member)
    for (const client of batch.clients) this.#clients.set(client.index, client)
    for (const { client, n } of batch.entries) {
      const known = this.#clients.get(client)
      if (known !== undefined && known.lastN < n) this.#clients.set(client, { ...known, lastN: n })
    }
    if (batch.name !== null) this.#name = batch.name
  }

  reserveMembers(count: number): number {
    const known = Array.from(this.#members.keys()).filter((number) => number < MADE_NUMBERS_FROM)
    const first = Math.max(this.#nextMember, 1 + Math.max(0, ...known))
    this.#nextMember = first + count
    return first
  }

  entriesAfter(after: number, limit: number): LogEntry[] {
    const from = Math.max(0, after)
    return this.#log.slice(from, from + Math.max(0, limit))
  }

  entry(seq: number): LogEntry | undefined {
    return this.#log[seq - 1]
  }

  chatBefore(before: number, limit: number, member: number): ChatMessage[] {
    const messages: ChatMessage[] = []
    for (let i = Math.min(before - 1, this.#log.length) - 1; i >= 0 && messages.length < limit; i--) {
      const entry = this.#log[i]!
      const { seq, author, at, operation } = entry
      if (operation.kind !== 'say' || !mayRead(entry, member)) continue
      messages.push({ seq, author, to: operation.to, at, text: operation.text, pending: false })
    }
    return messages.toReversed()
  }

  authorOfRemoved(id: RecordId): number | undefined {
    return this.#authorsOfRemoved.get(id)
  }

  /** @param putBy its author, where the same batch put it before */
  #remove(id: RecordId, putBy: number | undefined): void {
    const author = this.#records.get(id)?.author ?? putBy
    if (author !== undefined && !this.#authorsOfRemoved.has(id)) this.#authorsOfRemoved.set(id, author)
    this.#records.delete(id)
  }

  #assertFollows({ entries }: CommitBatch): void {
    for (const [index, entry] of entries.entries()) {
      if (entry.seq !== this.#log.length + 1 + index) {
        throw new AppError(
          'storage/failed',
          'What was drawn could not be kept, because something before it is missing.',
        )
      }
    }
  }

  /** A stroke must have been put, now or before: a change alone brings no ink. */
  #assertInk({ entries, records }: CommitBatch): void {
    for (const [id, record] of records) {
      if (record?.type !== 'stroke' || this.#records.get(id)?.type === 'stroke') continue
      if (entries.some(({ operation }) => operation.kind === 'put' && operation.record.id === id)) continue
      throw new AppError('storage/failed', 'A stroke could not be kept, because its ink is missing.', { record: id })
    }
  }
}
