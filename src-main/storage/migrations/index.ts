import { AppError } from '#shared/errors.ts'
import type { Database } from '../database.ts'
import type { Migration } from './migration.ts'
import { initial } from './0001-initial.ts'
import { appTokens } from './0002-app-tokens.ts'
import { unsentEdits } from './0003-unsent-edits.ts'
import { authorsOfRemoved } from './0004-authors-of-removed.ts'
import { privateMessages } from './0005-private-messages.ts'
import { blobs } from './0006-blobs.ts'

/** In order, without gaps: the one at index i makes version i + 1. */
export const MIGRATIONS: readonly Migration[] = [
  initial,
  appTokens,
  unsentEdits,
  authorsOfRemoved,
  privateMessages,
  blobs,
]

export interface MigrateOptions {
  /** Called once before a database that has data already is changed. */
  readonly beforeUpgrade?: (fromVersion: number) => void
  /** Other than the program's own in tests only. */
  readonly migrations?: readonly Migration[] | undefined
}

/**
 * Brings a database to the version that this program works with. Each step is one transaction: an
 * interrupted one leaves the version before it.
 *
 * @throws AppError `storage/too-new` when a later program has written it; nothing is changed then.
 */
export function migrate(database: Database, { beforeUpgrade, migrations = MIGRATIONS }: MigrateOptions = {}): void {
  const found = Number(database.pragma('user_version'))
  if (found > migrations.length) {
    throw new AppError(
      'storage/too-new',
      'These boards were last opened by a newer DrawNet. Update this one to open them.',
      { path: database.path, version: String(found) },
    )
  }
  const missing = migrations.slice(found)
  if (missing.length === 0) return
  if (found > 0) beforeUpgrade?.(found)
  for (const migration of missing) {
    database.transaction(() => {
      migration.up(database)
      database.pragma(`user_version = ${migration.version}`)
    })
  }
}
