/**
 * Every failure that reaches a person or a peer carries one of these codes. The part before the slash
 * names where it comes from, the part after it what went wrong.
 */
export type ErrorCode =
  | 'storage/corrupt'
  | 'storage/locked'
  | 'storage/unreadable'
  | 'storage/too-new'
  | 'storage/full'
  | 'storage/moved-aside'
  | 'storage/failed'
  | 'join/bad-link'
  | 'join/bad-address'
  | 'join/unreachable'
  | 'join/fingerprint-changed'
  | 'join/fingerprint-mismatch'
  | 'join/no-such-room'
  | 'join/too-new'
  | 'join/too-old'
  | 'join/not-drawnet'
  | 'join/refused'
  | 'join/client-taken'
  | 'join/app-token'
  | 'wire/malformed'
  | 'wire/too-large'
  | 'wire/unexpected'
  | 'wire/no-greeting'
  | 'wire/long-greeting'
  | 'wire/silent'
  | 'wire/too-slow'
  | 'room/invalid'
  | 'room/unknown-record'
  | 'room/id-taken'
  | 'room/no-such-person'
  | 'room/no-access'
  | 'blob/too-large'
  | 'blob/room-full'
  | 'blob/unsupported'
  | 'blob/damaged'
  | 'stamp/empty'
  | 'stamp/full'
  | 'stamp/too-large'
  | 'stamp/no-picture'
  | 'room/gap'
  | 'room/closed'
  | 'room/diverged'
  | 'room/too-many-people'
  | 'call/unknown-method'
  | 'call/bad-arguments'
  | 'call/failed'
  | 'link/closed'
  | 'cli/usage'
  | 'export/empty'
  | 'export/too-large'
  | 'export/failed'
  | 'export/missing-pictures'
  | 'clipboard/damaged'
  | 'clipboard/too-large'
  | 'clipboard/unavailable'
  | 'import/unknown-format'
  | 'import/no-board'
  | 'import/damaged'
  | 'import/too-large'
  | 'import/too-many'
  | 'import/too-new'
  | 'import/empty'
  | 'import/encrypted'
  | 'import/too-complex'
  | 'import/failed'

/** An error with a code for programs and a sentence for people. */
export class AppError extends Error {
  readonly code: ErrorCode
  /** Facts worth logging or showing apart from the sentence, such as the path a file was moved to. */
  readonly details: Readonly<Record<string, string>>

  constructor(code: ErrorCode, sentence: string, details: Readonly<Record<string, string>> = {}, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause })
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
}

/** The sentence to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The code of an `AppError`, or `fallback` for anything else that was thrown. */
export function codeOf(error: unknown, fallback: ErrorCode): ErrorCode {
  return error instanceof AppError ? error.code : fallback
}
