import { AppError, codeOf } from '#shared/errors.ts'
import { Emitter, Value, type Dispose } from '#shared/emitter.ts'
import type { Link } from '#shared/link.ts'
import type { Clock, RandomBytes } from '#shared/platform.ts'
import { CallClient } from '#shared/desktop/calls.ts'
import type {
  AppState,
  Arguments,
  JoinTarget,
  JoinedRoom,
  KnownRoom,
  MethodName,
  NearbyRoom,
  Results,
} from '#shared/desktop/desktop-api.ts'
import { CALLS_CHANNEL, Mux } from '#shared/desktop/mux.ts'
import { STOPPED } from '#shared/desktop/loopback.ts'
import { RoomClient, type Person } from '#shared/sync/room-client.ts'
import { fromBase64 } from './base64.ts'
import { BlobKeeper } from './blob-keeper.ts'
import type { Desktop, OpenRoom } from './desktop.ts'
import { utf8 } from './surroundings.ts'
import { EngineKeep } from './keep.ts'
import { UnsentKeeper } from './unsent-keeper.ts'

const RETRY_MS = 700
const NAMES_NOTED = 5

export interface DesktopClientOptions {
  /** Opens a Link to the engine. Called again when it is lost. */
  readonly connect: () => Promise<Link>
  readonly clock: Clock
  readonly random: RandomBytes
}

interface Line {
  readonly mux: Mux
  readonly calls: CallClient
}

/** The renderer's end of the engine: calls, events and rooms over one Link that is opened again when it breaks. */
export class DesktopClient implements Desktop {
  readonly connection = new Value<'connecting' | 'connected' | 'lost' | 'closed' | 'refused'>('connecting')
  readonly state = new Value<AppState | null>(null)
  readonly rooms = new Value<readonly KnownRoom[] | null>(null)
  readonly nearby = new Value<readonly NearbyRoom[] | null>(null)
  readonly #options: DesktopClientOptions
  readonly #openLink = new Emitter<string>()
  readonly #unheard: string[] = []
  readonly #open = new Set<RoomClient>()
  readonly #journals = new Set<UnsentKeeper | BlobKeeper>()
  #line: Line | null = null

  constructor(options: DesktopClientOptions) {
    this.#options = options
    this.state.subscribe((state) => {
      if (state === null) return
      for (const room of this.#open) room.setPerson(state.profile.name, state.profile.color)
    })
  }

  start(): void {
    void this.#connect()
  }

  async call<M extends MethodName>(method: M, args: Arguments<M>): Promise<Results[M]> {
    if (this.#line === null) throw new AppError('link/closed', 'DrawNet is not running any more.')
    return await this.#line.calls.call(method, args)
  }

  /** A link that came before anybody listened, or while the engine was away, is told later. */
  onOpenLink(listener: (text: string) => void): Dispose {
    const dispose = this.#openLink.on(listener)
    this.#tellLinks()
    return dispose
  }

  /** Asks the interface to open a link. */
  openLink(text: string): void {
    this.#unheard.push(text)
    this.#tellLinks()
  }

  /** Links wait until somebody listens and the engine can be asked. */
  #tellLinks(): void {
    if (this.#openLink.size === 0 || this.#line === null) return
    for (const text of this.#unheard.splice(0)) this.#openLink.emit(text)
  }

  async openRoom(target: JoinTarget): Promise<OpenRoom> {
    const [first, texts] = await Promise.all([this.#join(target, false), this.#kept()])
    const { info } = first
    const keep = new EngineKeep({
      texts,
      write: async (key, text) => await this.call('kept.write', { key, text }),
      clock: this.#options.clock,
      onProblem: (problem) => console.warn(problem),
    })
    let next: Link | null = first.link
    const journal = new UnsentKeeper(info, (method, args) => this.call(method, args))
    const blobJournal = new BlobKeeper(info, (method, args) => this.call(method, args))
    this.#journals.add(journal)
    this.#journals.add(blobJournal)
    const room = new RoomClient({
      dial: async () => {
        const link = next
        next = null
        // After the first time the room is known by its id, wherever its host is then.
        return link ?? (await this.#join({ kind: 'known', roomId: info.roomId }, true)).link
      },
      person: personOf(info),
      clock: this.#options.clock,
      wallClock: Date.now,
      random: this.#options.random,
      journal,
      blobJournal,
      onProblem: (problem) => console.warn(problem.message),
    })
    this.#open.add(room)
    room.start()
    const dispose = (): void => {
      this.#note(info, room)
      keep.dispose()
      this.#open.delete(room)
      room.dispose()
      this.#journals.delete(journal)
      this.#journals.delete(blobJournal)
    }
    return { info, room, keep, dispose }
  }

  /** A board opens also where what was set up for it cannot be had. */
  async #kept(): Promise<Results['kept.read']> {
    try {
      return await this.call('kept.read', {})
    } catch (error) {
      console.warn(error)
      return {}
    }
  }

  /** What the lists shall say of a room of another that one leaves. A courtesy: nobody waits for it. */
  #note({ roomId, own }: JoinedRoom, room: RoomClient): void {
    const name = room.roomName.get()
    if (own || name === '' || this.#line === null) return
    const others = room.members.get().filter(({ number }) => number !== room.me.get())
    const present = others.toSorted((a, b) => Number(b.online) - Number(a.online)).slice(0, NAMES_NOTED)
    void this.call('rooms.note', { roomId, name, with: present.map((member) => member.name) }).catch(() => {})
  }

  async #join(target: JoinTarget, again: boolean): Promise<{ info: JoinedRoom; link: Link }> {
    const line = this.#line
    if (line === null) throw new AppError('link/closed', 'DrawNet is not running any more.')
    const info = await line.calls.call('rooms.join', { target, again })
    return { info, link: line.mux.open(info.channel) }
  }

  async #connect(): Promise<void> {
    try {
      this.#attach(await this.#options.connect())
    } catch (error) {
      if (codeOf(error, 'join/unreachable') === 'join/refused') this.connection.set('refused')
      else this.#lost()
    }
  }

  #attach(link: Link): void {
    const mux = new Mux(link)
    const calls = new CallClient(mux.open(CALLS_CHANNEL), utf8)
    calls.on('state', (state) => this.state.set(state))
    calls.on('rooms', (rooms) => this.rooms.set(rooms))
    calls.on('nearby', (nearby) => this.nearby.set(nearby))
    calls.on('openLink', ({ text }) => this.openLink(text))
    this.#line = { mux, calls }
    link.onClose(({ code }) => {
      this.#line = null
      mux.dispose()
      calls.dispose()
      if (code === STOPPED) this.connection.set('closed')
      else this.#lost()
    })
    this.connection.set('connected')
    for (const journal of this.#journals) void journal.work()
    this.#tellLinks()
  }

  #lost(): void {
    this.connection.set('lost')
    this.#options.clock.after(RETRY_MS, () => void this.#connect())
  }
}

function personOf({ person }: JoinedRoom): Person {
  return { user: person.user, token: fromBase64(person.token), name: person.name, color: person.color }
}
