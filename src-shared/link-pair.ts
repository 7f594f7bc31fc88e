import { Emitter, type Dispose } from './emitter.ts'
import type { Link, LinkClosed } from './link.ts'

/**
 * Two Links that are each other's far end, within one process. Delivery is deferred, as on a real carrier.
 * @param soon runs a task after the present one
 */
export function linkPair(soon: (task: () => void) => void): [Link, Link] {
  const a = new LocalLink(soon)
  const b = new LocalLink(soon)
  a.far = b
  b.far = a
  return [a, b]
}

class LocalLink implements Link {
  far: LocalLink | null = null
  readonly bufferedAmount = 0
  readonly #soon: (task: () => void) => void
  readonly #messages = new Emitter<Uint8Array>()
  readonly #ended = new Emitter<LinkClosed>()
  #closed: LinkClosed | null = null

  constructor(soon: (task: () => void) => void) {
    this.#soon = soon
  }

  send(bytes: Uint8Array): void {
    if (this.#closed === null) this.#soon(() => this.far?.deliver(bytes))
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
    this.end({ code, reason })
    this.#soon(() => this.far?.end({ code, reason }))
  }

  deliver(bytes: Uint8Array): void {
    if (this.#closed === null) this.#messages.emit(bytes)
  }

  end(closed: LinkClosed): void {
    if (this.#closed !== null) return
    this.#closed = closed
    this.#ended.emit(closed)
  }
}
