import { MessageChannelMain, utilityProcess } from 'electron'
import type { MessagePortMain, UtilityProcess, WebContents } from 'electron'
import * as v from 'valibot'
import type { Clock } from '#shared/platform.ts'
import type { Dispose } from '#shared/emitter.ts'
import { CHANNELS } from './channels.ts'

/** What the engine's process says. */
const report = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('failed'), code: v.string(), sentence: v.string() }),
])

/** What it is told. */
type Order =
  | { readonly type: 'start'; readonly dataFolder: string; readonly version: string }
  | { readonly type: 'link' }
  | { readonly type: 'open-link'; readonly text: string }
  | { readonly type: 'stop' }

/** Milliseconds before each further try to start an engine that crashed. After the last one the person is asked. */
const RESTART_AFTER = [200, 1_000, 3_000, 10_000]
/** As the command line program starts it (`launch.mjs`), with what it is for. */
const ENGINE_FLAGS = ['--max-semi-space-size=4']
/** An engine that ran this long, in milliseconds, is forgiven its earlier crashes. */
const STABLE_AFTER = 60_000

export interface EngineOptions {
  /** The built program of the engine's process. */
  readonly program: string
  readonly dataFolder: string
  readonly version: string
  readonly clock: Clock
  /** The engine said that it cannot work, and why. It has ended, and is not started again by itself. */
  readonly onFailed: (sentence: string) => void
  /** The engine crashed time after time. It is not started again by itself. */
  readonly onGaveUp: () => void
}

/**
 * The engine in a process of its own, started again when it crashes. Windows get one end of a message channel each, the
 * engine the other one; after a restart every window gets a new one.
 */
export class EngineProcess {
  readonly #options: EngineOptions
  readonly #windows = new Set<WebContents>()
  readonly #waitingLinks: string[] = []
  #child: UtilityProcess | null = null
  #ready = false
  #crashes = 0
  #stopping: Promise<void> | null = null
  #cancelRestart: Dispose = () => undefined

  constructor(options: EngineOptions) {
    this.#options = options
  }

  /** Starts the engine; also after it failed or crashed for good. Does nothing while it runs. */
  start(): void {
    if (this.#child !== null || this.#stopping !== null) return
    this.#cancelRestart()
    const { program, dataFolder, version, clock } = this.#options
    const started = clock.now()
    const child = utilityProcess.fork(program, [], {
      serviceName: 'DrawNet engine',
      stdio: 'inherit',
      execArgv: ENGINE_FLAGS,
    })
    this.#child = child
    let failure: string | null = null
    child.on('message', (message: unknown) => {
      const parsed = v.safeParse(report, message)
      if (!parsed.success) return
      if (parsed.output.type === 'ready') return this.#whenReady()
      failure = parsed.output.sentence
      child.kill()
    })
    child.once('exit', () => {
      this.#child = null
      this.#ready = false
      if (this.#stopping !== null) return
      if (failure === null) this.#restart(clock.now() - started)
      else this.#options.onFailed(failure)
    })
    tell(child, { type: 'start', dataFolder, version })
  }

  /** Gives a window a Link to the engine, now or as soon as it is ready, and again after each restart. */
  connect(window: WebContents): void {
    if (!this.#windows.has(window)) {
      this.#windows.add(window)
      window.once('destroyed', () => this.#windows.delete(window))
    }
    if (this.#ready) this.#link(window)
  }

  /** Passes a `drawnet://` link on, now or as soon as there is a window that can hear of it. */
  openLink(text: string): void {
    this.#waitingLinks.push(text)
    if (this.#ready && this.#windows.size > 0) this.#passLinks()
  }

  /**
   * Asks the engine to put everything away and end, and ends it after `patience` milliseconds if it does not.
   * @returns resolves when it has ended
   */
  stop(patience: number): Promise<void> {
    this.#stopping ??= this.#stop(patience)
    return this.#stopping
  }

  #stop(patience: number): Promise<void> {
    this.#cancelRestart()
    const child = this.#child
    if (child === null) return Promise.resolve()
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(patience, () => child.kill())
      child.once('exit', () => {
        cancel()
        resolve()
      })
      tell(child, { type: 'stop' })
    })
  }

  #whenReady(): void {
    this.#ready = true
    for (const window of this.#windows) this.#link(window)
  }

  #link(window: WebContents): void {
    if (this.#child === null || window.isDestroyed()) return
    const { port1, port2 } = new MessageChannelMain()
    tell(this.#child, { type: 'link' }, [port1])
    window.postMessage(CHANNELS.link, null, [port2])
    this.#passLinks()
  }

  #passLinks(): void {
    if (this.#child === null) return
    for (const text of this.#waitingLinks.splice(0)) tell(this.#child, { type: 'open-link', text })
  }

  #restart(ranFor: number): void {
    if (ranFor >= STABLE_AFTER) this.#crashes = 0
    const delay = RESTART_AFTER[this.#crashes]
    this.#crashes += 1
    if (delay !== undefined) {
      this.#cancelRestart = this.#options.clock.after(delay, () => this.start())
      return
    }
    this.#crashes = 0
    this.#options.onGaveUp()
  }
}

function tell(child: UtilityProcess, order: Order, ports: MessagePortMain[] = []): void {
  child.postMessage(order, ports)
}
