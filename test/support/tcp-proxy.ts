import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** How much of what is let through slowly goes at once. */
const PIECE_BYTES = 400

/** A stretch of network in front of a port of this computer, which can be cut, fall silent, or be slow. */
export class TcpProxy {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #to: number
  #isCut = false
  /** What waits here is held until the network is mended. */
  #silence: { readonly over: Promise<void>; readonly end: () => void } | null = null
  #bytesPerSecond = Number.POSITIVE_INFINITY

  private constructor(to: number) {
    this.#to = to
    this.#server = createServer((near) => this.#join(near))
  }

  /** @param to the port on this computer that it leads to */
  static async open(to: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(to)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Every connection breaks, and no other comes about. */
  cut(): void {
    this.#isCut = true
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Nothing comes through any more, in either direction, not even that a connection has ended. */
  fallSilent(): void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#silence ??= { over: promise, end: resolve }
  }

  /** From now on no more than this comes through towards those who dial. */
  slowTo(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond
  }

  /** All is well again; what was held back arrives. */
  mend(): void {
    this.#isCut = false
    this.#bytesPerSecond = Number.POSITIVE_INFINITY
    this.#silence?.end()
    this.#silence = null
  }

  async dispose(): Promise<void> {
    this.mend()
    this.cut()
    if (!this.#server.listening) return
    this.#server.close()
    await once(this.#server, 'close')
  }

  #join(near: Socket): void {
    if (this.#isCut) {
      near.destroy()
      return
    }
    const far = connect(this.#to, '127.0.0.1')
    for (const socket of [near, far]) {
      socket.setNoDelay(true)
      this.#sockets.add(socket)
      // What breaks is noticed where it is read.
      socket.on('error', () => {})
      socket.on('close', () => this.#sockets.delete(socket))
    }
    void this.#carry(near, far, false)
    void this.#carry(far, near, true)
  }

  async #carry(from: Socket, to: Socket, slowly: boolean): Promise<void> {
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) await this.#passOn(chunk, to, slowly)
    } catch {
      // The connection broke: the other end is told, as soon as anything gets through.
    }
    await this.#silence?.over
    to.destroy()
  }

  async #passOn(chunk: Buffer, to: Socket, slowly: boolean): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      await this.#silence?.over
      const rate = slowly ? this.#bytesPerSecond : Number.POSITIVE_INFINITY
      const size = Number.isFinite(rate) ? PIECE_BYTES : chunk.length - at
      const piece = chunk.subarray(at, at + size)
      if (Number.isFinite(rate)) await pause((piece.length / rate) * 1000)
      if (!to.write(piece) && !to.destroyed) await Promise.race([once(to, 'drain'), once(to, 'close')])
      at += size
    }
  }
}
