import { rename, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { Value, type ReadonlyValue } from '#shared/emitter.ts'
import type { Clock } from '#shared/platform.ts'
import type { Database } from './database.ts'
import { damaged, failureOfFile } from './failures.ts'
import { backupDraftIn, makePrivate, removeDraft } from './library-draft.ts'
import { backupsIn, statOf, syncFileInBackground, syncFolderInBackground } from './library-folder.ts'

const AFTER_CHANGE_MS = 60_000
/** From one backup to the next; with the time that making it takes, a change waits five minutes at most. */
const BETWEEN_MS = 4 * 60_000
/** What a backup leaves free, so that it is not the copy that fills the disk. */
const LEFT_FREE_BYTES = 32 * 1024 * 1024

export interface BackupsOptions {
  readonly clock: Clock
  /** Hears why a backup could not be made. It is tried again, unless the library itself is damaged. */
  readonly onProblem: (error: unknown) => void
}

/**
 * Keeps a copy of the library beside it, at most five minutes old while there are changes. The copy of an
 * earlier run is kept as well: the library was found sound after it, which of the newest is not known yet.
 */
export class Backups {
  readonly #database: Database
  readonly #folder: string
  readonly #options: BackupsOptions
  readonly #made = new Value(0)
  /** How many have been made. */
  readonly made: ReadonlyValue<number> = this.#made
  #madeAt = Number.NEGATIVE_INFINITY
  #changed = false
  #making = false
  #cancel: (() => void) | null = null
  #over = false

  /** @param database begins to be watched; what was changed before is not noticed */
  constructor(database: Database, options: BackupsOptions) {
    this.#database = database
    this.#folder = dirname(database.path)
    this.#options = options
    database.onWrite(() => {
      this.#changed = true
      this.#plan()
    })
  }

  /** Nothing more is begun. What is half made ends with the database; `clear` then removes it. */
  dispose(): void {
    this.#over = true
    this.#cancel?.()
    this.#cancel = null
  }

  /** Removes what is half made. Only when the database is closed. */
  clear(): void {
    try {
      removeDraft(backupDraftIn(this.#folder))
    } catch (error) {
      this.#options.onProblem(failureOfFile(error, this.#folder))
    }
  }

  #plan(): void {
    if (!this.#changed || this.#making || this.#over || this.#cancel !== null) return
    const { clock } = this.#options
    const wait = Math.max(AFTER_CHANGE_MS, this.#madeAt + BETWEEN_MS - clock.now())
    this.#cancel = clock.after(wait, () => void this.#make())
  }

  async #make(): Promise<void> {
    this.#cancel = null
    this.#making = true
    this.#changed = false
    const begunAt = this.#options.clock.now()
    try {
      await this.#write()
      this.#madeAt = begunAt
      this.#made.update((made) => made + 1)
    } catch (error) {
      this.#changed = true
      if (!this.#over) this.#options.onProblem(error)
      if (this.#database.damaged) this.dispose()
    } finally {
      this.#making = false
      this.#plan()
    }
  }

  async #write(): Promise<void> {
    const draft = backupDraftIn(this.#folder)
    try {
      await this.#assertRoom()
      this.#assertOpen()
      removeDraft(draft)
      makePrivate(draft)
      await this.#database.backUpTo(draft)
      await syncFileInBackground(draft)
      this.#assertOpen()
      await this.#install(draft)
    } catch (error) {
      this.clear()
      throw failureOfFile(error, draft)
    }
  }

  async #assertRoom(): Promise<void> {
    const { path } = this.#database
    const needed = (statOf(path)?.size ?? 0) + (statOf(`${path}-wal`)?.size ?? 0) + LEFT_FREE_BYTES
    const { bavail, bsize } = await statfs(this.#folder)
    if (bavail * bsize >= needed) return
    throw new AppError(
      'storage/full',
      'There is no room on the disk for a backup of your boards. Free some space on it.',
      {
        needed: String(needed),
        free: String(bavail * bsize),
      },
    )
  }

  #assertOpen(): void {
    if (this.#over) throw new AppError('storage/failed', 'The boards were closed while they were backed up.')
    // A copy of damage must not take the place of a sound one.
    if (this.#database.damaged) throw damaged(this.#database.path, 'damage was met while it was in use')
  }

  async #install(draft: string): Promise<void> {
    const [newest, older] = backupsIn(this.#folder)
    if (this.#made.get() === 0 && statOf(newest) !== undefined) await rename(newest, older)
    await rename(draft, newest)
    await syncFolderInBackground(this.#folder)
  }
}
