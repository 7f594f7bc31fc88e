import { bytesOf } from './bytes.ts'
import type { Column, Database, Statement } from './database.ts'

export interface Thumbnail {
  readonly png: Uint8Array
  /** From 1; grows whenever the picture changes. */
  readonly version: number
}

/** Small pictures of rooms. `hostId` is null for rooms of one's own. */
export class Thumbnails {
  readonly #get: Statement<[host: string, room: string], Thumbnail>
  readonly #version: Statement<[host: string, room: string], { version: number }>
  readonly #set: Statement<[host: string, room: string, png: Column]>

  constructor(database: Database) {
    this.#get = database.prepare('SELECT png, version FROM thumbnails WHERE host = ? AND room = ?')
    this.#version = database.prepare('SELECT version FROM thumbnails WHERE host = ? AND room = ?')
    this.#set = database.prepare(
      `INSERT INTO thumbnails (host, room, png, version) VALUES (?, ?, ?, 1)
       ON CONFLICT DO UPDATE SET png = excluded.png, version = version + 1 WHERE png <> excluded.png`,
    )
  }

  get(hostId: string | null, roomId: string): Thumbnail | undefined {
    const row = this.#get.get(hostId ?? '', roomId)
    return row === undefined ? undefined : { png: bytesOf(row.png), version: row.version }
  }

  /** The version of the picture, or 0 where there is none. */
  version(hostId: string | null, roomId: string): number {
    return this.#version.get(hostId ?? '', roomId)?.version ?? 0
  }

  /** Keeps a picture and tells its version. */
  set(hostId: string | null, roomId: string, png: Uint8Array): number {
    this.#set.run(hostId ?? '', roomId, png)
    return this.version(hostId, roomId)
  }
}
