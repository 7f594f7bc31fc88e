import { isKeptKey, KEPT, KEPT_PICTURE } from '#shared/desktop/desktop-api.ts'
import type {
  KeptKey,
  KnownRoom,
  LookedUp,
  JoinTarget,
  JoinedRoom,
  NearbyRoom,
  Profile,
  Settings,
  ShareInfo,
} from '#shared/desktop/desktop-api.ts'
import { formatEndpoint, formatJoinLink, type Endpoint } from '#shared/desktop/join-link.ts'
import { AppError } from '#shared/errors.ts'
import { Emitter, type Dispose } from '#shared/emitter.ts'
import type { Link } from '#shared/link.ts'
import { linkPair } from '#shared/link-pair.ts'
import type { Clock } from '#shared/platform.ts'
import { WIRE_VERSION } from '#shared/wire/protocol.ts'
import type { Discovery } from '#main/discovery/discovery.ts'
import { MAX_HOST_ROOMS, type HostInfo } from '#main/discovery/host-info.ts'
import { Neighbourhood } from '#main/discovery/neighbourhood.ts'
import { HostedRooms } from '#main/host/hosted-rooms.ts'
import { HostServer } from '#main/host/host-server.ts'
import type { UnsentBlobStore } from '#main/storage/unsent-blobs.ts'
import type { UnsentOf, UnsentStore } from '#main/storage/unsent.ts'
import type { Library } from '#main/storage/library.ts'
import type { Identity } from '#main/trust/certificate.ts'
import { Pins } from '#main/trust/pins.ts'
import { personToken } from '#main/trust/tokens.ts'
import { Joining } from './joining.ts'

const MAX_THUMBNAIL_BYTES = 200_000
const WITH_LIMIT = 5
const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

export interface WorkshopOptions {
  readonly library: Library
  readonly identity: Identity
  readonly discovery: Discovery
  readonly clock: Clock
  readonly now: () => number
  readonly addresses: () => readonly string[]
  /** The built renderer for guests, or null. */
  readonly pagesFolder: string | null
  readonly onProblem: (error: unknown) => void
}

/** A room that is open for one window. */
export type DialedRoom = Omit<JoinedRoom, 'channel' | 'unsent' | 'unsentBlobs'> & { readonly link: Link }

/** What works once the library is open: hosting, finding, joining, and what is remembered of it. */
export class Workshop {
  readonly rooms: HostedRooms
  readonly #options: WorkshopOptions
  readonly #server: HostServer
  readonly #joining: Joining
  readonly #neighbourhood: Neighbourhood
  readonly #changed = new Emitter<void>()
  readonly #stop: Dispose[] = []

  constructor(options: WorkshopOptions) {
    this.#options = options
    const { library, identity, discovery, clock, now, onProblem } = options
    this.rooms = new HostedRooms({ library: library.rooms, clock, wallClock: now, onProblem })
    this.#server = new HostServer({
      identity,
      rooms: this.rooms,
      info: () => this.#info(),
      thumbnail: (roomId) => library.thumbnails.get(null, roomId)?.png ?? null,
      appTokens: library.appTokens,
      pages: options.pagesFolder === null ? null : { path: options.pagesFolder },
      clock,
      onProblem,
    })
    const pins = new Pins({
      get: (hostId) => library.pins.get(hostId) ?? null,
      set: (hostId, fingerprint) => library.pins.set(hostId, fingerprint),
    })
    this.#joining = new Joining({
      ownHostId: identity.hostId,
      hosts: () => this.#neighbourhood.hostsById,
      pins,
      visited: library.visited,
      now,
    })
    this.#neighbourhood = new Neighbourhood({
      discovery,
      ask: (host) => this.#joining.ask(host),
      clock,
      ownHostId: identity.hostId,
      wireVersion: WIRE_VERSION,
    })
    this.#stop.push(
      this.rooms.onChange(() => this.#changed.emit()),
      this.#neighbourhood.rooms.subscribe(() => {
        try {
          this.#noteNames()
        } catch (error) {
          // A full disk must not end the search: the old name stays a while longer.
          onProblem(error)
        }
      }),
    )
  }

  /** Serves on the first free one of the ports and announces itself. Returns the port it got. */
  async open(ports: readonly number[]): Promise<number> {
    const port = await this.#server.listen(ports)
    this.#announce()
    return port
  }

  get port(): number {
    return this.#server.port
  }

  /** Rooms that others announce. One whose host has no picture is shown as it was when one was last in it. */
  nearby(): NearbyRoom[] {
    const { thumbnails } = this.#options.library
    return this.#neighbourhood.rooms.get().map((room) => ({
      ...room,
      thumbnailVersion: room.thumbnailVersion || thumbnails.version(room.hostId, room.roomId),
    }))
  }

  onNearbyChange(listener: () => void): Dispose {
    return this.#neighbourhood.rooms.subscribe(listener)
  }

  /** Hears that something of the profile, the settings or the known rooms changed. */
  onChange(listener: () => void): Dispose {
    return this.#changed.on(listener)
  }

  async dispose(): Promise<void> {
    for (const dispose of this.#stop) dispose()
    this.#neighbourhood.dispose()
    this.#options.discovery.announce(null)
    this.rooms.dispose()
    await this.#server.dispose()
    this.#options.library.dispose()
  }

  profile(): Profile {
    const { name, color, chosen } = this.#options.library.profile.read()
    return { name, color, chosen }
  }

  setProfile(name: string, color: number): null {
    this.#options.library.profile.choose(name, color)
    this.#announce()
    return this.#tell()
  }

  settings(): Settings {
    return this.#options.library.settings.read()
  }

  changeSettings(changes: { readonly theme?: Settings['theme'] | undefined }): null {
    if (changes.theme !== undefined) this.#options.library.settings.change({ theme: changes.theme })
    return this.#tell()
  }

  /** What windows keep with the settings. */
  kept(): { readonly [Key in KeptKey]?: string } {
    const { settings } = this.#options.library
    const texts: { [Key in KeptKey]?: string } = {}
    for (const key of [...KEPT, ...settings.keysWith(KEPT_PICTURE)]) {
      const text = settings.get(key)
      if (isKeptKey(key) && typeof text === 'string') texts[key] = text
    }
    return texts
  }

  keep(key: KeptKey, text: string): null {
    const { settings } = this.#options.library
    if (text === '') settings.remove(key)
    else settings.set(key, text)
    return null
  }

  hosts(roomId: string): boolean {
    return this.rooms.has(roomId)
  }

  createRoom(name: string): string {
    const { id } = this.#options.library.rooms.create(name)
    this.rooms.changed()
    return id
  }

  renameRoom(roomId: string, name: string): null {
    if (!this.hosts(roomId)) throw new AppError('join/no-such-room', 'Only the host can rename a board from here.')
    this.rooms.rename(roomId, name)
    return null
  }

  removeRoom(roomId: string): null {
    if (this.hosts(roomId)) {
      this.rooms.remove(roomId)
      return null
    }
    const visited = this.#options.library.visited.find(roomId)
    if (visited !== undefined) this.#options.library.visited.forget(visited.hostId, roomId)
    return this.#tell()
  }

  setGuests(roomId: string, allowed: boolean): null {
    this.rooms.setGuests(roomId, allowed)
    return this.#tell()
  }

  share(roomId: string): ShareInfo {
    if (this.hosts(roomId)) {
      const { hostId, fingerprint } = this.#options.identity
      const endpoints = this.#options.addresses().map((address): Endpoint => ({ address, port: this.port }))
      const guests = this.rooms.allowsGuests(roomId) && this.#options.pagesFolder !== null
      return {
        link: formatJoinLink({ endpoints, fingerprint, hostId, roomId }),
        addresses: endpoints.map(formatEndpoint),
        guestUrl: guests ? `https://${formatEndpoint(endpoints[0]!)}/guest/${roomId}` : null,
        own: true,
      }
    }
    const visited = this.#options.library.visited.find(roomId)
    if (visited === undefined) throw new AppError('join/no-such-room', 'This board is not known here any more.')
    const fingerprint = this.#options.library.pins.get(visited.hostId) ?? null
    const { endpoints, hostId } = visited
    return {
      link: formatJoinLink({ endpoints, fingerprint, hostId, roomId }),
      addresses: endpoints.map(formatEndpoint),
      guestUrl: null,
      own: false,
    }
  }

  setThumbnail(roomId: string, png: Buffer): null {
    if (!png.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) {
      throw new AppError('call/bad-arguments', 'The picture of a board has to be a PNG.')
    }
    const hostId = this.hosts(roomId) ? null : this.#options.library.visited.find(roomId)?.hostId
    if (hostId === undefined) throw new AppError('join/no-such-room', 'This board is not known here any more.')
    this.#options.library.thumbnails.set(hostId, roomId, png)
    return this.#tell()
  }

  /** @param hostId null for rooms of one's own; visited ones may be asked for either way */
  async thumbnail(hostId: string | null, roomId: string): Promise<Uint8Array | null> {
    const { thumbnails, visited } = this.#options.library
    if (hostId === null) {
      const owner = this.hosts(roomId) ? null : (visited.find(roomId)?.hostId ?? null)
      return thumbnails.get(owner, roomId)?.png ?? null
    }
    const listed = this.#neighbourhood.rooms.get().find((room) => room.hostId === hostId && room.roomId === roomId)
    const host = this.#neighbourhood.hostsById.get(hostId)
    if (host !== undefined && listed !== undefined && listed.thumbnailVersion > 0) {
      try {
        return await this.#joining.thumbnail(host, roomId, MAX_THUMBNAIL_BYTES)
      } catch {
        // The host is just going away: what is known of the board is better than an empty card.
        return thumbnails.get(hostId, roomId)?.png ?? null
      }
    }
    return thumbnails.get(hostId, roomId)?.png ?? null
  }

  /** Remembers what a room of another is called and who else was there. */
  note(roomId: string, facts: { readonly name: string; readonly with: readonly string[] }): null {
    const visited = this.#options.library.visited.find(roomId)
    if (visited === undefined) return null
    this.#options.library.visited.put({ ...visited, ...facts, lastOpened: this.#options.now() })
    return this.#tell()
  }

  /** What visited rooms and their hosts are called now, as far as they are nearby. */
  #noteNames(): void {
    const { visited } = this.#options.library
    const nearby = new Map(this.#neighbourhood.rooms.get().map((room) => [`${room.hostId}/${room.roomId}`, room]))
    const renamed = visited.list().flatMap((room) => {
      const { name, hostName } = nearby.get(`${room.hostId}/${room.roomId}`) ?? room
      return name === room.name && hostName === room.hostName ? [] : [{ ...room, name, hostName }]
    })
    for (const room of renamed) visited.put(room)
    if (renamed.length > 0) this.#tell()
  }

  /** Edits of one's own that the host of a room has not acknowledged. */
  unsentOf(roomId: string): UnsentOf {
    const hostId = this.hosts(roomId) ? null : (this.#options.library.visited.find(roomId)?.hostId ?? null)
    return { hostId, roomId }
  }

  get unsent(): UnsentStore {
    return this.#options.library.unsent
  }

  /** Pictures of one's own that the host of a room has not got. */
  get unsentBlobs(): UnsentBlobStore {
    return this.#options.library.unsentBlobs
  }

  async join(target: JoinTarget): Promise<DialedRoom> {
    if (target.kind === 'known' && this.hosts(target.roomId)) return this.#joinOwn(target.roomId)
    const { link, hostId, roomId, name } = await this.#joining.join(target)
    this.#tell()
    return { link, roomId, name, own: false, person: this.#personFor(hostId) }
  }

  lookUp(text: string): Promise<LookedUp> {
    return this.#joining.lookUp(text)
  }

  /** Rooms of one's own and visited ones, the last opened first. */
  knownRooms(): KnownRoom[] {
    const { rooms, visited, thumbnails, profile } = this.#options.library
    const { userId, name } = profile.read()
    const own = rooms.list().map((room): KnownRoom => {
      const now = this.rooms.peopleNames(room.id).filter((other) => other !== name)
      return {
        roomId: room.id,
        name: room.name,
        own: true,
        hostName: '',
        lastOpened: room.openedAt,
        with: [...new Set([...now, ...rooms.companions(room.id, userId, WITH_LIMIT)])].slice(0, WITH_LIMIT),
        people: this.rooms.people(room.id),
        guests: room.guests,
        thumbnailVersion: thumbnails.version(null, room.id),
      }
    })
    const others = visited.list().map((room): KnownRoom => ({
      roomId: room.roomId,
      name: room.name,
      own: false,
      hostName: room.hostName,
      lastOpened: room.lastOpened,
      with: room.with,
      people: 0,
      guests: false,
      thumbnailVersion: thumbnails.version(room.hostId, room.roomId),
    }))
    return [...own, ...others].toSorted((a, b) => b.lastOpened - a.lastOpened)
  }

  #joinOwn(roomId: string): DialedRoom {
    const [window, host] = linkPair(setImmediate)
    this.rooms.admit(roomId, host, 'host')
    const name = this.#options.library.rooms.get(roomId)?.name ?? ''
    return { link: window, roomId, name, own: true, person: this.#personFor(this.#options.identity.hostId) }
  }

  #personFor(hostId: string): JoinedRoom['person'] {
    const { userId, secret, name, color } = this.#options.library.profile.read()
    const token = personToken(Buffer.from(secret).toString('base64url'), hostId)
    return { user: userId, token: Buffer.from(token).toString('base64'), name, color }
  }

  #info(): HostInfo {
    const { library, identity } = this.#options
    return {
      hostId: identity.hostId,
      name: library.profile.read().name,
      protocol: WIRE_VERSION,
      rooms: this.rooms
        .shown()
        .slice(0, MAX_HOST_ROOMS)
        .map(({ id, name }) => ({
          roomId: id,
          name,
          people: this.rooms.people(id),
          thumbnailVersion: library.thumbnails.version(null, id),
        })),
    }
  }

  #announce(): void {
    const { identity, discovery } = this.#options
    const { hostId, fingerprint } = identity
    discovery.announce({ hostId, fingerprint, name: this.profile().name, port: this.port, protocol: WIRE_VERSION })
  }

  #tell(): null {
    this.#changed.emit()
    return null
  }
}
