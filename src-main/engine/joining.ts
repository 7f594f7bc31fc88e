import type { JoinTarget, LookedUp, NearbyRoom } from '#shared/desktop/desktop-api.ts'
import { formatEndpoint, parseJoinText, type Endpoint, type JoinPlace } from '#shared/desktop/join-link.ts'
import { AppError } from '#shared/errors.ts'
import type { Link } from '#shared/link.ts'
import { WIRE_VERSION } from '#shared/wire/protocol.ts'
import type { FoundHost } from '#main/discovery/discovery.ts'
import { HOST_INFO_PATH, MAX_HOST_INFO_BYTES, parseHostInfo, type HostInfo } from '#main/discovery/host-info.ts'
import { dialRoom } from '#main/replica/dial-room.ts'
import type { VisitedRoom } from '#main/storage/visited.ts'
import { pinnedGet } from '#main/trust/pinned-request.ts'
import type { Pins } from '#main/trust/pins.ts'

const ASK_TIMEOUT_MS = 4_000
const MAX_LOOKED_UP = 64

export interface JoiningOptions {
  readonly ownHostId: string
  /** Hosts nearby that have proved who they are, by id. */
  readonly hosts: () => ReadonlyMap<string, FoundHost>
  readonly pins: Pins
  readonly visited: {
    find(roomId: string): VisitedRoom | undefined
    put(room: VisitedRoom): void
  }
  readonly now: () => number
}

/** A room of another host, reached. */
export interface RemoteRoom {
  readonly link: Link
  readonly hostId: string
  readonly roomId: string
  readonly name: string
  readonly hostName: string
}

/** A host that has answered and whose certificate is the one expected. */
interface KnownHost {
  readonly info: HostInfo
  readonly fingerprint: string
  readonly endpoints: readonly Endpoint[]
}

/** Finds the host behind what a person chose, makes sure that it is the right one, and dials. */
export class Joining {
  readonly #options: JoiningOptions

  /** Where hosts were that were only looked at, by id: the person may choose one of their rooms next. */
  readonly #lookedUp = new Map<string, KnownHost>()

  constructor(options: JoiningOptions) {
    this.#options = options
  }

  /**
   * Dials a room of another host.
   * @throws AppError `join/…`
   */
  async join(target: JoinTarget): Promise<RemoteRoom> {
    const { place, roomId } = this.#placeOf(target)
    const host = await this.#meet(place)
    const listed = roomId === null ? onlyRoomOf(host.info) : roomId
    const { link, endpoint } = await dialRoom(host, listed)
    const name = host.info.rooms.find((room) => room.roomId === listed)?.name
    const known = this.#options.visited.find(listed)
    const remote = {
      link,
      hostId: host.info.hostId,
      roomId: listed,
      name: name ?? known?.name ?? '',
      hostName: host.info.name,
    }
    this.#options.visited.put({
      hostId: remote.hostId,
      roomId: listed,
      name: remote.name,
      hostName: remote.hostName,
      endpoints: [endpoint, ...host.endpoints.filter((other) => formatEndpoint(other) !== formatEndpoint(endpoint))],
      lastOpened: this.#options.now(),
      with: known?.with ?? [],
    })
    return remote
  }

  /** What is at an address or behind a link. */
  async lookUp(text: string): Promise<LookedUp> {
    const place = parseJoinText(text)
    const host = await this.#meet(place)
    const { info } = host
    if (this.#lookedUp.size >= MAX_LOOKED_UP) this.#lookedUp.clear()
    this.#lookedUp.set(info.hostId, host)
    const rooms = info.rooms.map((room): NearbyRoom => ({
      ...room,
      hostId: info.hostId,
      hostName: info.name,
      problem: null,
    }))
    return { hostId: info.hostId, hostName: info.name, rooms, exact: place.roomId !== null }
  }

  /** Asks a host that was found which rooms it has. */
  async ask(host: FoundHost): Promise<HostInfo> {
    const { info } = await this.#request(host)
    // Only now: anybody can announce a known host with another certificate, but not answer with its own.
    // Asking pins nobody; joining does.
    if (this.#options.pins.expected(host.hostId) !== null) this.#options.pins.check(host.hostId, host.fingerprint)
    return info
  }

  /** The picture of a room, or null. */
  async thumbnail(host: FoundHost, roomId: string, maxBytes: number): Promise<Uint8Array> {
    const path = `${HOST_INFO_PATH}/${roomId}/thumbnail`
    const answer = await pinnedGet(host, path, {
      timeoutMs: ASK_TIMEOUT_MS,
      maxBytes,
      as: 'bytes',
      contentType: 'image/png',
    })
    return answer.body
  }

  #placeOf(target: JoinTarget): { place: JoinPlace; roomId: string | null } {
    if (target.kind === 'text') {
      const place = parseJoinText(target.text)
      return { place, roomId: place.roomId }
    }
    const { roomId } = target
    if (target.kind === 'nearby') return { place: this.#placeOfHost(target.hostId, roomId, []), roomId }
    const visited = this.#options.visited.find(roomId)
    if (visited === undefined) throw new AppError('join/no-such-room', 'This board is not known here any more.')
    return { place: this.#placeOfHost(visited.hostId, roomId, visited.endpoints), roomId }
  }

  /** Where a host is now, or was last. Who it is, is decided by its pin. */
  #placeOfHost(hostId: string, roomId: string, lastKnown: readonly Endpoint[]): JoinPlace {
    const pinned = this.#options.pins.expected(hostId)
    const host = this.#options.hosts().get(hostId)
    const lookedUp = this.#lookedUp.get(hostId)
    const endpoints = [...(host?.endpoints ?? []), ...(lookedUp?.endpoints ?? []), ...lastKnown]
    if (endpoints.length === 0) {
      throw new AppError('join/unreachable', 'The host of this board is not on this network at the moment.')
    }
    return { endpoints, fingerprint: pinned ?? host?.fingerprint ?? lookedUp?.fingerprint ?? null, hostId, roomId }
  }

  /** Asks the host who it is over a connection whose certificate is checked, and remembers it. */
  async #meet(place: JoinPlace): Promise<KnownHost> {
    const { pins, ownHostId } = this.#options
    // A link to a host that is known must agree with what is known.
    const pinned = place.hostId === null ? null : pins.expected(place.hostId)
    if (place.hostId !== null && place.fingerprint !== null && pinned !== null)
      pins.check(place.hostId, place.fingerprint)
    const { info, fingerprint } = await this.#request({
      endpoints: place.endpoints,
      fingerprint: place.fingerprint ?? pinned,
    })
    if (place.hostId !== null && info.hostId !== place.hostId) {
      throw new AppError('join/fingerprint-mismatch', 'Another host answers at this address. Ask for the link again.')
    }
    pins.check(info.hostId, fingerprint)
    if (info.hostId === ownHostId) {
      throw new AppError('join/refused', 'This is your own computer. Your boards are in the list below.')
    }
    if (info.protocol > WIRE_VERSION) {
      throw new AppError('join/too-new', 'This board is hosted by a newer DrawNet. Update yours to join.')
    }
    if (info.protocol < WIRE_VERSION) {
      throw new AppError('join/too-old', 'This board is hosted by an older DrawNet. Its host needs a newer version.')
    }
    return { info, fingerprint, endpoints: place.endpoints }
  }

  async #request(place: {
    readonly endpoints: readonly Endpoint[]
    readonly fingerprint: string | null
  }): Promise<{ info: HostInfo; fingerprint: string }> {
    const options = { timeoutMs: ASK_TIMEOUT_MS, maxBytes: MAX_HOST_INFO_BYTES, as: 'json' } as const
    const { body, fingerprint } = await pinnedGet(place, HOST_INFO_PATH, options)
    return { info: parseHostInfo(body), fingerprint }
  }
}

function onlyRoomOf(info: HostInfo): string {
  const [first, ...others] = info.rooms
  if (first === undefined) throw new AppError('join/no-such-room', `${info.name} has no board open at the moment.`)
  if (others.length > 0) throw new AppError('join/no-such-room', `${info.name} has several boards. Choose one.`)
  return first.roomId
}
