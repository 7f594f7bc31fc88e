import * as v from 'valibot'

/** WebSocket subprotocol of the Link between a browser tab and the engine on the same computer. */
export const LOOPBACK_SUBPROTOCOL = 'drawnet.link'
export const LOOPBACK_PATH = '/link'

/** Close code for a tab that has no valid token or key. */
export const NOT_ADMITTED = 4403
/** Close code for tabs when DrawNet is stopped by its person. */
export const STOPPED = 4440

/** A tab's first message: the one-time token of the address it was opened with, or the key it got for one. */
export const loopbackGreeting = v.variant('kind', [
  v.object({ kind: v.literal('token'), token: v.pipe(v.string(), v.maxLength(128)) }),
  v.object({ kind: v.literal('key'), key: v.pipe(v.string(), v.maxLength(128)) }),
])
export type LoopbackGreeting = v.InferOutput<typeof loopbackGreeting>

/** The answer to a valid one. */
export interface LoopbackWelcome {
  /** Lets this browser in from now on, until the data folder is gone. */
  readonly key: string
}
