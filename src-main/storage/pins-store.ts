import type { Database, Statement } from './database.ts'

/** Which certificate each host showed when it was first joined: base64url of its SHA-256. */
export class PinsStore {
  readonly #get: Statement<[host: string], { fingerprint: string }>
  readonly #set: Statement<[host: string, fingerprint: string]>

  constructor(database: Database) {
    this.#get = database.prepare('SELECT fingerprint FROM pins WHERE host = ?')
    this.#set = database.prepare('INSERT OR REPLACE INTO pins (host, fingerprint) VALUES (?, ?)')
  }

  get(hostId: string): string | undefined {
    return this.#get.get(hostId)?.fingerprint
  }

  set(hostId: string, fingerprint: string): void {
    this.#set.run(hostId, fingerprint)
  }
}
