import { Value, type ReadonlyValue } from '#shared/emitter.ts'
import { GLOBAL_ID_LENGTH, isId, randomId } from '#shared/ids.ts'
import { PERSON_COLOR_COUNT } from '#shared/model/palette.ts'
import { cleanName } from '#shared/model/people.ts'
import { RoomClient } from '#shared/sync/room-client.ts'
import { SUBPROTOCOL } from '#shared/wire/protocol.ts'
import { fromBase64, toBase64 } from './base64.ts'
import type { OpenRoom } from './desktop.ts'
import { browserClock, browserRandom } from './surroundings.ts'
import { WebSocketLink } from './web-socket-link.ts'

const PERSON_NAME = 'drawnet.person'
const PROFILE_NAME = 'drawnet.profile'
const PATH = /^\/guest\/([^/]+)\/?$/
const TOKEN_BYTES = 32

/** How a guest appears to the others. */
export interface GuestProfile {
  /** Empty until one was given in this browser. */
  readonly name: string
  readonly color: number
}

/** A board that is joined without DrawNet, from a page that its host has served. */
export interface Guest {
  /** Empty while it is not known. */
  readonly boardName: ReadonlyValue<string>
  readonly profile: ReadonlyValue<GuestProfile>
  /** Keeps the profile in this browser; whoever is on the board already sees it change. */
  setProfile(name: string, color: number): void
  /** Goes to the board under the present profile. */
  open(): OpenRoom
}

/** The room a guest page is about, or null when this page is none. */
export function guestRoomId(location: Location): string | null {
  const roomId = PATH.exec(location.pathname)?.[1]
  return isId(roomId) ? roomId : null
}

/** The guest of the page it runs in: its Link goes straight to the host. */
export class PageGuest implements Guest {
  readonly #roomId: string
  readonly #host: string
  readonly #storage: Storage
  readonly #boardName = new Value('')
  readonly #profile: Value<GuestProfile>
  readonly #identity: { readonly user: string; readonly token: Uint8Array }
  #room: RoomClient | null = null

  readonly boardName: ReadonlyValue<string> = this.#boardName
  readonly profile: ReadonlyValue<GuestProfile>

  /**
   * @param host `address:port` of the host
   * @param storage keeps who one is: the same browser is the same person when it comes back
   */
  constructor(roomId: string, host: string, storage: Storage) {
    this.#roomId = roomId
    this.#host = host
    this.#storage = storage
    this.#identity = keptIdentity(storage)
    this.#profile = new Value(keptProfile(storage) ?? { name: '', color: colorOf(this.#identity.user) })
    this.profile = this.#profile
  }

  /** Finds out what the board is called; if nothing answers it stays unknown, which joining will say. */
  async lookUp(fetchFrom: typeof fetch): Promise<void> {
    try {
      const response = await fetchFrom(`https://${this.#host}/v1/rooms`)
      this.#boardName.set(nameIn(await response.json(), this.#roomId))
    } catch {
      this.#boardName.set('')
    }
  }

  setProfile(name: string, color: number): void {
    const profile = { name: cleanName(name), color }
    this.#profile.set(profile)
    this.#storage.setItem(PROFILE_NAME, JSON.stringify(profile))
    this.#room?.setPerson(profile.name, profile.color)
  }

  open(): OpenRoom {
    const person = { ...this.#identity, ...this.#profile.get() }
    const room = new RoomClient({
      dial: () => WebSocketLink.open(`wss://${this.#host}/v1/rooms/${this.#roomId}`, SUBPROTOCOL),
      person,
      clock: browserClock,
      wallClock: Date.now,
      random: browserRandom,
    })
    this.#room = room
    room.start()
    return {
      info: {
        channel: 0,
        roomId: this.#roomId,
        name: this.#boardName.get(),
        own: false,
        person: { ...person, token: toBase64(person.token) },
        unsent: null,
        unsentBlobs: [],
      },
      room,
      keep: this.#storage,
      dispose: () => room.dispose(),
    }
  }
}

function keptIdentity(storage: Storage): { readonly user: string; readonly token: Uint8Array } {
  const [user, token] = storage.getItem(PERSON_NAME)?.split(' ') ?? []
  if (isId(user) && token !== undefined && /^[0-9A-Za-z+/]{43}=$/.test(token)) return { user, token: fromBase64(token) }
  const made = { user: randomId(browserRandom, GLOBAL_ID_LENGTH), token: browserRandom(TOKEN_BYTES) }
  storage.setItem(PERSON_NAME, `${made.user} ${toBase64(made.token)}`)
  return made
}

function keptProfile(storage: Storage): GuestProfile | null {
  const kept = parse(storage.getItem(PROFILE_NAME) ?? '')
  if (!isObject(kept) || typeof kept['name'] !== 'string') return null
  const { color } = kept
  const isColor = typeof color === 'number' && Number.isInteger(color) && color >= 0 && color < PERSON_COLOR_COUNT
  return isColor ? { name: cleanName(kept['name']), color } : null
}

/** The name of a room in a host's list; empty if it is not there. */
function nameIn(list: unknown, roomId: string): string {
  const rooms = isObject(list) && Array.isArray(list['rooms']) ? (list['rooms'] as readonly unknown[]) : []
  const room = rooms.filter(isObject).find((one) => one['roomId'] === roomId)
  return typeof room?.['name'] === 'string' ? cleanName(room['name']) : ''
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function colorOf(user: string): number {
  return user.charCodeAt(0) % PERSON_COLOR_COUNT
}
