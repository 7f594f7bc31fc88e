import type { Dispose } from '#shared/emitter.ts'
import type { Link } from '#shared/link.ts'
import { CallServer } from '#shared/desktop/calls.ts'
import type { DesktopService, EventName, EventPayload, JoinTarget, JoinedRoom } from '#shared/desktop/desktop-api.ts'
import { CALLS_CHANNEL, Mux } from '#shared/desktop/mux.ts'
import { parseJoinText } from '#shared/desktop/join-link.ts'
import { utf8 } from './surroundings.ts'
import { UnsentClaims, type ClaimedClients } from './unsent-claims.ts'
import type { Workshop } from './workshop.ts'

/** What a window's connection needs of its engine. */
export interface EngineSide {
  /** @throws AppError with the reason why nothing can be opened */
  workshop(): Workshop
  state(): EventPayload<'state'>
  startFresh(): Promise<void>
  readonly claimed: ClaimedClients
  readonly onProblem: (error: unknown) => void
}

/** One window's Link to the engine: its calls, and a channel for each room it is in. */
export class DesktopConnection {
  readonly #engine: EngineSide
  readonly #mux: Mux
  readonly #calls: CallServer
  readonly #unsent: UnsentClaims
  #lastChannel = CALLS_CHANNEL

  constructor(link: Link, engine: EngineSide) {
    this.#engine = engine
    this.#unsent = new UnsentClaims(engine.claimed)
    this.#mux = new Mux(link)
    this.#calls = new CallServer(this.#mux.open(CALLS_CHANNEL), utf8, this.#service(), engine.onProblem)
  }

  tell<E extends EventName>(event: E, payload: EventPayload<E>): void {
    this.#calls.tell(event, payload)
  }

  dispose(): void {
    this.#unsent.dispose()
    this.#mux.dispose()
  }

  #service(): DesktopService {
    const engine = this.#engine
    const shop = (): Workshop => engine.workshop()
    return {
      'app.state': () => engine.state(),
      'app.startFresh': async () => {
        await engine.startFresh()
        return null
      },
      'profile.set': ({ name, color }) => shop().setProfile(name, color),
      'settings.set': (changes) => shop().changeSettings(changes),
      'kept.read': () => shop().kept(),
      'kept.write': ({ key, text }) => shop().keep(key, text),
      'rooms.create': ({ name }) => ({ roomId: shop().createRoom(name) }),
      'rooms.rename': ({ roomId, name }) => shop().renameRoom(roomId, name),
      'rooms.remove': ({ roomId }) => shop().removeRoom(roomId),
      'rooms.setGuests': ({ roomId, allowed }) => shop().setGuests(roomId, allowed),
      'rooms.share': ({ roomId }) => shop().share(roomId),
      'rooms.setThumbnail': ({ roomId, png }) => shop().setThumbnail(roomId, Buffer.from(png, 'base64')),
      'rooms.thumbnail': async ({ hostId, roomId }) => {
        const png = await shop().thumbnail(hostId, roomId)
        return { png: png === null ? null : Buffer.from(png).toString('base64') }
      },
      'rooms.note': ({ roomId, ...facts }) => shop().note(roomId, facts),
      'rooms.keepUnsent': ({ roomId, clientId, messages }) =>
        this.#unsent.keep(shop(), roomId, { clientId, messages: messages.map((text) => Buffer.from(text, 'base64')) }),
      'rooms.clearUnsent': ({ roomId, clientId }) => this.#unsent.clear(shop(), roomId, clientId),
      'rooms.keepBlob': ({ roomId, hash, size, offset, bytes }) => {
        shop().unsentBlobs.keep(shop().unsentOf(roomId), hash, size, offset, Buffer.from(bytes, 'base64'))
        return null
      },
      'rooms.keptBlob': ({ roomId, hash, offset }) => {
        const bytes = shop().unsentBlobs.piece(shop().unsentOf(roomId), hash, offset)
        return { bytes: bytes === null ? null : Buffer.from(bytes).toString('base64') }
      },
      'rooms.clearBlob': ({ roomId, hash }) => {
        shop().unsentBlobs.clear(shop().unsentOf(roomId), hash)
        return null
      },
      'rooms.join': ({ target, again }) => this.#join(target, again),
      'rooms.lookUp': ({ text }) => shop().lookUp(text),
    }
  }

  async #join(target: JoinTarget, again: boolean): Promise<JoinedRoom> {
    const shop = this.#engine.workshop()
    const { link, ...joined } = await shop.join(ownTarget(target, shop))
    const channel = ++this.#lastChannel
    pipe(link, this.#mux.open(channel))
    const unsent = again ? null : this.#unsent.take(shop, joined.roomId)
    // Two windows may offer the same picture: the host takes it once.
    const unsentBlobs = again ? [] : shop.unsentBlobs.of(shop.unsentOf(joined.roomId))
    return { ...joined, channel, unsent, unsentBlobs }
  }
}

/** A link to a room of one's own leads to that room, not around by the network. */
function ownTarget(target: JoinTarget, shop: Workshop): JoinTarget {
  if (target.kind !== 'text') return target
  const { roomId } = parseJoinText(target.text)
  return roomId !== null && shop.hosts(roomId) ? { kind: 'known', roomId } : target
}

/** Passes the room's frames on as they are, both ways, until either end closes. */
function pipe(room: Link, window: Link): void {
  const stop: Dispose[] = [
    room.onMessage((frame) => window.send(frame)),
    window.onMessage((frame) => room.send(frame)),
    room.onClose(({ code, reason }) => {
      for (const dispose of stop) dispose()
      window.close(code, reason)
    }),
    window.onClose(() => room.close(1000, '')),
  ]
}
