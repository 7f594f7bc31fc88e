import type { Migration } from './migration.ts'

/** Rooms with their logs, and everything else that an installation remembers. */
export const initial: Migration = {
  version: 1,
  up: (database) => database.exec(SCHEMA),
}

const SCHEMA = `
-- AUTOINCREMENT: the number of a removed room never comes back.
CREATE TABLE rooms (
  no INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  epoch TEXT NOT NULL,
  seq INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  guests INTEGER NOT NULL DEFAULT 0 CHECK (guests IN (0, 1))
) STRICT;

-- The only place where the points of strokes are kept.
CREATE TABLE log (
  room INTEGER NOT NULL REFERENCES rooms (no) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  client INTEGER NOT NULL,
  n INTEGER NOT NULL,
  author INTEGER NOT NULL,
  at INTEGER NOT NULL,
  operation BLOB NOT NULL,
  ink BLOB,
  PRIMARY KEY (room, seq)
) STRICT;

-- The board at rest. ink_seq is the log entry whose ink a stroke shows; NULL for text.
CREATE TABLE records (
  room INTEGER NOT NULL REFERENCES rooms (no) ON DELETE CASCADE,
  id TEXT NOT NULL,
  record BLOB NOT NULL,
  ink_seq INTEGER,
  PRIMARY KEY (room, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
  room INTEGER NOT NULL REFERENCES rooms (no) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  user TEXT NOT NULL,
  name TEXT NOT NULL,
  color INTEGER NOT NULL,
  proof BLOB,
  PRIMARY KEY (room, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE clients (
  room INTEGER NOT NULL REFERENCES rooms (no) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  id TEXT NOT NULL,
  member INTEGER NOT NULL,
  last_n INTEGER NOT NULL,
  PRIMARY KEY (room, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE chat (
  room INTEGER NOT NULL REFERENCES rooms (no) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  author INTEGER NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (room, seq)
) STRICT;

-- host is '' for rooms of one's own.
CREATE TABLE thumbnails (
  host TEXT NOT NULL,
  room TEXT NOT NULL,
  png BLOB NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (host, room)
) STRICT;

-- endpoints and companions are JSON.
CREATE TABLE visited (
  host TEXT NOT NULL,
  room TEXT NOT NULL,
  name TEXT NOT NULL,
  host_name TEXT NOT NULL,
  endpoints TEXT NOT NULL,
  companions TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  PRIMARY KEY (host, room)
) STRICT;

CREATE TABLE pins (
  host TEXT NOT NULL PRIMARY KEY,
  fingerprint TEXT NOT NULL
) STRICT;

CREATE TABLE profile (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  user TEXT NOT NULL,
  secret BLOB NOT NULL,
  name TEXT NOT NULL,
  color INTEGER NOT NULL,
  chosen INTEGER NOT NULL CHECK (chosen IN (0, 1))
) STRICT;

CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
`
