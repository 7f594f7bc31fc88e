import type { RandomBytes } from '#shared/platform.ts'
import type { Database } from './database.ts'
import { PinsStore } from './pins-store.ts'
import { ProfileStore } from './profile.ts'
import { Rooms } from './rooms.ts'
import { SettingsStore } from './settings.ts'
import { Thumbnails } from './thumbnails.ts'
import { VisitedRooms } from './visited.ts'

export interface LibraryOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly random: RandomBytes
  /** What the person may be called until they say so; their name on this computer. */
  readonly suggestedName: string
}

/** Everything an installation keeps, over one database that it owns. */
export class Library {
  readonly rooms: Rooms
  readonly thumbnails: Thumbnails
  readonly visited: VisitedRooms
  readonly pins: PinsStore
  readonly profile: ProfileStore
  readonly settings: SettingsStore
  readonly #database: Database

  /** @param database migrated; closed with the library */
  constructor(database: Database, { now, random, suggestedName }: LibraryOptions) {
    this.#database = database
    this.rooms = new Rooms(database, { now, random })
    this.thumbnails = new Thumbnails(database)
    this.visited = new VisitedRooms(database)
    this.pins = new PinsStore(database)
    this.profile = new ProfileStore(database, { random, suggestedName })
    this.settings = new SettingsStore(database)
  }

  /** Closes the database, all in one file again. Idempotent; what is used afterwards throws `storage/failed`. */
  dispose(): void {
    this.#database.dispose()
  }
}
