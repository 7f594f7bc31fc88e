import { Buffer } from 'node:buffer'
import type { Page } from '@playwright/test'
import { PDFDocument } from 'pdf-lib'
import { boardFileOf } from '#renderer/export/board-file.ts'
import { USUAL, type BoardRecord } from '#shared/model/records.ts'
import { contentOf, expect, startBoard, test } from './support/app.ts'
import { newBoardName } from './support/board.ts'
import { openExport } from './support/export.ts'
import { decodePng } from './support/png.ts'
import { line } from '../support/records.ts'

function frame(id: string, text: string, x: number, y: number, w: number, h: number): BoardRecord {
  return { ...USUAL.frame, type: 'frame', id, z: id, author: 1, x, y, w, h, text }
}

/** Their names say another order than their places: the second stands below the others. */
const records: readonly BoardRecord[] = [
  frame('a1', 'Part 2', 0, 900, 500, 300),
  frame('a2', 'Part 10', 700, 0, 300, 400),
  frame('a3', '', 0, 0, 600, 400),
  line('in', 50, 50, 500, 300, { z: 'a4' }),
  line('out', 1200, 0, 1300, 1200, { z: 'a5' }),
]

async function boardWithFrames(page: Page): Promise<void> {
  await startBoard(page, newBoardName())
  await page.getByRole('button', { name: 'More', exact: true }).click()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('menuitem', { name: 'Open file…' }).click()
  const buffer = Buffer.from(await boardFileOf(records))
  await (await choosing).setFiles({ name: 'frames.json', mimeType: 'application/json', buffer })
  await expect(page.getByText('5 things are on the board, selected.', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
}

async function saved(page: Page, name: string): Promise<Uint8Array> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name }).click()
  return await contentOf(await downloading)
}

test('one frame is exported by its name, alone and at its size', async ({ openApp }) => {
  const { page } = await openApp('Ada')
  await boardWithFrames(page)
  const dialog = await openExport(page)
  await dialog.getByRole('radio', { name: 'Frame' }).click()
  await dialog.getByRole('radio', { name: '1×' }).click()
  // A frame that has no name is called by its place; the first is offered.
  const choice = dialog.getByRole('button', { name: 'Frame' })
  await expect(choice).toHaveText('Frame 1')
  await expect(dialog.getByText('600 × 400 pixels')).toBeVisible()
  await choice.click()
  await page.getByRole('menuitemradio', { name: 'Part 10' }).click()
  await expect(dialog.getByText('300 × 400 pixels')).toBeVisible()
  await expect(dialog.getByText(/\d\s?(bytes?|kB)$/)).toBeVisible()
  await expect(dialog.getByRole('img', { name: 'Preview' })).toBeVisible()
  const { width, height } = decodePng(await saved(page, 'Save PNG'))
  expect([width, height]).toEqual([300, 400])
})

test('all frames are the pages of one PDF, in the order in which they are presented', async ({ openApp }) => {
  const { page } = await openApp('Ada')
  await boardWithFrames(page)
  const dialog = await openExport(page)
  await dialog.getByRole('radio', { name: 'PDF' }).click()
  await dialog.getByRole('radio', { name: 'Frame' }).click()
  await expect(dialog.getByRole('button', { name: 'Frame' })).toHaveText('All 3 frames, one a page')
  await expect(dialog.getByText('3 pages')).toBeVisible()
  const pages = (await PDFDocument.load(await saved(page, 'Save PDF'))).getPages()
  const points = (pixels: number): number => pixels * 0.75
  expect(pages.map((one) => one.getSize())).toEqual([
    { width: points(600), height: points(400) },
    { width: points(500), height: points(300) },
    { width: points(300), height: points(400) },
  ])

  await test.step('or one of them is', async () => {
    const again = await openExport(page)
    await again.getByRole('radio', { name: 'PDF' }).click()
    await again.getByRole('radio', { name: 'Frame' }).click()
    await again.getByRole('button', { name: 'Frame' }).click()
    await page.getByRole('menuitemradio', { name: 'Part 2' }).click()
    await expect(again.getByText('One page')).toBeVisible()
    const [only, ...others] = (await PDFDocument.load(await saved(page, 'Save PDF'))).getPages()
    expect(others).toEqual([])
    expect(only!.getSize()).toEqual({ width: points(500), height: points(300) })
  })
})
