import type { BlobHash } from '#shared/model/blobs.ts'
import { bytesOf } from './bytes.ts'
import type { Database } from './database.ts'
import type { UnsentOf } from './unsent.ts'

/** A picture that waits for its host, and how much of it is kept. */
export interface UnsentBlob {
  readonly hash: BlobHash
  readonly size: number
  readonly kept: number
}

/** Pictures of one's own that wait for their host, in pieces as a window hands them over. */
export class UnsentBlobStore {
  readonly #database: Database
  readonly #sql: ReturnType<typeof statements>

  constructor(database: Database) {
    this.#database = database
    this.#sql = statements(database)
  }

  /** Those of a room that are kept whole. */
  of({ hostId, roomId }: UnsentOf): UnsentBlob[] {
    return this.#sql.list.all(hostId ?? '', roomId).filter(({ size, kept }) => size === kept)
  }

  /** Keeps a piece. Kept twice, it is there once. */
  keep({ hostId, roomId }: UnsentOf, hash: BlobHash, size: number, offset: number, bytes: Uint8Array): void {
    const keep = (): unknown => this.#sql.keep.run(hostId ?? '', roomId, hash, size, offset, bytes)
    if (offset + bytes.length < size) this.#database.unhurried(keep)
    else keep()
  }

  /** The piece that begins at an offset. */
  piece({ hostId, roomId }: UnsentOf, hash: BlobHash, offset: number): Uint8Array | null {
    const row = this.#sql.piece.get(hostId ?? '', roomId, hash, offset)
    return row === undefined ? null : bytesOf(row.bytes)
  }

  clear({ hostId, roomId }: UnsentOf, hash: BlobHash): void {
    this.#sql.clear.run(hostId ?? '', roomId, hash)
  }
}

type Key = [host: string, room: string, hash: BlobHash]

function statements(database: Database) {
  return {
    list: database.prepare<[host: string, room: string], UnsentBlob>(
      `SELECT hash, max(size) AS size, sum(length(bytes)) AS kept FROM unsent_blobs
       WHERE host = ? AND room = ? GROUP BY hash ORDER BY min(rowid)`,
    ),
    keep: database.prepare<[...Key, size: number, offset: number, bytes: Uint8Array]>(
      'INSERT OR REPLACE INTO unsent_blobs (host, room, hash, size, offset, bytes) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    piece: database.prepare<[...Key, offset: number], { bytes: Uint8Array }>(
      'SELECT bytes FROM unsent_blobs WHERE host = ? AND room = ? AND hash = ? AND offset = ?',
    ),
    clear: database.prepare<Key>('DELETE FROM unsent_blobs WHERE host = ? AND room = ? AND hash = ?'),
  }
}
