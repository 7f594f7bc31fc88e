import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BLOB_LIMITS, isBlobHash, mediaTypeOf, pieceLength } from '#shared/model/blobs.ts'

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

test.each([
  ['image/png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0)],
  ['image/jpeg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
  ['image/gif', ascii('GIF87a…')],
  ['image/gif', ascii('GIF89a…')],
  ['image/webp', ascii('RIFF1234WEBPVP8 ')],
  ['image/svg+xml', ascii('<svg>')],
  ['image/svg+xml', ascii('<svg/>')],
  ['image/svg+xml', ascii('﻿<?xml version="1.0"?>\n<!-- <b> --><!DOCTYPE svg [<!ENTITY x "y">]>\n<SVG width="1">')],
  ['image/svg+xml', ascii('<?xml version="1.0"?><svg:svg xmlns:svg="http://www.w3.org/2000/svg">')],
  ['image/svg+xml', Uint8Array.of(0xff, 0xfe, ...Buffer.from('<?xml version="1.0"?>\n<svg>', 'utf16le'))],
  ['image/svg+xml', Uint8Array.of(0xfe, 0xff, ...Buffer.from('<!-- ㄾ> --><svg>', 'utf16le').swap16())],
])('B4: %s is known by how it begins', (type, bytes) => {
  expect(mediaTypeOf(bytes)).toBe(type)
})

test.each([
  '',
  '<html><svg>',
  '<svgx>',
  '<:svg>',
  '<svg:g>',
  '<!-- <svg> -->',
  'svg',
  'RIFF1234WAVE',
  'GIF88a',
  '%PDF-1.7',
  '<?xml?><script/>',
])('B4: “%s” is no picture', (text) => {
  expect(mediaTypeOf(ascii(text))).toBeNull()
})

test('B4: whatever the bytes, the kind is told at once', () => {
  const aStart = fc.constantFrom('<!--', '<?', '<!DOCTYPE ', '<!DOCTYPE [', ' ', '<', '')
  fc.assert(
    fc.property(fc.array(aStart, { maxLength: 200 }), fc.uint8Array({ maxLength: 64 }), (starts, rest) => {
      const type = mediaTypeOf(Uint8Array.of(...ascii(starts.join('')), ...rest))
      expect(type === null || type.startsWith('image/')).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['4096 spaces', ' '.repeat(4096), ''],
  ['indented text', `${' '.repeat(40)}x`, ''],
  ['500 comments', '<!---->'.repeat(500), '<svg>'],
  ['comments and lines', '<!-- a -->\r\n\t '.repeat(250), '<svg>'],
  ['declarations', `<?xml?>${' <?a?>\n'.repeat(500)}`, '<svg>'],
  ['comments that never end', '<!--'.repeat(1000), ''],
  ['a document type of spaces', `<!DOCTYPE svg${' '.repeat(4000)}`, '><svg>'],
  ['brackets', `<!DOCTYPE svg [${'['.repeat(4000)}`, ']><svg>'],
])('B4: the kind of %s is told at once, with and without a drawing behind them', (_what, before, root) => {
  expect(mediaTypeOf(ascii(`${before}x`))).toBeNull()
  expect(mediaTypeOf(ascii(before + root))).toBe(root === '' ? null : 'image/svg+xml')
})

test('pieces of a file lie end to end and are all of it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: BLOB_LIMITS.maxBytes }), (size) => {
      let at = 0
      while (at < size) at += pieceLength(size, at)
      expect(at).toBe(size)
      expect(pieceLength(size, at)).toBe(0)
      expect(pieceLength(size, 1)).toBe(0)
    }),
  )
})

test.each(['', 'A'.repeat(64), 'a'.repeat(63), 'g'.repeat(64), 7, null])('B1: %s names no file', (name) => {
  expect(isBlobHash(name)).toBe(false)
})
