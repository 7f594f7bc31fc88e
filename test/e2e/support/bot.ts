import { randomBytes } from 'node:crypto'
import { parseJoinText } from '#shared/desktop/join-link.ts'
import { GLOBAL_ID_LENGTH, randomId } from '#shared/ids.ts'
import { RoomClient } from '#shared/sync/room-client.ts'
import { systemClock, systemRandom } from '#main/engine/surroundings.ts'
import { dialRoom } from '#main/replica/dial-room.ts'
import { until } from '../../support/until.ts'

/** Joins a board without a window, over the host's own TLS connection, and waits until it is there. */
export async function joinAsBot(link: string, name: string): Promise<RoomClient> {
  const { endpoints, fingerprint, roomId } = parseJoinText(link)
  if (fingerprint === null || roomId === null) throw new Error(`Not a link to a board: ${link}`)
  const client = new RoomClient({
    dial: async () => (await dialRoom({ endpoints, fingerprint }, roomId)).link,
    person: { user: randomId(systemRandom, GLOBAL_ID_LENGTH), token: randomBytes(32), name, color: 3 },
    clock: systemClock,
    wallClock: Date.now,
    random: systemRandom,
  })
  client.start()
  await until(client.status, ({ kind }) => kind === 'live')
  return client
}
