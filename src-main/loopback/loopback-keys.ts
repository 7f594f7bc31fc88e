import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { RandomBytes } from '#shared/platform.ts'
import { equalSecrets, hashToken, newToken } from '#main/trust/tokens.ts'

const FILE = 'loopback.json'
const MAX_KEYS = 16
const schema = v.object({ port: v.number(), keys: v.array(v.string()) })

/**
 * Which browsers of this computer may use the engine: a token opens once and is exchanged for a key, which
 * goes on working after a restart. Only the keys' hashes are on disk.
 */
export class LoopbackKeys {
  readonly #path: string
  readonly #random: RandomBytes
  readonly #tokens = new Set<string>()
  #state: v.InferOutput<typeof schema>

  constructor(folder: string, random: RandomBytes) {
    mkdirSync(folder, { recursive: true })
    this.#path = join(folder, FILE)
    this.#random = random
    this.#state = readState(this.#path)
  }

  /** The port of last time, so that open tabs find the engine again; 0 at first. */
  get lastPort(): number {
    return this.#state.port
  }

  rememberPort(port: number): void {
    if (port !== this.#state.port) this.#write({ ...this.#state, port })
  }

  /** A new one-time token. */
  issueToken(): string {
    const token = newToken(this.#random)
    this.#tokens.add(token)
    return token
  }

  /** Exchanges a token for a key; null when the token is unknown or was used. */
  redeem(token: string): string | null {
    if (!this.#tokens.delete(token)) return null
    const key = newToken(this.#random)
    this.#write({ ...this.#state, keys: [hashToken(key), ...this.#state.keys].slice(0, MAX_KEYS) })
    return key
  }

  admits(key: string): boolean {
    const hash = hashToken(key)
    return this.#state.keys.some((known) => equalSecrets(known, hash))
  }

  #write(state: v.InferOutput<typeof schema>): void {
    this.#state = state
    const draft = `${this.#path}.new`
    writeFileSync(draft, JSON.stringify(state), { mode: 0o600 })
    renameSync(draft, this.#path)
  }
}

/** Keys are a convenience: a damaged file only means that tabs have to be opened anew. */
function readState(path: string): v.InferOutput<typeof schema> {
  try {
    if (existsSync(path)) return v.parse(schema, JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return { port: 0, keys: [] }
  }
  return { port: 0, keys: [] }
}
