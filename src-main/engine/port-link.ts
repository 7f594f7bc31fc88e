import { Emitter, type Dispose } from '#shared/emitter.ts'
import type { Link, LinkClosed } from '#shared/link.ts'

/** The end of a message channel as Electron gives it to a utility process. */
export interface EnginePort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
  start(): void
  close(): void
}

/** A Link over a message port. The port cannot tell how much it has queued. */
export class PortLink implements Link {
  readonly bufferedAmount = 0
  readonly #port: EnginePort
  readonly #messages = new Emitter<Uint8Array>()
  readonly #ended = new Emitter<LinkClosed>()
  #closed: LinkClosed | null = null
  #started = false

  constructor(port: EnginePort) {
    this.#port = port
    port.on('message', ({ data }) => {
      if (data instanceof Uint8Array) this.#messages.emit(data)
    })
    port.on('close', () => this.#end({ code: 1006, reason: '' }))
  }

  send(bytes: Uint8Array): void {
    if (this.#closed === null) this.#port.postMessage(bytes)
  }

  onMessage(listener: (bytes: Uint8Array) => void): Dispose {
    const dispose = this.#messages.on(listener)
    // Until it is started the port keeps what comes.
    if (!this.#started) this.#port.start()
    this.#started = true
    return dispose
  }

  onClose(listener: (closed: LinkClosed) => void): Dispose {
    if (this.#closed !== null) listener(this.#closed)
    return this.#ended.on(listener)
  }

  close(code: number = 1000, reason = ''): void {
    this.#port.close()
    this.#end({ code, reason })
  }

  #end(closed: LinkClosed): void {
    if (this.#closed !== null) return
    this.#closed = closed
    this.#ended.emit(closed)
  }
}
