import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../e2e/support/program.ts'

const PROGRAM = fileURLToPath(new URL('watched-host.ts', import.meta.url))

export interface WatchedHostReport {
  readonly port: number
  readonly roomId: string
  readonly fingerprint: string
}

/** A host in a process of its own that can be asked how much waits in it. */
export class WatchedHost {
  readonly report: WatchedHostReport
  readonly #child: ChildProcess
  readonly #folder: { remove(): void }

  private constructor(report: WatchedHostReport, child: ChildProcess, folder: { remove(): void }) {
    this.report = report
    this.#child = child
    this.#folder = folder
  }

  /** @param prefix runs it through another command, such as one that enters a network namespace */
  static async start(prefix: readonly string[] = []): Promise<WatchedHost> {
    const folder = temporaryFolder()
    const [command, ...before] = [...prefix, process.execPath]
    const child = spawn(command ?? process.execPath, [...before, PROGRAM, folder.path], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    return new WatchedHost(await answerOf<WatchedHostReport>(child), child, folder)
  }

  /** The most bytes that have waited for any one connection. */
  async mostQueued(): Promise<number> {
    this.#child.send('queued')
    return await answerOf<number>(this.#child)
  }

  async dispose(): Promise<void> {
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
    this.#folder.remove()
  }
}

function answerOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('The host has ended.'))
    child.once('exit', ended)
    child.once('message', (answer) => {
      child.off('exit', ended)
      resolve(answer as T)
    })
  })
}
