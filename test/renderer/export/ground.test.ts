import type { Page } from '@playwright/test'
import { PDFDict, PDFDocument, PDFName, PDFRawStream, PDFStream } from 'pdf-lib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GRID_KINDS, type GridKind } from '#renderer/board/grid.ts'
import type { Theme } from '#shared/model/palette.ts'
import { openBoardPage, type BoardPage } from '../../support/board-page.ts'
import { openBoard } from '../../support/harness-page.ts'
import { line } from '../../support/records.ts'

let board: BoardPage

beforeAll(async () => {
  board = await openBoardPage()
}, 60_000)

afterAll(async () => {
  await board?.close()
})

async function show(theme: Theme, grid: GridKind): Promise<Page> {
  const page = await board.open({ width: 900, height: 700 })
  await openBoard(page, theme, [line('a', 0, 0, 480, 360)])
  await page.evaluate((look) => window.harness.editor.viewing.setLook(look), { grid, paper: 'blue' as const })
  return page
}

interface Look {
  /** Colour of most of the picture. */
  readonly paper: readonly number[]
  /** How far the picture is from that, on the whole; per million. */
  readonly marked: number
}

/** What the files of a board look like. */
async function looks(page: Page, theme: Theme, background: boolean) {
  return await page.evaluate(
    async ({ theme, background }) => {
      const { exporting } = window.harness.editor
      const options = { what: 'board', scale: 1, background, theme, carries: false } as const
      const lookOf = async (blob: Blob): Promise<Look> => {
        const image = new Image()
        image.src = URL.createObjectURL(blob)
        await image.decode()
        const ctx = new OffscreenCanvas(image.naturalWidth, image.naturalHeight).getContext('2d')!
        ctx.drawImage(image, 0, 0)
        const { data } = ctx.getImageData(0, 0, image.naturalWidth, image.naturalHeight)
        const counts = new Map<string, number>()
        for (let i = 0; i < data.length; i += 4) {
          const key = data.slice(i, i + 4).join()
          counts.set(key, (counts.get(key) ?? 0) + 1)
        }
        const [[most]] = Array.from(counts).toSorted((a, b) => b[1] - a[1]) as [[string, number]]
        const paper = most.split(',').map(Number)
        let away = 0
        for (let i = 0; i < data.length; i += 4) for (let c = 0; c < 3; c++) away += Math.abs(data[i + c]! - paper[c]!)
        return { paper, marked: (away / data.length) * 1e6 }
      }
      const pdf = new Uint8Array(await (await exporting.file({ ...options, format: 'pdf' })).arrayBuffer())
      return {
        png: await lookOf(await exporting.file({ ...options, format: 'png' })),
        svg: await lookOf(await exporting.file({ ...options, format: 'svg' })),
        preview: await lookOf(await exporting.preview(options)),
        pdf: Array.from(pdf),
      }
    },
    { theme, background },
  )
}

const LIGHT = GRID_KINDS.map((kind) => [kind, 'light'] as const)

test.each([...LIGHT, ['lines', 'dark'] as const])(
  'a picture lies on the chosen paper with its grid: %s, %s',
  async (kind, theme) => {
    const page = await show(theme, kind)
    const { png, svg, preview } = await looks(page, theme, true)
    const paper = theme === 'light' ? [0xec, 0xf2, 0xf8, 255] : [0x13, 0x1a, 0x23, 255]
    expect([png.paper, svg.paper, preview.paper]).toEqual([paper, paper, paper])
    if (kind === 'none') return
    // Lines of an SVG fall between pixels: they are about as strong, but not on the same ones.
    expect(png.marked).toBeGreaterThan(100_000)
    expect(svg.marked / png.marked).toBeGreaterThan(0.7)
    expect(svg.marked / png.marked).toBeLessThan(1.4)
    const clear = await looks(page, theme, false)
    expect([clear.png.paper[3], clear.svg.paper[3]]).toEqual([0, 0])
  },
  30_000,
)

test('the grid of a PDF is a pattern, and its paper a colour; without background there is neither', async () => {
  const page = await show('light', 'isometric')
  const patternOf = async (bytes: readonly number[]): Promise<PDFStream | undefined> => {
    const document = await PDFDocument.load(Uint8Array.from(bytes))
    const resources = document.getPages()[0]!.node.Resources()
    return resources?.lookupMaybe(PDFName.of('Pattern'), PDFDict)?.lookup(PDFName.of('Grid'), PDFStream)
  }
  const { pdf } = await looks(page, 'light', true)
  const pattern = await patternOf(pdf)
  expect(String(pattern?.dict.get(PDFName.of('PatternType')))).toBe('1')
  expect(Number(pattern?.dict.get(PDFName.of('YStep')))).toBe(20)
  const commands = pattern instanceof PDFRawStream ? Buffer.from(pattern.contents).toString('latin1') : ''
  expect(commands).not.toMatch(/NaN|Infinity|undefined|\de[+-]/)
  expect(await patternOf((await looks(page, 'light', false)).pdf)).toBeUndefined()
}, 30_000)
