import { AppError } from '#shared/errors.ts'
import type { Link } from '#shared/link.ts'
import type { InkPoint } from '#shared/model/points.ts'
import { EVERYONE } from '#shared/model/people.ts'
import type { RecordId } from '#shared/model/records.ts'
import { RoomClient } from '#shared/sync/room-client.ts'
import type { StrokeHandle } from '#shared/sync/room-view.ts'
import { decodeClientMessage, encodeClientMessage } from '#shared/wire/client-messages.ts'
import { decodeHostMessage, encodeHostMessage } from '#shared/wire/host-messages.ts'
import { ManualClock } from './clock.ts'
import type { LedgerStorage } from './ledger-storage.ts'
import { seededBytes } from './random.ts'
import { TestWire } from './room.ts'
import { SimulatedJournal } from './simulated-journal.ts'
import { ShadowBoard } from './shadow-board.ts'

export interface PeerOptions {
  readonly name: string
  readonly user: string
  readonly seed: number
  readonly ledger: LedgerStorage
  /** Hands a wire to the host; false when there is none. */
  readonly connect: (wire: TestWire, peer: SimulatedPeer) => boolean
  /** The points of every stroke as its author sees them, by the record's id. */
  readonly ink: Map<RecordId, readonly InkPoint[]>
  /** The same app before it was closed, and what is found of what that had kept. */
  readonly before?: { readonly peer: SimulatedPeer; readonly journal: SimulatedJournal }
}

/** Kinds of host messages that are looked into. */
const WELCOME = encodeHostMessage({
  kind: 'welcome',
  version: 1,
  roomName: '',
  epoch: '',
  seq: 0,
  head: 0,
  member: 0,
  client: 0,
  lastN: 0,
  snapshot: null,
})[0]
const REFUSED = encodeHostMessage({ kind: 'refused', n: 1, rule: '', code: '', sentence: '' })[0]
const EDIT = encodeClientMessage({ kind: 'edit', firstN: 1, operations: [] })[0]
const SNAPSHOT = encodeHostMessage({ kind: 'snapshot', last: true, records: [] })[0]

/** How long an operation may wait for its acknowledgement and not be kept. */
const KEPT_WITHIN_MS = 2_000

/** A member of a simulated room: a client, its wire, its clocks, and what it is held to. */
export class SimulatedPeer {
  readonly name: string
  readonly user: string
  readonly client: RoomClient
  readonly clock = new ManualClock()
  readonly strokes: StrokeHandle[] = []
  /** Strokes that were taken back, with the number of the operation that removes them; 0 where there was none to remove. */
  readonly takenBack: { readonly id: RecordId; readonly n: number }[] = []
  readonly said = new Map<string, number>()
  readonly refusals: string[] = []
  /** Numbers of operations a host has refused, whether or not that was heard. */
  readonly refusedByHost: Set<number>
  readonly journal: SimulatedJournal
  clientId = ''
  wire: TestWire | null = null
  reachable = true
  /** While true nothing is let through on its wire. */
  stalled = false
  /** What it found wrong with its own board. */
  repaired: AppError | null = null
  /** A frame that is not of the protocol is on its way to it. */
  confused = false
  /** How wrong its wall clock is, in milliseconds. */
  wallError = 0
  dials = 0
  /** The number of its newest operation. */
  submitted = 0
  /** The numbers of all it has made, and of those it had kept when it was opened again. */
  readonly numbers: number[] = []

  #greetedOver: TestWire | null = null
  /** By number, when operations were made. */
  readonly #madeAt = new Map<number, number>()
  #settled = 0
  #acting = false
  readonly #shadow: ShadowBoard
  readonly #options: PeerOptions

  constructor(options: PeerOptions) {
    this.#options = options
    this.name = options.name
    this.user = options.user
    this.journal = options.before?.journal ?? new SimulatedJournal()
    this.refusedByHost = options.before?.peer.refusedByHost ?? new Set()
    this.client = new RoomClient({
      dial: () => this.#dial(),
      person: {
        user: options.user,
        token: new TextEncoder().encode(`token of ${options.user}`),
        name: options.name,
        color: options.seed % 12,
      },
      clock: this.clock,
      wallClock: () => 1_790_000_000_000 + this.wallError + this.clock.now(),
      random: seededBytes(options.seed),
      onProblem: (problem) => (this.repaired = problem),
      journal: this.journal,
    })
    this.#shadow = new ShadowBoard(this.client, options.ledger, () => this.clientId)
    this.client.chat.subscribe((messages) => {
      for (const { text, to, pending } of messages) {
        if (to !== EVERYONE && !pending) options.ledger.assertMayRead(text, options.user)
      }
    })
    this.client.onRefused((sentence) => this.refusals.push(sentence))
    if (options.before !== undefined) this.#takeUp(options.before.peer)
  }

  /** What was kept is on its way again, and what the app had said counts as long as the host or the journal has it. */
  #takeUp({ clientId, said, takenBack }: SimulatedPeer): void {
    this.clientId = clientId
    for (const { n, ids } of this.journal.operations()) {
      this.#shadow.submitted(n, n, ids)
      this.numbers.push(n)
      this.submitted = n
      this.takenBack.push(...takenBack.filter(({ id }) => ids.includes(id)))
    }
    for (const [text, n] of said) {
      if (this.numbers.includes(n) || this.#options.ledger.has(clientId, n)) this.said.set(text, n)
    }
  }

  /** @throws Error when something is lost with the app, although it has waited for a while */
  assertKept(journal: SimulatedJournal): void {
    const kept = new Set(journal.operations().map(({ n }) => n))
    for (const [n, at] of this.#madeAt) {
      if (this.clock.now() - at < KEPT_WITHIN_MS || kept.has(n) || this.hasOutcome(n)) continue
      throw new Error(`M4: ${this.name} has made operation ${n} at ${at}, and by ${this.clock.now()} it is not kept`)
    }
  }

  get connected(): boolean {
    return this.wire?.host.closed === null
  }

  /** Whether the host has heard its greeting on the wire in use: before that, it is told nothing. */
  get greeted(): boolean {
    return this.connected && this.#greetedOver === this.wire
  }

  #dial(): Promise<Link> {
    this.dials += 1
    const wire = new TestWire()
    if (!this.reachable) return Promise.reject(new AppError('join/unreachable', 'The host cannot be reached.'))
    wire.host.onMessage((frame) => {
      if (this.#greetedOver === wire) return
      const hello = decodeClientMessage(frame)
      if (hello.kind !== 'hello') return
      this.clientId = hello.clientId
      this.#greetedOver = wire
    })
    if (!this.#options.connect(wire, this)) {
      return Promise.reject(new AppError('join/unreachable', 'The host cannot be reached.'))
    }
    this.wire = wire
    return Promise.resolve(this.#overheard(wire.client))
  }

  /** The link as it is, but that what the client hears is looked into first. */
  #overheard(link: Link): Link {
    return {
      send: (bytes) => {
        this.#assertOwnDeeds(bytes)
        link.send(bytes)
      },
      onMessage: (listener) =>
        link.onMessage((bytes) => {
          this.#hear(bytes)
          listener(bytes)
        }),
      onClose: (listener) => link.onClose(listener),
      close: (code, reason) => link.close(code, reason),
      get bufferedAmount() {
        return link.bufferedAmount
      },
    }
  }

  #hear(frame: Uint8Array): void {
    if (frame[0] === SNAPSHOT && frame[1] === 1) this.#shadow.snapshotEnds()
    if (frame[0] !== REFUSED && frame[0] !== WELCOME) return
    const message = decodeHostMessage(frame)
    if (message.kind === 'refused') this.#shadow.settled(message.n)
    if (message.kind === 'welcome' && message.snapshot !== null) this.#shadow.snapshotBegins(message.lastN)
    // A host may have more of an app than that had kept.
    if (message.kind === 'welcome') this.submitted = Math.max(this.submitted, message.lastN)
  }

  /** A client sends nothing that its person has not done. */
  #assertOwnDeeds(frame: Uint8Array): void {
    if (this.#acting || frame[0] !== EDIT) return
    const message = decodeClientMessage(frame)
    if (message.kind !== 'edit') return
    for (const [index, operation] of message.operations.entries()) {
      if (message.firstN + index > this.submitted) throw new Error(`${this.name} does by itself: ${operation.kind}`)
    }
  }

  /** Runs something its person does, which returns the records it is about, and notes the operations made. */
  act(deed: () => readonly RecordId[]): void {
    const touched = new Set<RecordId>()
    const stop = this.client.store.onChange((changes) => {
      for (const { id } of changes) touched.add(id)
    })
    const before = this.client.unsaved.get()
    this.#acting = true
    for (const id of deed()) touched.add(id)
    this.#acting = false
    stop()
    const made = this.client.unsaved.get() - before
    if (made > 0) this.#made(this.submitted + 1, this.submitted + made, Array.from(touched))
  }

  #made(from: number, to: number, ids: readonly RecordId[]): void {
    this.#shadow.submitted(from, to, ids)
    this.submitted = to
    for (let n = from; n <= to; n++) {
      this.numbers.push(n)
      this.#madeAt.set(n, this.clock.now())
      if (this.#options.ledger.has(this.clientId, n)) throw new Error(`M4: ${this.name} uses number ${n} again`)
    }
  }

  /** Says something to the person that has this number. */
  whisper(text: string, to: number): void {
    const { ledger, user } = this.#options
    ledger.whispers.set(text, { from: user, to: ledger.users.get(to) })
    this.client.say(text, to)
  }

  begin(stroke: StrokeHandle): void {
    this.strokes.push(stroke)
    this.#options.ink.set(stroke.id, this.client.live.strokes.get(stroke.id)!.points)
  }

  /** The pen is lifted; without `keep` the stroke is taken back. */
  end(stroke: StrokeHandle, keep: boolean): void {
    this.strokes.splice(this.strokes.indexOf(stroke), 1)
    if (keep) return stroke.commit()
    const before = this.client.unsaved.get()
    stroke.cancel()
    this.takenBack.push({ id: stroke.id, n: this.client.unsaved.get() > before ? this.submitted + 1 : 0 })
  }

  /** Whether an operation of its own was refused, heard or not. */
  wasRefused(n: number): boolean {
    const { ledger } = this.#options
    return this.refusedByHost.has(n) || (ledger.untold(this.clientId, n) && !ledger.has(this.clientId, n))
  }

  /** @throws Error when anything that must hold at every moment does not */
  check(): void {
    const status = this.client.status.get()
    if (status.kind === 'closed') throw new Error(`${this.name} was turned away: ${status.sentence}`)
    if (status.kind === 'reconnecting' && !this.confused && /protocol|stroke|drawn/.test(status.sentence)) {
      throw new Error(`${this.name} did not understand its host: ${status.sentence}`)
    }
    if (this.repaired !== null) throw new Error(`O3: ${this.name} started over: ${this.repaired.message}`)
    this.#checkSettled()
    this.#shadow.check()
    this.#checkLiveInk()
  }

  /** What it no longer holds is in the log, or refused. */
  #checkSettled(): void {
    while (this.#settled < this.numbers.length - this.client.unsaved.get()) {
      const n = this.numbers[this.#settled]!
      if (!this.hasOutcome(n)) throw new Error(`A1: ${this.name} holds operation ${n} for settled, the host does not`)
      this.#settled += 1
    }
  }

  /** Whether an operation of its own is in the log, or was refused. */
  hasOutcome(n: number): boolean {
    return this.#options.ledger.has(this.clientId, n) || this.wasRefused(n)
  }

  /** Whoever is shown a stroke in progress is shown a beginning of it. */
  #checkLiveInk(): void {
    for (const { id, points } of this.client.live.strokes.values()) {
      const drawn = this.#options.ink.get(id)
      const last = points.at(-1)
      // What strangers draw is not known.
      if (drawn === undefined || last === undefined) continue
      const original = drawn[points.length - 1]
      if (original?.x !== last.x || original.y !== last.y || original.pressure !== last.pressure) {
        throw new Error(`L5: ${this.name} sees ${points.length} points of ${id} that are not as they were drawn`)
      }
    }
    for (const { id } of this.strokes) {
      const drawn = this.#options.ink.get(id)!
      const shown = this.client.live.strokes.get(id)?.points.length
      if (shown !== drawn.length) throw new Error(`M1: ${this.name} sees ${shown} of ${drawn.length} own points`)
    }
  }
}
