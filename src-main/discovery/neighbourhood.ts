import type { NearbyRoom } from '#shared/desktop/desktop-api.ts'
import { Value, type Dispose, type ReadonlyValue } from '#shared/emitter.ts'
import { AppError, codeOf, type ErrorCode } from '#shared/errors.ts'
import type { Clock } from '#shared/platform.ts'
import { MAX_HOSTS, type Discovery, type FoundHost } from './discovery.ts'
import type { HostInfo } from './host-info.ts'
import { Neighbour, type Finding } from './neighbour.ts'

export interface NeighbourhoodOptions {
  readonly discovery: Discovery
  /**
   * Asks a host for its rooms over a connection checked against `host.fingerprint`, within some seconds.
   * Where it also compares pins, `join/fingerprint-changed` lists the host as one not to be trusted.
   */
  readonly ask: (host: FoundHost) => Promise<HostInfo>
  readonly clock: Clock
  readonly ownHostId: string
  /** The protocol this copy speaks; hosts of another are listed, with the reason why they cannot be joined. */
  readonly wireVersion: number
}

const MAX_ASKING = 8
/** Hosts that answer are kept though discovery names them no more; with them there may be this many. */
const MAX_NEIGHBOURS = 2 * MAX_HOSTS
/** Failures that show that someone is there, and which a person should know of. */
const TELLING: ReadonlySet<ErrorCode> = new Set(['join/fingerprint-changed', 'join/too-new', 'join/too-old'])

/**
 * The rooms nearby: asks every announced host for its rooms, at once and every few seconds from then on.
 * Announcements only say whom to ask. A host is on the list while it answers, and by nothing else.
 */
export class Neighbourhood {
  readonly #options: NeighbourhoodOptions
  /** By host id and fingerprint, first seen first. */
  readonly #neighbours = new Map<string, Neighbour>()
  readonly #rooms = new Value<readonly NearbyRoom[]>([])
  readonly #disposers: readonly Dispose[]
  /** When each listed room was first seen, as a running number. */
  #firstSeen = new Map<string, number>()
  #seen = 0
  #proven = 0
  #asking = 0
  #disposed = false
  #cancelWait: Dispose = () => undefined

  constructor(options: NeighbourhoodOptions) {
    this.#options = options
    const { discovery } = options
    this.#disposers = [
      discovery.hosts.subscribe((hosts) => this.#onHosts(hosts)),
      discovery.onGoodbye((hostId) => this.#onGoodbye(hostId)),
    ]
    this.#onHosts(discovery.hosts.get())
  }

  /**
   * First seen first, so that the list does not jump. A host that can be seen but not understood or not be
   * trusted stands there as one room with the id '' and its problem.
   */
  get rooms(): ReadonlyValue<readonly NearbyRoom[]> {
    return this.#rooms
  }

  /** Where and who the hosts of the listed rooms are; only those that have proved it. */
  get hostsById(): ReadonlyMap<string, FoundHost> {
    const hosts = new Map<string, FoundHost>()
    for (const [hostId, neighbour] of this.#provenById()) hosts.set(hostId, neighbour.found)
    return hosts
  }

  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
    for (const dispose of this.#disposers) dispose()
    this.#cancelWait()
    this.#neighbours.clear()
  }

  #onHosts(hosts: readonly FoundHost[]): void {
    const now = this.#options.clock.now()
    const named = new Set<string>()
    for (const found of hosts) {
      if (found.hostId === this.#options.ownHostId) continue
      const key = keyOf(found)
      named.add(key)
      const known = this.#neighbours.get(key)
      if (known !== undefined) known.announced(found, now)
      else if (this.#neighbours.size < MAX_NEIGHBOURS) this.#neighbours.set(key, new Neighbour(found, now))
    }
    for (const [key, neighbour] of this.#neighbours) {
      if (!named.has(key) && neighbour.finding.kind === 'silent') this.#neighbours.delete(key)
    }
    this.#proceed()
  }

  #onGoodbye(hostId: string): void {
    const now = this.#options.clock.now()
    for (const neighbour of this.#neighbours.values()) {
      if (neighbour.found.hostId === hostId) neighbour.suspect(now)
    }
    this.#proceed()
  }

  /** Drops who has been silent for too long, asks who is due, lists, and waits for the next moment. */
  #proceed(): void {
    if (this.#disposed) return
    const now = this.#options.clock.now()
    for (const [key, neighbour] of this.#neighbours) if (neighbour.silentAt <= now) this.#drop(key, neighbour)
    const due = [...this.#neighbours.values()]
      .filter((neighbour) => !neighbour.asking && neighbour.dueAt <= now)
      .toSorted((a, b) => urgency(a, now) - urgency(b, now) || a.dueAt - b.dueAt)
    for (const neighbour of due.slice(0, MAX_ASKING - this.#asking)) this.#ask(neighbour)
    this.#list()
    this.#wait(now)
  }

  #wait(now: number): void {
    this.#cancelWait()
    let next = Infinity
    for (const { asking, dueAt, silentAt } of this.#neighbours.values()) {
      // With all places taken, the end of a question is what to wait for.
      if (!asking && this.#asking < MAX_ASKING) next = Math.min(next, dueAt)
      next = Math.min(next, silentAt)
    }
    if (next < Infinity) this.#cancelWait = this.#options.clock.after(Math.max(0, next - now), () => this.#proceed())
  }

  #ask(neighbour: Neighbour): void {
    const { ask, clock } = this.#options
    const { found } = neighbour
    neighbour.beginAsking(clock.now())
    this.#asking += 1
    void askHonestly(ask, found)
      .then(
        (info) => this.#onAnswer(neighbour, { kind: 'open', info }),
        (error: unknown) => this.#onFailure(neighbour, error),
      )
      .finally(() => {
        this.#asking -= 1
        this.#proceed()
      })
  }

  #onAnswer(neighbour: Neighbour, finding: Finding): void {
    neighbour.answered(finding, this.#options.clock.now())
    if (finding.kind === 'open' && neighbour.provenAs === Infinity) neighbour.provenAs = this.#proven++
    if (finding.kind === 'problem') neighbour.provenAs = Infinity
  }

  #onFailure(neighbour: Neighbour, error: unknown): void {
    const now = this.#options.clock.now()
    const code = codeOf(error, 'join/unreachable')
    if (error instanceof AppError && TELLING.has(code)) {
      this.#onAnswer(neighbour, { kind: 'problem', sentence: error.message })
      return
    }
    const strange = this.#problemOfProtocol(neighbour.found.protocol)
    if (code === 'join/not-drawnet' && strange !== null) {
      this.#onAnswer(neighbour, { kind: 'problem', sentence: strange })
      return
    }
    const believed = neighbour.isSuspect(now)
    neighbour.failed(now)
    if (!believed) return
    const key = keyOf(neighbour.found)
    if (this.#neighbours.get(key) === neighbour) this.#neighbours.delete(key)
    this.#options.discovery.forget(neighbour.found.hostId, neighbour.found.fingerprint)
  }

  #drop(key: string, neighbour: Neighbour): void {
    neighbour.fallSilent()
    const named = this.#options.discovery.hosts.get().some((found) => keyOf(found) === key)
    if (!named) this.#neighbours.delete(key)
  }

  /** The host that counts for each id: of several that answer under one id, the first to have proved itself. */
  #provenById(): Map<string, Neighbour> {
    const proven = new Map<string, Neighbour>()
    for (const neighbour of this.#neighbours.values()) {
      if (neighbour.finding.kind !== 'open') continue
      const rival = proven.get(neighbour.found.hostId)
      if (rival === undefined || neighbour.provenAs < rival.provenAs) proven.set(neighbour.found.hostId, neighbour)
    }
    return proven
  }

  #list(): void {
    const proven = this.#provenById()
    const rows = [...this.#neighbours.values()].flatMap((neighbour) =>
      this.#rowsOf(neighbour, proven.get(neighbour.found.hostId) === neighbour),
    )
    const firstSeen = new Map<string, number>()
    for (const { key } of rows) firstSeen.set(key, this.#firstSeen.get(key) ?? this.#seen++)
    this.#firstSeen = firstSeen
    const rooms = rows
      .toSorted((a, b) => (firstSeen.get(a.key) ?? 0) - (firstSeen.get(b.key) ?? 0))
      .map(({ room }) => room)
    if (JSON.stringify(rooms) !== JSON.stringify(this.#rooms.get())) this.#rooms.set(rooms)
  }

  #rowsOf({ found, finding }: Neighbour, counts: boolean): { readonly key: string; readonly room: NearbyRoom }[] {
    if (finding.kind === 'silent') return []
    if (finding.kind === 'problem') return [{ key: keyOf(found), room: problemRoom(found, finding.sentence) }]
    if (!counts) {
      const sentence =
        'Two computers say that they are this host. Only the first one found is listed; ask the host which is right.'
      return [{ key: keyOf(found), room: problemRoom(found, sentence) }]
    }
    const { info } = finding
    const problem = this.#problemOfProtocol(info.protocol)
    return info.rooms.map((room) => ({
      key: `${keyOf(found)} ${room.roomId}`,
      room: { ...room, hostId: found.hostId, hostName: info.name, problem },
    }))
  }

  #problemOfProtocol(protocol: number): string | null {
    if (protocol > this.#options.wireVersion)
      return 'This board needs a newer DrawNet than yours. Update yours to join.'
    if (protocol < this.#options.wireVersion) return 'This board’s host has an older DrawNet. Ask them to update it.'
    return null
  }
}

/** Who answers under another id than it announced is not the host that was asked. */
async function askHonestly(ask: (host: FoundHost) => Promise<HostInfo>, found: FoundHost): Promise<HostInfo> {
  const info = await ask(found)
  if (info.hostId === found.hostId) return info
  throw new AppError('join/fingerprint-mismatch', 'The host that answers is not the one that was announced.')
}

/** Small is urgent: who may be about to close, then who is on the list, then who is not. */
function urgency(neighbour: Neighbour, now: number): number {
  if (neighbour.isSuspect(now)) return 0
  return neighbour.finding.kind === 'silent' ? 2 : 1
}

function problemRoom(found: FoundHost, problem: string): NearbyRoom {
  const { hostId, name } = found
  return { hostId, roomId: '', name, hostName: name, people: 0, thumbnailVersion: 0, problem }
}

function keyOf({ hostId, fingerprint }: FoundHost): string {
  return `${hostId} ${fingerprint}`
}
