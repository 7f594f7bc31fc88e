import { inflateSync } from 'node:zlib'
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream, type PDFPage } from 'pdf-lib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BoardRecord } from '#shared/model/records.ts'
import { openBoardPage, type BoardPage } from '../../support/board-page.ts'
import { openBoard } from '../../support/harness-page.ts'
import { layer, line, page as pageRecord } from '../../support/records.ts'

let board: BoardPage

beforeAll(async () => {
  board = await openBoardPage()
}, 60_000)

afterAll(async () => {
  await board?.close()
})

/** The PDF of a board, or why there is none. */
async function pdfOf(records: readonly BoardRecord[], background = true): Promise<PDFDocument | string> {
  const page = await board.open({ width: 900, height: 700 })
  await openBoard(page, 'light', records)
  const made = await page.evaluate(async (wanted) => {
    const { exporting, viewing } = window.harness.editor
    viewing.setLook({ paper: 'blue', grid: 'lines' })
    const options = { what: 'board', scale: 1, theme: 'light', carries: false, format: 'pdf' } as const
    return await exporting.file({ ...options, background: wanted }).then(
      async (file) => Array.from(new Uint8Array(await file.arrayBuffer())),
      (error: unknown) => String(error),
    )
  }, background)
  return typeof made === 'string' ? made : await PDFDocument.load(Uint8Array.from(made))
}

async function pagesOf(records: readonly BoardRecord[], background = true): Promise<readonly PDFPage[]> {
  const document = await pdfOf(records, background)
  if (typeof document === 'string') throw new Error(document)
  return document.getPages()
}

/** Width and height in points. */
function sizesOf(pages: readonly PDFPage[]): readonly (readonly [number, number])[] {
  return pages.map((one) => [one.getWidth(), one.getHeight()])
}

/** What is drawn on a page. */
function commandsOf({ node }: PDFPage): string {
  const content = node.Contents()
  const streams = content instanceof PDFArray ? content.asArray().map((one) => node.context.lookup(one)) : [content]
  return streams
    .map((one) => (one instanceof PDFRawStream ? inflateSync(one.contents).toString('latin1') : ''))
    .join('\n')
    .trim()
}

function hasGrid({ node }: PDFPage): boolean {
  return node.Resources()?.lookupMaybe(PDFName.of('Pattern'), PDFDict)?.has(PDFName.of('Grid')) === true
}

const A4 = [(297 / 25.4) * 72, (210 / 25.4) * 72] as const
/** Of a line 100 or 300 long with half of a nib 8 wide and 32 of room at each end, in points. */
const SHORT = [180 * 0.75, 80 * 0.75] as const
const LONG = [380 * 0.75, 80 * 0.75] as const

const NIB = { width: 10 } as const
const records: readonly BoardRecord[] = [
  pageRecord({ id: 'p', z: 'a1' }),
  pageRecord({ id: 'q', z: 'a2' }),
  pageRecord({ id: 'r', z: 'a3' }),
  pageRecord({ id: 's', z: 'a4' }),
  layer({ id: 'gone', page: 's', hidden: true }),
  line('short', 0, 0, 100, 0, { ...NIB, page: 'p' }),
  line('long', 0, 0, 300, 0, { ...NIB, page: 'r' }),
  line('unseen', 0, 0, 500, 0, { ...NIB, page: 's', layer: 'gone' }),
]

test('a PDF has all pages in order; an empty one is as large as the one before it, or a sheet of A4', async () => {
  const pages = await pagesOf(records)
  const sizes = sizesOf(pages)
  const expected = [A4, SHORT, SHORT, LONG, LONG]
  expect(sizes).toHaveLength(expected.length)
  for (const [i, [width, height]] of expected.entries()) {
    expect(sizes[i]![0]).toBeCloseTo(width, 1)
    expect(sizes[i]![1]).toBeCloseTo(height, 1)
  }
})

test('an empty page is the paper and the grid of the board, or clear where that is not wanted', async () => {
  const [first, short, second] = await pagesOf(records)
  const lines = commandsOf(first!).split('\n')
  expect(lines[0]).toMatch(/^0\.92\d* 0\.94\d* 0\.97\d* rg$/)
  expect(lines[1]).toMatch(/^0 0 841\.\d+ 595\.\d+ re f$/)
  expect(lines).toHaveLength(3)
  expect([first, short, second].map((one) => hasGrid(one!))).toEqual([true, true, true])
  // What is on the page before is not on it.
  expect(commandsOf(second!).split('\n')).toHaveLength(3)
  expect(commandsOf(short!).split('\n').length).toBeGreaterThan(3)
  const [clear] = await pagesOf(records, false)
  expect(commandsOf(clear!)).toBe('')
  expect(hasGrid(clear!)).toBe(false)
})

test('there is no PDF of a board with nothing on any page', async () => {
  const empty = records.filter(({ type }) => type !== 'stroke')
  expect(await pdfOf(empty)).toContain('There is nothing to export here yet.')
})
