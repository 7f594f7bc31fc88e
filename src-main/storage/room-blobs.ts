import { AppError } from '#shared/errors.ts'
import type { BlobHash } from '#shared/model/blobs.ts'
import type { BlobStorage, StoredBlob } from '#shared/sync/blob-storage.ts'
import { bytesOf } from './bytes.ts'
import type { Database } from './database.ts'

/** The files of one room in the database. */
export class SqliteBlobStorage implements BlobStorage {
  readonly #database: Database
  readonly #no: number
  readonly #sql: ReturnType<typeof statements>

  /** @param no the room's number in the table of rooms */
  constructor(database: Database, no: number) {
    this.#database = database
    this.#no = no
    this.#sql = statements(database)
  }

  find(hash: BlobHash): StoredBlob | undefined {
    const row = this.#sql.find.get(this.#no, hash)
    return row === undefined ? undefined : { size: row.size, received: row.received, isWhole: row.whole === 1 }
  }

  total(): number {
    return this.#sql.total.get(this.#no)?.total ?? 0
  }

  begin(hash: BlobHash, size: number): void {
    this.#sql.begin.run(this.#no, hash, size)
  }

  append(hash: BlobHash, offset: number, bytes: Uint8Array): void {
    this.#database.unhurried(() =>
      this.#database.transaction(() => {
        if (this.#sql.advance.run(bytes.length, this.#no, hash, offset, bytes.length) !== 1) throw misplaced()
        this.#sql.append.run(this.#no, hash, offset, bytes)
      }),
    )
  }

  complete(hash: BlobHash): void {
    if (this.#sql.complete.run(this.#no, hash) !== 1) throw misplaced()
  }

  piece(hash: BlobHash, offset: number): Uint8Array | undefined {
    const row = this.#sql.piece.get(this.#no, hash, offset)
    return row === undefined ? undefined : bytesOf(row.bytes)
  }

  abandon(hash: BlobHash): void {
    this.#sql.abandon.run(this.#no, hash)
  }

  abandonAllBut(hashes: ReadonlySet<BlobHash>): void {
    for (const { hash } of this.#sql.unfinished.all(this.#no)) if (!hashes.has(hash)) this.abandon(hash)
  }
}

type Key = [no: number, hash: BlobHash]

function statements(database: Database) {
  return {
    find: database.prepare<Key, { size: number; received: number; whole: number }>(
      'SELECT size, received, whole FROM blobs WHERE room = ? AND hash = ?',
    ),
    total: database.prepare<[no: number], { total: number }>(
      'SELECT coalesce(sum(size), 0) AS total FROM blobs WHERE room = ?',
    ),
    begin: database.prepare<[...Key, size: number]>('INSERT OR IGNORE INTO blobs (room, hash, size) VALUES (?, ?, ?)'),
    advance: database.prepare<[more: number, ...Key, offset: number, more: number]>(
      `UPDATE blobs SET received = received + ?
       WHERE room = ? AND hash = ? AND received = ? AND whole = 0 AND received + ? <= size`,
    ),
    append: database.prepare<[...Key, offset: number, bytes: Uint8Array]>(
      'INSERT INTO blob_pieces (room, hash, offset, bytes) VALUES (?, ?, ?, ?)',
    ),
    complete: database.prepare<Key>(
      'UPDATE blobs SET whole = 1 WHERE room = ? AND hash = ? AND received = size AND whole = 0',
    ),
    piece: database.prepare<[...Key, offset: number], { bytes: Uint8Array }>(
      'SELECT bytes FROM blob_pieces WHERE room = ? AND hash = ? AND offset = ?',
    ),
    abandon: database.prepare<Key>('DELETE FROM blobs WHERE room = ? AND hash = ? AND whole = 0'),
    unfinished: database.prepare<[no: number], { hash: BlobHash }>(
      'SELECT hash FROM blobs WHERE room = ? AND whole = 0',
    ),
  }
}

function misplaced(): AppError {
  return new AppError(
    'storage/failed',
    'A part of a picture could not be kept, because something before it is missing.',
  )
}
