import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CallClient } from '#shared/desktop/calls.ts'
import type { AppState, JoinedRoom, JoinTarget, KnownRoom, NearbyRoom } from '#shared/desktop/desktop-api.ts'
import { CALLS_CHANNEL, Mux } from '#shared/desktop/mux.ts'
import { Value } from '#shared/emitter.ts'
import type { Link } from '#shared/link.ts'
import { linkPair } from '#shared/link-pair.ts'
import type { UnsentJournal } from '#shared/sync/unsent.ts'
import { RoomClient } from '#shared/sync/room-client.ts'
import { BlobKeeper } from '#renderer/net/blob-keeper.ts'
import { Engine } from '#main/engine/engine.ts'
import { systemClock, systemRandom, utf8 } from '#main/engine/surroundings.ts'
import { createAir, createFakeDiscovery, type Air } from './discovery.ts'

/** Engines on real sockets and disks of 127.0.0.1, finding each other through the air of a test. */
export class TestEngines {
  readonly air: Air = createAir()
  readonly #disposers: (() => void | Promise<void>)[] = []

  folder(): string {
    const path = mkdtempSync(join(tmpdir(), 'drawnet-test-'))
    this.#disposers.push(() => rmSync(path, { recursive: true, force: true }))
    return path
  }

  async open(folder: string = this.folder(), port = 0): Promise<TestEngine> {
    const problems: unknown[] = []
    const engine = await Engine.open({
      folder,
      version: '0.0.0',
      pagesFolder: null,
      port,
      clock: systemClock,
      random: systemRandom,
      now: Date.now,
      addresses: () => ['127.0.0.1'],
      discovery: ({ hostId }) => createFakeDiscovery({ air: this.air, ownHostId: hostId, address: '127.0.0.1' }),
      onProblem: (error) => problems.push(error),
    })
    const opened = new TestEngine(engine, folder, problems)
    this.#disposers.push(() => opened.dispose())
    return opened
  }

  readonly dispose = async (): Promise<void> => {
    for (const dispose of this.#disposers.splice(0).toReversed()) await dispose()
  }
}

/** An engine with a window's end of a Link to it. */
export class TestEngine {
  readonly engine: Engine
  readonly folder: string
  readonly problems: readonly unknown[]
  readonly state = new Value<AppState | null>(null)
  readonly rooms = new Value<readonly KnownRoom[]>([])
  readonly nearby = new Value<readonly NearbyRoom[]>([])
  readonly opened = new Value<string>('')
  readonly #mux: Mux
  readonly #calls: CallClient
  readonly #clients: RoomClient[] = []

  constructor(engine: Engine, folder: string, problems: readonly unknown[]) {
    this.engine = engine
    this.folder = folder
    this.problems = problems
    const [near, far] = linkPair(setImmediate)
    this.#mux = new Mux(near)
    this.#calls = new CallClient(this.#mux.open(CALLS_CHANNEL), utf8)
    this.#calls.on('state', (state) => this.state.set(state))
    this.#calls.on('rooms', (rooms) => this.rooms.set(rooms))
    this.#calls.on('nearby', (nearby) => this.nearby.set(nearby))
    this.#calls.on('openLink', ({ text }) => this.opened.set(text))
    engine.connect(far)
  }

  readonly call: CallClient['call'] = (method, args) => this.#calls.call(method, args)

  /** Joins a room as a window does. */
  async join(target: JoinTarget): Promise<RoomClient> {
    const dial = async (to: JoinTarget, again: boolean): Promise<Dialed> => {
      const joined = await this.call('rooms.join', { target: to, again })
      const person = { ...joined.person, token: new Uint8Array(Buffer.from(joined.person.token, 'base64')) }
      return { link: this.#mux.open(joined.channel), roomId: joined.roomId, person, unsent: joined.unsent, joined }
    }
    const first = await dial(target, false)
    let link: Link | null = first.link
    const client = new RoomClient({
      dial: async () => {
        const next = link ?? (await dial({ kind: 'known', roomId: first.roomId }, true)).link
        link = null
        return next
      },
      person: first.person,
      journal: this.#journal(first),
      blobJournal: new BlobKeeper(first.joined, this.call),
      clock: systemClock,
      wallClock: Date.now,
      random: systemRandom,
    })
    this.#clients.push(client)
    client.start()
    return client
  }

  /** Keeps what waits with the engine, as a window does. */
  #journal({ roomId, unsent }: Dialed): UnsentJournal {
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
    return {
      kept: unsent && { clientId: unsent.clientId, messages: unsent.messages.map(bytes) },
      append: ({ clientId, messages }) => {
        const encoded = messages.map((message) => Buffer.from(message).toString('base64'))
        void this.call('rooms.keepUnsent', { roomId, clientId, messages: encoded })
      },
      clear: (clientId) => void this.call('rooms.clearUnsent', { roomId, clientId }),
    }
  }

  async dispose(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.dispose()
    await this.engine.dispose()
  }
}

interface Dialed {
  readonly link: Link
  readonly roomId: string
  readonly person: RoomPerson
  readonly unsent: JoinedRoom['unsent']
  readonly joined: JoinedRoom
}

interface RoomPerson {
  readonly user: string
  readonly token: Uint8Array
  readonly name: string
  readonly color: number
}
