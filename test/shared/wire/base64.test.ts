import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromBase64, toBase64 } from '#shared/wire/base64.ts'

test('bytes are written as every other program writes them, and read back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 99 }), (bytes) => {
      const text = toBase64(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('base64'))
      expect(fromBase64(text)).toEqual(bytes.slice())
    }),
  )
})

test.each(['A', 'AA', 'AAA', 'A===', 'AA==A', '====', 'AB==', 'AAB=', 'A-_A', 'AAAA\n'])('“%s” is refused', (text) => {
  expect(fromBase64(text)).toBeNull()
})
