import { userInfo } from 'node:os'
import type { AppState, EventName, EventPayload, StorageState } from '#shared/desktop/desktop-api.ts'
import { DEFAULT_PORT } from '#shared/desktop/join-link.ts'
import { AppError, codeOf, sentenceOf } from '#shared/errors.ts'
import type { Dispose } from '#shared/emitter.ts'
import type { Link } from '#shared/link.ts'
import type { Clock, RandomBytes } from '#shared/platform.ts'
import type { Discovery } from '#main/discovery/discovery.ts'
import type { Library } from '#main/storage/library.ts'
import { openLibrary } from '#main/storage/open-library.ts'
import { startFresh } from '#main/storage/quarantine.ts'
import { noticeOf } from '#main/storage/restore.ts'
import { loadOrCreateIdentity, type Identity } from '#main/trust/certificate.ts'
import { DesktopConnection, type EngineSide } from './desktop-connection.ts'
import type { ClaimedClients } from './unsent-claims.ts'
import { Workshop } from './workshop.ts'

/** Damage that a person may decide to start over from; for the rest something has to be put right first. */
const FRESH_START_HELPS: ReadonlySet<string> = new Set(['storage/corrupt', 'storage/moved-aside'])
const PORT_SETTING = 'host.port'

export interface EngineOptions {
  /** Where everything is kept. */
  readonly folder: string
  readonly version: string
  /** The built renderer for guests, or null. */
  readonly pagesFolder: string | null
  /** The port to host on; null for the one of last time, 0 for any. */
  readonly port: number | null
  readonly clock: Clock
  readonly random: RandomBytes
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly addresses: () => readonly string[]
  readonly discovery: (identity: Identity) => Discovery
  readonly onProblem: (error: unknown) => void
}

/**
 * Everything that is not pixels: the library, hosting, finding and joining, for any number of windows.
 * It opens even when the library cannot be, to say why.
 */
export class Engine {
  readonly #options: EngineOptions
  readonly #identity: Identity
  readonly #discovery: Discovery
  readonly #connections = new Set<DesktopConnection>()
  readonly #claimed: ClaimedClients = new Map()
  readonly #stop: Dispose[] = []
  #workshop: Workshop | null = null
  #failure: AppError | null = null
  /** What was done to open the library, for people to know. */
  #notice: string | null = null
  #telling = false

  /** @throws AppError when not even the identity of this installation can be read */
  static async open(options: EngineOptions): Promise<Engine> {
    const identity = await loadOrCreateIdentity(options.folder, options.random)
    const engine = new Engine(options, identity)
    await engine.#openWorkshop()
    return engine
  }

  private constructor(options: EngineOptions, identity: Identity) {
    this.#options = options
    this.#identity = identity
    this.#discovery = options.discovery(identity)
    this.#stop.push(this.#discovery.state.subscribe(() => this.#tellSoon()))
  }

  get identity(): Identity {
    return this.#identity
  }

  /** Why the library could not be opened, or null. */
  get failure(): AppError | null {
    return this.#failure
  }

  /** @throws AppError with the reason, when the library is not open */
  get workshop(): Workshop {
    if (this.#workshop === null) throw this.#failure ?? new AppError('storage/failed', 'DrawNet is closing.')
    return this.#workshop
  }

  /** Serves a window over its Link until that closes. */
  connect(link: Link): void {
    const side: EngineSide = {
      workshop: () => this.workshop,
      state: () => this.state(),
      startFresh: () => this.#startFresh(),
      claimed: this.#claimed,
      onProblem: this.#options.onProblem,
    }
    const connection = new DesktopConnection(link, side)
    this.#connections.add(connection)
    link.onClose(() => {
      connection.dispose()
      this.#connections.delete(connection)
    })
    this.#tellAll(connection)
  }

  /** Asks every window to open a link. */
  openLink(text: string): void {
    this.#tell('openLink', { text })
  }

  async dispose(): Promise<void> {
    for (const dispose of this.#stop) dispose()
    for (const connection of this.#connections) connection.dispose()
    this.#connections.clear()
    const workshop = this.#workshop
    this.#workshop = null
    await workshop?.dispose()
    await this.#discovery.dispose()
  }

  state(): AppState {
    const workshop = this.#workshop
    return {
      version: this.#options.version,
      profile: workshop?.profile() ?? { name: '', color: 0, chosen: false },
      settings: workshop?.settings() ?? { theme: 'system' },
      storage: this.#storageState(),
      discovery: this.#discovery.state.get(),
      host: {
        id: this.#identity.hostId,
        fingerprint: this.#identity.fingerprint,
        port: workshop?.port ?? 0,
        addresses: this.#options.addresses(),
      },
    }
  }

  #storageState(): StorageState {
    if (this.#failure === null) return { kind: 'ready', notice: this.#notice }
    const { code, message } = this.#failure
    return { kind: 'failed', code, sentence: message, canStartFresh: FRESH_START_HELPS.has(code) }
  }

  async #openWorkshop(): Promise<void> {
    const { folder, now, random } = this.#options
    try {
      const library = openLibrary({ folder, now, random, suggestedName: userInfo().username })
      const workshop = new Workshop({ ...this.#options, library, identity: this.#identity, discovery: this.#discovery })
      const lastPort = library.settings.get(PORT_SETTING)
      const wanted = this.#options.port ?? (typeof lastPort === 'number' ? lastPort : DEFAULT_PORT)
      const port = await workshop.open([...new Set([wanted, 0])])
      library.startBackups(this.#options.clock, this.#options.onProblem)
      if (port !== lastPort) this.#keepPort(library, port)
      this.#stop.push(workshop.onChange(() => this.#tellSoon()))
      this.#stop.push(workshop.onNearbyChange(() => this.#tell('nearby', workshop.nearby())))
      this.#workshop = workshop
      this.#failure = null
      this.#notice = library.restored && noticeOf(library.restored)
    } catch (error) {
      // That another has it open is no problem to look into.
      if (codeOf(error, 'storage/failed') !== 'storage/locked') this.#options.onProblem(error)
      const sentence = `Your boards cannot be opened: ${sentenceOf(error)}`
      this.#failure =
        error instanceof AppError ? error : new AppError(codeOf(error, 'storage/failed'), sentence, {}, error)
    }
  }

  /** So that links keep working after a restart. On a full disk they may not, but boards can be seen. */
  #keepPort({ settings }: Library, port: number): void {
    try {
      settings.set(PORT_SETTING, port)
    } catch (error) {
      this.#options.onProblem(error)
    }
  }

  async #startFresh(): Promise<void> {
    if (this.#failure === null) return
    if (!FRESH_START_HELPS.has(this.#failure.code)) throw this.#failure
    startFresh(this.#options.folder)
    await this.#openWorkshop()
    for (const connection of this.#connections) this.#tellAll(connection)
  }

  /** Many changes come together; windows are told once. */
  #tellSoon(): void {
    if (this.#telling) return
    this.#telling = true
    setImmediate(() => {
      this.#telling = false
      this.#tell('state', this.state())
      if (this.#workshop === null) return
      this.#tell('rooms', this.#workshop.knownRooms())
      this.#tell('nearby', this.#workshop.nearby())
    })
  }

  #tellAll(connection: DesktopConnection): void {
    connection.tell('state', this.state())
    connection.tell('rooms', this.#workshop?.knownRooms() ?? [])
    connection.tell('nearby', this.#workshop?.nearby() ?? [])
  }

  #tell<E extends EventName>(event: E, payload: EventPayload<E>): void {
    for (const connection of this.#connections) connection.tell(event, payload)
  }
}
