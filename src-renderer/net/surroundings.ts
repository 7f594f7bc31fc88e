import type { Utf8 } from '#shared/desktop/calls.ts'
import type { Clock, RandomBytes } from '#shared/platform.ts'

export const browserClock: Clock = {
  now: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}

export const browserRandom: RandomBytes = (size) => crypto.getRandomValues(new Uint8Array(size))

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export const utf8: Utf8 = {
  encode: (text) => encoder.encode(text),
  decode: (bytes) => decoder.decode(bytes),
}
