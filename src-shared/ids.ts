import type { RandomBytes } from './platform.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-'

/** A random identifier of `length` characters of 6 bits each, safe in URLs and file names. */
export function randomId(random: RandomBytes, length: number): string {
  let id = ''
  for (const byte of random(length)) id += ALPHABET[byte & 63]
  return id
}

/** 60 bits: enough to be unique among the records of a room. */
export const RECORD_ID_LENGTH = 10
/** 96 bits: unique among rooms, hosts, users and clients everywhere. */
export const GLOBAL_ID_LENGTH = 16

const ID_PATTERN = /^[0-9A-Za-z_-]{1,32}$/

/** Whether `text` may stand as an identifier: 1 to 32 URL-safe characters. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && ID_PATTERN.test(text)
}
