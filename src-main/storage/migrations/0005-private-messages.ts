import type { Migration } from './migration.ts'

/** Messages that only one other person may read. */
export const privateMessages: Migration = {
  version: 5,
  up: (database) => database.exec(SCHEMA),
}

const SCHEMA = `
-- Member number of the one a message is for; 0 for everyone, as all were until now.
ALTER TABLE chat ADD COLUMN "to" INTEGER NOT NULL DEFAULT 0;
-- From here on member numbers were never set aside: a message for one person must never reach another of that number.
ALTER TABLE rooms ADD COLUMN next_member INTEGER NOT NULL DEFAULT 1;
`
