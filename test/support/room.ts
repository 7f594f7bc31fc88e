import { createHash } from 'node:crypto'
import type { AppError } from '#shared/errors.ts'
import type { Dispose } from '#shared/emitter.ts'
import { Emitter } from '#shared/emitter.ts'
import type { Link, LinkClosed } from '#shared/link.ts'
import type { StrokeStyle } from '#shared/sync/room-view.ts'
import { MemoryRoomStorage } from '#shared/sync/memory-storage.ts'
import { Room } from '#shared/sync/room.ts'
import type { BlobJournal } from '#shared/sync/blob-journal.ts'
import type { UnsentJournal } from '#shared/sync/unsent.ts'
import { RoomClient } from '#shared/sync/room-client.ts'
import { ManualClock } from './clock.ts'
import { seededBytes } from './random.ts'

/** A wire held in memory: what is sent lies in two queues until it is let through by hand. */
export class TestWire {
  readonly client: WireEnd
  readonly host: WireEnd

  constructor() {
    this.client = new WireEnd()
    this.host = new WireEnd()
    this.client.far = this.host
    this.host.far = this.client
  }

  /** Lets through what lies on the wire, oldest first, at most `limit` messages each way. Tells whether any did. */
  flush(limit = Number.POSITIVE_INFINITY): boolean {
    const toHost = this.client.deliver(limit)
    const toClient = this.host.deliver(limit)
    return toHost || toClient
  }

  /** Cuts it: what lies on it is lost, and both ends notice. */
  cut(): void {
    this.client.end({ code: 1006, reason: '' })
    this.host.end({ code: 1006, reason: '' })
  }
}

class WireEnd implements Link {
  far: WireEnd | null = null
  bufferedAmount = 0
  readonly sent: Uint8Array[] = []
  readonly #messages = new Emitter<Uint8Array>()
  readonly #ended = new Emitter<LinkClosed>()
  closed: LinkClosed | null = null
  #closing: LinkClosed | null = null

  send(bytes: Uint8Array): void {
    if (this.closed === null && this.#closing === null) this.sent.push(bytes)
  }

  onMessage(listener: (bytes: Uint8Array) => void): Dispose {
    return this.#messages.on(listener)
  }

  onClose(listener: (closed: LinkClosed) => void): Dispose {
    if (this.closed !== null) listener(this.closed)
    return this.#ended.on(listener)
  }

  close(code: number = 1000, reason = ''): void {
    this.#closing ??= { code, reason }
  }

  deliver(limit: number): boolean {
    if (this.closed !== null) return false
    const some = this.sent.splice(0, limit)
    for (const bytes of some) this.far?.receive(bytes)
    if (this.#closing === null || this.sent.length > 0) return some.length > 0
    const closing = this.#closing
    this.end(closing)
    this.far?.end(closing)
    return true
  }

  receive(bytes: Uint8Array): void {
    if (this.closed === null) this.#messages.emit(bytes)
  }

  end(closed: LinkClosed): void {
    if (this.closed !== null) return
    this.closed = closed
    this.sent.length = 0
    this.#ended.emit(closed)
  }
}

export interface TestMember {
  readonly client: RoomClient
  /** The wire in use. */
  wire(): TestWire
  /** While false, dialling fails. */
  reachable: boolean
  /** What its client reported. */
  readonly problems: AppError[]
}

/** A room with its members on wires in memory, on a clock that is moved by hand. */
export class TestRoom {
  readonly clock = new ManualClock()
  readonly problems: unknown[] = []
  readonly members: TestMember[] = []
  /** Names of those who come from the installation that hosts the room. */
  readonly hosts = new Set<string>()
  storage: MemoryRoomStorage
  room: Room
  readonly #soon: (() => void)[] = []
  readonly #wires = new Set<TestWire>()

  constructor(storage: MemoryRoomStorage = new MemoryRoomStorage({ name: 'Test', epoch: 'epoch-1' })) {
    this.storage = storage
    this.room = this.#open()
  }

  #open(): Room {
    return new Room({
      storage: this.storage,
      clock: this.clock,
      wallClock: () => 1_700_000_000_000 + this.clock.now(),
      soon: (task) => this.#soon.push(task),
      hash: (bytes) => createHash('sha256').update(bytes).digest(),
      onProblem: (error) => this.problems.push(error),
    })
  }

  /** A wire with the room at its far end. */
  connect(isHost = false): TestWire {
    const wire = new TestWire()
    this.#wires.add(wire)
    const connection = this.room.connect(wire.host, isHost)
    wire.host.onMessage((frame) => connection.receive(frame))
    wire.host.onClose(() => connection.closed())
    return wire
  }

  /** A member who joins and catches up. */
  join(name: string, user = `user-${name}`, journal?: UnsentJournal, blobJournal?: BlobJournal): TestMember {
    let wire: TestWire | null = null
    const member: TestMember = {
      client: new RoomClient({
        dial: () => {
          if (!member.reachable) return Promise.reject(new Error('unreachable'))
          wire = this.connect(this.hosts.has(name))
          return Promise.resolve(wire.client)
        },
        person: { user, token: new TextEncoder().encode(`token of ${user}`), name, color: 1 },
        clock: this.clock,
        wallClock: () => 0,
        onProblem: (problem) => member.problems.push(problem),
        ...(journal === undefined ? {} : { journal }),
        ...(blobJournal === undefined ? {} : { blobJournal }),
        random: seededBytes(this.members.length + 1 + name.length * 1000),
      }),
      wire: () => wire!,
      reachable: true,
      problems: [],
    }
    this.members.push(member)
    member.client.start()
    return member
  }

  /** Runs everything that is due until nothing more happens. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 3;) {
      // Lets promises (dialling) run.
      await Promise.resolve()
      const busy = this.step()
      quiet = busy ? 0 : quiet + 1
    }
  }

  /** Lets promises (dialling) run. */
  async turn(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve))
  }

  /** Lets time go by as it does: timers, tasks and wires in turn. */
  async pass(ms: number): Promise<void> {
    for (let gone = 0; gone < ms; gone += 25) {
      this.clock.advance(25)
      await this.settle()
    }
  }

  /** Runs what the host has put off, without letting anything through the wires. */
  tick(): boolean {
    const tasks = this.#soon.splice(0)
    for (const task of tasks) task()
    return tasks.length > 0
  }

  step(): boolean {
    let busy = this.tick()
    for (const wire of this.#wires) busy = wire.flush() || busy
    this.clock.advance(5)
    return busy
  }

  /** The host's process dies and comes back with what was committed. */
  crash(): void {
    for (const wire of this.#wires) wire.cut()
    this.#wires.clear()
    this.#soon.length = 0
    this.room = this.#open()
  }

  dispose(): void {
    for (const { client } of this.members) client.dispose()
    this.room.dispose()
  }
}

export const PEN: StrokeStyle = { nib: 'pen', color: 'ink', width: 4, opacity: 1, unit: 3, pressure: false }

/** Draws a zigzag of `count` points from a place. */
export function draw(client: RoomClient, x: number, y: number, count = 8): string {
  const stroke = client.beginStroke(PEN, { x, y })
  const { id } = stroke
  for (let i = 0; i < count; i++) stroke.append([{ x: x + i * 3, y: y + (i % 2) * 5, pressure: 0.5 }])
  stroke.commit()
  return id
}

/** The board as plain data, in an order of its own. */
export function boardOf(client: RoomClient): unknown[] {
  return Array.from(client.store.values())
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((record) => (record.type === 'stroke' ? { ...record, points: Array.from(record.points) } : { ...record }))
}

/** Keeps the rooms of a test file, to be disposed of after each test. */
export class OpenRooms {
  readonly #rooms: TestRoom[] = []

  readonly with = async (...names: string[]) => {
    const room = this.add(new TestRoom())
    const members = names.map((name) => room.join(name))
    await room.settle()
    return { room, members, clients: members.map(({ client }) => client) }
  }

  add(room: TestRoom): TestRoom {
    this.#rooms.push(room)
    return room
  }

  readonly dispose = (): void => {
    for (const room of this.#rooms.splice(0)) room.dispose()
  }
}
