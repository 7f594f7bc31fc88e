import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assertPixels, readHeader } from '#renderer/pictures/picture-header.ts'

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'))

const PNG = '89504e470d0a1a0a 0000000d49484452 0000012c 000000c8'
const GIF = '474946383961 2c01 c800'
const WEBP_LOSSY = '52494646 00000000 57454250 56503820 00000000 000000 9d012a 2c01 c800'
const WEBP_LOSSLESS = '52494646 00000000 57454250 5650384c 00000000 2f 2bc13100'
const WEBP_EXTENDED = '52494646 00000000 57454250 56503858 0a000000 00000000 2b0100 c70000'
const FRAME = 'ffc2 0011 08 00c8 012c 03 01220002110103110100'
const JPEG = `ffd8 ffe0 0004 0000 ff ${FRAME}`
const EXIF = 'ffe1 0022 457869660000 49492a0008000000 0100 1201 0300 01000000 06000000 00000000'

test.each([
  ['image/png', PNG],
  ['image/gif', GIF],
  ['image/webp', WEBP_LOSSY],
  ['image/webp', WEBP_LOSSLESS],
  ['image/webp', WEBP_EXTENDED],
  ['image/jpeg', JPEG],
])('%s: type and size are read without decoding', (type, bytes) => {
  expect(readHeader(hex(bytes))).toEqual({ type, width: 300, height: 200, isTurned: false })
})

test('a JPEG says whether the camera was turned', () => {
  expect(readHeader(hex(`ffd8 ${EXIF} ${FRAME}`))).toMatchObject({ width: 300, isTurned: true })
})

test.each(['', 'ffd8ff', 'ffd8 ffda 0004', PNG.slice(0, 40), `${PNG.slice(0, -8)}00000000`, 'ffd8 ffe1 0022 45786966'])(
  'what is cut short or says nothing is none: %s',
  (bytes) => {
    expect(readHeader(hex(bytes))).toBeNull()
  },
)

test('B4: whatever follows how a picture begins, reading ends', () => {
  const starts = [PNG, GIF, WEBP_LOSSY, WEBP_EXTENDED, JPEG, EXIF].map((start) => hex(start.slice(0, 16)))
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
      const header = readHeader(Uint8Array.of(...start, ...rest))
      if (header !== null) expect(header.width).toBeGreaterThan(0)
    }),
  )
})

test.each([
  [16_384, 3_000, true],
  [16_385, 10, false],
  [10, 16_385, false],
  [8_000, 6_250, true],
  [8_000, 6_251, false],
])('%d × %d pixels: taken is %s', (width, height, taken) => {
  const check = (): void => assertPixels({ width, height })
  if (taken) expect(check).not.toThrow()
  else expect(check).toThrow(expect.objectContaining({ code: 'blob/too-large' }))
})
