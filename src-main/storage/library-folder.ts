import { closeSync, fsyncSync, openSync, statSync, type Stats } from 'node:fs'
import { join } from 'node:path'

const DATABASE_NAME = 'drawnet.db'

/** What SQLite keeps beside a database, by the ends of the names; some of it may hold committed work. */
export const COMPANIONS = ['-wal', '-shm', '-journal'] as const

/** The file that holds everything. */
export function databaseIn(folder: string): string {
  return join(folder, DATABASE_NAME)
}

/** Facts about a file, or undefined where there is none. */
export function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false })
}

/** 20260131-235959, in UTC, for names of files. */
export function stampOf(at: number): string {
  const digits = new Date(at).toISOString().replace(/[-:]|\..*$/g, '')
  return digits.replace('T', '-')
}

/** Makes what was created, renamed or removed in a folder survive a loss of power. */
export function syncFolder(folder: string): void {
  // Windows keeps its own journal of names and does not open folders.
  if (process.platform !== 'win32') sync(folder, 'r')
}

/** Makes the content of a file survive a loss of power. */
export function syncFile(path: string): void {
  sync(path, 'r+')
}

function sync(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
