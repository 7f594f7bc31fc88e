import { createHash } from 'node:crypto'
import { AppError } from '#shared/errors.ts'
import type { InkPoint } from '#shared/model/points.ts'
import type { RecordId } from '#shared/model/records.ts'
import { Room } from '#shared/sync/room.ts'
import type { RoomPeer } from '#shared/sync/room-session.ts'
import { decodeHostMessage, encodeHostMessage } from '#shared/wire/host-messages.ts'
import { ManualClock } from './clock.ts'
import { Dice } from './dice.ts'
import { HostDied, LedgerStorage } from './ledger-storage.ts'
import { TestWire } from './room.ts'
import { SimulatedPeer, type PeerOptions } from './simulated-peer.ts'

const LOOKED_INTO = new Set([
  encodeHostMessage({ kind: 'refused', n: 1, rule: '', code: '', sentence: '' })[0],
  encodeHostMessage({
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
  })[0],
])
/** More than a room hands to any socket. */
const FULL_SOCKET = 10_000_000

/** Whose installation hosts the room. */
const HOST_USER = 'user-1'

interface Host {
  readonly room: Room
  readonly clock: ManualClock
  readonly soon: (() => void)[]
}

/**
 * A room and its members in one thread, driven by one seed: nothing happens but by a call of `step`, and
 * whatever must hold at every moment is checked after it.
 */
export class Simulation {
  readonly dice: Dice
  readonly ledger = new LedgerStorage()
  readonly peers: SimulatedPeer[] = []
  readonly problems: unknown[] = []
  /** How wrong the host's wall clock is, in milliseconds. */
  hostWallError = 0
  /** Null while no host runs. */
  host: Host | null = null
  readonly #ink = new Map<RecordId, readonly InkPoint[]>()
  /** Wires that are up, and whose they are; null for a stranger's. */
  readonly #wires = new Map<TestWire, SimulatedPeer | null>()
  #joined = 0
  #now = 0
  #dialled = 0

  constructor(seed: number) {
    this.dice = new Dice(seed)
    this.ledger.isThere = (clientId) => this.peers.some((peer) => peer.clientId === clientId && peer.greeted)
    this.ledger.isHost = (user) => user === HOST_USER
    this.openHost()
  }

  openHost(): void {
    const soon: (() => void)[] = []
    const clock = new ManualClock()
    clock.advance(this.#now)
    const room = new Room({
      storage: this.ledger,
      clock,
      wallClock: () => 1_790_000_000_000 + this.hostWallError + clock.now(),
      soon: (task) => soon.push(task),
      hash: (bytes) => createHash('sha256').update(bytes).digest(),
      onProblem: (error) => this.problems.push(error),
    })
    this.host = { room, clock, soon }
  }

  /** The host's process is gone, with all that it had not stored and all that lay on the wires. */
  killHost(): void {
    this.host = null
    for (const wire of this.#wires.keys()) wire.cut()
    this.#wires.clear()
  }

  /** The host closes the board in good order; what lies on the wires is lost. */
  closeHost(): void {
    this.host?.room.dispose()
    this.killHost()
  }

  join(user: string): SimulatedPeer {
    return this.#open(user)
  }

  /**
   * An app is closed, and opened again by the same person with what it had kept.
   * @param reachable whether the host can be reached then
   */
  reopen(peer: SimulatedPeer, reachable: boolean): SimulatedPeer {
    const killed = peer.journal.found()
    this.leave(peer)
    // What lies on the wire arrives, or the whole computer was switched off.
    const off = this.dice.chance(0.5)
    if (off) peer.wire?.cut()
    const journal = off ? killed : peer.journal.found()
    peer.assertKept(journal)
    return this.#open(peer.user, journal.kept === null ? undefined : { peer, journal }, reachable)
  }

  #open(user: string, before?: PeerOptions['before'], reachable = true): SimulatedPeer {
    this.#joined += 1
    const peer = new SimulatedPeer({
      name: `P${this.#joined}`,
      user,
      seed: this.dice.int(2 ** 31),
      ledger: this.ledger,
      connect: (wire) => this.#connect(wire, peer),
      ink: this.#ink,
      ...(before !== undefined && { before }),
    })
    peer.reachable = reachable
    peer.clock.advance(this.#now)
    this.peers.push(peer)
    peer.client.start()
    return peer
  }

  leave(peer: SimulatedPeer): void {
    this.peers.splice(this.peers.indexOf(peer), 1)
    peer.client.dispose()
  }

  /** A wire to the host for something that is not held to the rules. */
  connectStranger(): TestWire {
    const wire = new TestWire()
    this.#connect(wire, null)
    return wire
  }

  #connect(wire: TestWire, peer: SimulatedPeer | null): boolean {
    if (this.host === null) return false
    this.#wires.set(wire, peer)
    const connection = this.host.room.connect(
      peer === null ? wire.host : overheard(wire, peer, this.ledger),
      peer?.user === HOST_USER,
    )
    wire.host.onMessage((frame) => connection.receive(frame))
    wire.host.onClose(() => connection.closed())
    return true
  }

  /** Lets through up to `limit` frames each way, on one wire. */
  deliver(wire: TestWire, toHost: number, toClient: number): void {
    const peer = this.#wires.get(wire)
    if (peer?.stalled === true) return
    wire.client.deliver(toHost)
    if (!this.#hostStands()) return
    wire.host.deliver(toClient)
    if (wire.client.closed !== null) this.#wires.delete(wire)
    if (peer != null && this.peers.includes(peer)) peer.check()
  }

  get wires(): TestWire[] {
    return Array.from(this.#wires.keys())
  }

  /** Runs what the host has put off to the end of its present task. */
  runSoon(): boolean {
    const tasks = this.host?.soon.splice(0) ?? []
    for (const task of tasks) {
      task()
      if (!this.#hostStands()) break
    }
    return tasks.length > 0
  }

  /** A host that was to die at its last commit is dead now, before anyone has heard of it. */
  #hostStands(): boolean {
    if (!this.ledger.died) return this.host !== null
    this.ledger.died = false
    this.killHost()
    return false
  }

  async advance(ms: number): Promise<void> {
    this.#now += ms
    this.host?.clock.advance(ms)
    this.#hostStands()
    for (const peer of this.peers) peer.clock.advance(ms)
    await this.dialled()
  }

  /** Lets the promises of dialling run. */
  async dialled(): Promise<void> {
    const dials = this.#joined + this.peers.reduce((sum, peer) => sum + peer.dials, 0)
    if (dials === this.#dialled) return
    this.#dialled = dials
    for (let i = 0; i < 6; i++) await Promise.resolve()
  }

  setSlow(peer: SimulatedPeer, slow: boolean): void {
    if (peer.wire !== null) peer.wire.host.bufferedAmount = slow ? FULL_SOCKET : 0
  }

  check(): void {
    for (const problem of this.problems.splice(0)) {
      if (!(problem instanceof AppError) && !(problem instanceof HostDied)) throw problem
    }
    for (const peer of this.peers) peer.check()
  }

  /** Everything works again, and time goes by until nothing more happens. */
  async settle(): Promise<void> {
    this.ledger.failing = null
    this.ledger.diesAtCommit = false
    if (this.host === null) this.openHost()
    for (const peer of [...this.peers, ...this.#wires.values()]) {
      if (peer === null) continue
      peer.reachable = true
      peer.stalled = false
      this.setSlow(peer, false)
    }
    for (let quiet = 0, round = 0; quiet < 8; round++) {
      if (round > 2_000) {
        // What a host cannot store for being wrong, it tries again and again.
        this.check()
        throw new Error(`the room does not come to rest: ${this.unrest()}`)
      }
      await this.advance(round < 100 ? 20 : 100)
      let busy = this.runSoon()
      for (const wire of this.wires) {
        busy =
          wire.client.sent.some((frame) => frame.length > 1) || wire.host.sent.some((frame) => frame.length > 1) || busy
        this.deliver(wire, 99, 99)
      }
      quiet = busy || this.unrest() !== '' ? 0 : quiet + 1
    }
    this.check()
  }

  /** Who has not come to rest, in words. */
  unrest(): string {
    return this.peers
      .filter(({ client }) => client.status.get().kind !== 'live' || client.unsaved.get() > 0)
      .map(({ name, client }) => `${name} is ${client.status.get().kind} with ${client.unsaved.get()} unsaved`)
      .join(', ')
  }

  dispose(): void {
    for (const peer of this.peers) peer.client.dispose()
    this.host?.room.dispose()
    for (const wire of this.#wires.keys()) wire.cut()
  }

  /** How many timers are set. */
  get timers(): number {
    return this.peers.reduce((sum, { clock }) => sum + clock.pending, this.host?.clock.pending ?? 0)
  }
}

/** The wire as the room sees it; who is who, and which operations were refused, is noted even where nobody hears it. */
function overheard({ host }: TestWire, peer: SimulatedPeer, ledger: LedgerStorage): RoomPeer {
  return {
    send: (frame) => {
      if (LOOKED_INTO.has(frame[0])) {
        const message = decodeHostMessage(frame)
        if (message.kind === 'welcome') ledger.noteNumber(message.member, peer.user)
        if (message.kind === 'refused') {
          // What a sound client can send that is refused: a change to what is of another type by now, a message for
          // someone who has left for good, and what is drawn on a layer that was just taken from it.
          if (!/cannot change|not known here|not yours to draw on|may say who draws/.test(message.sentence))
            throw new Error(`${peer.name} hears: ${message.sentence}`)
          peer.refusedByHost.add(message.n)
        }
      }
      host.send(frame)
    },
    close: (code, reason) => host.close(code, reason),
    get bufferedAmount() {
      return host.bufferedAmount
    },
  }
}
