import { AppError } from '#shared/errors.ts'
import { randomId, RECORD_ID_LENGTH } from '#shared/ids.ts'
import { cleanName } from '#shared/model/people.ts'
import type { RandomBytes } from '#shared/platform.ts'
import { hashToken, newToken } from '#main/trust/tokens.ts'
import type { Database } from './database.ts'

/** What is known of a token that was made: everything but the token. */
export interface AppToken {
  readonly id: string
  /** What the program is called until it says otherwise. */
  readonly name: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

export interface AppTokensOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly random: RandomBytes
}

/** The tokens that let programs of other people's making join the boards of this installation. */
export class AppTokens {
  readonly #options: AppTokensOptions
  readonly #sql: ReturnType<typeof statements>

  constructor(database: Database, options: AppTokensOptions) {
    this.#options = options
    this.#sql = statements(database)
  }

  /**
   * Makes a token. It is told here and never again.
   * @throws AppError `call/bad-arguments` when the name is empty
   */
  issue(name: string): AppToken & { readonly token: string } {
    const { now, random } = this.#options
    const made = { id: randomId(random, RECORD_ID_LENGTH), name: cleanName(name), createdAt: Math.trunc(now()) }
    if (made.name === '') throw new AppError('call/bad-arguments', 'An app token needs a name.')
    const token = newToken(random)
    this.#sql.put.run(made.id, made.name, hashToken(token), made.createdAt)
    return { ...made, token }
  }

  /** The newest comes first. */
  list(): AppToken[] {
    return this.#sql.list.all()
  }

  /** What a token is known as, or undefined when it is not, or no longer, good. */
  find(token: string): AppToken | undefined {
    // By its hash: how far a wrong one agrees with it says nothing about the token.
    return this.#sql.find.get(hashToken(token))
  }

  /** From now on the token opens nothing. Tells whether there was one. */
  revoke(id: string): boolean {
    return this.#sql.remove.run(id) > 0
  }
}

const SELECT = 'SELECT id, name, created_at AS createdAt FROM app_tokens'

function statements(database: Database) {
  return {
    put: database.prepare<[id: string, name: string, hash: string, createdAt: number]>(
      'INSERT INTO app_tokens (id, name, hash, created_at) VALUES (?, ?, ?, ?)',
    ),
    list: database.prepare<[], AppToken>(`${SELECT} ORDER BY created_at DESC, id`),
    find: database.prepare<[hash: string], AppToken>(`${SELECT} WHERE hash = ?`),
    remove: database.prepare<[id: string]>('DELETE FROM app_tokens WHERE id = ?'),
  }
}
