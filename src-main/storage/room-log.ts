import { AppError } from '#shared/errors.ts'
import type { ChatMessage } from '#shared/model/people.ts'
import type { LogEntry } from '#shared/model/operations.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { BlobStorage } from '#shared/sync/blob-storage.ts'
import type { CommitBatch, RoomStorage, StoredClient, StoredMember, StoredRoom } from '#shared/sync/room-storage.ts'
import { decodeOperation, decodeRecord, encodeOperation, encodeRecord, inkOf } from '#shared/wire/operation-codec.ts'
import { SqliteBlobStorage } from './room-blobs.ts'
import { bytesOf } from './bytes.ts'
import type { Database } from './database.ts'
import { damaged } from './failures.ts'
import { InkSlabs } from './ink-slabs.ts'
import { roomStatements, type EntryRow, type RoomStatements } from './room-statements.ts'

/**
 * One room in the database. The log holds the points of every stroke; the records refer to them, so that
 * moving or recolouring a stroke writes a few bytes, and opening a room reads what stands on the board and
 * replays nothing.
 */
export class SqliteRoomStorage implements RoomStorage {
  readonly #database: Database
  readonly #no: number
  readonly #sql: RoomStatements
  #blobs: BlobStorage | null = null

  /** @param no the room's number in the table of rooms */
  constructor(database: Database, no: number) {
    this.#database = database
    this.#no = no
    this.#sql = roomStatements(database)
  }

  get blobs(): BlobStorage {
    this.#blobs ??= new SqliteBlobStorage(this.#database, this.#no)
    return this.#blobs
  }

  load(): StoredRoom {
    const room = this.#sql.room.get(this.#no)
    if (room === undefined) throw removed()
    return { ...room, records: this.#records(), members: this.#members(), clients: this.#clients() }
  }

  commit(batch: CommitBatch): void {
    this.#database.transaction(() => {
      this.#advance(batch)
      for (const entry of batch.entries) this.#append(entry)
      this.#keepRecords(batch)
      for (const { number, user, name, color, proof } of batch.members) {
        this.#sql.putMember.run(this.#no, number, user, name, color, proof)
      }
      for (const { index, id, member, lastN } of batch.clients) {
        this.#sql.putClient.run(this.#no, index, id, member, lastN)
      }
      for (const { client, n } of batch.entries) this.#sql.raiseLastN.run(n, this.#no, client, n)
      if (batch.name !== null) this.#sql.rename.run(batch.name, this.#no)
    })
  }

  reserveMembers(count: number): number {
    const row = this.#sql.reserveMembers.get(count, this.#no)
    if (row === undefined) throw removed()
    return row.next - count
  }

  entriesAfter(after: number, limit: number): LogEntry[] {
    return this.#sql.entriesAfter.all(this.#no, after, rowLimit(limit)).map((row) => this.#entryOf(row))
  }

  entry(seq: number): LogEntry | undefined {
    const row = this.#sql.entry.get(this.#no, seq)
    return row === undefined ? undefined : this.#entryOf(row)
  }

  chatBefore(before: number, limit: number, member: number): ChatMessage[] {
    const rows = this.#sql.chatBefore.all(this.#no, before, member, member, rowLimit(limit))
    return rows.toReversed().map((row) => ({ ...row, pending: false }))
  }

  authorOfRemoved(id: RecordId): number | undefined {
    return this.#sql.authorOfRemoved.get(this.#no, id)?.author
  }

  /** Moves the room's `seq` on, if the batch follows it. */
  #advance({ entries }: CommitBatch): void {
    const first = entries[0]
    if (first === undefined) {
      if (this.#sql.room.get(this.#no) === undefined) throw removed()
      return
    }
    for (const [index, entry] of entries.entries()) {
      if (entry.seq !== first.seq + index) throw gap()
    }
    if (this.#sql.advance.run(first.seq - 1 + entries.length, this.#no, first.seq - 1) === 1) return
    throw this.#sql.room.get(this.#no) === undefined ? removed() : gap()
  }

  #append(entry: LogEntry): void {
    const { seq, client, n, author, operation } = entry
    const at = Math.trunc(entry.at)
    this.#sql.append.run(this.#no, seq, client, n, author, at, encodeOperation(operation), inkOf(operation))
    if (operation.kind === 'say') this.#sql.say.run(this.#no, seq, author, operation.to, at, operation.text)
  }

  #keepRecords({ entries, records }: CommitBatch): void {
    const puts = new Map<RecordId, Put>()
    for (const { seq, operation } of entries) {
      if (operation.kind === 'put') puts.set(operation.record.id, { seq, author: operation.record.author })
    }
    for (const [id, record] of records) {
      if (record === undefined) this.#removeRecord(id, puts.get(id))
      else this.#keepRecord(id, record, puts.get(id))
    }
  }

  #keepRecord(id: RecordId, record: BoardRecord, put: Put | undefined): void {
    if (record.type !== 'stroke') {
      this.#sql.putRecord.run(this.#no, id, encodeRecord(record), null)
    } else if (put !== undefined) {
      this.#sql.putRecord.run(this.#no, id, encodeRecord(record), put.seq)
    } else if (this.#sql.changeStroke.run(encodeRecord(record), this.#no, id) !== 1) {
      throw new AppError('storage/failed', 'A stroke could not be kept, because its ink is missing.', { record: id })
    }
  }

  /** @param put what the same batch did before it removed the record */
  #removeRecord(id: RecordId, put: Put | undefined): void {
    const row = this.#sql.record.get(this.#no, id)
    const author = row === undefined ? put?.author : this.#decode(() => decodeRecord(bytesOf(row.record), null)).author
    if (author === undefined) return
    this.#sql.noteRemoved.run(this.#no, id, author)
    if (row !== undefined) this.#sql.removeRecord.run(this.#no, id)
  }

  #records(): BoardRecord[] {
    const records: BoardRecord[] = []
    const slabs = new InkSlabs()
    this.#sql.records.each(({ record, ink, ink_seq: inkSeq }) => {
      if (inkSeq !== null && ink === null) throw this.#damaged(`no ink at ${inkSeq}`)
      records.push(this.#decode(() => decodeRecord(bytesOf(record), ink && slabs.copy(ink))))
    }, this.#no)
    return records
  }

  #members(): StoredMember[] {
    return this.#sql.members.all(this.#no).map((row) => ({ ...row, proof: row.proof && bytesOf(row.proof) }))
  }

  #clients(): StoredClient[] {
    return this.#sql.clients.all(this.#no)
  }

  #entryOf({ seq, client, n, author, at, operation, ink }: EntryRow): LogEntry {
    const decoded = this.#decode(() => decodeOperation(bytesOf(operation), ink && bytesOf(ink)))
    return { seq, client, n, author, at, operation: decoded }
  }

  #decode<T>(decode: () => T): T {
    try {
      return decode()
    } catch (error) {
      throw this.#damaged(String(error), error)
    }
  }

  #damaged(reason: string, cause?: unknown): AppError {
    return damaged(this.#database.path, `room ${this.#no}: ${reason}`, cause)
  }
}

/** The last entry of a batch that puts a certain record. */
interface Put {
  readonly seq: number
  readonly author: number
}

/** SQLite takes whole numbers only, and a negative one as no limit. */
function rowLimit(limit: number): number {
  return Math.min(Math.max(0, Math.trunc(limit)), Number.MAX_SAFE_INTEGER)
}

function removed(): AppError {
  return new AppError('storage/failed', 'This board has been removed.')
}

function gap(): AppError {
  return new AppError('storage/failed', 'What was drawn could not be kept, because something before it is missing.')
}
