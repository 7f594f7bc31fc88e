import { Emitter, type Dispose } from '#shared/emitter.ts'
import type { Link, LinkClosed } from '#shared/link.ts'

/** A Link over a `MessagePort` that the desktop window was given. */
export class PortLink implements Link {
  readonly bufferedAmount = 0
  readonly #port: MessagePort
  readonly #messages = new Emitter<Uint8Array>()
  readonly #ended = new Emitter<LinkClosed>()
  #closed: LinkClosed | null = null

  constructor(port: MessagePort) {
    this.#port = port
    port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (data instanceof Uint8Array) this.#messages.emit(data)
    })
    port.addEventListener('close', () => this.#end({ code: 1006, reason: '' }))
  }

  send(bytes: Uint8Array): void {
    if (this.#closed === null) this.#port.postMessage(bytes)
  }

  onMessage(listener: (bytes: Uint8Array) => void): Dispose {
    const dispose = this.#messages.on(listener)
    this.#port.start()
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
