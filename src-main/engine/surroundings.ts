import { randomBytes } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import type { Clock, RandomBytes } from '#shared/platform.ts'
import type { Utf8 } from '#shared/desktop/calls.ts'

/** The real clock of this process. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms).unref()
    return () => clearTimeout(timer)
  },
}

export const systemRandom: RandomBytes = (size) => randomBytes(size)

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

export const utf8: Utf8 = {
  encode: (text) => encoder.encode(text),
  decode: (bytes) => decoder.decode(bytes),
}

/** This computer's addresses on the network, IPv4 first; loopback and link-local IPv6 left out. */
export function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const outside = all.filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
  const found = outside.toSorted((a, b) => a.family.localeCompare(b.family)).map(({ address }) => address)
  return found.length > 0 ? found : ['127.0.0.1']
}
