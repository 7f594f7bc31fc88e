import Sqlite from 'better-sqlite3'
import { AppError } from '#shared/errors.ts'
import { damaged, failureOfOpening, failureOfUse, unreadable } from './failures.ts'

/** Says in a file's header whose database it is: “DrNt”. */
const APPLICATION_ID = 0x44724e74

/** Milliseconds to wait for another process that is just closing. */
const LOCK_PATIENCE = 250

/** A value that a column can hold. */
export type Column = string | number | Uint8Array | null

/** A prepared statement. Failures come out as `AppError`s, as from everything of a `Database`. */
export class Statement<P extends Column[], R = never> {
  readonly #statement: Sqlite.Statement<P, R>
  readonly #guard: <T>(work: () => T) => T

  constructor(statement: Sqlite.Statement<P, R>, guard: <T>(work: () => T) => T) {
    this.#statement = statement
    this.#guard = guard
  }

  /** Runs it and tells how many rows changed. */
  run(...values: P): number {
    return this.#guard(() => this.#statement.run(...values).changes)
  }

  get(...values: P): R | undefined {
    return this.#guard(() => this.#statement.get(...values))
  }

  all(...values: P): R[] {
    return this.#guard(() => this.#statement.all(...values))
  }
}

/**
 * An open SQLite database that this process alone uses. What was committed survives the loss of the
 * process and of power.
 *
 * Everything throws `AppError`: `storage/full` when there is no room left, `storage/corrupt` when damage is
 * met, else `storage/failed`.
 */
export class Database {
  readonly path: string
  readonly #sqlite: Sqlite.Database
  readonly #transaction: Sqlite.Transaction<(work: () => unknown) => unknown>

  constructor(sqlite: Sqlite.Database) {
    this.path = sqlite.name
    this.#sqlite = sqlite
    this.#transaction = sqlite.transaction((work: () => unknown) => work())
  }

  prepare<P extends Column[], R = never>(sql: string): Statement<P, R> {
    return this.#guard(() => new Statement<P, R>(this.#sqlite.prepare<P, R>(sql), (work) => this.#guard(work)))
  }

  /** Runs statements that take and give nothing. */
  exec(sql: string): void {
    this.#guard(() => this.#sqlite.exec(sql))
  }

  /** Sets or reads a pragma; the answer is the first column of the first row. */
  pragma(text: string): unknown {
    return this.#guard(() => this.#sqlite.pragma(text, { simple: true }))
  }

  /** Does the work as a whole or, when it throws, not at all. May be nested. */
  transaction<T>(work: () => T): T {
    return this.#guard(() => this.#transaction.immediate(work) as T)
  }

  /** Moves all of the write-ahead log into the file. Happens by itself now and then, and on closing. */
  checkpoint(): void {
    this.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  /** Writes a complete copy to a file that must be empty or not exist yet. */
  copyTo(path: string): void {
    this.prepare<[string]>('VACUUM INTO ?').run(path)
  }

  /** Moves what is in the write-ahead log into the file, as far as it fits, and closes. Idempotent. */
  dispose(): void {
    this.#sqlite.close()
  }

  #guard<T>(work: () => T): T {
    if (!this.#sqlite.open) throw new AppError('storage/failed', 'DrawNet has closed the boards already.')
    try {
      return work()
    } catch (error) {
      throw failureOfUse(error, this.path)
    }
  }
}

export interface DatabaseOptions {
  /** The file; made when it is missing. */
  readonly path: string
}

/**
 * Takes the database for this process and checks it from end to end.
 *
 * @throws AppError `storage/locked` when another process has it; `storage/corrupt` when it is damaged;
 *   `storage/unreadable` when it may not be read and written, or is not a file of DrawNet.
 */
export function openDatabase({ path }: DatabaseOptions): Database {
  let sqlite: Sqlite.Database | undefined
  try {
    sqlite = new Sqlite(path, { timeout: LOCK_PATIENCE })
    configure(sqlite)
    claim(sqlite, path)
    check(sqlite, path)
    return new Database(sqlite)
  } catch (error) {
    sqlite?.close()
    throw failureOfOpening(error, path)
  }
}

function configure(sqlite: Sqlite.Database): void {
  // Before the first read: then the lock is kept, and the index of the log needs no shared memory.
  sqlite.pragma('locking_mode = EXCLUSIVE')
  sqlite.pragma('journal_mode = WAL')
  sqlite.pragma('synchronous = FULL')
  // macOS tells that bytes are on the disk when they are in its cache, unless asked this way.
  sqlite.pragma('fullfsync = ON')
  sqlite.pragma('checkpoint_fullfsync = ON')
  sqlite.pragma('foreign_keys = ON')
  sqlite.pragma('trusted_schema = OFF')
  sqlite.pragma('temp_store = MEMORY')
  sqlite.pragma('cache_size = -32768')
  // A log grown by one large batch gives its space back.
  sqlite.pragma('journal_size_limit = 16777216')
}

/** Makes sure that it can be written, now rather than at the first stroke, and that it is ours. */
function claim(sqlite: Sqlite.Database, path: string): void {
  sqlite.exec('BEGIN EXCLUSIVE; COMMIT')
  const application = sqlite.pragma('application_id', { simple: true })
  if (application === APPLICATION_ID) return
  const tables = sqlite.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get()
  if (tables !== 0) throw unreadable(path, 'it belongs to another program')
  sqlite.pragma(`application_id = ${APPLICATION_ID}`)
}

function check(sqlite: Sqlite.Database, path: string): void {
  const findings = sqlite.prepare<[], string>('PRAGMA quick_check(1)').pluck().all()
  if (findings.length !== 1 || findings[0] !== 'ok') throw damaged(path, findings.join('; '))
}
