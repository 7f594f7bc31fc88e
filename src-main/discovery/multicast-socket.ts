import type { RemoteInfo, Socket } from 'node:dgram'
import { EventEmitter } from 'node:events'
import { Emitter } from '#shared/emitter.ts'
import type { Clock } from '#shared/platform.ts'
import { KeyedRateLimit, TokenBucket } from '#main/trust/rate-limit.ts'
import type { NetworkInterface } from './interfaces.ts'

const MDNS_PORT = 5353
const MDNS_GROUP = '224.0.0.251'
/** RFC 6762, section 11: packets must not have come through a router, and none pass one with this. */
const MDNS_TTL = 255
const MAX_PACKET_BYTES = 4096
const RESPONSE_BIT = 0x80

/** What may come in each second: in all, and from one address. */
const INCOMING = { burst: 100, perSecond: 50 }
const INCOMING_PER_SOURCE = { burst: 40, perSecond: 20 }
/** What may go out each second, so that many questions do not make a loud answer. */
const OUTGOING = { burst: 40, perSecond: 20 }
const MAX_SOURCES = 256

/** What a packet is about when it may concern DrawNet, as it stands in its bytes. */
const OWN_NAME = Buffer.from('drawnet')
/** The question which kinds of service there are. */
const ANY_SERVICE = Buffer.from('_dns-sd')

export type OpenSocket = () => Socket

/** A code of the system for what went wrong, or null when something went right again. */
export type SendOutcome = string | null

/**
 * Multicast DNS on one network interface: opens the port, joins the group, and lets through only what may
 * concern DrawNet and comes from a neighbour, in bounded amounts, before anything is decoded. Errors of the
 * network are told to `outcomes` and never thrown.
 */
export class MulticastSocket {
  /** Told after each attempt to open or send. */
  readonly outcomes = new Emitter<SendOutcome>()
  /** Another asked for DrawNet hosts; the answers come to everybody. */
  readonly questionsOfOthers = new Emitter<void>()
  /** Packets that concern DrawNet. */
  readonly #packets = new Emitter<{ readonly bytes: Buffer; readonly from: RemoteInfo }>()
  readonly #socket: Socket
  readonly #network: NetworkInterface
  readonly #incoming: TokenBucket
  readonly #incomingPerSource: KeyedRateLimit
  readonly #outgoing: TokenBucket
  #open = false
  #closed = false
  #echoExpected = false
  #dropped = 0

  constructor(network: NetworkInterface, clock: Clock, openSocket: OpenSocket) {
    this.#network = network
    this.#incoming = new TokenBucket(clock, INCOMING)
    this.#incomingPerSource = new KeyedRateLimit(clock, INCOMING_PER_SOURCE, MAX_SOURCES)
    this.#outgoing = new TokenBucket(clock, OUTGOING)
    this.#socket = openSocket()
    this.#socket.on('error', (error: NodeJS.ErrnoException) => this.#report(error))
    this.#socket.on('message', (bytes, from) => this.#receive(bytes, from))
  }

  /** Packets that were not let through because there were too many. */
  get dropped(): number {
    return this.#dropped
  }

  /** Opens the port; what becomes of it is told to `outcomes`. Resolves to whether it is open. */
  async open(): Promise<boolean> {
    return await new Promise((resolve) => {
      const onError = (): void => resolve(false)
      this.#socket.once('error', onError)
      try {
        // Bound to all addresses: bound to one, Linux delivers no multicast at all.
        this.#socket.bind({ port: MDNS_PORT, address: '0.0.0.0', exclusive: false }, () => {
          this.#socket.removeListener('error', onError)
          resolve(this.#join())
        })
      } catch (error) {
        this.#report(error)
        resolve(false)
      }
    })
  }

  /** Something with the shape of a socket for the library above. Closing it leaves this one open. */
  attach(): AttachedSocket {
    return new AttachedSocket(this.#packets, (bytes, done) => this.#send(bytes, done))
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#open = false
    // Stays, because closing may tell of a last error.
    this.#socket.removeAllListeners('message')
    try {
      this.#socket.close()
    } catch {
      // It was never open.
    }
  }

  #join(): boolean {
    if (this.#closed) return false
    try {
      this.#socket.addMembership(MDNS_GROUP, this.#network.address)
      this.#socket.setMulticastInterface(this.#network.address)
      this.#socket.setMulticastTTL(MDNS_TTL)
      this.#socket.setMulticastLoopback(true)
    } catch (error) {
      this.#report(error)
      return false
    }
    this.#open = true
    return true
  }

  /** Never fails: what the caller would do about an error, throwing it, is not wanted. */
  #send(bytes: Buffer, done: () => void): void {
    if (!this.#open || !this.#outgoing.take()) {
      done()
      return
    }
    if (isQuestion(bytes)) this.#echoExpected = true
    try {
      this.#socket.send(bytes, 0, bytes.length, MDNS_PORT, MDNS_GROUP, (error) => {
        if (!this.#closed) this.#report(error)
        done()
      })
    } catch (error) {
      this.#report(error)
      done()
    }
  }

  #receive(bytes: Buffer, from: RemoteInfo): void {
    // The cheap looks come first: most of a network's multicast is about printers and televisions.
    if (bytes.length > MAX_PACKET_BYTES || bytes.length < 12) return
    const question = isQuestion(bytes)
    const own = bytes.includes(OWN_NAME)
    if (!own && !(question && bytes.includes(ANY_SERVICE))) return
    // RFC 6762, sections 6 and 11. On Linux this also leaves each packet to the interface it came in by.
    if (!this.#network.isNeighbour(from.address) || (!question && from.port !== MDNS_PORT)) return
    if (!this.#incomingPerSource.take(from.address) || !this.#incoming.take()) {
      this.#dropped += 1
      return
    }
    if (question && own) this.#noteQuestion(from)
    try {
      this.#packets.emit({ bytes, from })
    } catch {
      // Somebody's packet, well-formed enough to be decoded, was too odd for the library above.
      this.#dropped += 1
    }
  }

  #noteQuestion(from: RemoteInfo): void {
    if (this.#echoExpected && this.#network.ownAddresses.has(from.address)) this.#echoExpected = false
    else this.questionsOfOthers.emit()
  }

  #report(error: unknown): void {
    const code = (error as NodeJS.ErrnoException | null | undefined)?.code
    this.outcomes.emit(error === null || error === undefined ? null : (code ?? 'unknown'))
  }
}

function isQuestion(bytes: Buffer): boolean {
  return (bytes[2]! & RESPONSE_BIT) === 0
}

/** The part of a datagram socket that the library uses when it does not open one itself. */
export class AttachedSocket extends EventEmitter {
  readonly #send: (bytes: Buffer, done: () => void) => void
  readonly #detach: () => void

  constructor(
    packets: Emitter<{ readonly bytes: Buffer; readonly from: RemoteInfo }>,
    send: (bytes: Buffer, done: () => void) => void,
  ) {
    super()
    this.#send = send
    this.#detach = packets.on(({ bytes, from }) => this.emit('message', bytes, from))
  }

  send(bytes: Buffer, _offset: number, _length: number, _port: number, _address: string, done: () => void): void {
    this.#send(bytes, done)
  }

  close(done?: () => void): void {
    this.#detach()
    if (done !== undefined) process.nextTick(done)
  }
}
