/**
 * The typed calls and events between a renderer and its engine. Payloads are JSON; every argument is
 * checked against its schema on the engine's side, because the renderer is the less trusted end.
 */
import * as v from 'valibot'
import { MAX_NAME_LENGTH, cleanName } from '../model/people.ts'
import { PERSON_COLOR_COUNT } from '../model/palette.ts'
import { isId } from '../ids.ts'
import { BLOB_LIMITS, isBlobHash, isBlobSize, type BlobHash } from '../model/blobs.ts'

const id = v.custom<string>(isId, 'not an id')
const name = v.pipe(v.string(), v.maxLength(4 * MAX_NAME_LENGTH), v.transform(cleanName), v.minLength(1))
const color = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(PERSON_COLOR_COUNT - 1))

/** What a renderer may ask to join. */
const joinTarget = v.variant('kind', [
  /** A room of this very engine, or one visited before. */
  v.object({ kind: v.literal('known'), roomId: id }),
  /** A room in the list of those nearby. */
  v.object({ kind: v.literal('nearby'), hostId: id, roomId: id }),
  /** What a person typed or pasted: a `drawnet://` link or an address. */
  v.object({ kind: v.literal('text'), text: v.pipe(v.string(), v.maxLength(2000)) }),
])
export type JoinTarget = v.InferOutput<typeof joinTarget>

/** A picture is kept in pieces of this many bytes. */
export const KEPT_PIECE_BYTES = 192 * 1024
const blobHash = v.custom<string>(isBlobHash, 'not a hash')
const blobOffset = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(BLOB_LIMITS.maxBytes))

export const THEMES = ['system', 'light', 'dark'] as const
const settings = v.object({ theme: v.picklist(THEMES) })
export type Settings = v.InferOutput<typeof settings>

/**
 * What windows keep with the person's settings, each a text of their own making: how boards are looked at, what the
 * tools are set to, and the stamps a person has made.
 */
export const KEPT = ['drawnet.view', 'drawnet.tools', 'drawnet.stamps'] as const
/** Before the hash of a picture on a stamp: under such a key its file is kept, as base64. */
export const KEPT_PICTURE = 'drawnet.picture.'
export type KeptKey = (typeof KEPT)[number] | `${typeof KEPT_PICTURE}${BlobHash}`
/** Characters of each: escaped and in UTF-8, it fits into what a window may send at once. */
export const MAX_KEPT_LENGTH = 300_000
/** Characters of a picture; base64 stays as it is. */
export const MAX_KEPT_PICTURE_LENGTH = 960_000

export function isKeptKey(key: unknown): key is KeptKey {
  if (typeof key !== 'string') return false
  return KEPT.some((known) => known === key) || (isPictureKey(key) && isBlobHash(key.slice(KEPT_PICTURE.length)))
}

function isPictureKey(key: string): boolean {
  return key.startsWith(KEPT_PICTURE)
}

const kept = v.pipe(
  v.object({ key: v.custom<KeptKey>(isKeptKey, 'not a key'), text: v.string() }),
  v.check(
    ({ key, text }) => text.length <= (isPictureKey(key) ? MAX_KEPT_PICTURE_LENGTH : MAX_KEPT_LENGTH),
    'too long',
  ),
)

/** The methods and the schemas of their arguments. */
export const METHODS = {
  /** Everything the home screen starts from. */
  'app.state': v.object({}),
  /** After a damaged database was moved aside: begin with an empty one. */
  'app.startFresh': v.object({}),
  'profile.set': v.object({ name, color }),
  'settings.set': v.partial(settings),
  /** All that is kept for windows. */
  'kept.read': v.object({}),
  /** Keeps a text in place of the one before it; an empty one is none. */
  'kept.write': kept,
  /** Makes a room of one's own and hosts it. */
  'rooms.create': v.object({ name }),
  'rooms.rename': v.object({ roomId: id, name }),
  /** Removes a room of one's own with its board for good, or forgets a visited one. */
  'rooms.remove': v.object({ roomId: id }),
  /** Whether a browser without DrawNet may join this room. */
  'rooms.setGuests': v.object({ roomId: id, allowed: v.boolean() }),
  /** Where others can join a room one is in. */
  'rooms.share': v.object({ roomId: id }),
  /** A small PNG of the board, base64, shown in lists. */
  'rooms.setThumbnail': v.object({ roomId: id, png: v.pipe(v.string(), v.base64(), v.maxLength(200_000)) }),
  'rooms.thumbnail': v.object({ hostId: v.nullable(id), roomId: id }),
  /** Opens a room channel on this Link; see `mux.ts`. Who dials again for a room they are in gets no unsent edits. */
  'rooms.join': v.object({ target: joinTarget, again: v.boolean() }),
  /** What to remember of a room of another: how it is called now, and who else was there. */
  'rooms.note': v.object({ roomId: id, name, with: v.pipe(v.array(name), v.maxLength(5)) }),
  /** Keeps edits that the host of a room has not acknowledged, until they are cleared. */
  'rooms.keepUnsent': v.object({ roomId: id, clientId: id, messages: v.array(v.pipe(v.string(), v.base64())) }),
  'rooms.clearUnsent': v.object({ roomId: id, clientId: id }),
  /** Keeps a piece of a picture that the host of a room has not got, until it is cleared. */
  'rooms.keepBlob': v.object({
    roomId: id,
    hash: blobHash,
    size: v.pipe(v.number(), v.check(isBlobSize)),
    offset: blobOffset,
    bytes: v.pipe(v.string(), v.base64(), v.maxLength((KEPT_PIECE_BYTES / 3 + 1) * 4)),
  }),
  'rooms.keptBlob': v.object({ roomId: id, hash: blobHash, offset: blobOffset }),
  'rooms.clearBlob': v.object({ roomId: id, hash: blobHash }),
  /** Looks at an address or link: which rooms are there. */
  'rooms.lookUp': v.object({ text: v.pipe(v.string(), v.maxLength(2000)) }),
} as const

export type MethodName = keyof typeof METHODS

export interface Profile {
  readonly name: string
  readonly color: number
  /** False until the person has seen and kept or changed the suggested name. */
  readonly chosen: boolean
}

/** Whether the engine's database is in use, or why not. `notice` is a sentence on what was done to open it, or null. */
export type StorageState =
  | { readonly kind: 'ready'; readonly notice: string | null }
  | { readonly kind: 'failed'; readonly code: string; readonly sentence: string; readonly canStartFresh: boolean }

/** Whether rooms can be found and be seen on the network. */
export type DiscoveryState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'working' }
  | { readonly kind: 'failed'; readonly reason: 'no-network' | 'blocked' | 'error'; readonly sentence: string }

export interface AppState {
  readonly version: string
  readonly profile: Profile
  readonly settings: Settings
  readonly storage: StorageState
  readonly discovery: DiscoveryState
  readonly host: {
    readonly id: string
    readonly fingerprint: string
    readonly port: number
    readonly addresses: readonly string[]
  }
}

/** A room of one's own, or one visited before. */
export interface KnownRoom {
  readonly roomId: string
  readonly name: string
  readonly own: boolean
  /** Whose it is, where it is not one's own. */
  readonly hostName: string
  /** Milliseconds since 1970 when one was last in it. */
  readonly lastOpened: number
  /** Names of others who were or are in it, newest first, at most five. */
  readonly with: readonly string[]
  /** People in it now; 0 where that is unknown. */
  readonly people: number
  /** Whether browsers without DrawNet may join; own rooms only. */
  readonly guests: boolean
  /** Changes when the thumbnail does; 0 where there is none. */
  readonly thumbnailVersion: number
}

/** A room that another engine hosts and announces. */
export interface NearbyRoom {
  readonly hostId: string
  readonly roomId: string
  readonly name: string
  readonly hostName: string
  readonly people: number
  readonly thumbnailVersion: number
  /** Set when it is seen but cannot be joined: a sentence that says why. */
  readonly problem: string | null
}

/** What others need to join a room. */
export interface ShareInfo {
  readonly link: string
  /** `address:port`, the likeliest first. */
  readonly addresses: readonly string[]
  /** For a browser without DrawNet; null while guests are not allowed. */
  readonly guestUrl: string | null
  readonly own: boolean
}

/** A room channel is open. `person` is who one is towards its host. */
export interface JoinedRoom {
  readonly person: { readonly user: string; readonly token: string; readonly name: string; readonly color: number }
  /** Number of the room channel on this Link. */
  readonly channel: number
  readonly roomId: string
  readonly name: string
  readonly own: boolean
  /** Edits that were kept when one was last in it and its host away; base64. */
  readonly unsent: { readonly clientId: string; readonly messages: readonly string[] } | null
  /** Pictures of one's own that its host has not got. */
  readonly unsentBlobs: readonly { readonly hash: BlobHash; readonly size: number }[]
}

export interface LookedUp {
  readonly hostId: string
  readonly hostName: string
  readonly rooms: readonly NearbyRoom[]
  /** True when the text names one room: join it without asking. */
  readonly exact: boolean
}

/** What each method answers. */
export interface Results {
  'app.state': AppState
  'app.startFresh': null
  'profile.set': null
  'settings.set': null
  'kept.read': { readonly [Key in KeptKey]?: string }
  'kept.write': null
  'rooms.create': { readonly roomId: string }
  'rooms.rename': null
  'rooms.remove': null
  'rooms.setGuests': null
  'rooms.share': ShareInfo
  'rooms.setThumbnail': null
  'rooms.thumbnail': { readonly png: string | null }
  'rooms.join': JoinedRoom
  'rooms.note': null
  'rooms.keepUnsent': null
  'rooms.clearUnsent': null
  'rooms.keepBlob': null
  'rooms.keptBlob': { readonly bytes: string | null }
  'rooms.clearBlob': null
  'rooms.lookUp': LookedUp
}

/** What the engine tells unasked. Each event carries the whole new value, and is sent once on connecting. */
export interface Events {
  state: AppState
  rooms: readonly KnownRoom[]
  nearby: readonly NearbyRoom[]
}

/** Events that ask the window to do something, sent to every open window. */
export interface Requests {
  /** A `drawnet://` link was opened, or `drawnet start LINK` was called. */
  openLink: { readonly text: string }
}

export type EventName = keyof Events | keyof Requests
export type EventPayload<E extends EventName> = E extends keyof Events
  ? Events[E]
  : E extends keyof Requests
    ? Requests[E]
    : never

export type Arguments<M extends MethodName> = v.InferInput<(typeof METHODS)[M]>

/** The engine's side: one function a method, given arguments that passed their schema. */
export type DesktopService = {
  readonly [M in MethodName]: (args: v.InferOutput<(typeof METHODS)[M]>) => Results[M] | Promise<Results[M]>
}
