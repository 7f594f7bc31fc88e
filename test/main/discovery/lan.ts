import type { Socket } from 'node:dgram'
import { EventEmitter } from 'node:events'
import type { InterfaceList } from '#main/discovery/interfaces.ts'

/** A local network in memory: what one socket sends to the group, all hear, the sender included. */
export interface Lan {
  /** A computer on it, with the interfaces and sockets to hand to discovery. */
  join(address: string): Computer
  /** Puts bytes on the line in anybody's name. */
  inject(bytes: Buffer, from: { readonly address: string; readonly port?: number }): void
  /** Every packet sent so far. */
  readonly sent: { readonly address: string; readonly bytes: Buffer }[]
}

export interface Computer {
  interfaces: () => InterfaceList
  readonly openSocket: () => Socket
  /** The error code that opening fails with, if any. */
  failOpening: string | null
  /** The error code that sending fails with, if any. */
  failSending: string | null
  /** Sockets opened and not closed. */
  readonly open: ReadonlySet<object>
}

export function interfaceAt(address: string, prefix = 24): InterfaceList {
  const internal = address.startsWith('127.')
  const info = { address, netmask: '', family: 'IPv4' as const, mac: '02:00:00:00:00:01', internal }
  return { [internal ? 'lo' : 'eth0']: [{ ...info, cidr: `${address}/${prefix}` }] }
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}

class LanSocket extends EventEmitter {
  readonly #computer: LanComputer
  /** The address its multicast goes out by, once it has joined the group. */
  address: string | null = null

  constructor(computer: LanComputer) {
    super()
    this.#computer = computer
  }

  bind(_: object, done: () => void): void {
    const code = this.#computer.failOpening
    queueMicrotask(() => {
      if (code !== null) this.emit('error', failure(code))
      else if (this.#computer.open.has(this)) done()
    })
  }

  addMembership(_: string, address: string): void {
    this.address = address
  }

  setMulticastInterface(): void {}
  setMulticastTTL(): void {}
  setMulticastLoopback(): void {}

  send(bytes: Buffer, _o: number, _l: number, _p: number, _a: string, done: (error: Error | null) => void): void {
    const code = this.#computer.failSending
    queueMicrotask(() => {
      if (code !== null) done(failure(code))
      else {
        this.#computer.transmit(this.address ?? '', Buffer.from(bytes))
        done(null)
      }
    })
  }

  close(): void {
    this.#computer.open.delete(this)
  }
}

class LanComputer implements Computer {
  interfaces: () => InterfaceList
  failOpening: string | null = null
  failSending: string | null = null
  readonly open = new Set<LanSocket>()
  readonly transmit: (address: string, bytes: Buffer) => void
  readonly openSocket = (): Socket => {
    const socket = new LanSocket(this)
    this.open.add(socket)
    return socket as unknown as Socket
  }

  constructor(address: string, transmit: (address: string, bytes: Buffer) => void) {
    this.interfaces = () => interfaceAt(address)
    this.transmit = transmit
  }
}

export function createLan(): Lan {
  const computers: LanComputer[] = []
  const sent: { readonly address: string; readonly bytes: Buffer }[] = []
  function deliver(bytes: Buffer, address: string, port: number): void {
    for (const computer of computers) {
      for (const socket of computer.open) {
        if (socket.address !== null)
          socket.emit('message', bytes, { address, port, family: 'IPv4', size: bytes.length })
      }
    }
  }
  return {
    sent,
    join(address) {
      const computer = new LanComputer(address, (from, bytes) => {
        sent.push({ address: from, bytes })
        deliver(bytes, from, 5353)
      })
      computers.push(computer)
      return computer
    },
    inject: (bytes, { address, port = 5353 }) => deliver(bytes, address, port),
  }
}
