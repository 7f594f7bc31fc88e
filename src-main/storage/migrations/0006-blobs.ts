import type { Migration } from './migration.ts'

/** Files of rooms: pictures. */
export const blobs: Migration = {
  version: 6,
  up: (database) => database.exec(SCHEMA),
}

const SCHEMA = `
-- hash is the SHA-256 of the bytes. whole is 1 when all of them are there and were found to have that hash.
CREATE TABLE blobs (
  room INTEGER NOT NULL REFERENCES rooms (no) ON DELETE CASCADE,
  hash TEXT NOT NULL,
  size INTEGER NOT NULL,
  received INTEGER NOT NULL DEFAULT 0,
  whole INTEGER NOT NULL DEFAULT 0 CHECK (whole IN (0, 1)),
  PRIMARY KEY (room, hash)
) STRICT, WITHOUT ROWID;

-- Pieces of 32 KB, the last one shorter; offset is where one begins.
CREATE TABLE blob_pieces (
  room INTEGER NOT NULL,
  hash TEXT NOT NULL,
  offset INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (room, hash, offset),
  FOREIGN KEY (room, hash) REFERENCES blobs (room, hash) ON DELETE CASCADE
) STRICT;

-- Pictures of one's own that a host has not got whole, in pieces as a window hands them over. host is '' for rooms of one's own.
CREATE TABLE unsent_blobs (
  host TEXT NOT NULL,
  room TEXT NOT NULL,
  hash TEXT NOT NULL,
  size INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (host, room, hash, offset)
) STRICT;
`
