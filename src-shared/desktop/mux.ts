import { Emitter, type Dispose } from '../emitter.ts'
import type { Link, LinkClosed } from '../link.ts'
import { CLOSE } from '../wire/protocol.ts'
import { Reader, Writer } from '../wire/primitives.ts'

/** Channel of the desktop calls; rooms are on 1, 2, 3 … */
export const CALLS_CHANNEL = 0

const DATA = 0
const CLOSED = 1

/** Carries many Links over one: the desktop calls and each open room have a channel of their own. */
export class Mux {
  readonly #link: Link
  readonly #channels = new Map<number, Channel>()
  readonly #stop: Dispose[]

  constructor(link: Link) {
    this.#link = link
    this.#stop = [
      link.onMessage((frame) => this.#receive(frame)),
      link.onClose(() => {
        // Why the carrier ended says nothing about what it carried: a room can be reached again.
        for (const channel of Array.from(this.#channels.values())) channel.end({ code: CLOSE.broken, reason: '' })
      }),
    ]
  }

  /** The Link on a channel. Both ends open the same number; what comes before is lost. */
  open(number: number): Link {
    const channel = new Channel(this.#link, number, () => this.#channels.delete(number))
    this.#channels.set(number, channel)
    return channel
  }

  dispose(): void {
    for (const stop of this.#stop) stop()
    for (const channel of Array.from(this.#channels.values())) channel.close(CLOSE.goingAway, '')
  }

  #receive(frame: Uint8Array): void {
    const reader = new Reader(frame)
    const channel = this.#channels.get(reader.uint())
    const kind = reader.byte()
    if (kind === DATA) channel?.deliver(reader.rest())
    else channel?.end({ code: reader.uint(), reason: reader.text() })
  }
}

class Channel implements Link {
  readonly #link: Link
  readonly #number: number
  readonly #forget: () => void
  readonly #messages = new Emitter<Uint8Array>()
  readonly #ended = new Emitter<LinkClosed>()
  #closed: LinkClosed | null = null

  constructor(link: Link, number: number, forget: () => void) {
    this.#link = link
    this.#number = number
    this.#forget = forget
  }

  get bufferedAmount(): number {
    return this.#link.bufferedAmount
  }

  send(bytes: Uint8Array): void {
    if (this.#closed !== null) return
    const writer = new Writer()
    writer.uint(this.#number)
    writer.byte(DATA)
    writer.raw(bytes)
    this.#link.send(writer.finish())
  }

  onMessage(listener: (bytes: Uint8Array) => void): Dispose {
    return this.#messages.on(listener)
  }

  onClose(listener: (closed: LinkClosed) => void): Dispose {
    if (this.#closed !== null) listener(this.#closed)
    return this.#ended.on(listener)
  }

  close(code: number = 1000, reason = ''): void {
    if (this.#closed !== null) return
    const writer = new Writer()
    writer.uint(this.#number)
    writer.byte(CLOSED)
    writer.uint(code)
    writer.text(reason)
    this.#link.send(writer.finish())
    this.end({ code, reason })
  }

  deliver(bytes: Uint8Array): void {
    this.#messages.emit(bytes)
  }

  end(closed: LinkClosed): void {
    if (this.#closed !== null) return
    this.#closed = closed
    this.#forget()
    this.#ended.emit(closed)
  }
}
