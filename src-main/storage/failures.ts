import Sqlite from 'better-sqlite3'
import { AppError } from '#shared/errors.ts'

/** Why a database could not be opened. `path` is its file. */
export function failureOfOpening(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error
  const code = codeOfSqlite(error)
  const details = { path, reason: reasonOf(error) }
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new AppError(
      'storage/locked',
      'DrawNet is already open with these boards. Use the window that is open, or close it and try again.',
      details,
      error,
    )
  }
  if (isDamage(code)) return damaged(path, reasonOf(error), error)
  if (code === 'SQLITE_FULL') return full(error)
  return unreadable(path, reasonOf(error), error)
}

/** What went wrong while an open database was used. */
export function failureOfUse(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error
  const code = codeOfSqlite(error)
  if (code === 'SQLITE_FULL') return full(error)
  if (isDamage(code)) return damaged(path, reasonOf(error), error)
  return new AppError(
    'storage/failed',
    'Your boards could not be saved or read. Check that their disk is still there, then try again.',
    { path, reason: reasonOf(error) },
    error,
  )
}

/** The file exists but does not hold what it should. */
export function damaged(path: string, reason: string, cause?: unknown): AppError {
  return new AppError(
    'storage/corrupt',
    'The file that keeps your boards is damaged and cannot be read.',
    { path, reason },
    cause,
  )
}

export function unreadable(path: string, reason: string, cause?: unknown): AppError {
  return new AppError(
    'storage/unreadable',
    `Your boards cannot be opened: DrawNet may not read and write “${path}”. Check who may use this file and its folder.`,
    { path, reason },
    cause,
  )
}

/** What the file system said about a file or folder of the library. */
export function failureOfFile(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error
  const errno = errnoOf(error)
  if (errno === '') return failureOfUse(error, path)
  return errno === 'ENOSPC' ? full(error) : unreadable(path, reasonOf(error), error)
}

/** `ENOENT` and the like, or '' for anything else that was thrown. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function full(cause: unknown): AppError {
  return new AppError(
    'storage/full',
    'The disk is full, so nothing new can be saved. Free some space on it.',
    {},
    cause,
  )
}

function isDamage(code: string): boolean {
  return /^SQLITE_(NOTADB|CORRUPT)/.test(code)
}

function codeOfSqlite(error: unknown): string {
  return error instanceof Sqlite.SqliteError ? error.code : ''
}

function reasonOf(error: unknown): string {
  return error instanceof Sqlite.SqliteError ? `${error.code}: ${error.message}` : String(error)
}
