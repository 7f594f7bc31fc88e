import * as v from 'valibot'
import { AppError } from '#shared/errors.ts'
import { isId } from '#shared/ids.ts'
import { cleanName } from '#shared/model/people.ts'

/** Where a host tells about its rooms: `GET` of this path answers a `HostInfo` as JSON. */
export const HOST_INFO_PATH = '/v1/rooms'
/** An answer longer than this is refused. */
export const MAX_HOST_INFO_BYTES = 256 * 1024
/** Rooms beyond this are left out. */
export const MAX_HOST_ROOMS = 200

const id = v.custom<string>(isId, 'not an id')
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

function nameOr(substitute: string): v.GenericSchema<unknown, string> {
  return v.pipe(
    v.string(),
    v.transform((text) => cleanName(text) || substitute),
  )
}

const roomInfo = v.object({
  roomId: id,
  name: nameOr('Untitled board'),
  people: count,
  /** Changes when the picture of the room does; 0 where there is none. */
  thumbnailVersion: count,
})

const hostInfo = v.object({
  hostId: id,
  name: nameOr('Unnamed computer'),
  /** Version of the wire protocol. */
  protocol: v.pipe(v.number(), v.integer(), v.minValue(1)),
  rooms: v.pipe(
    v.array(v.unknown()),
    v.transform((rooms) => rooms.slice(0, MAX_HOST_ROOMS)),
    v.array(roomInfo),
  ),
})

export type RoomInfo = Readonly<v.InferOutput<typeof roomInfo>>

/** What a host tells anybody who asks. */
export interface HostInfo {
  readonly hostId: string
  readonly name: string
  readonly protocol: number
  readonly rooms: readonly RoomInfo[]
}

/** Reads what a host answered: names cleaned, no more than `MAX_HOST_ROOMS`, each once. Throws `join/not-drawnet`. */
export function parseHostInfo(json: unknown): HostInfo {
  const result = v.safeParse(hostInfo, json)
  if (!result.success) {
    const [issue] = result.issues
    throw new AppError('join/not-drawnet', 'The host’s list of boards cannot be understood.', { reason: issue.message })
  }
  const rooms = new Map<string, RoomInfo>()
  for (const room of result.output.rooms) if (!rooms.has(room.roomId)) rooms.set(room.roomId, room)
  return { ...result.output, rooms: [...rooms.values()] }
}
