import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readUtf8, writeUtf8 } from '#shared/wire/utf8.ts'

const platform = { encoder: new TextEncoder(), decoder: new TextDecoder('utf-8', { ignoreBOM: true }) }

test('any text becomes the bytes that every platform makes of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const bytes = new Uint8Array(3 * text.length + 2)
      const end = writeUtf8(text, bytes, 1)
      expect(bytes.slice(1, end)).toEqual(platform.encoder.encode(text))
      expect(readUtf8(bytes, 1, end)).toBe(text.toWellFormed())
    }),
    { numRuns: 2_000 },
  )
})

test('text from well-formed bytes is the same as the platform’s', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const bytes = platform.encoder.encode(text)
      expect(readUtf8(bytes, 0, bytes.length)).toBe(platform.decoder.decode(bytes))
    }),
  )
})

test('any bytes give proper text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(readUtf8(bytes, 0, bytes.length).isWellFormed()).toBe(true)
    }),
    { numRuns: 5_000 },
  )
})

test.each([
  ['an overlong slash', [0xc0, 0xaf]],
  ['half a surrogate pair', [0xed, 0xa0, 0x80]],
  ['beyond the last letter', [0xf4, 0x90, 0x80, 0x80]],
  ['a letter that is cut off', [0xe2, 0x82]],
])('%s is no letter', (_, bytes) => {
  expect(readUtf8(Uint8Array.from(bytes), 0, bytes.length)).toMatch(/^\uFFFD+$/)
})
