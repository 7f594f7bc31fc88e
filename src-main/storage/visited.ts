import * as v from 'valibot'
import type { Endpoint } from '#shared/desktop/join-link.ts'
import type { Database } from './database.ts'
import { damaged } from './failures.ts'

/** A room of another host that one was in. */
export interface VisitedRoom {
  readonly hostId: string
  readonly roomId: string
  readonly name: string
  readonly hostName: string
  /** Where the host was reached, the likeliest first. */
  readonly endpoints: readonly Endpoint[]
  /** Milliseconds since 1970. */
  readonly lastOpened: number
  /** Names of others who were in it, newest first. */
  readonly with: readonly string[]
}

interface VisitedRow {
  readonly host: string
  readonly room: string
  readonly name: string
  readonly host_name: string
  readonly endpoints: string
  readonly companions: string
  readonly opened_at: number
}

const endpointList = v.pipe(v.string(), v.parseJson(), v.array(v.object({ address: v.string(), port: v.number() })))
const nameList = v.pipe(v.string(), v.parseJson(), v.array(v.string()))

const SELECT = 'SELECT host, room, name, host_name, endpoints, companions, opened_at FROM visited'

/** The rooms of others that this installation remembers. */
export class VisitedRooms {
  readonly #database: Database
  readonly #sql: ReturnType<typeof statements>

  constructor(database: Database) {
    this.#database = database
    this.#sql = statements(database)
  }

  /** The one opened last comes first. */
  list(): VisitedRoom[] {
    return this.#sql.list.all().map((row) => this.#roomOf(row))
  }

  /** The room with this id; the one opened last, should several hosts have it. */
  find(roomId: string): VisitedRoom | undefined {
    const row = this.#sql.find.get(roomId)
    return row === undefined ? undefined : this.#roomOf(row)
  }

  /** Remembers the room, in place of what was known of it. */
  put(room: VisitedRoom): void {
    this.#sql.put.run(
      room.hostId,
      room.roomId,
      room.name,
      room.hostName,
      JSON.stringify(room.endpoints),
      JSON.stringify(room.with),
      Math.trunc(room.lastOpened),
    )
  }

  /** Forgets the room and its picture. Forgetting one that is not known does nothing. */
  forget(hostId: string, roomId: string): void {
    this.#database.transaction(() => {
      this.#sql.remove.run(hostId, roomId)
      this.#sql.removeThumbnail.run(hostId, roomId)
    })
  }

  #roomOf(row: VisitedRow): VisitedRoom {
    const endpoints = v.safeParse(endpointList, row.endpoints)
    const companions = v.safeParse(nameList, row.companions)
    if (!endpoints.success || !companions.success) throw damaged(this.#database.path, `visited room ${row.room}`)
    return {
      hostId: row.host,
      roomId: row.room,
      name: row.name,
      hostName: row.host_name,
      endpoints: endpoints.output,
      lastOpened: row.opened_at,
      with: companions.output,
    }
  }
}

function statements(database: Database) {
  return {
    list: database.prepare<[], VisitedRow>(`${SELECT} ORDER BY opened_at DESC`),
    find: database.prepare<[room: string], VisitedRow>(`${SELECT} WHERE room = ? ORDER BY opened_at DESC LIMIT 1`),
    put: database.prepare<
      [
        host: string,
        room: string,
        name: string,
        hostName: string,
        endpoints: string,
        companions: string,
        openedAt: number,
      ]
    >(
      `INSERT OR REPLACE INTO visited (host, room, name, host_name, endpoints, companions, opened_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ),
    remove: database.prepare<[host: string, room: string]>('DELETE FROM visited WHERE host = ? AND room = ?'),
    removeThumbnail: database.prepare<[host: string, room: string]>(
      'DELETE FROM thumbnails WHERE host = ? AND room = ?',
    ),
  }
}
