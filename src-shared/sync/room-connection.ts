import { AppError, codeOf, sentenceOf, type ErrorCode } from '../errors.ts'
import type { Dispose } from '../emitter.ts'
import type { Link, LinkClosed } from '../link.ts'
import type { Clock } from '../platform.ts'
import { encodeClientMessage } from '../wire/client-messages.ts'
import { CLOSE, DEAD_AFTER_MS, FINAL_CODES, PING_EVERY_MS } from '../wire/protocol.ts'
import { readReason, refusingReason } from '../wire/refusal.ts'

const FIRST_RETRY_MS = 300
/** Short, so that a network that is back is noticed within a second or so. */
const LAST_RETRY_MS = 1_000

/** Failures to dial that no second try mends. */
const FINAL_ERRORS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'join/bad-link',
  'join/bad-address',
  'join/fingerprint-changed',
  'join/fingerprint-mismatch',
  'join/no-such-room',
  'join/too-new',
  'join/too-old',
  'join/refused',
])

export interface ConnectionEvents {
  /** A link is open: greet. */
  opened(): void
  message(frame: Uint8Array): void
  /** The link is lost; another is being tried. */
  lost(sentence: string): void
  /** It is over. */
  failed(code: ErrorCode, sentence: string): void
}

/**
 * Keeps a link to a room: dials, notices silence, dials again with growing pauses. Silence is noticed by
 * asking: a link that brings nothing for `DEAD_AFTER_MS` is given up.
 */
export class RoomConnection {
  readonly #dial: () => Promise<Link>
  readonly #clock: Clock
  readonly #random: () => number
  readonly #events: ConnectionEvents
  #link: Link | null = null
  #unlisten: Dispose[] = []
  #cancelTimer: (() => void) | null = null
  #failures = 0
  #heard = 0
  #disposed = false

  /** @param random from 0 to 1, spreads the retries of many clients */
  constructor(dial: () => Promise<Link>, clock: Clock, random: () => number, events: ConnectionEvents) {
    this.#dial = dial
    this.#clock = clock
    this.#random = random
    this.#events = events
  }

  start(): void {
    void this.#connect()
  }

  send(frame: Uint8Array): void {
    this.#link?.send(frame)
  }

  /** The other end broke the protocol, or this connection is no longer of use: dials anew. */
  restart(code: number, reason: string): void {
    const link = this.#link
    if (link === null) return
    link.close(code, reason)
    this.#lost({ code: CLOSE.broken, reason })
  }

  dispose(): void {
    this.#disposed = true
    const link = this.#link
    this.#detach()
    link?.close(1000, '')
  }

  async #connect(): Promise<void> {
    try {
      const link = await this.#dial()
      if (this.#disposed) link.close(1000, '')
      else this.#attach(link)
    } catch (error) {
      if (!this.#disposed) this.#dialFailed(error)
    }
  }

  #attach(link: Link): void {
    this.#link = link
    this.#heard = this.#clock.now()
    this.#unlisten = [
      link.onMessage((frame) => {
        this.#heard = this.#clock.now()
        this.#failures = 0
        this.#events.message(frame)
      }),
      link.onClose((closed) => this.#lost(closed)),
    ]
    // A link may have closed while it was being handed over.
    if (this.#link !== link) return
    this.#watch()
    this.#events.opened()
  }

  #watch(): void {
    this.#cancelTimer = this.#clock.after(PING_EVERY_MS, () => {
      const silent = this.#clock.now() - this.#heard
      if (silent >= DEAD_AFTER_MS) {
        this.restart(CLOSE.tooSlow, refusingReason('wire/silent', 'The host has fallen silent.'))
        return
      }
      this.send(encodeClientMessage({ kind: 'ping' }))
      this.#watch()
    })
  }

  #detach(): void {
    for (const dispose of this.#unlisten) dispose()
    this.#unlisten = []
    this.#cancelTimer?.()
    this.#cancelTimer = null
    this.#link = null
  }

  #lost({ code, reason }: LinkClosed): void {
    if (this.#link === null) return
    this.#detach()
    if (this.#disposed) return
    const told = readReason(reason)
    if (FINAL_CODES.has(code))
      this.#events.failed(told.code ?? errorOfCode(code), told.sentence || 'The connection to the board was closed.')
    else this.#retry(told.sentence || 'The connection to the host was lost.')
  }

  #dialFailed(error: unknown): void {
    const code = codeOf(error, 'join/unreachable')
    if (FINAL_ERRORS.has(code)) this.#events.failed(code, sentenceOf(error))
    else this.#retry(error instanceof AppError ? error.message : 'The host cannot be reached.')
  }

  #retry(sentence: string): void {
    this.#events.lost(sentence)
    const pause = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 1.7 ** this.#failures)
    this.#failures += 1
    this.#cancelTimer = this.#clock.after(pause * (0.75 + this.#random() / 2), () => {
      this.#cancelTimer = null
      void this.#connect()
    })
  }
}

const ERRORS_OF_CODES: Readonly<Record<number, ErrorCode>> = {
  [CLOSE.clientTooOld]: 'join/too-new',
  [CLOSE.clientTooNew]: 'join/too-old',
  [CLOSE.noSuchRoom]: 'join/no-such-room',
  [CLOSE.notThisPerson]: 'join/refused',
  [CLOSE.roomRemoved]: 'room/closed',
  [CLOSE.guestsOff]: 'join/refused',
  [CLOSE.replaced]: 'room/closed',
  [CLOSE.fingerprint]: 'join/fingerprint-changed',
  [CLOSE.tooLarge]: 'wire/too-large',
  [CLOSE.messageTooBig]: 'wire/too-large',
}

function errorOfCode(code: number): ErrorCode {
  return ERRORS_OF_CODES[code] ?? 'wire/malformed'
}
