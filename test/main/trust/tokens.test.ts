import { createHmac, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { equalSecrets, hashToken, newToken, personToken } from '#main/trust/tokens.ts'

test('tokens have 256 bits and differ', () => {
  const tokens = Array.from({ length: 100 }, () => newToken(randomBytes))
  expect(new Set(tokens).size).toBe(100)
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
})

test('a token is known by its hash, and the hash is not a token', () => {
  const token = newToken(randomBytes)
  const kept = hashToken(token)
  expect(hashToken(token)).toBe(kept)
  for (const other of [kept, newToken(randomBytes), '']) expect(hashToken(other)).not.toBe(kept)
})

test('secrets of any lengths can be compared', () => {
  expect(equalSecrets('abc', Buffer.from('abc'))).toBe(true)
  expect(equalSecrets('abc', 'abcd')).toBe(false)
  expect(equalSecrets('', 'a')).toBe(false)
})

test('a person is the same to one host and another to each other host', () => {
  const shown = personToken('secret', 'atelier')
  expect(shown).toHaveLength(32)
  expect(personToken('secret', 'atelier')).toEqual(shown)
  expect(personToken('secret', 'studio')).not.toEqual(shown)
  expect(personToken('another', 'atelier')).not.toEqual(shown)
  expect(Buffer.from(shown)).toEqual(createHmac('sha256', 'secret').update('drawnet person atelier').digest())
})
