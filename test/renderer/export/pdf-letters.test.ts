import { inflateSync } from 'node:zlib'
import { PDFDocument, PDFName, PDFRawStream } from 'pdf-lib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBoardPage, type BoardPage } from '../../support/board-page.ts'
import { openBoard } from '../../support/harness-page.ts'
import { text } from '../../support/records.ts'

let board: BoardPage

beforeAll(async () => {
  board = await openBoardPage()
}, 60_000)
afterAll(async () => await board?.close())

interface Written {
  /** Left ends and widths of pictures of letters, from the left end of the line. */
  readonly pictures: readonly (readonly [left: number, width: number])[]
  /** The left and right ends of each area of outlines. */
  readonly outlines: readonly (readonly [left: number, right: number])[]
  /** What the page measures of each letter's place, and of the end of the line. */
  readonly places: readonly number[]
}

const SIZE = 40

/** How a line of words is written to a PDF. */
async function written(words: string): Promise<Written> {
  const page = await board.open({ width: 900, height: 400 })
  await openBoard(page, 'light', [text({ id: 'a', x: 0, y: 0, text: words, size: SIZE, w: 600, h: 50 })])
  const { bytes, places } = await page.evaluate(
    async ({ line, size }) => {
      const options = {
        format: 'pdf',
        what: 'board',
        scale: 1,
        background: false,
        theme: 'light',
        carries: false,
      } as const
      const file = await window.harness.editor.exporting.file(options)
      const ctx = new OffscreenCanvas(1, 1).getContext('2d')!
      ctx.font = `${size}px "Inter Variable", system-ui, sans-serif`
      const ends = Array.from({ length: line.length + 1 }, (_, i) => ctx.measureText(line.slice(0, i)).width)
      return { bytes: Array.from(new Uint8Array(await file.arrayBuffer())), places: ends }
    },
    { line: words, size: SIZE },
  )
  await page.context().close()
  const document = await PDFDocument.load(Uint8Array.from(bytes))
  const contents = document.context.enumerateIndirectObjects().flatMap(([, object]) => {
    if (!(object instanceof PDFRawStream) || object.dict.has(PDFName.of('Subtype'))) return []
    if (!object.dict.has(PDFName.of('Filter'))) return []
    const said = inflateSync(object.contents).toString('latin1')
    return said.includes(' cm') ? [said] : []
  })
  const commands = contents.join('\n')
  const pictures = Array.from(
    commands.matchAll(/^(\S+) 0 0 -\S+ (\S+) \S+ cm\n\/Im/gm),
    ([, width, left]) => [Number(left), Number(width)] as const,
  )
  const outlines = commands.split(/^f\*?$/m).flatMap((area) => {
    const xs = Array.from(area.matchAll(/(\S+) \S+ [ml]\b/g), ([, x]) => Number(x))
    return xs.length === 0 ? [] : [[Math.min(...xs), Math.max(...xs)] as const]
  })
  return { pictures, outlines, places }
}

test('letters that no font has are pictures, and those around them outlines, all in their places', async () => {
  const words = 'Price 漢字 each, 漢 all'
  const { pictures, outlines, places } = await written(words)
  // A picture has half a font size of air around its letters.
  const around = ([from, to]: readonly [number, number]) => [
    expect.closeTo(places[from]! - SIZE / 2, 0) as number,
    expect.closeTo(places[to]! - places[from]! + SIZE, -0.5) as number,
  ]
  expect(pictures).toEqual([around([6, 8]), around([15, 16])])
  expect(outlines).toHaveLength(3)
  for (const [i, [from, to]] of (
    [
      [0, 6],
      [8, 15],
      [16, 20],
    ] as const
  ).entries()) {
    const [left, right] = outlines[i]!
    expect(left).toBeGreaterThanOrEqual(places[from]! - 2)
    expect(right).toBeLessThanOrEqual(places[to]! + 2)
  }
})

test('a line that goes from the right to the left is one picture, and one of known letters none', async () => {
  const mixed = await written('Price שלום each')
  expect([mixed.pictures.length, mixed.outlines.length]).toEqual([1, 0])
  const known = await written('Price each')
  expect([known.pictures.length, known.outlines.length]).toEqual([0, 1])
})
