import type { Migration } from './migration.ts'

/** Edits of one's own that a host has not acknowledged. */
export const unsentEdits: Migration = {
  version: 3,
  up: (database) => database.exec(SCHEMA),
}

const SCHEMA = `
-- Encoded edit messages in the order they were made. host is '' for rooms of one's own.
CREATE TABLE unsent (
  host TEXT NOT NULL,
  room TEXT NOT NULL,
  client TEXT NOT NULL,
  no INTEGER NOT NULL,
  message BLOB NOT NULL,
  PRIMARY KEY (host, room, client, no)
) STRICT;
`
