import type { Clock, RandomBytes } from '#shared/platform.ts'
import { AppTokens } from './app-tokens.ts'
import { Backups } from './backup.ts'
import type { Database } from './database.ts'
import { PinsStore } from './pins-store.ts'
import { ProfileStore } from './profile.ts'
import type { Restored } from './restore.ts'
import { Rooms } from './rooms.ts'
import { SettingsStore } from './settings.ts'
import { Thumbnails } from './thumbnails.ts'
import { UnsentBlobStore } from './unsent-blobs.ts'
import { UnsentStore } from './unsent.ts'
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
  readonly appTokens: AppTokens
  readonly unsent: UnsentStore
  readonly unsentBlobs: UnsentBlobStore
  /** Set when it was damaged and is now what its backup held. */
  readonly restored: Restored | null
  readonly #database: Database
  #backups: Backups | null = null

  /** @param database migrated; closed with the library */
  constructor(database: Database, { now, random, suggestedName }: LibraryOptions, restored: Restored | null) {
    this.#database = database
    this.restored = restored
    this.rooms = new Rooms(database, { now, random })
    this.thumbnails = new Thumbnails(database)
    this.visited = new VisitedRooms(database)
    this.pins = new PinsStore(database)
    this.profile = new ProfileStore(database, { random, suggestedName })
    this.settings = new SettingsStore(database)
    this.appTokens = new AppTokens(database, { now, random })
    this.unsent = new UnsentStore(database)
    this.unsentBlobs = new UnsentBlobStore(database)
  }

  /** From now on what changes is backed up, the first time after a minute. At most once for a library. */
  startBackups(clock: Clock, onProblem: (error: unknown) => void): Backups {
    this.#backups ??= new Backups(this.#database, { clock, onProblem })
    return this.#backups
  }

  /** Closes the database, all in one file again. Idempotent; what is used afterwards throws `storage/failed`. */
  dispose(): void {
    this.#backups?.dispose()
    this.#database.dispose()
    this.#backups?.clear()
    this.#backups = null
  }
}
