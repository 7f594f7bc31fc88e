import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { RandomBytes } from '#shared/platform.ts'

const TOKEN_BYTES = 32

/** A secret nobody guesses: 256 random bits, base64url, 43 characters. */
export function newToken(random: RandomBytes): string {
  return Buffer.from(random(TOKEN_BYTES)).toString('base64url')
}

/** What is kept of a token: its SHA-256, base64url. A stolen copy of it opens nothing. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Whether two secrets are equal, in a time that does not tell where they differ. */
export function equalSecrets(a: string | Uint8Array, b: string | Uint8Array): boolean {
  // Hashed first: timingSafeEqual wants equal lengths, and the lengths should not show either.
  return timingSafeEqual(digest(a), digest(b))
}

function digest(secret: string | Uint8Array): Uint8Array {
  return createHash('sha256').update(secret).digest()
}

/**
 * What a person shows a host to be known again there: HMAC-SHA-256 of the host's id under the person's
 * secret, 32 bytes. Each host is shown another value, so that none can pass for the person elsewhere.
 */
export function personToken(secret: string, hostId: string): Uint8Array {
  return createHmac('sha256', secret).update(`drawnet person ${hostId}`).digest()
}
