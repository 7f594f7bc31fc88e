import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packRows } from '#renderer/export/pack-rows.ts'
import { pngOf } from '#renderer/export/png-file.ts'
import { RunPacker } from '#renderer/export/run-packer.ts'

/** As much of a canvas as packing needs: each pixel says where it is. */
function canvasOf(width: number, height: number): Parameters<typeof packRows> {
  const canvas = { width, height } as OffscreenCanvas
  const ctx = {
    getImageData: (_: number, top: number, wide: number, high: number) => ({
      width: wide,
      height: high,
      data: Uint8ClampedArray.from({ length: wide * high * 4 }, (_value, i) => valueAt(i + top * wide * 4)),
    }),
  } as unknown as OffscreenCanvasRenderingContext2D
  return [canvas, ctx, true]
}

function valueAt(i: number): number {
  return i % 4 === 3 ? 255 : (i * 7) % 251
}

interface Chunk {
  readonly type: string
  readonly data: Buffer
}

async function chunksOf(png: Blob): Promise<Chunk[]> {
  const bytes = Buffer.from(await png.arrayBuffer())
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  const chunks: Chunk[] = []
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

/** The rows of a PNG, unpacked; zlib checks their checksum. */
async function unpacked(png: Blob): Promise<Buffer> {
  const chunks = await chunksOf(png)
  return inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)))
}

describe('a PNG made of strips', () => {
  test('has the rows of all strips, one after the other', async () => {
    const heights = [300, 1, 129]
    const strips = heights.map((height) => packRows(...canvasOf(20, height)))
    const rows = await unpacked(pngOf(20, 430, true, strips))
    expect(rows.length).toBe(430 * 81)
    let at = 0
    for (const height of heights) {
      for (let row = 0; row < height; row++) {
        expect(rows[at]).toBe(0)
        for (let i = 0; i < 80; i++) if (rows[at + 1 + i] !== valueAt(row * 80 + i)) expect.unreachable(`${row} ${i}`)
        at += 81
      }
    }
  })

  test('leaves alpha out where everything is opaque', async () => {
    const [canvas, ctx] = canvasOf(3, 2)
    const png = pngOf(3, 2, false, [packRows(canvas, ctx, false)])
    const rows = await unpacked(png)
    const pixels = [0, 1, 2, 4, 5, 6, 8, 9, 10]
    expect([...rows]).toEqual([0, ...pixels.map(valueAt), 0, ...pixels.map((i) => valueAt(i + 12))])
    const [header, ...others] = await chunksOf(png)
    expect([...header!.data]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0])
    expect(others.at(-1)?.type).toBe('IEND')
  })
})

test('any pixels in any strips are the rows of the picture', async () => {
  const pixel = fc.oneof(fc.constantFrom(0, 0xfff8fbfc, 0xff1a1d1f), fc.nat())
  const run = fc.record({ pixel, count: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 80, max: 700 })) })
  const width = fc.integer({ min: 1, max: 400 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(run, { minLength: 1 }),
      width,
      fc.boolean(),
      fc.nat(),
      async (runs, width, hasAlpha, cut) => {
        const pixels = runs.flatMap(({ pixel, count }) => Array.from({ length: count }, () => pixel))
        while (pixels.length % width !== 0) pixels.push(0)
        const height = pixels.length / width
        const first = height === 1 ? 1 : 1 + (cut % (height - 1))
        const data = Uint32Array.from(pixels)
        const strips = [data.subarray(0, first * width), data.subarray(first * width)]
          .filter(({ length }) => length > 0)
          .map((part) => {
            const packer = new RunPacker(hasAlpha)
            for (let at = 0; at < part.length; at += width) packer.row(part, at, width)
            return packer.finish()
          })
        const rows = await unpacked(pngOf(width, height, hasAlpha, strips))
        const bytes = new Uint8Array(data.buffer)
        const expected = Array.from({ length: height }, (_, y) => [
          0,
          ...bytes.subarray(4 * y * width, 4 * (y + 1) * width).filter((_byte, i) => hasAlpha || i % 4 !== 3),
        ]).flat()
        expect(rows.equals(Uint8Array.from(expected))).toBe(true)
      },
    ),
  )
})
