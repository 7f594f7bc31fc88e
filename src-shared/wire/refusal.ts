import { AppError, type ErrorCode } from '../errors.ts'
import { CLOSE } from './protocol.ts'
import { utf8Length } from './utf8.ts'

interface Kind {
  /** The rule of SPEC.md that is broken. */
  readonly rule: string
  /** The close code where this ends the connection; null where it refuses single operations only. */
  readonly close: number | null
}

/** Everything that one end refuses the other. SPEC.md has the same table in words. */
export const REFUSALS = {
  'wire/malformed': { rule: 'W1', close: CLOSE.malformed },
  'wire/unexpected': { rule: 'W2', close: CLOSE.invalid },
  'wire/no-greeting': { rule: 'W2', close: CLOSE.tooSlow },
  'wire/long-greeting': { rule: 'W2', close: CLOSE.tooLarge },
  'wire/too-large': { rule: 'W4', close: CLOSE.tooLarge },
  'wire/too-slow': { rule: 'W5', close: CLOSE.tooSlow },
  'wire/silent': { rule: 'J5', close: CLOSE.tooSlow },
  'join/too-new': { rule: 'W3', close: CLOSE.clientTooOld },
  'join/too-old': { rule: 'W3', close: CLOSE.clientTooNew },
  'join/refused': { rule: 'P2', close: CLOSE.notThisPerson },
  'join/client-taken': { rule: 'P2', close: CLOSE.notThisPerson },
  'join/app-token': { rule: 'P5', close: CLOSE.appToken },
  'room/too-many-people': { rule: 'W5', close: CLOSE.full },
  'room/invalid': { rule: 'W4', close: CLOSE.invalid },
  'room/unknown-record': { rule: 'L2', close: null },
  'room/id-taken': { rule: 'O4', close: null },
  'room/no-such-person': { rule: 'P6', close: null },
  'blob/too-large': { rule: 'B4', close: null },
  'blob/room-full': { rule: 'B4', close: null },
  'blob/unsupported': { rule: 'B4', close: null },
  'blob/damaged': { rule: 'B4', close: null },
  'room/no-access': { rule: 'P10', close: null },
} as const satisfies Partial<Record<ErrorCode, Kind>>

export type RefusalCode = keyof typeof REFUSALS

/** Why something was refused, as it is told to the other end. */
export interface Refusal {
  /** The rule of SPEC.md that was broken. */
  readonly rule: string
  readonly code: RefusalCode
  /** For people. */
  readonly sentence: string
}

/** How a refused connection is closed. */
export interface RefusingClose {
  readonly code: number
  readonly reason: string
}

/** Longest reason a close frame can carry, in bytes (RFC 6455, 5.5.1). */
export const MAX_REASON_BYTES = 123

/** `W2 wire/unexpected: A greeting was expected first.` */
const REASON = /^[A-Z]\d+ ([a-z]+\/[a-z-]+): (.*)$/s

/** What was refused by throwing this; null for anything but the breach of a rule. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof AppError) || !isRefusalCode(error.code)) return null
  return { rule: REFUSALS[error.code].rule, code: error.code, sentence: error.message }
}

/** The close of a connection on which this was thrown; null for anything but the breach of a rule that ends one. */
export function refusingClose(error: unknown): RefusingClose | null {
  const refusal = refusalOf(error)
  if (refusal === null) return null
  const { close } = REFUSALS[refusal.code]
  return close === null ? null : { code: close, reason: refusingReason(refusal.code, refusal.sentence) }
}

/** The reason of a close: the rule, the code and as much of the sentence as a close frame holds. */
export function refusingReason(code: RefusalCode, sentence: string): string {
  return cutReason(`${REFUSALS[code].rule} ${code}: ${sentence}`)
}

/** The most of a reason that a close frame holds, not cut within a letter. */
export function cutReason(reason: string): string {
  if (utf8Length(reason) <= MAX_REASON_BYTES) return reason
  const letters = Array.from(reason)
  let bytes = utf8Length('…')
  const kept = letters.findIndex((letter) => (bytes += utf8Length(letter)) > MAX_REASON_BYTES)
  return `${letters.slice(0, kept).join('')}…`
}

/** What a close says: the sentence for people, and the code where it refuses something. */
export function readReason(reason: string): { readonly code: RefusalCode | null; readonly sentence: string } {
  const [, code, sentence] = REASON.exec(reason) ?? []
  if (code === undefined || sentence === undefined) return { code: null, sentence: reason }
  return { code: isRefusalCode(code) ? code : null, sentence }
}

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code)
}
