import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url))
const STOP_WITHIN_MS = 15_000

/** A running `drawnet`, as built, under this Node. */
export class Program {
  readonly #child: ChildProcess
  readonly #exited: Promise<number | null>
  #output = ''
  #errors = ''

  private constructor(args: readonly string[], prefix: readonly string[]) {
    const [command, ...before] = [...prefix, process.execPath]
    this.#child = spawn(command ?? process.execPath, [...before, MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#exited = new Promise((resolve) => this.#child.on('exit', (code) => resolve(code)))
    this.#child.stdout?.on('data', (data: Buffer) => (this.#output += data.toString()))
    this.#child.stderr?.on('data', (data: Buffer) => (this.#errors += data.toString()))
  }

  /** @param prefix runs it through another command, such as one that enters a network namespace */
  static run(args: readonly string[], prefix: readonly string[] = []): Program {
    return new Program(args, prefix)
  }

  get output(): string {
    return this.#output
  }

  get errors(): string {
    return this.#errors
  }

  /** The first line on standard output, as JSON. Rejects with what it said when it ends before. */
  async report<T>(): Promise<T> {
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (this.#output.includes('\n')) resolve()
      }
      look()
      this.#child.stdout?.on('data', look)
      void this.#exited.then((code) => reject(new Error(`ended with ${code}: ${this.#errors}`)))
    })
    return JSON.parse(this.#output.split('\n', 1)[0]!) as T
  }

  exited(): Promise<number | null> {
    return this.#exited
  }

  /** Asks it to end, and waits until it has. */
  async stop(signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<number | null> {
    this.#child.kill(signal)
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_WITHIN_MS)
    const code = await this.#exited
    clearTimeout(timer)
    return code
  }

  /** kill -9: no last word, nothing flushed. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#exited
  }
}

/** A folder of its own for a test; `remove` takes it away. */
export function temporaryFolder(label = 'test'): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `drawnet-${label}-`))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
