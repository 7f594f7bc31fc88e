import * as v from 'valibot'
import { THEMES, type Settings } from '#shared/desktop/desktop-api.ts'
import type { Database, Statement } from './database.ts'
import { damaged } from './failures.ts'

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

const json = v.pipe(v.string(), v.parseJson())
const theme = v.fallback(v.picklist(THEMES), 'system')

/** What the person set, and small facts that an installation keeps, each a JSON value under a key. */
export class SettingsStore {
  readonly #select: Statement<[key: string], { value: string }>
  readonly #keys: Statement<[from: string, to: string], { key: string }>
  readonly #put: Statement<[key: string, value: string]>
  readonly #remove: Statement<[key: string]>
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
    this.#select = database.prepare('SELECT value FROM settings WHERE key = ?')
    this.#keys = database.prepare('SELECT key FROM settings WHERE key >= ? AND key < ? ORDER BY key')
    this.#remove = database.prepare('DELETE FROM settings WHERE key = ?')
    this.#put = database.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)')
  }

  /** What is kept under a key as parsed JSON, to be checked by who asks; undefined where nothing is. */
  get(key: string): unknown {
    const row = this.#select.get(key)
    if (row === undefined) return undefined
    const read = v.safeParse(json, row.value)
    if (!read.success) throw damaged(this.#database.path, `setting ${key}`)
    return read.output
  }

  set(key: string, value: Json): void {
    this.#put.run(key, JSON.stringify(value))
  }

  remove(key: string): void {
    this.#remove.run(key)
  }

  /** The keys that begin so. */
  keysWith(beginning: string): string[] {
    // No key goes on with the last of all characters.
    return this.#keys.all(beginning, `${beginning}\uffff`).map(({ key }) => key)
  }

  /** The person's settings; what is missing or no longer known has its usual value. */
  read(): Settings {
    return { theme: v.parse(theme, this.get('theme')) }
  }

  /** Changes the settings that are given. */
  change(changes: Partial<Settings>): void {
    this.#database.transaction(() => {
      for (const [key, value] of Object.entries(changes)) this.set(key, value)
    })
  }
}
