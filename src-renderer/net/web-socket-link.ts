import { Emitter, type Dispose } from '#shared/emitter.ts'
import { AppError } from '#shared/errors.ts'
import type { Link, LinkClosed } from '#shared/link.ts'

/** A Link over the browser's WebSocket: to the engine of this computer, or of a guest page to its host. */
export class WebSocketLink implements Link {
  readonly #socket: WebSocket
  readonly #messages = new Emitter<Uint8Array>()
  readonly #ended = new Emitter<LinkClosed>()
  readonly #early: Uint8Array[] = []
  #closed: LinkClosed | null = null

  /** @throws AppError `join/unreachable` when nothing answers; a browser does not say why */
  static open(url: string, subprotocol: string): Promise<WebSocketLink> {
    const socket = new WebSocket(url, subprotocol)
    const link = new WebSocketLink(socket)
    return new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve(link))
      link.onClose(() => reject(new AppError('join/unreachable', 'The host cannot be reached.')))
    })
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!(data instanceof ArrayBuffer)) return
      const bytes = new Uint8Array(data)
      // Messages may come in the moment between opening and listening.
      if (this.#messages.size === 0) this.#early.push(bytes)
      else this.#messages.emit(bytes)
    })
    socket.addEventListener('close', ({ code, reason }) => {
      this.#closed = { code, reason }
      this.#ended.emit(this.#closed)
    })
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount
  }

  send(bytes: Uint8Array): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(bytes as Uint8Array<ArrayBuffer>)
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

  /** A page may only close with 1000 or 3000 and above. */
  close(code: number = 1000, reason = ''): void {
    this.#socket.close(code === 1000 || code >= 3000 ? code : 1000, reason.slice(0, 40))
  }
}
