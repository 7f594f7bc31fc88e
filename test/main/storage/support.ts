import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { openLibrary, type OpenLibraryOptions } from '#main/storage/open-library.ts'
import type { Library } from '#main/storage/library.ts'
import { AppError } from '#shared/errors.ts'

/** 2026-03-04 05:06:07 UTC */
export const NOW = Date.UTC(2026, 2, 4, 5, 6, 7)

/** A folder that `dispose` removes. */
export class TemporaryFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'drawnet-storage-'))

  file(name: string): string {
    return join(this.path, name)
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

/** Random bytes that are the same every time for the same seed. */
export function seededRandom(seed: number): (size: number) => Uint8Array {
  let call = 0
  return (size) => {
    const hash = createHash('shake256', { outputLength: size }).update(`${seed} ${(call += 1)}`)
    return new Uint8Array(hash.digest())
  }
}

export function open(folder: string, options: Partial<OpenLibraryOptions> = {}): Library {
  return openLibrary({ folder, now: () => NOW, random: seededRandom(1), suggestedName: 'Ada', ...options })
}

/** Names of what is kept in a folder, in order. The lock of its opening stays there, and holds nothing. */
export function keptIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name !== 'drawnet.opening-lock')
    .toSorted()
}

/** Damages a file. `from` and `length` are in bytes. */
export function overwrite(path: string, from: number, length: number): void {
  const handle = openSync(path, 'r+')
  writeSync(handle, new Uint8Array(length).fill(0xa5), 0, length, from)
  closeSync(handle)
}

/** The `AppError` that the work throws. */
export function failureOf(work: () => unknown): AppError {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('it did not fail')
}

/** A program of its own that speaks in lines. */
export class Child {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>
  readonly #lines: AsyncIterator<string>
  readonly #exit: Promise<void>

  /** @param script a module beside this one */
  constructor(script: string, args: readonly string[], user?: number) {
    this.#process = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      ...(user === undefined ? {} : { uid: user, gid: user }),
    })
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]()
    this.#exit = new Promise((resolve) => this.#process.once('close', () => resolve()))
  }

  /** The next line it says, or undefined once it has ended. */
  async line(): Promise<string | undefined> {
    const { value, done } = await this.#lines.next()
    return done === true ? undefined : value
  }

  /** Tells it to end by itself, and waits for that. */
  async finish(): Promise<void> {
    this.#process.stdin.end()
    await this.#exit
  }

  /** `kill -9`, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.#exit
  }
}
