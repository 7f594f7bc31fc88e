import { closeSync, linkSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf } from './failures.ts'
import { COMPANIONS, databaseIn, statOf, syncFolder } from './library-folder.ts'

const DRAFT = /^drawnet\.(?:new-\d+|backup-new)\.db(?:-wal|-shm|-journal)?$/

/**
 * Makes a library under another name and gives it its own when it is complete.
 * @param fill writes the library to the file of this path, which is empty, and sees that it is on the disk
 */
export function installDraft(folder: string, fill: (path: string) => void): void {
  const draft = join(folder, `drawnet.new-${process.pid}.db`)
  removeDraft(draft)
  try {
    makePrivate(draft)
    fill(draft)
    install(draft, databaseIn(folder))
    syncFolder(folder)
  } finally {
    removeDraft(draft)
  }
}

/** Where a backup is made before it gets its name. */
export function backupDraftIn(folder: string): string {
  return join(folder, 'drawnet.backup-new.db')
}

/** Makes an empty file that only this user may read: a library holds the secret that proves who one is. */
export function makePrivate(path: string): void {
  closeSync(openSync(path, 'wx', 0o600))
}

/** With what SQLite keeps beside it. */
export function removeDraft(draft: string): void {
  for (const end of ['', ...COMPANIONS]) rmSync(draft + end, { force: true })
}

/** Clears away what was interrupted. With the library locked, whoever else was making one has come too late. */
export function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (DRAFT.test(name)) rmSync(join(folder, name), { force: true })
  }
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
