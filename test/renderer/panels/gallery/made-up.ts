import type { AppState, Arguments, KnownRoom, MethodName, NearbyRoom, Results } from '#shared/desktop/desktop-api.ts'
import { Value } from '#shared/emitter.ts'
import { AppError } from '#shared/errors.ts'
import type { ChatMessage, Member } from '#shared/model/people.ts'
import { PAPER } from '#shared/model/palette.ts'
import type { RoomStatus, RoomView } from '#shared/sync/room-view.ts'
import { paintInView } from '#renderer/board/painter.ts'
import type { Desktop, OpenRoom } from '#renderer/net/desktop.ts'
import type { Guest, GuestProfile } from '#renderer/net/guest.ts'
import { oneOfEach } from '../../../support/one-of-each.ts'
import { MemoryRoom } from '../../../support/room-view.ts'

export const LONG_NAME = 'A very long name of sixty letters that somebody gave a board'
export const ARABIC_NAME = 'لوحة الرسم المشتركة للصف الخامس'
const NAMES = [
  'Mara',
  'Jonas Weber',
  'Łucja',
  'Chidi Okafor',
  ARABIC_NAME,
  '山田 花子',
  'Ève',
  'Sam',
  LONG_NAME,
  'Priya N.',
]
const BOARDS = ['Storyboard', 'Kitchen plan', 'Team retro', LONG_NAME, ARABIC_NAME, 'Physics 5b', 'Logo ideas', 'Trip']
const NOW = Date.now()
const HOUR = 3_600_000

export function pick<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length]
  if (item === undefined) throw new Error('empty list')
  return item
}

export function makeMembers(count: number): readonly Member[] {
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    name: index < NAMES.length ? pick(NAMES, index) : `${pick(NAMES, index * 3)} ${index}`,
    color: (index * 5 + 8) % 12,
    online: count < 6 || index % 7 !== 5,
    host: index === 0,
  }))
}

export function makeNearby(count: number): readonly NearbyRoom[] {
  return Array.from({ length: count }, (_, index) => ({
    hostId: `host${index}`,
    roomId: `near${index}`,
    name: pick(BOARDS, index),
    hostName: pick(NAMES, index),
    people: (index * 3) % 8,
    thumbnailVersion: index % 3 === 1 ? 0 : 1,
    problem: index === 2 ? 'It runs a newer version of DrawNet. Update yours to join.' : null,
  }))
}

export function makeKnown(count: number): readonly KnownRoom[] {
  return Array.from({ length: count }, (_, index) => ({
    roomId: `known${index}`,
    name: pick(BOARDS, index + 1),
    own: index % 3 !== 1,
    hostName: pick(NAMES, index + 2),
    lastOpened: NOW - index * index * 3 * HOUR,
    with: NAMES.slice(0, index % 6 === 5 ? 5 : index % 3),
    people: index === 0 ? 3 : 0,
    guests: false,
    thumbnailVersion: index % 4 === 3 ? 0 : 1,
  }))
}

export function makeState(change: Partial<AppState> = {}): AppState {
  return {
    version: '0.1.0',
    profile: { name: 'Mara', color: 8, chosen: false },
    settings: { theme: 'system' },
    storage: { kind: 'ready', notice: null },
    discovery: { kind: 'working' },
    host: { id: 'me', fingerprint: '', port: 4747, addresses: ['192.168.1.23', '10.0.0.7'] },
    ...change,
  }
}

export function makeChat(kind: 'none' | 'some' | 'many'): readonly ChatMessage[] {
  if (kind === 'none') return []
  const said: readonly (readonly [author: number, minutesAgo: number, text: string])[] = [
    [2, 60, 'Shall we start with the left side?'],
    [2, 59, 'I have put the old plan there.'],
    [1, 58, 'Yes, give me a minute'],
    [5, 30, 'مرحباً، هل يمكنني إضافة النافذة هنا؟'],
    [3, 12, 'https://example.org/a/very/long/address/without/any/spaces/at/all/that/has/to/wrap/somewhere/or/other'],
    [2, 4, 'a'.repeat(140)],
    [1, 2, 'Looks good to me.\nLet us export it after lunch.'],
  ]
  const rounds = kind === 'many' ? 60 : 1
  return Array.from({ length: rounds }, () => said)
    .flat()
    .map(([author, minutesAgo, text], index, all) => ({
      seq: index + 1,
      author,
      to: index % 7 === 6 ? 2 : 0,
      text,
      at: NOW - minutesAgo * 60_000 - (all.length - index) * 1000,
      pending: index === all.length - 1,
    }))
}

export interface RoomParts {
  readonly name: string
  readonly status: RoomStatus
  readonly unsaved: number
  readonly people: number
  readonly chat: 'none' | 'some' | 'many'
}

/** A room on whose board one can draw, with made-up people in it. */
class MadeUpRoom extends MemoryRoom {
  override say(text = '', to = 0): void {
    this.chat.update((all) => [...all, { seq: 0, author: 1, to, text, at: Date.now(), pending: true }])
  }
}

export function makeRoom({ name, status, unsaved, people, chat }: RoomParts): RoomView {
  const room = new MadeUpRoom(oneOfEach)
  room.roomName.set(name)
  room.status.set(status)
  room.unsaved.set(unsaved)
  room.members.set(makeMembers(people))
  room.chat.set(makeChat(chat))
  return room
}

export function makeOpenRoom(room: RoomView): OpenRoom {
  return {
    info: {
      channel: 1,
      roomId: 'known0',
      name: room.roomName.get(),
      own: true,
      unsent: null,
      unsentBlobs: [],
      person: { user: 'me', token: '', name: 'Mara', color: 8 },
    },
    room,
    keep: { getItem: () => null, setItem: () => undefined },
    dispose: () => undefined,
  }
}

export function makeGuest(room: RoomView, name: string): Guest {
  const profile = new Value<GuestProfile>({ name, color: 8 })
  return {
    boardName: room.roomName,
    profile,
    setProfile: (next, color) => profile.set({ name: next, color }),
    open: () => makeOpenRoom(room),
  }
}

export interface DesktopParts {
  readonly connection?: 'connecting' | 'connected' | 'lost' | 'closed'
  readonly state: AppState | null
  readonly rooms: readonly KnownRoom[] | null
  readonly nearby: readonly NearbyRoom[] | null
  readonly room: RoomView
}

const LINK =
  'drawnet://192.168.1.23:4747/k0XbT2?fp=Zk3Jm9v4Wq1sT0yXcB7nL5pR8uE2aH6dGfKiOjQwMzY&host=Qm4v0Z1x&also=10.0.0.7:4747'

export function makeDesktop(parts: DesktopParts): Desktop {
  const state = new Value(parts.state)
  let guests = false
  async function answer(method: MethodName, args: unknown): Promise<unknown> {
    switch (method as string) {
      case 'rooms.thumbnail':
        return {
          png: await thumbnail(JSON.stringify(args).length + Number(/\d+/.exec(JSON.stringify(args))?.[0] ?? 1)),
        }
      case 'rooms.share':
        return {
          link: LINK,
          addresses: ['192.168.1.23:4747', '10.0.0.7:4747'],
          guestUrl: guests ? 'https://192.168.1.23:4747/guest/k0XbT2' : null,
          own: true,
        }
      case 'rooms.setGuests':
        guests = (args as Arguments<'rooms.setGuests'>).allowed
        return null
      case 'rooms.lookUp':
        return { hostId: 'h', hostName: 'Jonas Weber', exact: false, rooms: makeNearby(5) }
      case 'profile.set':
        state.update((now) => now && { ...now, profile: { ...(args as Arguments<'profile.set'>), chosen: true } })
        return null
      case 'rooms.create':
        return { roomId: 'known0' }
      default:
        return null
    }
  }
  return {
    connection: new Value(parts.connection ?? 'connected'),
    state,
    rooms: new Value(parts.rooms),
    nearby: new Value(parts.nearby),
    call: async <M extends MethodName>(method: M, args: Arguments<M>) => (await answer(method, args)) as Results[M],
    openRoom: async (target) => {
      if (target.kind === 'nearby') {
        throw new AppError('join/unreachable', 'Nothing answers at this address. Is DrawNet still open there?')
      }
      return makeOpenRoom(parts.room)
    },
    onOpenLink: () => () => undefined,
  }
}

/** Each of another part of a board. */
async function thumbnail(seed: number): Promise<string> {
  const canvas = new OffscreenCanvas(320, 200)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas')
  context.fillStyle = PAPER.light
  context.fillRect(0, 0, canvas.width, canvas.height)
  const view = { scale: 0.4, x: -(seed % 5) * 40, y: -(seed % 3) * 40 }
  for (const record of oneOfEach) paintInView(context, record, 'light', view)
  const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
  return btoa(String.fromCharCode(...bytes))
}
