import { Buffer } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { boardFileOf } from '#renderer/export/board-file.ts'
import { contentOf, expect, parkPointer, startBoard, test } from './support/app.ts'
import { drag, expectInk, expectNoInk, newBoardName } from './support/board.ts'
import { exportPng, openExport } from './support/export.ts'
import { line } from '../support/records.ts'

const LIBRARY = new URL('../fixtures/excalidraw/picasso-s-line-drawings.excalidrawlib', import.meta.url)

/** Where files are let go of: what is in them comes to lie around it. */
const AT = { clientX: 640, clientY: 400 }

/** Lets go of files over the board, as a file manager would. */
async function drop(page: Page, ...files: readonly { readonly name: string; readonly bytes: Uint8Array }[]) {
  const transfer = await page.evaluateHandle(
    (contents) => {
      const carried = new DataTransfer()
      for (const { name, base64 } of contents) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        carried.items.add(new File([bytes], name))
      }
      return carried
    },
    files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') })),
  )
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('[data-testid="board"]', type, { dataTransfer: transfer, ...AT })
  }
}

/** Lets go of what is selected, and of what was said about it: only the board is seen. */
async function letGo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await page.keyboard.press('Escape')
  await parkPointer(page)
}

function said(page: Page, sentence: string) {
  return page.getByRole('region', { name: /Notifications/ }).getByText(sentence)
}

test('files that are dropped on the board are opened: boards, pictures that carry one, Excalidraw', async ({
  openApp,
  pixels,
}) => {
  const { page } = await openApp('Ada')
  await startBoard(page, newBoardName())

  await test.step('a board file', async () => {
    const board = await boardFileOf([line('a', 0, 0, 400, 200, { width: 8 })])
    await drop(page, { name: 'board.json', bytes: new TextEncoder().encode(board) })
    await expect(said(page, 'One thing is on the board')).toBeVisible()
    await letGo(page)
    await expectInk(page, pixels, { x: 436, y: 296, width: 408, height: 208 }, 6)
  })

  await test.step('a picture that carries a board', async () => {
    const dialog = await openExport(page)
    await dialog.getByRole('switch', { name: 'Can be opened as a board again' }).click()
    const downloading = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Save PNG' }).click()
    const bytes = await contentOf(await downloading)
    await expect(dialog).toBeHidden()
    await page.keyboard.press('Control+a')
    await page.getByRole('group', { name: 'Selection' }).getByRole('button', { name: 'Delete' }).click()
    await parkPointer(page)
    await expectNoInk(page, pixels)
    await drop(page, { name: 'picture.png', bytes })
    await letGo(page)
    await expectInk(page, pixels, { x: 436, y: 296, width: 408, height: 208 }, 6)
  })

  await test.step('a library of Excalidraw', async () => {
    await drop(page, { name: 'x.excalidrawlib', bytes: await readFile(LIBRARY) })
    await page.getByRole('button', { name: 'Put on this board' }).click()
    await expect(said(page, 'things are on the board, selected')).toBeVisible()
    await page.keyboard.press('Control+z')
    await letGo(page)
    await expectInk(page, pixels, { x: 436, y: 296, width: 408, height: 208 }, 6)
  })
})

test('a dropped file that is no board is refused, and the board is as it was', async ({ openApp, pixels }) => {
  const { page } = await openApp('Ada')
  await startBoard(page, newBoardName())
  await drag(page, [300, 300], [600, 300])
  await parkPointer(page)
  const ink = { x: 298, y: 298, width: 304, height: 4 }
  await expectInk(page, pixels, ink)
  for (const [content, sentence] of [
    ['{"drawnet":', 'This file is damaged'],
    ['{"drawnet":99,"records":[]}', 'made by a newer DrawNet'],
    ['{"type":"excalidraw","elements":[]}', 'There is nothing in this file'],
    ['hello', 'DrawNet cannot open this kind of file'],
  ] as const) {
    await drop(page, { name: 'x', bytes: new TextEncoder().encode(content) })
    await expect(said(page, sentence).first()).toBeVisible()
  }
  await parkPointer(page)
  await expectInk(page, pixels, ink)
  expect((await exportPng(page, { what: 'Board' })).picture.width).toBeGreaterThan(360)
})

test('all files that are dropped together are opened beside each other, and one that cannot be is named', async ({
  openApp,
  pixels,
}) => {
  const { page } = await openApp('Ada')
  await startBoard(page, newBoardName())
  const bytes = new TextEncoder().encode(await boardFileOf([line('a', 0, 0, 200, 0, { width: 8 })]))
  await drop(
    page,
    { name: 'one.json', bytes },
    { name: 'words.txt', bytes: new TextEncoder().encode('hello') },
    { name: 'two.json', bytes },
  )
  await expect(said(page, 'words.txt')).toContainText('DrawNet cannot open this kind of file')
  await expect(said(page, '2 things are on the board, selected.')).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).first().click()
  await letGo(page)
  // The first is where they were dropped, the second to the right of it.
  await expectInk(page, pixels, { x: 536, y: 396, width: 496, height: 8 }, 6)
})

test('what was copied in Excalidraw is pasted as a drawing, and what of it is lost is told', async ({
  openApp,
  pixels,
}) => {
  const { page } = await openApp('Ada')
  await startBoard(page, newBoardName())
  await page.mouse.move(640, 400)
  const element = { type: 'rectangle', id: 'b', x: 0, y: 0, width: 200, height: 100, strokeColor: '#1e1e1e' }
  const words = JSON.stringify({ type: 'excalidraw/clipboard', elements: [{ ...element, strokeWidth: 4 }], files: {} })
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', text)
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, words)
  const dialog = page.getByRole('dialog', { name: 'Opened' })
  await expect(dialog).toContainText('The hand-drawn look of one line or shape')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page.keyboard.press('Escape')
  await parkPointer(page)
  await expectInk(page, pixels, { x: 536, y: 346, width: 208, height: 108 }, 6)
})
