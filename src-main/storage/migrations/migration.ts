import type { Database } from '../database.ts'

/** One step of the schema. Once released it never changes: what is wrong with it, the next one mends. */
export interface Migration {
  /** 1, 2, 3 …; kept in the file as `user_version`. */
  readonly version: number
  /** Runs within a transaction. */
  readonly up: (database: Database) => void
}
