import type { UnsentEdits } from '#shared/sync/unsent.ts'
import type { Column, Database } from './database.ts'

/** A room with edits that wait for its host. `hostId` is null for rooms of one's own. */
export interface UnsentOf {
  readonly hostId: string | null
  readonly roomId: string
}

/** Edits that wait for their host to come back. */
export class UnsentStore {
  readonly #database: Database
  readonly #sql: ReturnType<typeof statements>

  constructor(database: Database) {
    this.#database = database
    this.#sql = statements(database)
  }

  /** What is kept for a room, by the clients that made it. */
  of({ hostId, roomId }: UnsentOf): UnsentEdits[] {
    const clients = this.#sql.clients.all(hostId ?? '', roomId)
    return clients.map(({ client }) => ({
      clientId: client,
      messages: this.#sql.messages.all(hostId ?? '', roomId, client).map(({ message }) => message),
    }))
  }

  append({ hostId, roomId }: UnsentOf, { clientId, messages }: UnsentEdits): void {
    this.#database.transaction(() => {
      for (const message of messages)
        this.#sql.append.run(hostId ?? '', roomId, clientId, hostId ?? '', roomId, clientId, message)
    })
  }

  clear({ hostId, roomId }: UnsentOf, clientId: string): void {
    this.#sql.clear.run(hostId ?? '', roomId, clientId)
  }
}

type Key = [host: string, room: string, client: string]

function statements(database: Database) {
  return {
    clients: database.prepare<[host: string, room: string], { client: string }>(
      'SELECT DISTINCT client FROM unsent WHERE host = ? AND room = ?',
    ),
    messages: database.prepare<Key, { message: Uint8Array }>(
      'SELECT message FROM unsent WHERE host = ? AND room = ? AND client = ? ORDER BY no',
    ),
    append: database.prepare<[...Key, ...Key, message: Column]>(
      `INSERT INTO unsent (host, room, client, no, message)
       VALUES (?, ?, ?, (SELECT coalesce(max(no), 0) + 1 FROM unsent WHERE host = ? AND room = ? AND client = ?), ?)`,
    ),
    clear: database.prepare<Key>('DELETE FROM unsent WHERE host = ? AND room = ? AND client = ?'),
  }
}
