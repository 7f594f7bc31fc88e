import { AppError } from '#shared/errors.ts'
import { GLOBAL_ID_LENGTH, randomId } from '#shared/ids.ts'
import { cleanName } from '#shared/model/people.ts'
import type { RandomBytes } from '#shared/platform.ts'
import type { RoomStorage } from '#shared/sync/room-storage.ts'
import type { Database } from './database.ts'
import { SqliteRoomStorage } from './room-log.ts'

/** A room of one's own. */
export interface OwnRoom {
  readonly id: string
  readonly name: string
  /** Names the present run of its log; see `StoredRoom`. */
  readonly epoch: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly openedAt: number
  /** Whether a browser without DrawNet may join. */
  readonly guests: boolean
}

interface RoomRow {
  readonly no: number
  readonly id: string
  readonly name: string
  readonly epoch: string
  readonly createdAt: number
  readonly openedAt: number
  readonly guests: number
}

export interface RoomsOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly random: RandomBytes
}

const SELECT = `SELECT no, id, name, epoch, created_at AS createdAt, opened_at AS openedAt, guests FROM rooms`

/** The rooms of one's own. A room that is not there gives `join/no-such-room`. */
export class Rooms {
  readonly #database: Database
  readonly #now: () => number
  readonly #random: RandomBytes
  readonly #sql: ReturnType<typeof statements>

  constructor(database: Database, { now, random }: RoomsOptions) {
    this.#database = database
    this.#now = () => Math.trunc(now())
    this.#random = random
    this.#sql = statements(database)
  }

  /** The one opened last comes first. */
  list(): OwnRoom[] {
    return this.#sql.list.all().map(roomOf)
  }

  get(id: string): OwnRoom | undefined {
    const row = this.#sql.get.get(id)
    return row === undefined ? undefined : roomOf(row)
  }

  create(name: string): OwnRoom {
    const id = randomId(this.#random, GLOBAL_ID_LENGTH)
    const epoch = randomId(this.#random, GLOBAL_ID_LENGTH)
    const at = this.#now()
    this.#sql.create.run(id, nameOfBoard(name), epoch, at, at)
    return roomOf(this.#row(id))
  }

  /** For a room that is not open; in an open one a rename is an operation. */
  rename(id: string, name: string): void {
    assertFound(this.#sql.rename.run(nameOfBoard(name), id))
  }

  /** Removes it with all that was drawn and said in it. Storages of it that are still in use fail from then on. */
  remove(id: string): void {
    this.#database.transaction(() => {
      assertFound(this.#sql.remove.run(id))
      this.#sql.removeThumbnail.run(id)
    })
  }

  /** Notes that it is opened now. */
  opened(id: string): void {
    assertFound(this.#sql.opened.run(this.#now(), id))
  }

  setGuests(id: string, allowed: boolean): void {
    assertFound(this.#sql.setGuests.run(allowed ? 1 : 0, id))
  }

  /** Names of those who ever were in the room but for one, who came last first, at most `limit`. */
  companions(id: string, exceptUser: string, limit: number): string[] {
    return this.#sql.companions.all(id, exceptUser, limit).map(({ name }) => name)
  }

  storageOf(id: string): RoomStorage {
    return new SqliteRoomStorage(this.#database, this.#row(id).no)
  }

  #row(id: string): RoomRow {
    const row = this.#sql.get.get(id)
    if (row === undefined) throw noSuchRoom()
    return row
  }
}

function statements(database: Database) {
  return {
    list: database.prepare<[], RoomRow>(`${SELECT} ORDER BY opened_at DESC, no DESC`),
    get: database.prepare<[id: string], RoomRow>(`${SELECT} WHERE id = ?`),
    create: database.prepare<[id: string, name: string, epoch: string, createdAt: number, openedAt: number]>(
      'INSERT INTO rooms (id, name, epoch, created_at, opened_at) VALUES (?, ?, ?, ?, ?)',
    ),
    rename: database.prepare<[name: string, id: string]>('UPDATE rooms SET name = ? WHERE id = ?'),
    remove: database.prepare<[id: string]>('DELETE FROM rooms WHERE id = ?'),
    removeThumbnail: database.prepare<[id: string]>(`DELETE FROM thumbnails WHERE host = '' AND room = ?`),
    opened: database.prepare<[at: number, id: string]>('UPDATE rooms SET opened_at = ? WHERE id = ?'),
    setGuests: database.prepare<[guests: number, id: string]>('UPDATE rooms SET guests = ? WHERE id = ?'),
    companions: database.prepare<[id: string, user: string, limit: number], { name: string }>(
      `SELECT members.name FROM members JOIN rooms ON rooms.no = members.room
       WHERE rooms.id = ? AND members.user <> ? ORDER BY members.number DESC LIMIT ?`,
    ),
  }
}

function roomOf({ id, name, epoch, createdAt, openedAt, guests }: RoomRow): OwnRoom {
  return { id, name, epoch, createdAt, openedAt, guests: guests === 1 }
}

function nameOfBoard(text: string): string {
  const name = cleanName(text)
  if (name === '') throw new AppError('room/invalid', 'Give the board a name.')
  return name
}

function assertFound(changes: number): void {
  if (changes === 0) throw noSuchRoom()
}

function noSuchRoom(): AppError {
  return new AppError('join/no-such-room', 'This board is not here any more.')
}
