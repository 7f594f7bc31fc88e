import type { ChildProcess } from 'node:child_process'
import type { HostProcess } from './host-process.ts'
import type { Drawn, Grouping, Joined, LoadAnswer, LoadRequest, LoadTarget } from './load-plan.ts'
import { nextMessage, spawnPinned } from './pinned-process.ts'

/** The core on which the load is made; hosts have the other. */
const LOAD_CORE = 1

/** The process that makes the load. */
export class LoadProcess {
  readonly #child: ChildProcess

  constructor() {
    this.#child = spawnPinned(LOAD_CORE, new URL('load.ts', import.meta.url), [])
  }

  async enter(host: HostProcess, members: number, pens: number): Promise<void> {
    await this.#ask({ kind: 'enter', target: targetOf(host), members, pens })
  }

  async draw(rate: number, group: Grouping, seconds: number): Promise<Drawn> {
    const answer = await this.#ask({ kind: 'draw', rate, group, seconds })
    if (answer.kind !== 'drawn') throw new Error('Something else was asked for.')
    return answer.drawn
  }

  async leave(): Promise<void> {
    await this.#ask({ kind: 'leave' })
  }

  async join(host: HostProcess): Promise<Joined> {
    const answer = await this.#ask({ kind: 'join', target: targetOf(host) })
    if (answer.kind !== 'joined') throw new Error('Something else was asked for.')
    return answer.joined
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.send({ kind: 'stop' } satisfies LoadRequest)
    await ended
  }

  async #ask(request: LoadRequest): Promise<LoadAnswer> {
    this.#child.send(request)
    const answer = await nextMessage<LoadAnswer>(this.#child)
    if (answer.kind === 'failed') throw new Error(answer.reason)
    return answer
  }
}

function targetOf({ options, report }: HostProcess): LoadTarget {
  const { port, roomId, epoch, seq } = report
  return {
    kind: options.kind === 'drawnet' ? 'drawnet' : 'relay',
    port,
    tls: options.tls,
    roomId,
    resume: { epoch, seq },
  }
}
