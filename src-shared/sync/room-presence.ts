import { AppError } from '../errors.ts'
import { isId } from '../ids.ts'
import { cutBySize } from '../wire/cut-by-size.ts'
import type { SketchOperation } from '../model/operations.ts'
import { encodeHostMessage, type RelayedPointer, type RelayedSketch } from '../wire/host-messages.ts'
import { relayedLive, type LiveEvent, type RelayedLive } from '../wire/live-codec.ts'
import type { Pointing } from '../wire/client-messages.ts'
import { FRAME_BYTES, sizeOfLive } from './frame-size.ts'
import type { RoomSession } from './room-session.ts'
import type { TickContent } from './tick-frames.ts'

/** What happens in a room that is not of its log: ink on its way, where everyone is and points, and what they make. */
export class RoomPresence {
  #live: RelayedLive[] = []
  readonly #pointers = new Map<number, RelayedPointer>()
  readonly #sketches = new Map<number, RelayedSketch>()

  /** Whether there is something that nobody was told yet. */
  get isNew(): boolean {
    return this.#live.length > 0 || this.#pointers.size > 0 || this.#sketches.size > 0
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

  sketch(session: RoomSession, operations: readonly SketchOperation[]): void {
    if (operations.length === 0 && session.sketch.length === 0) return
    session.sketch = operations
    this.#sketches.set(session.client.index, sketched(session))
  }

  left(session: RoomSession): void {
    this.#pointers.set(session.client.index, relayed(session, NOWHERE))
    this.sketch(session, [])
  }

  /** What is new, to be told to everyone now. */
  take(): Pick<TickContent, 'live' | 'pointers' | 'sketches'> {
    const [pointers, sketches] = [Array.from(this.#pointers.values()), Array.from(this.#sketches.values())]
    const content = { live: this.#live, pointers, sketches }
    this.#live = []
    this.#pointers.clear()
    this.#sketches.clear()
    return content
  }
}

/** What is said to a session that has caught up: the strokes in progress, where everyone is and points, and what they make. */
export function presentFrames(sessions: Iterable<RoomSession>): Uint8Array[] {
  const live: RelayedLive[] = []
  const pointers: RelayedPointer[] = []
  const sketches: RelayedSketch[] = []
  for (const session of sessions) {
    const { client, member, ink, pointing } = session
    for (const event of ink.retell()) live.push(relayedLive(client.index, member.number, event))
    if (pointing.position !== null || pointing.page !== '') pointers.push(relayed(session, pointing))
    if (session.sketch.length > 0) sketches.push(sketched(session))
  }
  const [first = [], ...more] = cutBySize(live, sizeOfLive, FRAME_BYTES)
  return [
    encodeHostMessage({ kind: 'present', live: first, pointers }),
    ...more.map((rest) => encodeHostMessage({ kind: 'tick', live: rest, pointers: [], entries: [] })),
    ...sketches.map((sketch) => encodeHostMessage({ kind: 'sketch', ...sketch })),
  ]
}

/** As of those who have gone. */
const NOWHERE: Pointing = { page: '', position: null }

function relayed({ client, member }: RoomSession, { page, position }: Pointing): RelayedPointer {
  return { client: client.index, member: member.number, page, position }
}

function sketched({ client, member, sketch }: RoomSession): RelayedSketch {
  return { client: client.index, member: member.number, operations: sketch }
}
