import type { Dispose } from '#shared/emitter.ts'
import type { Link, LinkClosed } from '#shared/link.ts'
import { RoomClient } from '#shared/sync/room-client.ts'
import { decodeClientMessage, encodeClientMessage, type ClientMessage } from '#shared/wire/client-messages.ts'
import { decodeHostMessage, type HostMessage } from '#shared/wire/host-messages.ts'
import { seededBytes } from './random.ts'
import type { TestRoom } from './room.ts'

/** What is sent in place of a message of a sound client: messages, or bytes that are none. */
export type Tamper = (message: ClientMessage) => readonly (ClientMessage | Uint8Array)[]

/** A sound client on a line that makes it break rules, so that what it is told in return reaches a person. */
export class Offender {
  readonly client: RoomClient
  readonly heard: HostMessage[] = []
  readonly refusals: string[] = []
  closed: LinkClosed | null = null
  #link: Link | null = null
  #parting: string | null = null

  /**
   * @param open a line to the room; asked once, then nothing can be reached any more
   * @param tamper what becomes of what the client says
   */
  constructor(room: TestRoom, open: () => Link, tamper: Tamper) {
    let dialled = false
    this.client = new RoomClient({
      dial: () => {
        if (dialled) return Promise.reject(new Error('unreachable'))
        dialled = true
        return Promise.resolve(this.#tampered(open(), tamper))
      },
      person: { user: 'user-Offender', token: Uint8Array.of(7), name: 'Offender', color: 5 },
      clock: room.clock,
      wallClock: () => 0,
      random: seededBytes(4711),
    })
    this.client.onRefused((sentence) => this.refusals.push(sentence))
    this.client.status.subscribe((status) => {
      if (status.kind === 'closed' || status.kind === 'reconnecting') this.#parting ??= status.sentence
    })
    this.client.start()
  }

  /** Says something that the client did not. */
  say(...messages: readonly ClientMessage[]): void {
    for (const message of messages) this.#link?.send(encodeClientMessage(message))
  }

  /** The sentence the person reads at a refusal or when the connection ends, if there was one. */
  get sentence(): string | null {
    return this.refusals[0] ?? this.#parting
  }

  #tampered(link: Link, tamper: Tamper): Link {
    this.#link = link
    link.onMessage((frame) => this.heard.push(decodeHostMessage(frame)))
    link.onClose((closed) => (this.closed = closed))
    return {
      get bufferedAmount() {
        return link.bufferedAmount
      },
      send: (frame) => {
        for (const each of tamper(decodeClientMessage(frame))) {
          link.send(each instanceof Uint8Array ? each : encodeClientMessage(each))
        }
      },
      onMessage: (listener): Dispose => link.onMessage(listener),
      onClose: (listener): Dispose => link.onClose(listener),
      close: (code, reason) => link.close(code, reason),
    }
  }
}
