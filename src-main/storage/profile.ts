import { GLOBAL_ID_LENGTH, randomId } from '#shared/ids.ts'
import { PERSON_COLOR_COUNT } from '#shared/model/palette.ts'
import { cleanName } from '#shared/model/people.ts'
import type { RandomBytes } from '#shared/platform.ts'
import { AppError } from '#shared/errors.ts'
import { bytesOf } from './bytes.ts'
import type { Database, Statement } from './database.ts'

/** Who draws on this installation. */
export interface StoredProfile {
  /** The same in every room, and public. */
  readonly userId: string
  /** 32 bytes that never leave this installation; proofs for hosts are made from it. */
  readonly secret: Uint8Array
  readonly name: string
  readonly color: number
  /** False until the person has seen and kept or changed the suggested name. */
  readonly chosen: boolean
}

export interface ProfileOptions {
  readonly random: RandomBytes
  /** What the person may be called until they say so; their name on this computer. */
  readonly suggestedName: string
}

const SECRET_SIZE = 32

interface ProfileRow {
  readonly userId: string
  readonly secret: Uint8Array
  readonly name: string
  readonly color: number
  readonly chosen: number
}

/** The one profile of an installation, made at its first start. */
export class ProfileStore {
  readonly #select: Statement<[], ProfileRow>
  readonly #update: Statement<[name: string, color: number]>

  constructor(database: Database, { random, suggestedName }: ProfileOptions) {
    this.#select = database.prepare('SELECT user AS userId, secret, name, color, chosen FROM profile')
    this.#update = database.prepare('UPDATE profile SET name = ?, color = ?, chosen = 1')
    if (this.#select.get() !== undefined) return
    database
      .prepare<[user: string, secret: Uint8Array, name: string, color: number]>(
        'INSERT INTO profile (one, user, secret, name, color, chosen) VALUES (1, ?, ?, ?, ?, 0)',
      )
      .run(
        randomId(random, GLOBAL_ID_LENGTH),
        random(SECRET_SIZE),
        cleanName(suggestedName) || 'Guest',
        random(1)[0]! % PERSON_COLOR_COUNT,
      )
  }

  read(): StoredProfile {
    const row = this.#select.get()
    if (row === undefined) throw new AppError('storage/failed', 'Your name is missing from what DrawNet remembers.')
    return { ...row, secret: bytesOf(row.secret), chosen: row.chosen === 1 }
  }

  /** Keeps what the person chose. The name is cleaned; an empty one or an unknown colour gives `call/bad-arguments`. */
  choose(name: string, color: number): void {
    const clean = cleanName(name)
    if (clean === '') throw new AppError('call/bad-arguments', 'Choose a name that others will see.')
    if (!Number.isInteger(color) || color < 0 || color >= PERSON_COLOR_COUNT) {
      throw new AppError('call/bad-arguments', 'Choose one of the colours shown.')
    }
    this.#update.run(clean, color)
  }
}
