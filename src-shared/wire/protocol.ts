/** Version of the room protocol. A host and a client must have the same. */
export const WIRE_VERSION = 1

/** WebSocket subprotocol of the binary protocol. */
export const SUBPROTOCOL = 'drawnet.v1'

/** Largest message a host takes, and before the greeting. */
export const MAX_MESSAGE_BYTES = 64 * 1024
export const MAX_GREETING_BYTES = 4 * 1024

/** A client asks for a sign of life this often, … */
export const PING_EVERY_MS = 2_500
/** … and either end takes a connection for dead after this much silence: noticed within 9.5 s. */
export const DEAD_AFTER_MS = 7_000
/** A connection that has not greeted by then is closed. */
export const GREETING_WITHIN_MS = 5_000

/** WebSocket close codes. Those of `FINAL_CODES` mean: do not try again. */
export const CLOSE = {
  goingAway: 1001,
  broken: 1006,
  messageTooBig: 1009,
  malformed: 4400,
  clientTooOld: 4401,
  clientTooNew: 4402,
  appToken: 4403,
  noSuchRoom: 4404,
  tooSlow: 4408,
  notThisPerson: 4409,
  roomRemoved: 4410,
  guestsOff: 4411,
  tooLarge: 4413,
  replaced: 4420,
  invalid: 4422,
  full: 4429,
  engineCannotReach: 4430,
  fingerprint: 4431,
} as const

export const FINAL_CODES: ReadonlySet<number> = new Set([
  CLOSE.messageTooBig,
  CLOSE.malformed,
  CLOSE.clientTooOld,
  CLOSE.clientTooNew,
  CLOSE.appToken,
  CLOSE.noSuchRoom,
  CLOSE.notThisPerson,
  CLOSE.roomRemoved,
  CLOSE.guestsOff,
  CLOSE.tooLarge,
  CLOSE.invalid,
  CLOSE.fingerprint,
])
