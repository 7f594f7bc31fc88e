import { closeSync, linkSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, codeOf } from '#shared/errors.ts'
import { openDatabase, type Database } from './database.ts'
import { damaged, errnoOf, failureOfFile } from './failures.ts'
import { Library, type LibraryOptions } from './library.ts'
import { COMPANIONS, databaseIn, stampOf, statOf, syncFile, syncFolder } from './library-folder.ts'
import { migrate } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'
import { assertDecided, moveAside } from './quarantine.ts'

export interface OpenLibraryOptions extends LibraryOptions {
  /** Where the library lives; made when it is missing. */
  readonly folder: string
  /** Other than the program's own in tests only. */
  readonly migrations?: readonly Migration[]
}

/**
 * Opens the library of a folder for this process alone, checks it, and brings it up to date.
 *
 * @throws AppError
 *   `storage/locked`: another process has it.
 *   `storage/corrupt`: it is damaged; when `details.movedTo` is there, it was moved aside to that path, and
 *   the person may choose `startFresh`.
 *   `storage/moved-aside`: it was moved aside earlier and nothing is decided; `details.movedTo` as above.
 *   `storage/unreadable`: it may not be read or written, or is not ours.
 *   `storage/too-new`: a later program wrote it.
 *   `storage/full`: there is no room to make or upgrade it.
 */
export function openLibrary(options: OpenLibraryOptions): Library {
  const { folder, now, migrations } = options
  let database: Database | undefined
  try {
    prepareFile(folder, migrations)
    const opened = (database = openDatabase({ path: databaseIn(folder) }))
    removeDrafts(folder)
    migrate(opened, { migrations, beforeUpgrade: (version) => keepCopy(opened, folder, version, now()) })
    return new Library(opened, options)
  } catch (error) {
    database?.dispose()
    const failure = failureOfFile(error, folder)
    throw codeOf(failure, 'storage/failed') === 'storage/corrupt' ? movedAside(failure, folder, now()) : failure
  }
}

type Migrations = readonly Migration[] | undefined

/** Sees to it that there is a sound-looking file to open, without ever starting empty over a damaged one. */
function prepareFile(folder: string, migrations: Migrations): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = databaseIn(folder)
  // The log is looked for first: one that is found then had a database, unless that is gone.
  const logSize = statOf(`${path}-wal`)?.size ?? 0
  const found = statOf(path)
  if (found === undefined) {
    // SQLite would delete a log whose database is gone or empty, and with it what it holds.
    if (logSize > 0) throw damaged(path, 'the database is gone but its log is there')
    assertDecided(folder)
    createUnlessThere(folder, migrations)
  } else if (found.size === 0) {
    // New ones appear complete, see `create`: an empty file has lost what it held.
    throw damaged(path, 'the file is empty')
  }
}

function createUnlessThere(folder: string, migrations: Migrations): void {
  try {
    create(folder, migrations)
  } catch (error) {
    // Another process may have been quicker, and have cleared this one's draft away.
    if (statOf(databaseIn(folder)) === undefined) throw error
  }
}

const DRAFT = /^drawnet\.new-\d+\.db(?:-wal|-shm|-journal)?$/

/** Makes a new database under another name and gives it its own when it is complete. */
function create(folder: string, migrations: Migrations): void {
  const draft = join(folder, `drawnet.new-${process.pid}.db`)
  removeDraft(draft)
  try {
    makePrivate(draft)
    writeDraft(draft, migrations)
    install(draft, databaseIn(folder))
    syncFolder(folder)
  } finally {
    removeDraft(draft)
  }
}

function writeDraft(path: string, migrations: Migrations): void {
  const database = openDatabase({ path })
  try {
    migrate(database, { migrations })
    // Nothing may stay in a log that keeps the draft's name.
    database.checkpoint()
  } finally {
    database.dispose()
  }
}

function removeDraft(draft: string): void {
  for (const end of ['', ...COMPANIONS]) rmSync(draft + end, { force: true })
}

/** Makes an empty file that only this user may read: a library holds the secret that proves who one is. */
function makePrivate(path: string): void {
  closeSync(openSync(path, 'wx', 0o600))
}

/** Unlike renaming, linking fails when another process was quicker. */
function install(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch (error) {
    if (statOf(path) !== undefined) return
    // Some file systems have no links.
    if (errnoOf(error) === 'ENOENT') throw error
    renameSync(draft, path)
  }
}

/** With the library locked, whoever else was making one has come too late. */
function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (DRAFT.test(name)) rmSync(join(folder, name), { force: true })
  }
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
