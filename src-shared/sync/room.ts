import { AppError, codeOf, sentenceOf, type ErrorCode } from '../errors.ts'
import { Value, type ReadonlyValue } from '../emitter.ts'
import { isId } from '../ids.ts'
import { cleanName } from '../model/people.ts'
import type { BoardRecord, RecordId } from '../model/records.ts'
import { TopZ } from '../model/z-order.ts'
import type { Clock } from '../platform.ts'
import { decodeClientMessage, type ClientMessage, type WireOperation } from '../wire/client-messages.ts'
import { encodeHostMessage, type RelayedPointer, type WireEntry } from '../wire/host-messages.ts'
import type { RelayedLive } from '../wire/live-codec.ts'
import { CLOSE, GREETING_WITHIN_MS, MAX_GREETING_BYTES, WIRE_VERSION } from '../wire/protocol.ts'
import { Draft, type DraftGround, type Waiting } from './draft.ts'
import { RoomPeople } from './room-people.ts'
import { RoomSession, type RoomPeer } from './room-session.ts'
import type { RoomStorage, StoredClient } from './room-storage.ts'
import { SnapshotCache } from './snapshot.ts'

/** Ticks come no closer than this, so that under load they fill up. */
const TICK_EVERY_MS = 4
const PUMP_EVERY_MS = 20
const RETRY_COMMIT_MS = 1_000
const TAIL_ENTRIES_PER_FRAME = 256
/** Further behind than this, a snapshot is shorter than the tail. */
const MAX_TAIL = 5_000
const RECENT_CHAT = 500
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

/** What a carrier does with a connection it has handed to a room. */
export interface RoomConnection {
  receive(frame: Uint8Array): void
  /** The connection is gone, whoever ended it. */
  closed(): void
}

/**
 * The host's side of a room: puts operations in order, has them stored, and then tells everyone. Rules in
 * SPEC.md. It has no network, disk, clock or randomness of its own.
 */
export class Room {
  readonly #options: RoomOptions
  readonly #records = new Map<RecordId, BoardRecord>()
  /** Authors of removed records, so that who restores one does not become its author. */
  readonly #authorsOfRemoved = new Map<RecordId, number>()
  readonly #people: RoomPeople
  readonly #sessions = new Set<RoomSession>()
  readonly #greeting = new Set<RoomPeer>()
  readonly #name: Value<string>
  readonly #online = new Value(0)
  readonly #epoch: string
  readonly #topZ = new TopZ()
  readonly #snapshots = new SnapshotCache()
  #seq: number

  readonly #ground: DraftGround = {
    current: (id) => this.#records.get(id),
    authorOfRemoved: (id) => this.#authorsOfRemoved.get(id),
  }

  #waiting: Waiting[] = []
  #live: RelayedLive[] = []
  readonly #pointers = new Map<number, RelayedPointer>()
  #peopleChanged = false
  #tickPlanned = false
  #lastTick = Number.NEGATIVE_INFINITY
  #trouble = ''
  #cancelPump: (() => void) | null = null
  #cancelTick: (() => void) | null = null
  #disposed = false

  constructor(options: RoomOptions) {
    this.#options = options
    const stored = options.storage.load()
    this.#name = new Value(stored.name)
    this.#epoch = stored.epoch
    this.#seq = stored.seq
    this.#people = new RoomPeople(stored.members, stored.clients)
    for (const record of stored.records) {
      this.#records.set(record.id, record)
      this.#topZ.see(record.z)
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

  /** Takes a new connection; it has to greet first. */
  connect(peer: RoomPeer): RoomConnection {
    let session: RoomSession | null = null
    let over = false
    this.#greeting.add(peer)
    const refuse = (code: number, reason: string): void => {
      over = true
      peer.close(code, reason)
      leave()
    }
    const cancelTimeout = this.#options.clock.after(GREETING_WITHIN_MS, () => {
      if (session === null) refuse(CLOSE.tooSlow, 'No greeting came in time.')
    })
    const leave = (): void => {
      cancelTimeout()
      this.#greeting.delete(peer)
      if (session !== null) this.#leave(session)
      session = null
    }
    const replaced = (): void => {
      over = true
      session = null
    }
    return {
      receive: (frame) => {
        if (over || this.#disposed) return
        try {
          if (session === null && frame.length > MAX_GREETING_BYTES) {
            throw new AppError('wire/too-large', 'The greeting is too long.')
          }
          const message = decodeClientMessage(frame)
          if (session !== null) this.#take(session, message)
          else if (message.kind === 'hello') {
            session = this.#greet(peer, message, replaced)
            this.#greeting.delete(peer)
            cancelTimeout()
          } else throw new AppError('wire/unexpected', 'A greeting was expected first.')
        } catch (error) {
          refuse(closeCodeOf(error), sentenceOf(error))
        }
      },
      closed: () => {
        over = true
        leave()
      },
    }
  }

  /** Renames the room on the host's own behalf. */
  rename(name: string): void {
    this.#enqueue({
      session: null,
      client: HOST_CLIENT,
      n: 0,
      author: 0,
      operation: { kind: 'rename', name: cleanName(name) },
    })
  }

  /** Commits what is waiting and closes every connection. */
  dispose(code: number = CLOSE.goingAway, reason = 'The host has closed the board.'): void {
    if (this.#disposed) return
    for (const session of this.#sessions) this.#keepUnfinished(session)
    this.#tick()
    this.#disposed = true
    this.#cancelPump?.()
    this.#cancelTick?.()
    for (const session of this.#sessions) session.peer.close(code, reason)
    for (const peer of this.#greeting) peer.close(code, reason)
    this.#sessions.clear()
    this.#greeting.clear()
  }

  readonly #replace = new Map<RoomSession, () => void>()

  #greet(peer: RoomPeer, hello: Extract<ClientMessage, { kind: 'hello' }>, replaced: () => void): RoomSession {
    if (hello.version > WIRE_VERSION) {
      throw new AppError('join/too-old', 'This board is hosted by an older DrawNet. Its host needs a newer version.')
    }
    if (hello.version < WIRE_VERSION) {
      throw new AppError('join/too-new', 'This board is hosted by a newer DrawNet. Update yours to join.')
    }
    if (!isId(hello.clientId) || !isId(hello.user)) throw new AppError('wire/malformed', 'The greeting names no one.')
    const proof = hello.token.length === 0 ? null : this.#options.hash(hello.token)
    const member = this.#people.enter(hello.user, proof, hello.name, hello.color)
    const client = this.#people.client(hello.clientId, member.number)
    for (const other of this.#sessions) {
      // The same client again: its old connection is dead, only not yet noticed.
      if (other.client.id !== client.id) continue
      this.#replace.get(other)?.()
      this.#leave(other)
      other.peer.close(CLOSE.replaced, 'Connected again.')
    }
    const resumed = this.#canResume(hello.resume)
    const { seq, opening } =
      resumed === null
        ? this.#freshOpening(member.number, client)
        : this.#resumedOpening(resumed, member.number, client)
    const session = new RoomSession(peer, member, client, this.#lastTakenN(client), seq, opening)
    this.#sessions.add(session)
    this.#replace.set(session, replaced)
    this.#people.arrive(member.number)
    this.#tellPeople()
    this.#pump()
    return session
  }

  /** What came over an earlier connection may still be waiting for the disk. */
  #lastTakenN(client: StoredClient): number {
    let last = this.#people.lastN(client.id)
    for (const waiting of this.#waiting) if (waiting.client === client.index) last = Math.max(last, waiting.n)
    return last
  }

  #canResume(resume: { readonly epoch: string; readonly seq: number } | null): number | null {
    if (resume === null || resume.epoch !== this.#epoch || resume.seq > this.#seq) return null
    return this.#seq - resume.seq > MAX_TAIL ? null : resume.seq
  }

  #welcome(member: number, client: StoredClient, seq: number, snapshot: number | null): Uint8Array {
    return encodeHostMessage({
      kind: 'welcome',
      version: WIRE_VERSION,
      roomName: this.#name.get(),
      epoch: this.#epoch,
      seq,
      head: this.#seq,
      member,
      client: client.index,
      lastN: this.#people.lastN(client.id),
      snapshot,
    })
  }

  #resumedOpening(seq: number, member: number, client: StoredClient) {
    return { seq, opening: [this.#welcome(member, client, seq, null)].values() }
  }

  #freshOpening(member: number, client: StoredClient) {
    const snapshot = this.#snapshots.take(this.#seq, this.#records)
    const chat = this.#options.storage.chatBefore(snapshot.seq + 1, RECENT_CHAT)
    const frames = [
      this.#welcome(member, client, snapshot.seq, snapshot.count),
      encodeHostMessage({ kind: 'chat', messages: chat }),
      ...snapshot.frames,
    ]
    return { seq: snapshot.seq, opening: frames.values() }
  }

  #take(session: RoomSession, message: ClientMessage): void {
    switch (message.kind) {
      case 'hello':
        throw new AppError('wire/unexpected', 'A second greeting came.')
      case 'edit':
        this.#takeEdit(session, message.firstN, message.operations)
        return
      case 'live':
        for (const event of message.events) {
          session.ink.apply(event)
          this.#live.push({ client: session.client.index, member: session.member.number, event })
        }
        this.#planTick()
        return
      case 'pointer':
        session.pointer = message.position
        this.#pointers.set(session.client.index, {
          client: session.client.index,
          member: session.member.number,
          position: message.position,
        })
        this.#planTick()
        return
      case 'profile':
        this.#people.rename(session.member.number, message.name, message.color)
        this.#tellPeople()
        return
      case 'ask':
        session.peer.send(
          encodeHostMessage({ kind: 'answer', entry: this.#options.storage.entry(message.seq) ?? null }),
        )
        return
      case 'ping':
        session.peer.send(encodeHostMessage({ kind: 'pong' }))
    }
  }

  #takeEdit(session: RoomSession, firstN: number, operations: readonly WireOperation[]): void {
    if (firstN < 1) throw new AppError('wire/malformed', 'Operations are numbered from 1.')
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
    if (this.#waiting.length >= MAX_WAITING_OPERATIONS) {
      throw new AppError('wire/too-slow', 'The host cannot keep up with what is drawn.')
    }
    this.#waiting.push(waiting)
    this.#planTick()
  }

  /** At once when the room is quiet; under load when the last tick is a while ago. */
  #planTick(): void {
    if (this.#tickPlanned || this.#disposed) return
    this.#tickPlanned = true
    const wait = this.#lastTick + TICK_EVERY_MS - this.#options.clock.now()
    if (wait <= 0) this.#options.soon(() => this.#tick())
    else this.#cancelTick = this.#options.clock.after(wait, () => this.#tick())
  }

  #tick(): void {
    this.#tickPlanned = false
    if (this.#disposed) return
    this.#lastTick = this.#options.clock.now()
    const entries = this.#commitWaiting()
    if (entries.length > 0 || this.#live.length > 0 || this.#pointers.size > 0) {
      const pointers = Array.from(this.#pointers.values())
      const frame = encodeHostMessage({ kind: 'tick', live: this.#live, pointers, entries })
      this.#live = []
      this.#pointers.clear()
      for (const session of this.#sessions) session.offer(frame, this.#seq)
    }
    if (this.#peopleChanged) this.#broadcastPeople()
    this.#pump()
  }

  /** Evaluates, stores and applies what is waiting. When it cannot be stored, all of it goes on waiting. */
  #commitWaiting(): readonly WireEntry[] {
    if (this.#waiting.length === 0) return []
    const draft = new Draft(this.#ground, this.#seq, this.#options.wallClock())
    for (const waiting of this.#waiting) draft.add(waiting)
    if (draft.entries.length > 0) {
      try {
        const { entries, records, name } = draft
        this.#options.storage.commit({ entries, records, name, ...this.#people.unsaved(draft.lastNs) })
      } catch (error) {
        this.#cannotStore(error)
        return []
      }
      this.#people.saved(draft.lastNs)
    }
    this.#waiting = []
    this.#apply(draft)
    this.#setTrouble('')
    for (const { waiting, sentence } of draft.refused) {
      waiting.session?.peer.send(encodeHostMessage({ kind: 'refused', n: waiting.n, sentence }))
    }
    return draft.wire
  }

  #apply(draft: Draft): void {
    for (const [id, record] of draft.records) {
      const before = this.#records.get(id)
      if (record === undefined) {
        this.#records.delete(id)
        if (before !== undefined) this.#authorsOfRemoved.set(id, before.author)
      } else {
        this.#records.set(id, record)
        this.#topZ.see(record.z)
      }
    }
    for (const { session, stroke } of draft.lifted) session.ink.end(stroke)
    this.#seq += draft.entries.length
    if (draft.name !== null) this.#name.set(draft.name)
  }

  #cannotStore(error: unknown): void {
    this.#options.onProblem(error)
    const full = codeOf(error, 'storage/failed') === 'storage/full'
    this.#setTrouble(
      full
        ? 'The disk of the host is full. What is drawn now is kept as soon as there is room.'
        : 'The host cannot save at the moment. It keeps trying.',
    )
    this.#tickPlanned = true
    this.#cancelTick = this.#options.clock.after(RETRY_COMMIT_MS, () => this.#tick())
  }

  #setTrouble(sentence: string): void {
    if (this.#trouble === sentence) return
    this.#trouble = sentence
    this.#broadcast(encodeHostMessage({ kind: 'trouble', sentence }))
  }

  #leave(session: RoomSession): void {
    if (!this.#sessions.delete(session)) return
    this.#replace.delete(session)
    this.#keepUnfinished(session)
    this.#people.leave(session.member.number)
    this.#pointers.set(session.client.index, {
      client: session.client.index,
      member: session.member.number,
      position: null,
    })
    this.#tellPeople()
  }

  /** Whoever vanishes with the pen down leaves what was drawn. */
  #keepUnfinished(session: RoomSession): void {
    const { client, member } = session
    for (const { stroke, count } of Array.from(session.ink.unfinished())) {
      if (count === 0) {
        this.#live.push({ client: client.index, member: member.number, event: { kind: 'cancel', stroke } })
        continue
      }
      const operation = { kind: 'lift', stroke, count, z: this.#topZ.above() } as const
      this.#enqueue({ session, client: client.index, n: 0, author: member.number, operation })
    }
  }

  #tellPeople(): void {
    this.#online.set(this.#people.onlineCount)
    this.#peopleChanged = true
    this.#planTick()
  }

  #broadcastPeople(): void {
    this.#peopleChanged = false
    this.#broadcast(encodeHostMessage({ kind: 'people', members: this.#people.list() }))
  }

  /** For small frames that are not part of the log. */
  #broadcast(frame: Uint8Array): void {
    for (const session of this.#sessions) session.peer.send(frame)
  }

  #pump(): void {
    let behind = false
    for (const session of this.#sessions) {
      if (session.atHead) continue
      if (this.#seq - session.seq > MAX_TAIL) {
        const { seq, opening } = this.#freshOpening(session.member.number, session.client)
        session.restart(seq, opening)
      }
      session.pump(this.#backlog)
      behind ||= !session.atHead
    }
    if (!behind || this.#cancelPump !== null || this.#disposed) return
    this.#cancelPump = this.#options.clock.after(PUMP_EVERY_MS, () => {
      this.#cancelPump = null
      this.#pump()
    })
  }

  readonly #backlog = {
    after: (seq: number) => {
      if (seq >= this.#seq) return null
      const entries = this.#options.storage.entriesAfter(seq, TAIL_ENTRIES_PER_FRAME)
      return {
        frame: encodeHostMessage({ kind: 'tick', live: [], pointers: [], entries }),
        seq: seq + entries.length,
      }
    },
    atHead: () => {
      const live: RelayedLive[] = []
      const pointers: RelayedPointer[] = []
      for (const { client, member, ink, pointer } of this.#sessions) {
        for (const event of ink.retell()) live.push({ client: client.index, member: member.number, event })
        if (pointer !== null) pointers.push({ client: client.index, member: member.number, position: pointer })
      }
      return live.length + pointers.length === 0
        ? null
        : encodeHostMessage({ kind: 'tick', live, pointers, entries: [] })
    },
  }
}

const CLOSE_CODES: Partial<Record<ErrorCode, number>> = {
  'join/too-old': CLOSE.clientTooNew,
  'join/too-new': CLOSE.clientTooOld,
  'join/refused': CLOSE.notThisPerson,
  'wire/too-large': CLOSE.tooLarge,
  'wire/too-slow': CLOSE.tooSlow,
}

function closeCodeOf(error: unknown): number {
  return CLOSE_CODES[codeOf(error, 'wire/malformed')] ?? CLOSE.malformed
}
