import type { ChildProcess } from 'node:child_process'
import { nextMessage, spawnPinned } from './pinned-process.ts'
import type { RelayKind } from './relays.ts'

export type HostKind = 'drawnet' | RelayKind

export interface HostOptions {
  readonly kind: HostKind
  readonly tls: boolean
  /** Its data folder. */
  readonly folder: string
  /** Where it writes what its processor was busy with, from the first question for its usage to its end. */
  readonly profileTo?: string
}

/** Where a host is, and the room it has, as it is stored; a relay has none. */
export interface HostReport {
  readonly port: number
  readonly roomId: string
  readonly epoch: string
  readonly seq: number
}

export type HostRequest = 'usage' | 'stop'

export interface HostUsage {
  /** Processor time since its start. */
  readonly cpuMs: number
  /** Bytes. */
  readonly rss: number
  readonly heapUsed: number
  readonly external: number
}

/** The core of hosts; the load is made on the other. */
const HOST_CORE = 0

/** A host or relay in a process of its own. */
export class HostProcess {
  readonly options: HostOptions
  readonly report: HostReport
  readonly #child: ChildProcess

  private constructor(options: HostOptions, child: ChildProcess, report: HostReport) {
    this.options = options
    this.#child = child
    this.report = report
  }

  static async start(options: HostOptions): Promise<HostProcess> {
    const file = new URL('bench-host.ts', import.meta.url)
    const child = spawnPinned(HOST_CORE, file, [JSON.stringify(options)])
    return new HostProcess(options, child, await nextMessage<HostReport>(child))
  }

  async usage(): Promise<HostUsage> {
    this.#child.send('usage' satisfies HostRequest)
    return await nextMessage<HostUsage>(this.#child)
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.send('stop' satisfies HostRequest)
    await ended
  }
}
