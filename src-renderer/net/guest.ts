import { GLOBAL_ID_LENGTH, isId, randomId } from '#shared/ids.ts'
import { PERSON_COLOR_COUNT } from '#shared/model/palette.ts'
import { RoomClient, type Person } from '#shared/sync/room-client.ts'
import { SUBPROTOCOL } from '#shared/wire/protocol.ts'
import { fromBase64, toBase64 } from './base64.ts'
import type { OpenRoom } from './desktop.ts'
import { browserClock, browserRandom } from './surroundings.ts'
import { WebSocketLink } from './web-socket-link.ts'

const PERSON_NAME = 'drawnet.person'
const PATH = /^\/guest\/([^/]+)\/?$/
const TOKEN_BYTES = 32

/** The room a guest page is about, or null when this page is none. */
export function guestRoomId(location: Location): string | null {
  const roomId = PATH.exec(location.pathname)?.[1]
  return isId(roomId) ? roomId : null
}

/** Joins a room from a page that its host has served: the Link goes straight to the host. */
export function openGuestRoom(roomId: string, location: Location, storage: Storage): OpenRoom {
  const person = guestPerson(storage)
  const room = new RoomClient({
    dial: () => WebSocketLink.open(`wss://${location.host}/v1/rooms/${roomId}`, SUBPROTOCOL),
    person,
    clock: browserClock,
    wallClock: Date.now,
    random: browserRandom,
  })
  room.start()
  return {
    info: { channel: 0, roomId, name: '', own: false, person: { ...person, token: toBase64(person.token) } },
    room,
    dispose: () => room.dispose(),
  }
}

/** The same guest is the same person when they come back with this browser. */
function guestPerson(storage: Storage): Person {
  const kept = storage.getItem(PERSON_NAME)?.split(' ') ?? []
  const [user, token] = kept
  if (isId(user) && token !== undefined && /^[0-9A-Za-z+/]{43}=$/.test(token)) {
    return { user, token: fromBase64(token), name: 'Guest', color: colorOf(user) }
  }
  const person = {
    user: randomId(browserRandom, GLOBAL_ID_LENGTH),
    token: browserRandom(TOKEN_BYTES),
    name: 'Guest',
  }
  storage.setItem(PERSON_NAME, `${person.user} ${toBase64(person.token)}`)
  return { ...person, color: colorOf(person.user) }
}

function colorOf(user: string): number {
  return user.charCodeAt(0) % PERSON_COLOR_COUNT
}
