import { randomBytes } from 'node:crypto'
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { SUBPROTOCOL } from '#shared/wire/protocol.ts'

export interface Target {
  readonly port: number
  /** The port the host is called by, where another one leads to it. */
  readonly authorityPort?: number
  readonly path: string
  readonly tls: boolean
}

const BINARY = 0x82
const PING = 0x89
const PONG = 0x8a

/**
 * A WebSocket client (RFC 6455) that costs next to nothing, so that hundreds in one process measure their
 * host and not themselves. It takes whole messages only, as hosts here send them.
 */
export class RawSocket {
  /** Bytes received since the upgrade, framing included. */
  received = 0
  /** Set to read messages; without, their bytes are only counted. */
  onMessage: ((message: Uint8Array) => void) | null = null
  onClose: (reason: string) => void = () => {}
  readonly #socket: Socket
  #rest: Buffer = Buffer.alloc(0)

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  static connect({ port, authorityPort = port, path, tls }: Target): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const place = { port, host: '127.0.0.1' }
      // Its certificate is nobody's concern here.
      const socket = tls ? connectTls({ ...place, rejectUnauthorized: false }) : connectPlain(place)
      socket.setNoDelay(true)
      socket.on('error', reject)
      socket.on(tls ? 'secureConnect' : 'connect', () => {
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${authorityPort}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
            `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
            `Sec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`,
        )
      })
      let head: Buffer = Buffer.alloc(0)
      const readHead = (piece: Buffer): void => {
        head = Buffer.concat([head, piece])
        const end = head.indexOf('\r\n\r\n')
        if (end < 0) return
        socket.off('data', readHead)
        if (!head.subarray(0, end).includes(' 101 ')) return reject(new Error(head.toString('latin1', 0, end)))
        const opened = new RawSocket(socket)
        socket.on('data', (data: Buffer) => opened.#take(data))
        socket.on('close', () => opened.onClose('the connection was closed'))
        resolve(opened)
        if (head.length > end + 4) opened.#take(head.subarray(end + 4))
      }
      socket.on('data', readHead)
    })
  }

  /** Sends messages in one write. */
  send(messages: readonly Uint8Array[]): void {
    this.#socket.write(
      messages.length === 1
        ? framed(BINARY, messages[0]!)
        : Buffer.concat(messages.map((message) => framed(BINARY, message))),
    )
  }

  /** Shows the host that there is somebody, for those who answer no pings. */
  beAlive(): void {
    this.#socket.write(framed(PONG, new Uint8Array()))
  }

  destroy(): void {
    this.onClose = () => {}
    this.#socket.destroy()
  }

  #take(data: Buffer): void {
    this.received += data.length
    if (this.onMessage === null) {
      this.#skip(data)
      return
    }
    let rest = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data])
    for (;;) {
      const length = lengthOf(rest)
      if (length === null || rest.length < length.head + length.body) break
      const message = rest.subarray(length.head, length.head + length.body)
      const kind = rest[0]!
      rest = rest.subarray(length.head + length.body)
      if (kind === BINARY) this.onMessage(message)
      else if (kind === PING) this.#socket.write(framed(PONG, message))
      else if (kind === 0x88) this.onClose(message.toString('utf8', 2))
    }
    this.#rest = rest
  }

  /** Nothing is read, so that nothing of it needs to be kept either. */
  #skip(_data: Buffer): void {
    this.#rest = Buffer.alloc(0)
  }
}

function lengthOf(bytes: Buffer): { head: number; body: number } | null {
  if (bytes.length < 2) return null
  const short = bytes[1]!
  if (short < 126) return { head: 2, body: short }
  if (short === 126) return bytes.length < 4 ? null : { head: 4, body: bytes.readUInt16BE(2) }
  return bytes.length < 10 ? null : { head: 10, body: Number(bytes.readBigUInt64BE(2)) }
}

const MASK_POOL = randomBytes(4096)
let maskAt = 0

/** A client's frame: masked, as the standard has it. */
function framed(kind: number, message: Uint8Array): Buffer {
  const head = message.length < 126 ? 6 : 8
  const frame = Buffer.allocUnsafe(head + message.length)
  frame[0] = kind
  if (head === 6) frame[1] = 0x80 | message.length
  else {
    frame[1] = 0x80 | 126
    frame.writeUInt16BE(message.length, 2)
  }
  maskAt = (maskAt + 4) & 4095
  for (let i = 0; i < 4; i++) frame[head - 4 + i] = MASK_POOL[maskAt + i]!
  for (let i = 0; i < message.length; i++) frame[head + i] = message[i]! ^ MASK_POOL[maskAt + (i & 3)]!
  return frame
}
