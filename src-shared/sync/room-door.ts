import { AppError } from '../errors.ts'
import type { Clock } from '../platform.ts'
import { decodeClientMessage, type ClientMessage } from '../wire/client-messages.ts'
import { CLOSE, GREETING_WITHIN_MS, MAX_GREETING_BYTES } from '../wire/protocol.ts'
import { refusingClose } from '../wire/refusal.ts'
import type { RoomPeer, RoomSession } from './room-session.ts'

export type Hello = Extract<ClientMessage, { kind: 'hello' }>

/** What a carrier does with a connection it has handed to a room. */
export interface RoomConnection {
  receive(frame: Uint8Array): void
  /** The connection is gone, whoever ended it. */
  closed(): void
}

/** The room behind the door. */
export interface RoomInside {
  /**
   * Lets a connection in.
   * @param replaced called when the same client comes over another connection
   * @throws AppError when it may not come in
   */
  greet(peer: RoomPeer, hello: Hello, replaced: () => void): RoomSession
  /** @throws AppError when the message breaks a rule */
  take(session: RoomSession, message: Exclude<ClientMessage, Hello>): void
  leave(session: RoomSession): void
  /** Hears of what went wrong through no fault of the connection. */
  onProblem(error: unknown): void
}

/**
 * One connection, from its first frame: it has to greet in time and briefly, and whatever it says against
 * the rules closes it with a code and a reason, and nobody else.
 */
export class RoomDoor implements RoomConnection {
  readonly #peer: RoomPeer
  readonly #inside: RoomInside
  readonly #cancelTimeout: () => void
  #session: RoomSession | null = null
  #over = false

  constructor(peer: RoomPeer, inside: RoomInside, clock: Clock) {
    this.#peer = peer
    this.#inside = inside
    this.#cancelTimeout = clock.after(GREETING_WITHIN_MS, () => {
      if (this.#session === null) this.#turnOut(new AppError('wire/no-greeting', 'No greeting came in time.'))
    })
  }

  receive(frame: Uint8Array): void {
    if (this.#over) return
    try {
      if (this.#session === null) this.#greet(frame)
      else this.#take(this.#session, decodeClientMessage(frame))
    } catch (error) {
      this.#turnOut(error)
    }
  }

  closed(): void {
    this.#over = true
    this.#cancelTimeout()
    const session = this.#session
    this.#session = null
    if (session !== null) this.#inside.leave(session)
  }

  /** Turns the connection out. */
  close(code: number, reason: string): void {
    this.#peer.close(code, reason)
    this.closed()
  }

  #turnOut(error: unknown): void {
    const refusing = refusingClose(error)
    if (refusing !== null) return this.close(refusing.code, refusing.reason)
    this.#inside.onProblem(error)
    this.close(CLOSE.goingAway, 'Something went wrong at the host. Your work is kept, and sent again.')
  }

  #greet(frame: Uint8Array): void {
    if (frame.length > MAX_GREETING_BYTES) throw new AppError('wire/long-greeting', 'The greeting is too long.')
    const message = decodeClientMessage(frame)
    if (message.kind !== 'hello') throw new AppError('wire/unexpected', 'A greeting was expected first.')
    this.#session = this.#inside.greet(this.#peer, message, () => {
      // Its session lives on in another connection.
      this.#over = true
      this.#session = null
    })
    this.#cancelTimeout()
  }

  #take(session: RoomSession, message: ClientMessage): void {
    if (message.kind === 'hello') throw new AppError('wire/unexpected', 'A second greeting came.')
    this.#inside.take(session, message)
  }
}
