import { AppError } from '#shared/errors.ts'
import { decodeClientMessage, encodeClientMessage } from '#shared/wire/client-messages.ts'
import type { SimulatedPeer } from './simulated-peer.ts'
import type { Simulation } from './simulation.ts'

const TEN_YEARS_MS = 10 * 365.25 * 24 * 3600 * 1000
const MAX_PEERS = 8
const USERS = ['Ada', 'Ben', 'Cleo', 'Dora', 'Eve', 'Finn', 'Gus', 'Hana', 'Ida']
const EDIT = encodeClientMessage({ kind: 'edit', firstN: 1, operations: [] })[0]

/** What goes wrong, and how often beside each other. */
const FAULTS = {
  cut: 12,
  cutClean: 6,
  offline: 10,
  killHost: 4,
  dieAtCommit: 3,
  closeHost: 2,
  newTerm: 1,
  diskFails: 5,
  slow: 8,
  stall: 6,
  repeat: 14,
  join: 10,
  leave: 5,
  wallClock: 6,
  sleep: 3,
  longPause: 4,
  confuse: 3,
}

/** The same, with people who close the app again and again. */
const WITH_CLOSED_APPS = { ...FAULTS, offline: 30, closeApp: 30 }

/** Faults that last some steps, until they are over. */
export class Faults {
  readonly #simulation: Simulation
  readonly #kinds: typeof WITH_CLOSED_APPS
  readonly #ends: { at: number; end: () => void }[] = []
  /** Frames of edits that a host took from each peer, to be said again. */
  readonly #taken = new Map<SimulatedPeer, Uint8Array[]>()
  #step = 0

  constructor(simulation: Simulation, appsClose: boolean) {
    this.#simulation = simulation
    this.#kinds = appsClose ? WITH_CLOSED_APPS : { ...FAULTS, closeApp: 0 }
  }

  /** One more step has gone by: ends what is over. */
  step(): void {
    this.#step += 1
    for (let i = this.#ends.length - 1; i >= 0; i--) {
      if (this.#ends[i]!.at <= this.#step) this.#ends.splice(i, 1)[0]!.end()
    }
  }

  #later(upTo: number, end: () => void): void {
    this.#ends.push({ at: this.#step + 1 + this.#simulation.dice.int(upTo), end })
  }

  /** Something goes wrong; returns what. */
  async happen(): Promise<string> {
    const simulation = this.#simulation
    const { dice, ledger } = simulation
    const fault = dice.weighted(this.#kinds)
    const peer = dice.pick(simulation.peers)
    switch (fault) {
      case 'cut':
        peer.wire?.cut()
        break
      case 'cutClean':
        if (peer.wire !== null) simulation.deliver(peer.wire, 999, 999)
        peer.wire?.cut()
        break
      case 'offline':
        peer.reachable = false
        peer.wire?.cut()
        this.#later(80, () => (peer.reachable = true))
        break
      case 'killHost':
        simulation.killHost()
        this.#hostComesBack()
        break
      case 'dieAtCommit':
        ledger.diesAtCommit = true
        this.#hostComesBack()
        break
      case 'closeHost':
        simulation.closeHost()
        this.#hostComesBack()
        break
      case 'newTerm':
        simulation.killHost()
        ledger.term += 1
        this.#hostComesBack()
        break
      case 'diskFails':
        ledger.failing = new AppError(dice.chance(0.5) ? 'storage/full' : 'storage/failed', 'It cannot be kept.')
        this.#later(40, () => (ledger.failing = null))
        break
      case 'slow':
        simulation.setSlow(peer, true)
        this.#later(40, () => simulation.setSlow(peer, false))
        break
      case 'stall':
        peer.stalled = true
        this.#later(30, () => (peer.stalled = false))
        break
      case 'repeat':
        return `${peer.name} ${this.#repeat(peer)}`
      case 'join':
        if (simulation.peers.length < MAX_PEERS) return `${simulation.join(dice.pick(USERS)).name} joins`
        break
      case 'leave':
        if (simulation.peers.length > 2) simulation.leave(peer)
        break
      case 'closeApp': {
        // Perhaps nothing has got through for a while, and nobody has noticed yet.
        if (dice.chance(0.3)) {
          peer.stalled = true
          await simulation.advance(dice.between(1_000, 6_000))
        }
        const again = simulation.reopen(peer, dice.chance(0.5))
        if (!again.reachable) this.#later(60, () => (again.reachable = true))
        await simulation.dialled()
        return `${peer.name} closes the app, and is ${again.name} with ${again.numbers.length} kept`
      }
      case 'wallClock':
        if (dice.chance(0.3)) simulation.hostWallError = dice.between(-TEN_YEARS_MS, TEN_YEARS_MS)
        else peer.wallError = dice.between(-TEN_YEARS_MS, TEN_YEARS_MS)
        break
      case 'sleep':
        peer.clock.advance(dice.between(1e4, 1e7))
        break
      case 'longPause':
        await simulation.advance(dice.between(1_000, 40_000))
        break
      case 'confuse':
        peer.confused = true
        peer.wire?.host.send(Uint8Array.of(99, 1, 2))
        break
    }
    await simulation.dialled()
    return `${fault} (${peer.name})`
  }

  #hostComesBack(): void {
    this.#later(20, () => {
      if (this.#simulation.host === null) this.#simulation.openHost()
    })
  }

  /** An edit that went out is said once more, after everything else that was said. */
  #repeat(peer: SimulatedPeer): string {
    const { dice } = this.#simulation
    const taken = this.#taken.get(peer) ?? []
    const going = peer.wire?.client.sent.filter((frame) => frame[0] === EDIT) ?? []
    if (going.length > 0) {
      const frame = dice.pick(going)
      // What came by reference means nothing on another connection.
      if (isWhole(frame)) this.#taken.set(peer, [...taken, frame].slice(-5))
      peer.wire!.client.send(frame)
      return 'says an edit twice'
    }
    // Only once it has said everything anew: a sound client sends its operations in order.
    if (taken.length === 0 || peer.client.status.get().kind === 'reconnecting') return 'repeats nothing'
    peer.wire!.client.send(dice.pick(taken))
    return 'repeats an old edit'
  }
}

function isWhole(frame: Uint8Array): boolean {
  const message = decodeClientMessage(frame)
  return message.kind === 'edit' && message.operations.every(({ kind }) => kind !== 'lift')
}
