import type { Migration } from './migration.ts'

/** What lets programs of other people's making join. */
export const appTokens: Migration = {
  version: 2,
  up: (database) => database.exec(SCHEMA),
}

const SCHEMA = `
-- hash is the SHA-256 of the token, base64url. The token itself is nowhere.
CREATE TABLE app_tokens (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;
`
