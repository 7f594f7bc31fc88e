import { codeOf, type ErrorCode } from '../errors.ts'
import { CLOSE } from './protocol.ts'

const CLOSE_CODES: Partial<Record<ErrorCode, number>> = {
  'join/too-old': CLOSE.clientTooNew,
  'join/too-new': CLOSE.clientTooOld,
  'join/refused': CLOSE.notThisPerson,
  'wire/too-large': CLOSE.tooLarge,
  'wire/too-slow': CLOSE.tooSlow,
}

/** The close code for a connection on which this was thrown. */
export function closeCodeOf(error: unknown): number {
  return CLOSE_CODES[codeOf(error, 'wire/malformed')] ?? CLOSE.malformed
}
