import { chmodSync, copyFileSync, renameSync } from 'node:fs'
import { GLOBAL_ID_LENGTH, randomId } from '#shared/ids.ts'
import type { RandomBytes } from '#shared/platform.ts'
import { openDatabase, type Database } from './database.ts'
import { damaged, failureOfFile } from './failures.ts'
import { installDraft } from './library-draft.ts'
import { backupsIn, statOf, syncFile, syncFolder } from './library-folder.ts'
import { migrate } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'

/** What was done about a damaged library. */
export interface Restored {
  /** Where the damaged one is now. */
  readonly movedTo: string
  /** Up to when the restored one has everything; milliseconds since 1970. */
  readonly backupAt: number
}

export interface RestoreOptions {
  readonly random: RandomBytes
  readonly migrations: readonly Migration[] | undefined
}

/** A backup that says this of itself is none to restore. */
const UNSOUND: ReadonlySet<string> = new Set(['storage/corrupt', 'storage/unreadable'])

/** More than can have come since the backup: what waits for one of them somewhere must not reach another. */
const MEMBERS_PASSED_OVER = 1_000_000

/**
 * Puts a copy of the newest sound backup in the place of a library that was moved away, or gives null where
 * there is none. The backup stays. Every room begins a new epoch: its members may have seen more than it has, and
 * more people than it knows.
 *
 * @throws AppError `storage/full` when there is no room for the copy.
 */
export function restoreBackup(folder: string, movedTo: string, options: RestoreOptions): Restored | null {
  const [newest] = backupsIn(folder)
  for (const backup of backupsIn(folder)) {
    const found = statOf(backup)
    if (found === undefined) continue
    try {
      installDraft(folder, (draft) => fill(draft, backup, options))
    } catch (error) {
      const failure = failureOfFile(error, backup)
      if (UNSOUND.has(failure.code)) continue
      // A newer program can still use it: an older backup must not take its place.
      if (failure.code === 'storage/too-new') return null
      throw failure
    }
    if (backup !== newest) setAside(newest, movedTo)
    return { movedTo, backupAt: found.mtimeMs }
  }
  return null
}

/** What a person is told of it. */
export function noticeOf({ movedTo, backupAt }: Restored): string {
  const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(backupAt)
  return (
    `The file that keeps your boards was damaged, so they were restored from the backup of ${time}. ` +
    `What came after it may be missing. The damaged file is kept as “${movedTo}”.`
  )
}

/** Puts backups out of the way of those of another library. They are then beside the one they were made of. */
export function setBackupsAside(folder: string, movedTo: string): void {
  for (const backup of backupsIn(folder)) setAside(backup, movedTo)
  syncFolder(folder)
}

function setAside(backup: string, movedTo: string): void {
  const end = backup.slice(backup.lastIndexOf('.backup'))
  try {
    if (statOf(backup) !== undefined) renameSync(backup, movedTo.replace(/\.db$/, end))
  } catch (error) {
    throw failureOfFile(error, backup)
  }
}

function fill(draft: string, backup: string, { random, migrations }: RestoreOptions): void {
  copyFileSync(backup, draft)
  chmodSync(draft, 0o600)
  const database = openDatabase({ path: draft })
  try {
    // An empty file would otherwise become an empty library.
    if (database.pragma('user_version') === 0) throw damaged(backup, 'the backup is empty')
    migrate(database, { migrations })
    beginEpochs(database, random)
    database.checkpoint()
  } finally {
    database.dispose()
  }
  syncFile(draft)
}

function beginEpochs(database: Database, random: RandomBytes): void {
  const rooms = database.prepare<[], { no: number }>('SELECT no FROM rooms').all()
  const begin = database.prepare<[epoch: string, passedOver: number, no: number]>(
    'UPDATE rooms SET epoch = ?, next_member = next_member + ? WHERE no = ?',
  )
  database.transaction(() => {
    for (const { no } of rooms) begin.run(randomId(random, GLOBAL_ID_LENGTH), MEMBERS_PASSED_OVER, no)
  })
}
