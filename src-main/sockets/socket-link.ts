import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { Emitter, type Dispose } from '#shared/emitter.ts'
import type { Link, LinkClosed } from '#shared/link.ts'
import type { Clock } from '#shared/platform.ts'
import { DEAD_AFTER_MS } from '#shared/wire/protocol.ts'
import { cutReason, refusingReason } from '#shared/wire/refusal.ts'
import type { SharedFrames } from './server-frame.ts'

const OPEN = 1
/** Larger messages go to few: copying them into a frame costs more than framing each. */
const MAX_SHARED_BYTES = 16 * 1024

/** What the messages of a WebSocket are: bytes, or UTF-8 text (which a Link has as its bytes). */
export type Carries = 'bytes' | 'text'

/** What a server's messages are written to as whole frames, past the WebSocket, which would frame each anew. */
export interface DirectWriting {
  readonly stream: Duplex
  readonly frames: SharedFrames
}

/** A Link over an open WebSocket. */
export class SocketLink implements Link {
  readonly carries: Carries
  readonly #socket: WebSocket
  readonly #direct: DirectWriting | null
  readonly #messages = new Emitter<Uint8Array>()
  readonly #ended = new Emitter<LinkClosed>()
  readonly #early: Uint8Array[] = []
  #closed: LinkClosed | null = null
  /** When something last came, by the clock that watches; nobody watches before. */
  #heardAt = 0
  #clock: Clock | null = null

  constructor(socket: WebSocket, carries: Carries = 'bytes', direct: DirectWriting | null = null) {
    this.carries = carries
    this.#socket = socket
    this.#direct = direct
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.#hear()
      if (isBinary !== (carries === 'bytes')) {
        const sentence = `Only ${carries === 'bytes' ? 'binary' : 'text'} messages are understood.`
        this.close(1003, refusingReason('wire/malformed', sentence))
        return
      }
      // Messages may come in the moment between opening and listening.
      if (this.#messages.size === 0) this.#early.push(data)
      else this.#messages.emit(data)
    })
    socket.on('pong', () => this.#hear())
    socket.on('close', (code, reason) => this.#end({ code, reason: reason.toString() }))
    // 'close' follows every 'error'; what went wrong with one connection is nobody else's trouble.
    socket.on('error', () => {})
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount
  }

  send(bytes: Uint8Array): void {
    if (this.#socket.readyState !== OPEN) return
    const text = this.carries === 'text'
    // Nothing is ever compressed, so that the WebSocket never holds back a frame of its own: the order is kept.
    if (this.#direct !== null && bytes.length <= MAX_SHARED_BYTES)
      this.#direct.stream.write(this.#direct.frames.of(bytes, text))
    else this.#socket.send(bytes, { binary: !text })
  }

  onMessage(listener: (bytes: Uint8Array) => void): Dispose {
    const dispose = this.#messages.on(listener)
    for (const bytes of this.#early.splice(0)) this.#messages.emit(bytes)
    return dispose
  }

  onClose(listener: (closed: LinkClosed) => void): Dispose {
    if (this.#closed !== null) listener(this.#closed)
    return this.#ended.on(listener)
  }

  close(code: number = 1000, reason = ''): void {
    this.#socket.close(code, cutReason(reason))
  }

  /** Notes from now on when something comes. */
  hearBy(clock: Clock): void {
    this.#clock = clock
    this.#hear()
  }

  /** Pings the other end, and gives the connection up when nothing has come back for long. */
  beat(): void {
    if (this.#closed !== null || this.#clock === null) return
    if (this.#clock.now() - this.#heardAt >= DEAD_AFTER_MS) this.#socket.terminate()
    else this.#socket.ping()
  }

  #hear(): void {
    this.#heardAt = this.#clock?.now() ?? 0
  }

  #end(closed: LinkClosed): void {
    if (this.#closed !== null) return
    this.#closed = closed
    this.#ended.emit(closed)
  }
}
