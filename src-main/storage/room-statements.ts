import { MADE_NUMBERS_FROM, type StoredClient } from '#shared/sync/room-storage.ts'
import type { Database } from './database.ts'

export interface EntryRow {
  readonly seq: number
  readonly client: number
  readonly n: number
  readonly author: number
  readonly at: number
  readonly operation: Uint8Array
  readonly ink: Uint8Array | null
}

interface RoomRow {
  readonly name: string
  readonly epoch: string
  readonly seq: number
}

interface RecordRow {
  readonly record: Uint8Array
  readonly ink_seq: number | null
  readonly ink: Uint8Array | null
}

interface MemberRow {
  readonly number: number
  readonly user: string
  readonly name: string
  readonly color: number
  readonly proof: Uint8Array | null
}

interface ChatRow {
  readonly seq: number
  readonly author: number
  readonly to: number
  readonly text: string
  readonly at: number
}

export type RoomStatements = ReturnType<typeof roomStatements>

const ENTRY = 'SELECT seq, client, n, author, at, operation, ink FROM log'

/** Everything that is asked of the tables of one room, prepared. */
export function roomStatements(database: Database) {
  return {
    room: database.prepare<[no: number], RoomRow>('SELECT name, epoch, seq FROM rooms WHERE no = ?'),
    records: database.prepare<[no: number], RecordRow>(
      `SELECT records.record, records.ink_seq, log.ink
       FROM records LEFT JOIN log ON log.room = records.room AND log.seq = records.ink_seq
       WHERE records.room = ?`,
    ),
    members: database.prepare<[no: number], MemberRow>(
      'SELECT number, user, name, color, proof FROM members WHERE room = ? ORDER BY number',
    ),
    clients: database.prepare<[no: number], StoredClient>(
      'SELECT number AS "index", id, member, last_n AS lastN FROM clients WHERE room = ? ORDER BY number',
    ),

    entriesAfter: database.prepare<[no: number, after: number, limit: number], EntryRow>(
      `${ENTRY} WHERE room = ? AND seq > ? ORDER BY seq LIMIT ?`,
    ),
    entry: database.prepare<[no: number, seq: number], EntryRow>(`${ENTRY} WHERE room = ? AND seq = ?`),
    chatBefore: database.prepare<[no: number, before: number, to: number, author: number, limit: number], ChatRow>(
      `SELECT seq, author, "to", text, at FROM chat
       WHERE room = ? AND seq < ? AND ("to" IN (0, ?) OR author = ?) ORDER BY seq DESC LIMIT ?`,
    ),

    advance: database.prepare<[seq: number, no: number, before: number]>(
      'UPDATE rooms SET seq = ? WHERE no = ? AND seq = ?',
    ),
    append: database.prepare<
      [
        no: number,
        seq: number,
        client: number,
        n: number,
        author: number,
        at: number,
        operation: Uint8Array,
        ink: Uint8Array | null,
      ]
    >('INSERT INTO log (room, seq, client, n, author, at, operation, ink) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
    say: database.prepare<[no: number, seq: number, author: number, to: number, at: number, text: string]>(
      'INSERT INTO chat (room, seq, author, "to", at, text) VALUES (?, ?, ?, ?, ?, ?)',
    ),

    putRecord: database.prepare<[no: number, id: string, record: Uint8Array, inkSeq: number | null]>(
      'INSERT OR REPLACE INTO records (room, id, record, ink_seq) VALUES (?, ?, ?, ?)',
    ),
    changeStroke: database.prepare<[record: Uint8Array, no: number, id: string]>(
      'UPDATE records SET record = ? WHERE room = ? AND id = ? AND ink_seq IS NOT NULL',
    ),
    record: database.prepare<[no: number, id: string], { record: Uint8Array }>(
      'SELECT record FROM records WHERE room = ? AND id = ?',
    ),
    removeRecord: database.prepare<[no: number, id: string]>('DELETE FROM records WHERE room = ? AND id = ?'),

    noteRemoved: database.prepare<[no: number, id: string, author: number]>(
      'INSERT OR IGNORE INTO removed (room, id, author) VALUES (?, ?, ?)',
    ),
    authorOfRemoved: database.prepare<[no: number, id: string], { author: number }>(
      'SELECT author FROM removed WHERE room = ? AND id = ?',
    ),

    putMember: database.prepare<
      [no: number, number: number, user: string, name: string, color: number, proof: Uint8Array | null]
    >('INSERT OR REPLACE INTO members (room, number, user, name, color, proof) VALUES (?, ?, ?, ?, ?, ?)'),
    reserveMembers: database.prepare<[count: number, no: number], { next: number }>(
      `UPDATE rooms SET next_member = ? + max(
         next_member,
         (SELECT 1 + coalesce(max(number), 0) FROM members WHERE members.room = rooms.no AND number < ${MADE_NUMBERS_FROM})
       ) WHERE no = ? RETURNING next_member AS next`,
    ),
    putClient: database.prepare<[no: number, number: number, id: string, member: number, lastN: number]>(
      'INSERT OR REPLACE INTO clients (room, number, id, member, last_n) VALUES (?, ?, ?, ?, ?)',
    ),
    raiseLastN: database.prepare<[n: number, no: number, number: number, n: number]>(
      'UPDATE clients SET last_n = ? WHERE room = ? AND number = ? AND last_n < ?',
    ),
    rename: database.prepare<[name: string, no: number]>('UPDATE rooms SET name = ? WHERE no = ?'),
  }
}
