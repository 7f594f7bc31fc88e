import { closeSync, fsyncSync, openSync, statSync, type Stats } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'

const DATABASE_NAME = 'drawnet.db'
const BACKUP_NAMES = ['drawnet.backup.db', 'drawnet.backup-older.db'] as const

/** What SQLite keeps beside a database, by the ends of the names; some of it may hold committed work. */
export const COMPANIONS = ['-wal', '-shm', '-journal'] as const

/** The file that holds everything. */
export function databaseIn(folder: string): string {
  return join(folder, DATABASE_NAME)
}

/** Copies of it: the newest, and the last one of an earlier run, which has been found sound since. */
export function backupsIn(folder: string): readonly [newest: string, older: string] {
  return [join(folder, BACKUP_NAMES[0]), join(folder, BACKUP_NAMES[1])]
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

/** The same as `syncFile`, while everything else goes on. */
export async function syncFileInBackground(path: string): Promise<void> {
  await syncInBackground(path, 'r+')
}

/** The same as `syncFolder`, while everything else goes on. */
export async function syncFolderInBackground(folder: string): Promise<void> {
  if (process.platform !== 'win32') await syncInBackground(folder, 'r')
}

async function syncInBackground(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

function sync(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
