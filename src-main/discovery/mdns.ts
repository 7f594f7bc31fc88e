import { createSocket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import type { DiscoveryState } from '#shared/desktop/desktop-api.ts'
import { Emitter, Value, type Dispose } from '#shared/emitter.ts'
import { randomId } from '#shared/ids.ts'
import type { Clock, RandomBytes } from '#shared/platform.ts'
import type { Claim } from './claim.ts'
import type { Announcement, Discovery, FoundHost } from './discovery.ts'
import { stateOf } from './health.ts'
import { HostTable } from './host-table.ts'
import { usableInterfaces, type InterfaceList, type NetworkInterface } from './interfaces.ts'
import type { OpenSocket } from './multicast-socket.ts'
import { Station } from './station.ts'

export interface MdnsOptions {
  /** Announcements with this id are one's own and ignored. */
  readonly ownHostId: string
  readonly clock: Clock
  readonly random: RandomBytes
  /** Also (or, where there is no other network, with a good conscience) find hosts on this very computer. */
  readonly loopback?: boolean
  readonly interfaces?: () => InterfaceList
  readonly openSocket?: OpenSocket
  readonly platform?: NodeJS.Platform
  /** The time of day in milliseconds; it goes on while the computer sleeps, as other clocks may not. */
  readonly wallTime?: () => number
}

/** How often the networks of this computer are looked at. */
const SURVEY_MS = 3000
/** A survey so much later than planned means that the computer slept. */
const SLEPT_MS = 10_000
/** Pauses between the first questions, because single packets get lost; then the regular one. */
const FIRST_PAUSES_MS = [1000, 2000]
const PAUSE_MS = 5000
/** Spreads the questions of many, so that one asks and the others only listen. */
const PAUSE_SPREAD_MS = 1000
/** After so many rounds left to others it asks itself. */
const MAX_ROUNDS_SKIPPED = 2
const START_LENGTH = 6
/** A network that fails is tried again at the next survey, then more rarely, up to this. */
const MAX_RETRY_MS = 12_000

/** A network that cannot be used at present. */
interface Failure {
  readonly code: string
  readonly pause: number
  readonly retryAt: number
}

/** Discovery by multicast DNS: a service `_drawnet._tcp` named by the host's id, on every network there is. */
export class MdnsDiscovery implements Discovery {
  readonly state: Value<DiscoveryState> = new Value<DiscoveryState>({ kind: 'starting' })
  readonly hosts: Value<readonly FoundHost[]> = new Value<readonly FoundHost[]>([])
  readonly #options: Required<MdnsOptions>
  readonly #goodbyes = new Emitter<string>()
  readonly #table = new HostTable()
  readonly #stations = new Map<string, Station>()
  /** By the key of the network, until it works. */
  readonly #failures = new Map<string, Failure>()
  #announcement: Announcement | null = null
  #start = ''
  #rounds = 0
  #skipped = 0
  #listDue = false
  #surveyedAt: number
  #cancelSurvey: Dispose = () => undefined
  #cancelRound: Dispose = () => undefined
  #farewell: Promise<void> | null = null

  constructor(options: MdnsOptions) {
    this.#options = {
      loopback: false,
      interfaces: networkInterfaces,
      // Shared, because the system's own resolver and other programs listen on the same port.
      openSocket: () => createSocket({ type: 'udp4', reuseAddr: true }),
      platform: process.platform,
      wallTime: Date.now,
      ...options,
    }
    this.#surveyedAt = this.#options.wallTime()
    this.#survey()
  }

  announce(what: Announcement | null): void {
    if (this.#farewell !== null) return
    this.#announcement = what
    if (what === null) {
      for (const station of this.#stations.values()) void station.goodbye()
      return
    }
    this.#beginAnew()
  }

  forget(hostId: string, fingerprint?: string): void {
    if (this.#table.remove(hostId, fingerprint)) this.#listSoon()
  }

  onGoodbye(listener: (hostId: string) => void): Dispose {
    return this.#goodbyes.on(listener)
  }

  async dispose(): Promise<void> {
    this.#farewell ??= this.#sayFarewell()
    await this.#farewell
  }

  async #sayFarewell(): Promise<void> {
    this.#cancelSurvey()
    this.#cancelRound()
    const stations = [...this.#stations.values()]
    this.#stations.clear()
    await Promise.all(stations.map(async (station) => await station.goodbye()))
    for (const station of stations) station.close()
  }

  #survey(): void {
    const { clock } = this.#options
    const now = clock.now()
    const wallTime = this.#options.wallTime()
    if (wallTime - this.#surveyedAt > SURVEY_MS + SLEPT_MS) this.#closeStations()
    this.#surveyedAt = wallTime
    const networks = new Map(this.#networks().map((network) => [network.key, network]))
    for (const [key, station] of this.#stations) {
      if (networks.has(key) && !this.#isDueForRetry(key, station, now)) continue
      station.close()
      this.#stations.delete(key)
    }
    for (const key of this.#failures.keys()) if (!networks.has(key)) this.#failures.delete(key)
    const missing = [...networks].filter(([key]) => !this.#stations.has(key))
    if (missing.some(([key]) => !this.#failures.has(key))) this.#beginAnew()
    for (const [key, network] of missing) this.#stations.set(key, this.#newStation(network))
    this.#sumUp()
    this.#cancelSurvey = clock.after(SURVEY_MS, () => this.#survey())
  }

  #isDueForRetry(key: string, station: Station, now: number): boolean {
    if (typeof station.outcome !== 'string') return false
    const last = this.#failures.get(key)
    if (last !== undefined && now < last.retryAt) return false
    const pause = Math.min(MAX_RETRY_MS, last === undefined ? SURVEY_MS : last.pause * 2)
    this.#failures.set(key, { code: station.outcome, pause, retryAt: now + pause })
    return true
  }

  #closeStations(): void {
    for (const station of this.#stations.values()) station.close()
    this.#stations.clear()
    this.#failures.clear()
  }

  #networks(): readonly NetworkInterface[] {
    try {
      return usableInterfaces(this.#options.interfaces(), this.#options.loopback)
    } catch {
      // Some systems refuse to tell. That is as if there were none, and said so by the state.
      return []
    }
  }

  #newStation(network: NetworkInterface): Station {
    const station: Station = new Station({
      network,
      clock: this.#options.clock,
      openSocket: this.#options.openSocket,
      events: {
        claim: (claim) => this.#hear(claim),
        goodbye: (hostId) => this.#hearGoodbye(hostId),
        outcome: () => this.#sumUp(),
      },
    })
    if (this.#announcement !== null) station.announce(this.#announcement, this.#start)
    void station.open()
    return station
  }

  /** Others shall notice, and questions are asked in quick succession again. */
  #beginAnew(): void {
    this.#start = randomId(this.#options.random, START_LENGTH)
    this.#rounds = 0
    this.#scheduleRound()
    // Everywhere the same, or those who hear it on two networks would see it begin anew all the time.
    if (this.#announcement === null) return
    for (const station of this.#stations.values()) station.announce(this.#announcement, this.#start)
  }

  #scheduleRound(): void {
    const { clock, random } = this.#options
    const spread = ((random(1)[0] ?? 0) / 255) * PAUSE_SPREAD_MS
    const pause = FIRST_PAUSES_MS[this.#rounds] ?? PAUSE_MS + spread
    this.#cancelRound()
    this.#cancelRound = clock.after(pause, () => {
      this.#rounds += 1
      this.#askAround()
      if (this.#table.expire(clock.now())) this.#listSoon()
      this.#scheduleRound()
    })
  }

  #askAround(): void {
    const stations = [...this.#stations.values()]
    // Answers go to everybody: where another has just asked, another round of answers would be noise.
    const asked = stations.map((station) => station.takeOthersAsked())
    const early = this.#rounds <= FIRST_PAUSES_MS.length
    if (!early && asked.every(Boolean) && this.#skipped < MAX_ROUNDS_SKIPPED) {
      this.#skipped += 1
      return
    }
    this.#skipped = 0
    for (const station of stations) station.ask()
  }

  #hear(claim: Claim): void {
    if (claim.hostId === this.#options.ownHostId) return
    if (this.#table.add(claim, this.#options.clock.now())) this.#listSoon()
  }

  #hearGoodbye(hostId: string): void {
    if (!this.#table.has(hostId)) return
    queueMicrotask(() => {
      if (this.#farewell === null) this.#goodbyes.emit(hostId)
    })
  }

  /** Once for all that one packet brings, and outside of the handler that must not fail. */
  #listSoon(): void {
    if (this.#listDue) return
    this.#listDue = true
    queueMicrotask(() => {
      this.#listDue = false
      if (this.#farewell === null) this.hosts.set(this.#table.list())
    })
  }

  #sumUp(): void {
    const health = Array.from(this.#stations, ([key, { network, outcome }]) => {
      if (outcome === null) this.#failures.delete(key)
      // While it is tried again, the last attempt counts.
      const last = outcome === undefined ? this.#failures.get(key)?.code : outcome
      return { loopback: network.loopback, outcome: last }
    })
    const state = stateOf(health, this.#options.loopback, this.#options.platform)
    // Equal states are told once.
    if (JSON.stringify(state) !== JSON.stringify(this.state.get())) this.state.set(state)
  }
}
