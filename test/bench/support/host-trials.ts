import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fillLibrary } from './filled-library.ts'
import { HostProcess, type HostKind, type HostUsage } from './host-process.ts'
import type { Drawn, Grouping, Joined } from './load-plan.ts'
import { LoadProcess } from './load-process.ts'
import { printProfile } from './profile.ts'

/** Board units: as large a square as makes a board of that many strokes neither empty nor black. */
const SIDE_PER_STROKE = 60

/** Drawn before anything is counted: a host that has just started still compiles itself, and runs for hours. */
const WARM_UP_SECONDS = 2

export interface Drawing {
  readonly members: number
  readonly pens: number
  /** Points a second of each pen. */
  readonly rate: number
  readonly group: Grouping
  readonly seconds: number
}

export interface TrialDrawn extends Drawn {
  /** Processor time of the host, as a share of the time that was drawn. */
  readonly cpu: number
  /** The same in milliseconds, and all points that were drawn meanwhile. */
  readonly cpuMs: number
  readonly sentAll: number
}

/** Hosts, one after the other, with what they hold, and the load on them. */
export class HostTrials {
  readonly tls: boolean
  readonly #profile: boolean
  readonly #load = new LoadProcess()
  readonly #folder = mkdtempSync(join(tmpdir(), 'drawnet-bench-'))
  readonly #filled = new Set<number>()

  constructor({ tls, profile }: { readonly tls: boolean; readonly profile: boolean }) {
    this.tls = tls
    this.#profile = profile
  }

  /** A data folder whose room holds this many strokes; made once, to be copied. */
  library(strokes: number): string {
    const folder = join(this.#folder, `library-${strokes}`)
    if (!this.#filled.has(strokes)) fillLibrary(folder, strokes, Math.sqrt(strokes) * SIDE_PER_STROKE)
    this.#filled.add(strokes)
    return folder
  }

  /** Starts a host over a fresh copy of a library, does the work, and stops it. */
  async with<T>(kind: HostKind, strokes: number, work: (host: HostProcess) => Promise<T>): Promise<T> {
    const folder = join(this.#folder, 'present')
    rmSync(folder, { recursive: true, force: true })
    cpSync(this.library(kind === 'drawnet' ? strokes : 0), folder, { recursive: true })
    const profileTo = this.#profile && kind === 'drawnet' ? join(this.#folder, 'host.cpuprofile') : null
    const host = await HostProcess.start({ kind, tls: this.tls, folder, ...(profileTo !== null && { profileTo }) })
    try {
      return await work(host)
    } finally {
      await host.stop()
      if (profileTo !== null) printProfile(profileTo)
    }
  }

  async draw(kind: HostKind, { members, pens, rate, group, seconds }: Drawing, strokes = 0): Promise<TrialDrawn> {
    return await this.with(kind, strokes, async (host) => {
      await this.#load.enter(host, members, pens)
      try {
        await this.#load.draw(rate, group, WARM_UP_SECONDS)
        const before = await host.usage()
        const started = performance.now()
        const drawn = await this.#load.draw(rate, group, seconds)
        const after = await host.usage()
        const cpuMs = after.cpuMs - before.cpuMs
        return { ...drawn, cpu: cpuMs / (performance.now() - started), cpuMs, sentAll: rate * seconds * pens }
      } finally {
        await this.#load.leave()
      }
    })
  }

  /** What three members find who come one after the other, and what the host then needs. */
  async join(
    strokes: number,
  ): Promise<{ closed: Joined; open: Joined; cached: Joined; opened: HostUsage; usage: HostUsage }> {
    const closed = await this.with('drawnet', strokes, async (host) => await this.#load.join(host))
    return await this.with('drawnet', strokes, async (host) => {
      // Someone who was there before and needs no snapshot has the room opened.
      await this.#load.enter(host, 1, 0)
      const opened = await host.usage()
      const open = await this.#load.join(host)
      const cached = await this.#load.join(host)
      const usage = await host.usage()
      await this.#load.leave()
      return { closed, open, cached, opened, usage }
    })
  }

  async dispose(): Promise<void> {
    await this.#load.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
