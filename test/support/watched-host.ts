/** A host as a process of its own, over TLS on all addresses, that tells how much has ever waited for each connection. */
import type { Link } from '#shared/link.ts'
import { systemClock, systemRandom } from '#main/engine/surroundings.ts'
import { HostedRooms, type Admitted } from '#main/host/hosted-rooms.ts'
import { HostServer } from '#main/host/host-server.ts'
import { openLibrary } from '#main/storage/open-library.ts'
import { loadOrCreateIdentity } from '#main/trust/certificate.ts'
import type { RoomPeer } from '#shared/sync/room-session.ts'
import type { WatchedHostReport } from './watched-host-process.ts'

const LOOK_EVERY_MS = 5

const [folder = ''] = process.argv.slice(2)
const library = openLibrary({ folder, now: Date.now, random: systemRandom, suggestedName: 'Ada' })
const { id: roomId } = library.rooms.create('Atelier')
const onProblem = (error: unknown): void => console.error(error)

const links = new Set<RoomPeer>()
/** The most that has waited for any one of them, in bytes. */
let most = 0
/** Sees every connection on its way to its room. */
class WatchedRooms extends HostedRooms {
  override admit(room: string, link: Link & RoomPeer, who: Admitted): void {
    links.add(link)
    link.onClose(() => links.delete(link))
    super.admit(room, link, who)
  }
}
const rooms = new WatchedRooms({ library: library.rooms, clock: systemClock, wallClock: Date.now, onProblem })
setInterval(() => {
  for (const { bufferedAmount } of links) most = Math.max(most, bufferedAmount)
}, LOOK_EVERY_MS).unref()

const identity = await loadOrCreateIdentity(folder, systemRandom)
const server = new HostServer({
  identity,
  rooms,
  info: () => ({ hostId: identity.hostId, name: 'Ada', protocol: 1, rooms: [] }),
  thumbnail: () => null,
  appTokens: library.appTokens,
  pages: null,
  clock: systemClock,
  onProblem,
})
const port = await server.listen([0])

process.on('message', () => process.send?.(most))
process.on('disconnect', () => process.exit(0))
process.send?.({ port, roomId, fingerprint: identity.fingerprint } satisfies WatchedHostReport)
