import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { openDatabase, type Database } from './database.ts'
import { damaged, failureOfFile } from './failures.ts'
import { Library, type LibraryOptions } from './library.ts'
import { installDraft, makePrivate, removeDrafts } from './library-draft.ts'
import { databaseIn, stampOf, statOf, syncFile } from './library-folder.ts'
import { migrate } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'
import { withOpeningLock } from './opening-lock.ts'
import { assertDecided, moveAside } from './quarantine.ts'
import { restoreBackup, type Restored } from './restore.ts'

export interface OpenLibraryOptions extends LibraryOptions {
  /** Where the library lives; made when it is missing. */
  readonly folder: string
  /** Other than the program's own in tests only. */
  readonly migrations?: readonly Migration[]
}

/**
 * Opens the library of a folder for this process alone, checks it, and brings it up to date. A damaged one is moved
 * aside, and its newest sound backup takes its place; `Library.restored` tells of it.
 *
 * @throws AppError
 *   `storage/locked`: another process has it.
 *   `storage/corrupt`: it is damaged and has no sound backup. It was moved aside to the path `details.movedTo`, and the
 *   person may choose `startFresh`.
 *   `storage/moved-aside`: it was moved aside earlier and nothing is decided; `details.movedTo` as above.
 *   `storage/unreadable`: it may not be read or written, or is not ours.
 *   `storage/too-new`: a later program wrote it.
 *   `storage/full`: there is no room to make or upgrade it.
 */
export function openLibrary(options: OpenLibraryOptions): Library {
  const { folder } = options
  makeFolder(folder)
  return withOpeningLock(folder, () => openOrRecover(options))
}

function openOrRecover(options: OpenLibraryOptions): Library {
  const { folder, now, random, migrations } = options
  try {
    return openPresent(options, null)
  } catch (error) {
    if (!isDamage(error)) throw error
    const failure = error.code === 'storage/corrupt' ? movedAside(error, folder, now()) : error
    const restored = restoreBackup(folder, failure.details['movedTo'] ?? '', { random, migrations })
    if (restored === null) throw failure
    return openPresent(options, restored)
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw failureOfFile(error, folder)
  }
}

/** Whether it is damaged, or was, and waits for something to take its place. */
function isDamage(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'storage/corrupt' || error.code === 'storage/moved-aside')
}

function openPresent(options: OpenLibraryOptions, restored: Restored | null): Library {
  const { folder, now, migrations } = options
  let database: Database | undefined
  try {
    prepareFile(folder, migrations)
    const opened = (database = openDatabase({ path: databaseIn(folder), existing: true }))
    removeDrafts(folder)
    migrate(opened, { migrations, beforeUpgrade: (version) => keepCopy(opened, folder, version, now()) })
    return new Library(opened, options, restored)
  } catch (error) {
    database?.dispose()
    throw failureOfFile(error, folder)
  }
}

type Migrations = readonly Migration[] | undefined

/** Sees to it that there is a sound-looking file to open, without ever starting empty over a damaged one. */
function prepareFile(folder: string, migrations: Migrations): void {
  const path = databaseIn(folder)
  // The log is looked for first: one that is found then had a database, unless that is gone.
  const logSize = statOf(`${path}-wal`)?.size ?? 0
  const found = statOf(path)
  if (found === undefined) {
    // SQLite would delete a log whose database is gone or empty, and with it what it holds.
    if (logSize > 0) throw damaged(path, 'the database is gone but its log is there')
    assertDecided(folder)
    create(folder, migrations)
  } else if (found.size === 0) {
    // New ones appear complete, see `create`: an empty file has lost what it held.
    throw damaged(path, 'the file is empty')
  }
}

/** Makes a new library with nothing in it. */
function create(folder: string, migrations: Migrations): void {
  installDraft(folder, (draft) => {
    const database = openDatabase({ path: draft })
    try {
      migrate(database, { migrations })
      // Nothing may stay in a log that keeps the draft's name.
      database.checkpoint()
    } finally {
      database.dispose()
    }
  })
}

/** What the library was before its upgrade stays beside it. */
function keepCopy(database: Database, folder: string, version: number, at: number): void {
  const copy = join(folder, `drawnet.version-${version}-${stampOf(at)}.db`)
  makePrivate(copy)
  database.copyTo(copy)
  syncFile(copy)
}

function movedAside(failure: AppError, folder: string, at: number): AppError {
  const path = moveAside(folder, at)
  return new AppError(
    'storage/corrupt',
    `The file that keeps your boards is damaged. It was put aside as “${path}”; nothing was deleted.`,
    { ...failure.details, movedTo: path },
    failure,
  )
}
