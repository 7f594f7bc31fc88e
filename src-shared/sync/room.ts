import { AppError, codeOf } from '../errors.ts'
import { Value, type ReadonlyValue } from '../emitter.ts'
import { isId } from '../ids.ts'
import type { SketchOperation } from '../model/operations.ts'
import { cleanName } from '../model/people.ts'
import type { BoardRecord, RecordId } from '../model/records.ts'
import { TopZ } from '../model/z-order.ts'
import type { Clock } from '../platform.ts'
import type { ClientMessage, WireOperation } from '../wire/client-messages.ts'
import { encodeHostMessage, type WireEntry } from '../wire/host-messages.ts'
import { CLOSE, WIRE_VERSION } from '../wire/protocol.ts'
import type { Refusal } from '../wire/refusal.ts'
import { BoardHash } from './board-hash.ts'
import { concerns, Draft, HOST_AUTHOR, type DraftGround, type Waiting } from './draft.ts'
import { FirstPage } from './first-page.ts'
import { LogFeed } from './log-feed.ts'
import { RoomBlobs } from './room-blobs.ts'
import { RoomDoor, type Hello, type RoomConnection } from './room-door.ts'
import { RoomPeople } from './room-people.ts'
import { presentFrames, RoomPresence } from './room-presence.ts'
import { RoomSession, type RoomPeer } from './room-session.ts'
import { admitted } from './sketches.ts'
import type { RoomStorage, StoredClient } from './room-storage.ts'
import { StoringPace } from './storing-pace.ts'
import { framesOfTick } from './tick-frames.ts'
import { TickSchedule } from './tick-schedule.ts'

/** How soon one who is behind is fed again: while its socket takes something, and while it does not. */
const PUMP_NEXT_MS = 2
const PUMP_EVERY_MS = 20
const HASH_EVERY_MS = 3_000
/** About a millisecond's worth, for which ink waits. */
const HASHED_AT_ONCE = 200
const MAX_WAITING_OPERATIONS = 50_000
/** What the host itself does in a room is logged under this client and member. */
const HOST_CLIENT = 0

export interface RoomOptions {
  readonly storage: RoomStorage
  readonly clock: Clock
  /** Wall clock for display, milliseconds since 1970. */
  readonly wallClock: () => number
  /** Runs a task as soon as the present one is over. */
  readonly soon: (task: () => void) => void
  /** SHA-256. */
  readonly hash: (bytes: Uint8Array) => Uint8Array
  readonly onProblem: (error: unknown) => void
}

/**
 * The host's side of a room: puts operations in order, has them stored, and then tells everyone. Rules in
 * SPEC.md. It has no network, disk, clock or randomness of its own.
 */
export class Room {
  readonly #options: RoomOptions
  readonly #records = new Map<RecordId, BoardRecord>()
  readonly #firstPage = new FirstPage()
  readonly #people: RoomPeople
  readonly #sessions = new Set<RoomSession>()
  readonly #doors = new Set<RoomDoor>()
  readonly #name: Value<string>
  readonly #online = new Value(0)
  readonly #topZ = new TopZ()
  readonly #hash = new BoardHash()
  #cancelHash: (() => void) | null = null
  readonly #feed: LogFeed
  readonly #blobs: RoomBlobs
  #seq: number

  readonly #ground: DraftGround = {
    current: (id) => this.#records.get(id),
    firstPage: this.#firstPage,
    authorOfRemoved: (id) => this.#options.storage.authorOfRemoved(id),
    isMember: (number) => this.#people.has(number),
  }

  #waiting: Waiting[] = []
  readonly #presence = new RoomPresence()
  #peopleChanged = false
  readonly #ticks: TickSchedule
  readonly #storing: StoringPace
  /** How long it took to tell everyone, the last time, in milliseconds. */
  #tellingTook = 0
  #trouble = ''
  #cancelPump: (() => void) | null = null
  #disposed = false

  constructor(options: RoomOptions) {
    this.#options = options
    const stored = options.storage.load()
    this.#name = new Value(stored.name)
    this.#seq = stored.seq
    this.#people = new RoomPeople(stored.members, stored.clients, {
      reserve: (count) => this.#reserveMembers(count),
      hash: options.hash,
    })
    this.#feed = new LogFeed({
      storage: options.storage,
      epoch: stored.epoch,
      head: () => this.#seq,
      name: () => this.#name.get(),
      records: this.#records,
      lastN: (clientId) => this.#people.lastN(clientId),
      trouble: () => this.#trouble,
      liveNow: () => presentFrames(this.#sessions),
    })
    this.#ticks = new TickSchedule(options.clock, options.soon, () => this.#tick())
    this.#storing = new StoringPace(options.clock, () => this.#ticks.plan())
    this.#blobs = new RoomBlobs({
      storage: options.storage.blobs,
      clock: options.clock,
      sessions: () => this.#sessions,
      onProblem: options.onProblem,
    })
    for (const record of stored.records) {
      this.#records.set(record.id, record)
      this.#firstPage.see(record.id, record)
      this.#topZ.see(record.z)
      this.#hash.touch(record.id)
    }
  }

  get name(): ReadonlyValue<string> {
    return this.#name
  }

  /** How many people are in the room now. */
  get online(): ReadonlyValue<number> {
    return this.#online
  }

  get seq(): number {
    return this.#seq
  }

  onlineNames(): string[] {
    return this.#people.onlineNames()
  }

  /**
   * Takes a new connection; it has to greet first.
   * @param isHost whether it comes from the installation that hosts the room
   */
  connect(peer: RoomPeer, isHost = false): RoomConnection {
    const door: RoomDoor = new RoomDoor(
      peer,
      {
        greet: (from, hello, replaced) => this.#greet(from, hello, replaced, isHost),
        take: (session, message) => this.#take(session, message),
        leave: (session) => this.#leave(session),
        onProblem: this.#options.onProblem,
      },
      this.#options.clock,
    )
    this.#doors.add(door)
    return {
      receive: (frame) => door.receive(frame),
      closed: () => {
        this.#doors.delete(door)
        door.closed()
      },
    }
  }

  /** Renames the room on the host's own behalf. */
  rename(name: string): void {
    this.#enqueue({
      session: null,
      client: HOST_CLIENT,
      n: 0,
      author: HOST_AUTHOR,
      operation: { kind: 'rename', name: cleanName(name) },
    })
  }

  /** Commits what is waiting and closes every connection. */
  dispose(code: number = CLOSE.goingAway, reason = 'The host has closed the board.'): void {
    if (this.#disposed) return
    for (const session of this.#sessions) this.#keepUnfinished(session)
    this.#storing.hurry()
    this.#tick()
    this.#disposed = true
    this.#cancelPump?.()
    this.#ticks.dispose()
    this.#storing.dispose()
    this.#cancelHash?.()
    this.#blobs.dispose()
    for (const door of this.#doors) door.close(code, reason)
    this.#doors.clear()
  }

  readonly #replace = new Map<RoomSession, () => void>()

  #greet(peer: RoomPeer, hello: Hello, replaced: () => void, isHost: boolean): RoomSession {
    if (hello.version > WIRE_VERSION) {
      throw new AppError('join/too-old', 'This board is hosted by an older DrawNet. Its host needs a newer version.')
    }
    if (hello.version < WIRE_VERSION) {
      throw new AppError('join/too-new', 'This board is hosted by a newer DrawNet. Update yours to join.')
    }
    if (!isId(hello.clientId) || !isId(hello.user)) throw new AppError('room/invalid', 'The greeting names no one.')
    const proof = hello.token.length === 0 ? null : this.#options.hash(hello.token)
    // First, so that who is turned away has not become a member.
    this.#people.assertOwn(hello.clientId, hello.user)
    const member = this.#people.enter(hello.user, proof, hello.name, hello.color)
    const client = this.#people.client(hello.clientId, member.number)
    // Before the old connection goes: who is there all the time must not be forgotten in between.
    this.#people.arrive(member.number)
    for (const other of this.#sessions) {
      // The same client again: its old connection is dead, only not yet noticed.
      if (other.client.id !== client.id) continue
      this.#replace.get(other)?.()
      this.#leave(other)
      other.peer.close(CLOSE.replaced, 'Connected again.')
    }
    const { seq, opening } = this.#feed.opening(member.number, client, hello.resume)
    const session = new RoomSession(
      peer,
      member,
      client,
      this.#lastTakenN(client),
      seq,
      opening,
      this.#options.clock.now(),
      isHost,
    )
    session.welcome()
    this.#sessions.add(session)
    this.#replace.set(session, replaced)
    this.#tellPeople()
    this.#pump()
    return session
  }

  #reserveMembers(count: number): number {
    try {
      return this.#options.storage.reserveMembers(count)
    } catch (error) {
      this.#options.onProblem(error)
      return 0
    }
  }

  /** What came over an earlier connection may still be waiting for the disk. */
  #lastTakenN(client: StoredClient): number {
    let last = this.#people.lastN(client.id)
    for (const waiting of this.#waiting) if (waiting.client === client.index) last = Math.max(last, waiting.n)
    return last
  }

  #take(session: RoomSession, message: Exclude<ClientMessage, Hello>): void {
    switch (message.kind) {
      case 'edit':
        this.#takeEdit(session, message.firstN, message.operations)
        return
      case 'live':
        session.ink.applyAll(message.events)
        for (const event of message.events) this.#presence.draw(session.client.index, session.member.number, event)
        this.#ticks.plan()
        return
      case 'pointer':
        this.#presence.point(session, message)
        this.#ticks.plan()
        return
      case 'sketch':
        this.#presence.sketch(session, this.#admitted(session, message.operations))
        this.#ticks.plan()
        return
      case 'profile':
        this.#people.rename(session.member.number, message.name, message.color)
        this.#tellPeople()
        return
      case 'ask':
        session.peer.send(this.#feed.answer(message.seq, session.member.number))
        return
      case 'ping':
        session.peer.send(encodeHostMessage({ kind: 'pong' }))
        return
      case 'offer':
      case 'piece':
      case 'fetch':
        this.#blobs.take(session, message)
    }
  }

  #admitted({ member, isHost }: RoomSession, sketch: readonly SketchOperation[]): readonly SketchOperation[] {
    return admitted(sketch, this.#ground, { member: member.number, isHost })
  }

  #takeEdit(session: RoomSession, firstN: number, operations: readonly WireOperation[]): void {
    // Before any of it is taken: an edit is taken whole or not at all.
    const lastN = firstN + (operations.length - 1)
    if (firstN < 1) throw new AppError('room/invalid', 'Operations are numbered from 1.')
    if (lastN > Number.MAX_SAFE_INTEGER) throw new AppError('room/invalid', 'The number of an operation is too large.')
    const fresh = Math.min(operations.length, lastN - session.lastTakenN)
    if (fresh > 0 && this.#waiting.length + fresh > MAX_WAITING_OPERATIONS) {
      throw new AppError('wire/too-slow', 'The host cannot keep up with what is drawn.')
    }
    let n = firstN
    for (const operation of operations) {
      // Sent twice, it happens once.
      if (n > session.lastTakenN) {
        session.lastTakenN = n
        this.#enqueue({ session, client: session.client.index, n, author: session.member.number, operation })
      }
      n += 1
    }
  }

  #enqueue(waiting: Waiting): void {
    this.#waiting.push(waiting)
    this.#ticks.plan()
  }

  #tick(): void {
    const stores = this.#waiting.length > 0 && this.#storing.mayStore
    // Ink does not wait for the disk, unless a frame of its own would take longer.
    if (stores && this.#presence.hasInk && this.#storing.tookMs > this.#tellingTook) this.#tellTick([])
    const entries = stores ? this.#commitWaiting() : []
    if (this.#waiting.length > 0) this.#storing.remind()
    if (entries.length > 0 || this.#presence.isNew) this.#tellTick(entries)
    if (this.#peopleChanged) this.#broadcastPeople()
    this.#pump()
  }

  /** The same bytes for everyone, unless there is a private message among it. */
  #tellTick(entries: readonly WireEntry[]): void {
    const began = this.#options.clock.now()
    const content = { ...this.#presence.take(), entries }
    for (const frame of framesOfTick(content, this.#seq - entries.length)) {
      for (const session of this.#sessions) session.offer(frame, this.#ticks.lastAt)
    }
    this.#tellingTook = this.#options.clock.now() - began
  }

  /** Evaluates, stores and applies what is waiting. When it cannot be stored, all of it goes on waiting. */
  #commitWaiting(): readonly WireEntry[] {
    const draft = new Draft(this.#ground, this.#seq, this.#options.wallClock())
    try {
      for (const waiting of this.#waiting) draft.add(waiting)
      if (draft.entries.length > 0) {
        const { entries, records, name } = draft
        const people = this.#people.unsaved(draft.people, draft.lastNs)
        this.#storing.store(() => this.#options.storage.commit({ entries, records, name, ...people }))
        this.#people.saved(draft.people, draft.lastNs)
      }
    } catch (error) {
      this.#cannotStore(error)
      return []
    }
    this.#waiting = []
    this.#apply(draft)
    this.#setTrouble('')
    for (const { waiting, refusal } of draft.refused) this.#refuse(waiting, refusal)
    return draft.wire
  }

  #refuse({ client, author, n, operation }: Waiting, refusal: Refusal): void {
    // Others have seen the stroke grow.
    if (operation.kind === 'lift') {
      this.#presence.draw(client, author, { kind: 'cancel', stroke: operation.stroke })
    }
    // The client may be back on another connection than the one it was sent on.
    const frame = encodeHostMessage({ kind: 'refused', n, ...refusal })
    for (const session of this.#sessions) if (session.client.index === client) session.peer.send(frame)
  }

  #apply(draft: Draft): void {
    for (const [id, record] of draft.records) {
      this.#hash.touch(id)
      this.#firstPage.see(id, record)
      if (record === undefined) this.#records.delete(id)
      else {
        this.#records.set(id, record)
        this.#topZ.see(record.z)
      }
    }
    for (const { session, stroke } of draft.lifted) session.ink.end(stroke)
    this.#seq += draft.entries.length
    if (draft.name !== null) this.#name.set(draft.name)
    this.#cancelHash ??= this.#options.clock.after(HASH_EVERY_MS, () => this.#tellHash())
  }

  /** Every few seconds in which something changed, everyone is told the hash of the board to compare theirs with. */
  #tellHash(): void {
    const hash = this.#hash.value((id) => this.#records.get(id), HASHED_AT_ONCE)
    if (hash === null) {
      this.#cancelHash = this.#options.clock.after(PUMP_EVERY_MS, () => this.#tellHash())
      return
    }
    this.#cancelHash = null
    const frame = encodeHostMessage({ kind: 'hash', seq: this.#seq, hash })
    for (const session of this.#sessions) if (session.atHead && session.seq === this.#seq) session.peer.send(frame)
  }

  #cannotStore(error: unknown): void {
    this.#storing.failed()
    this.#options.onProblem(error)
    const full = codeOf(error, 'storage/failed') === 'storage/full'
    this.#setTrouble(
      full
        ? 'The disk of the host is full. What is drawn now is kept as soon as there is room.'
        : 'The host cannot save at the moment. It keeps trying.',
    )
  }

  #setTrouble(sentence: string): void {
    if (this.#trouble === sentence) return
    this.#trouble = sentence
    this.#broadcast(encodeHostMessage({ kind: 'trouble', sentence }))
  }

  #leave(session: RoomSession): void {
    if (!this.#sessions.delete(session)) return
    this.#replace.delete(session)
    this.#blobs.leave(session)
    this.#keepUnfinished(session)
    const { number } = session.member
    this.#people.leave(
      number,
      this.#waiting.some((waiting) => concerns(waiting, number)),
    )
    this.#presence.left(session)
    this.#tellPeople()
  }

  /** Whoever vanishes with the pen down leaves what was drawn. */
  #keepUnfinished(session: RoomSession): void {
    const { client, member } = session
    const lifted = new Set(
      this.#waiting.map((waiting) =>
        waiting.session === session && waiting.operation.kind === 'lift' ? waiting.operation.stroke : 0,
      ),
    )
    for (const { stroke, count } of Array.from(session.ink.unfinished())) {
      if (lifted.has(stroke)) continue
      if (count === 0) {
        this.#presence.draw(client.index, member.number, { kind: 'cancel', stroke })
        continue
      }
      const operation = { kind: 'lift', stroke, count, z: this.#topZ.above() } as const
      this.#enqueue({ session, client: client.index, n: 0, author: member.number, operation })
    }
  }

  #tellPeople(): void {
    this.#online.set(this.#people.onlineCount)
    this.#peopleChanged = true
    this.#ticks.plan()
  }

  #broadcastPeople(): void {
    this.#peopleChanged = false
    const hosts = new Set(Array.from(this.#sessions, ({ isHost, member }) => (isHost ? member.number : HOST_AUTHOR)))
    this.#broadcast(encodeHostMessage({ kind: 'people', members: this.#people.list((number) => hosts.has(number)) }))
  }

  /** For small frames that are not part of the log. */
  #broadcast(frame: Uint8Array): void {
    for (const session of this.#sessions) session.peer.send(frame)
  }

  #pump(): void {
    // What is live is told to who has caught up as it is now: first everyone else has to have heard of it.
    if (this.#presence.isNew) return this.#ticks.plan()
    const now = this.#options.clock.now()
    let behind = false
    let moved = false
    for (const session of this.#sessions) {
      if (session.atHead) continue
      if (session.lags(this.#seq, now)) {
        const { seq, opening } = this.#feed.opening(session.member.number, session.client, null)
        session.restart(seq, opening, now)
      }
      moved = session.pump(this.#feed, now) || moved
      behind ||= !session.atHead
    }
    if (!behind || this.#cancelPump !== null || this.#disposed) return
    this.#cancelPump = this.#options.clock.after(moved ? PUMP_NEXT_MS : PUMP_EVERY_MS, () => {
      this.#cancelPump = null
      this.#pump()
    })
  }
}
