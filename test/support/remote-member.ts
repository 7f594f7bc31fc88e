import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { MemberAnswer, MemberOptions, MemberRequest, MemberState, Wanted } from './member-plan.ts'

const PROGRAM = fileURLToPath(new URL('member-process.ts', import.meta.url))

/** A member of a room in a process of its own. It is asked one thing at a time. */
export class RemoteMember {
  readonly name: string
  readonly #child: ChildProcess
  readonly #exited: Promise<unknown>

  /** @param prefix runs it through another command, such as one that enters a network namespace */
  constructor(options: MemberOptions, prefix: readonly string[] = []) {
    this.name = options.name
    const [command, ...before] = [...prefix, process.execPath]
    const words = [...before, PROGRAM, JSON.stringify(options)]
    this.#child = spawn(command ?? process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    this.#exited = once(this.#child, 'exit')
  }

  async do(request: MemberRequest): Promise<void> {
    await this.#ask(request)
  }

  /** Resolves, with the moment, once it is as wanted. */
  async until(wanted: Wanted): Promise<number> {
    return (await this.#ask({ kind: 'await', wanted })).at
  }

  async state(): Promise<MemberState> {
    const { state } = await this.#ask({ kind: 'state' })
    if (state === null) throw new Error(`${this.name} did not say how it is.`)
    return state
  }

  async dispose(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#exited
  }

  #ask(request: MemberRequest): Promise<MemberAnswer> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error(`${this.name} has ended.`))
      this.#child.once('exit', ended)
      this.#child.once('message', (answer) => {
        this.#child.off('exit', ended)
        const { failure } = answer as MemberAnswer
        if (failure === '') resolve(answer as MemberAnswer)
        else reject(new Error(`${this.name}: ${failure}`))
      })
      this.#child.send(request)
    })
  }
}
