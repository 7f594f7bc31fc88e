import Sqlite from 'better-sqlite3'
import { AppError } from '#shared/errors.ts'
import { BackgroundFlush } from './background-flush.ts'
import { damaged, failureOfOpening, failureOfUse, unreadable } from './failures.ts'

/** Says in a file's header whose database it is: “DrNt”. */
const APPLICATION_ID = 0x44724e74

/** Milliseconds to wait for another process that is just closing. */
const LOCK_PATIENCE = 250

/** How much of a backup is copied at once: 256 KB, a fraction of a millisecond. */
const PAGES_A_STEP = 64

/** A value that a column can hold. */
export type Column = string | number | Uint8Array | null

/** A prepared statement. Failures come out as `AppError`s, as from everything of a `Database`. */
export class Statement<P extends Column[], R = never> {
  readonly #statement: Sqlite.Statement<P, R>
  readonly #guard: <T>(work: () => T) => T
  readonly #written: () => void

  constructor(statement: Sqlite.Statement<P, R>, guard: <T>(work: () => T) => T, written: () => void) {
    this.#statement = statement
    this.#guard = guard
    this.#written = written
  }

  /** Runs it and tells how many rows changed. */
  run(...values: P): number {
    const changes = this.#guard(() => this.#statement.run(...values).changes)
    if (changes > 0) this.#written()
    return changes
  }

  get(...values: P): R | undefined {
    return this.#guard(() => this.#statement.get(...values))
  }

  all(...values: P): R[] {
    return this.#guard(() => this.#statement.all(...values))
  }

  /** Hands over row by row, where all rows at once would need much memory. Nothing else may be asked meanwhile. */
  each(take: (row: R) => void, ...values: P): void {
    this.#guard(() => {
      for (const row of this.#statement.iterate(...values)) take(row)
    })
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
  #written: () => void = () => {}
  #damaged = false

  constructor(sqlite: Sqlite.Database) {
    this.path = sqlite.name
    this.#sqlite = sqlite
    this.#transaction = sqlite.transaction((work: () => unknown) => work())
  }

  prepare<P extends Column[], R = never>(sql: string): Statement<P, R> {
    return this.#guard(
      () =>
        new Statement<P, R>(
          this.#sqlite.prepare<P, R>(sql),
          (work) => this.#guard(work),
          () => this.#written(),
        ),
    )
  }

  /** Runs statements that take and give nothing. */
  exec(sql: string): void {
    this.#guard(() => this.#sqlite.exec(sql))
    this.#written()
  }

  /** Sets or reads a pragma; the answer is the first column of the first row. */
  pragma(text: string): unknown {
    return this.#guard(() => this.#sqlite.pragma(text, { simple: true }))
  }

  /** Does the work as a whole or, when it throws, not at all. May be nested. */
  transaction<T>(work: () => T): T {
    return this.#guard(() => this.#transaction.immediate(work) as T)
  }

  /** Does work that may be lost with the power until something else was committed: its commits wait for no disk. */
  unhurried<T>(work: () => T): T {
    this.pragma('synchronous = NORMAL')
    try {
      return work()
    } finally {
      this.pragma('synchronous = FULL')
    }
  }

  /** Moves all of the write-ahead log into the file. Happens by itself now and then, and on closing. */
  checkpoint(): void {
    this.pragma('wal_checkpoint(TRUNCATE)')
  }

  /** Calls the listener, in place of any before it, whenever rows were changed, and now and then when none were. */
  onWrite(listener: () => void): void {
    this.#written = listener
  }

  /** Whether damage was met since it was opened. */
  get damaged(): boolean {
    return this.#damaged
  }

  /** Writes a complete copy to a file that must be empty or not exist yet. */
  copyTo(path: string): void {
    this.prepare<[string]>('VACUUM INTO ?').run(path)
  }

  /**
   * Copies it as it is at the end of the copying, in steps between which everything else goes on, to a file that
   * is empty or not there yet. Fails when the database is closed meanwhile; the file is then not complete.
   */
  async backUpTo(path: string): Promise<void> {
    // The last step waits for the disk: by then nearly everything has to be there already.
    const flush = new BackgroundFlush(path)
    const pages = (remaining: number) => (remaining > PAGES_A_STEP || flush.done() ? PAGES_A_STEP : 0)
    try {
      await this.#sqlite.backup(path, { progress: ({ remainingPages }) => pages(remainingPages) })
    } catch (error) {
      throw this.#failureOf(error)
    }
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
      throw this.#failureOf(error)
    }
  }

  #failureOf(error: unknown): AppError {
    const failure = failureOfUse(error, this.path)
    if (failure.code === 'storage/corrupt') this.#damaged = true
    return failure
  }
}

export interface DatabaseOptions {
  /** The file; made when it is missing. */
  readonly path: string
  /** Fails when the file is missing. */
  readonly existing?: boolean
}

/**
 * Takes the database for this process and checks it from end to end.
 *
 * @throws AppError `storage/locked` when another process has it; `storage/corrupt` when it is damaged;
 *   `storage/unreadable` when it may not be read and written, or is not a file of DrawNet.
 */
export function openDatabase({ path, existing = false }: DatabaseOptions): Database {
  let sqlite: Sqlite.Database | undefined
  try {
    sqlite = new Sqlite(path, { timeout: LOCK_PATIENCE, fileMustExist: existing })
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
