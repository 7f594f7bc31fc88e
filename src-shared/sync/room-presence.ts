import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import { cutBySize } from '../wire/cut-by-size.ts'
import { encodeHostMessage, type RelayedPointer } from '../wire/host-messages.ts'
import { relayedLive, type LiveEvent, type RelayedLive } from '../wire/live-codec.ts'
import type { Pointing } from '../wire/client-messages.ts'
import { FRAME_BYTES, sizeOfLive } from './frame-size.ts'
import type { RoomSession } from './room-session.ts'

/** What happens in a room that is not of its log: ink on its way, and where everyone is and points. */
export class RoomPresence {
  #live: RelayedLive[] = []
  readonly #pointers = new Map<number, RelayedPointer>()

  /** Whether there is something that nobody was told yet. */
  get isNew(): boolean {
    return this.#live.length > 0 || this.#pointers.size > 0
  }

  get hasInk(): boolean {
    return this.#live.length > 0
  }

  /** @param member of whom the ink is */
  draw(client: number, member: number, event: LiveEvent): void {
    this.#live.push(relayedLive(client, member, event))
  }

  /** @throws AppError `room/invalid` when the page has no valid id */
  point(session: RoomSession, pointing: Pointing): void {
    if (pointing.page !== '' && !isId(pointing.page)) throw new AppError('room/invalid', 'A page has no valid id.')
    session.pointing = pointing
    this.#pointers.set(session.client.index, relayed(session, pointing))
  }

  left(session: RoomSession): void {
    this.#pointers.set(session.client.index, relayed(session, NOWHERE))
  }

  /** What is new, to be told to everyone now. */
  take(): { readonly live: readonly RelayedLive[]; readonly pointers: readonly RelayedPointer[] } {
    const content = { live: this.#live, pointers: Array.from(this.#pointers.values()) }
    this.#live = []
    this.#pointers.clear()
    return content
  }
}

/** What is said to a session that has caught up: the strokes in progress, and where everyone is and points. */
export function presentFrames(sessions: Iterable<RoomSession>): Uint8Array[] {
  const live: RelayedLive[] = []
  const pointers: RelayedPointer[] = []
  for (const session of sessions) {
    const { client, member, ink, pointing } = session
    for (const event of ink.retell()) live.push(relayedLive(client.index, member.number, event))
    if (pointing.position !== null || pointing.page !== '') pointers.push(relayed(session, pointing))
  }
  const [first = [], ...more] = cutBySize(live, sizeOfLive, FRAME_BYTES)
  return [
    encodeHostMessage({ kind: 'present', live: first, pointers }),
    ...more.map((rest) => encodeHostMessage({ kind: 'tick', live: rest, pointers: [], entries: [] })),
  ]
}

/** As of those who have gone. */
const NOWHERE: Pointing = { page: '', position: null }

function relayed({ client, member }: RoomSession, { page, position }: Pointing): RelayedPointer {
  return { client: client.index, member: member.number, page, position }
}
