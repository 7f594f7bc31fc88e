import type { Migration } from './migration.ts'

/** Who made what has been removed, so that who restores it does not become its author. */
export const authorsOfRemoved: Migration = {
  version: 4,
  up: (database) => {
    database.exec(SCHEMA)
    database.exec(KNOWN)
  },
}

const SCHEMA = `
CREATE TABLE removed (
  room INTEGER NOT NULL REFERENCES rooms (no) ON DELETE CASCADE,
  id TEXT NOT NULL,
  author INTEGER NOT NULL,
  PRIMARY KEY (room, id)
) STRICT, WITHOUT ROWID;
`

/**
 * Whoever first put a record made it. In the log an operation that puts one begins with 1 or 2, a byte of flags, the
 * length of the record's id in one byte, and the id.
 */
const KNOWN = `
INSERT OR IGNORE INTO removed (room, id, author)
SELECT puts.room, puts.id, puts.author
FROM (
  SELECT room, seq, author,
    CAST(substr(operation, 4, unicode(CAST(substr(operation, 3, 1) AS TEXT))) AS TEXT) AS id
  FROM log
  WHERE substr(operation, 1, 1) IN (x'01', x'02')
) AS puts
WHERE NOT EXISTS (SELECT 1 FROM records WHERE records.room = puts.room AND records.id = puts.id)
ORDER BY puts.room, puts.seq;
`
