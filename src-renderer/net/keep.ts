import type { KeptKey } from '#shared/desktop/desktop-api.ts'
import type { Clock } from '#shared/platform.ts'

/**
 * Keeps a little text between starts: the engine, or the page's `localStorage` where there is none. Both methods may
 * throw where nothing is kept.
 */
export interface Keep {
  getItem(key: KeptKey): string | null
  setItem(key: KeptKey, value: string): void
}

export interface EngineKeepOptions {
  /** What is kept by now. */
  readonly texts: { readonly [Key in KeptKey]?: string }
  readonly write: (key: KeptKey, text: string) => Promise<unknown>
  readonly clock: Clock
  /** Something could not be kept. */
  readonly onProblem: (error: unknown) => void
}

/** A slider sends a run of values: they are kept this often at the most, in milliseconds. */
const EVERY_MS = 500

/** What the engine keeps for windows, with the person's settings. Reads are of the moment at which it was made. */
export class EngineKeep implements Keep {
  readonly #options: EngineKeepOptions
  readonly #texts = new Map<KeptKey, string>()
  readonly #unwritten = new Set<KeptKey>()
  #cancel: (() => void) | null = null

  constructor(options: EngineKeepOptions) {
    this.#options = options
    for (const [key, text] of Object.entries(options.texts)) {
      if (text !== undefined) this.#texts.set(key as KeptKey, text)
    }
  }

  getItem(key: KeptKey): string | null {
    return this.#texts.get(key) ?? null
  }

  setItem(key: KeptKey, value: string): void {
    if (this.#texts.get(key) === value) return
    this.#texts.set(key, value)
    this.#unwritten.add(key)
    if (this.#cancel === null) this.#write()
  }

  /** Writes what waits. */
  dispose(): void {
    this.#cancel?.()
    this.#write()
    this.#cancel?.()
  }

  #write(): void {
    this.#cancel = null
    if (this.#unwritten.size === 0) return
    const keys = Array.from(this.#unwritten)
    this.#unwritten.clear()
    for (const key of keys) {
      this.#options.write(key, this.#texts.get(key) ?? '').catch((error: unknown) => {
        // It goes with whatever is kept next.
        this.#unwritten.add(key)
        this.#options.onProblem(error)
      })
    }
    this.#cancel = this.#options.clock.after(EVERY_MS, () => this.#write())
  }
}
