import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { failureOfOpening } from './failures.ts'

/** Milliseconds to wait for another process that is nearly done. */
const PATIENCE = 250

/**
 * Does the work while no other process does any under the lock of the same folder: SQLite finds what belongs to a
 * database by its name, so that nobody may have one open, not even for a look, while another is put in its place.
 * The lock is SQLite's own, on an empty file that stays; the system gives it up with the process that holds it.
 *
 * @throws AppError `storage/locked` when another process is at it; `storage/unreadable` when the folder is not ours.
 */
export function withOpeningLock<T>(folder: string, work: () => T): T {
  const lock = take(join(folder, 'drawnet.opening-lock'))
  try {
    return work()
  } finally {
    lock.close()
  }
}

function take(path: string): Sqlite.Database {
  let lock: Sqlite.Database | undefined
  try {
    lock = new Sqlite(path, { timeout: PATIENCE })
    // Taking it must not need room on the disk.
    lock.pragma('journal_mode = MEMORY')
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock?.close()
    throw failureOfOpening(error, path)
  }
}
