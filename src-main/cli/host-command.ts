import { formatEndpoint } from '#shared/desktop/join-link.ts'
import { AppError } from '#shared/errors.ts'
import { cleanName } from '#shared/model/people.ts'
import type { Engine } from '#main/engine/engine.ts'

/** What is said once a headless host serves. */
export interface HostReport {
  /** Where it is reached first; the certificate behind it has the fingerprint. */
  readonly url: string
  readonly fingerprint: string
  readonly rooms: readonly { readonly id: string; readonly name: string; readonly link: string }[]
}

/**
 * Sees to it that the named board is there and tells how to join.
 * @param name null: the boards that are there, or a first one
 * @throws AppError why the library cannot be opened
 */
export function prepareHost(engine: Engine, name: string | null): HostReport {
  const shop = engine.workshop
  const wanted = name === null ? null : cleanName(name)
  if (wanted === '') throw new AppError('room/invalid', 'A board needs a name.')
  const known = shop.knownRooms().filter(({ own }) => own)
  if (wanted === null ? known.length === 0 : !known.some((room) => room.name === wanted)) {
    shop.createRoom(wanted ?? 'Board')
  }
  const served = shop.knownRooms().filter(({ own, name: roomName }) => own && (wanted === null || roomName === wanted))
  for (const { roomId } of served) shop.rooms.touch(roomId)
  const { fingerprint } = engine.identity
  const address = engine.state().host.addresses[0] ?? '127.0.0.1'
  return {
    url: `wss://${formatEndpoint({ address, port: shop.port })}`,
    fingerprint,
    rooms: served.map((room) => ({ id: room.roomId, name: room.name, link: shop.share(room.roomId).link })),
  }
}
