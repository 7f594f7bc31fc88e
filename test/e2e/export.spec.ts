import type { Page } from '@playwright/test'
import { contentOf, expect, OPEN_BOARD, parkPointer, penThrough, startBoard, test, type App } from './support/app.ts'
import { drag, SAME, tool, zoomOf } from './support/board.ts'
import { exportPng, openExport } from './support/export.ts'
import { decodePng } from './support/png.ts'
import { colorAt, cut, difference, inkArea, type Pixels } from './support/pixels.ts'

/** Board units that are left free around what is exported. */
const PADDING = 32
const PAPER = [252, 251, 248, 255]
const DARK_PAPER = [23, 24, 26, 255]

/** A board with a red hook, a thick translucent blue line over it, and words. */
async function drawnBoard(openApp: (name: string) => Promise<App>, name = 'Atelier'): Promise<Page> {
  const { page } = await openApp('Ada')
  await startBoard(page, name)
  await page.getByRole('radio', { name: 'Red', exact: true }).click()
  await penThrough(page, [
    [300, 200],
    [700, 250],
    [500, 500],
  ])
  await page.getByRole('radio', { name: 'Blue', exact: true }).click()
  await page.getByRole('radio', { name: 'Width 32', exact: true }).click()
  await page.getByRole('slider', { name: 'Opacity' }).press('PageDown')
  await drag(page, [350, 350], [900, 350])
  await tool(page, 'Text').click()
  await page.mouse.click(800, 500)
  await page.keyboard.type('Crème brûlée')
  await page.mouse.click(100, 600)
  await page.keyboard.press('Escape')
  await parkPointer(page)
  return page
}

/** The part of a picture with ink, and one pixel around it. */
function ofInk(picture: Pixels): Pixels {
  const { x, y, width, height } = inkArea(picture)!
  return cut(picture, { x: x - 1, y: y - 1, width: width + 2, height: height + 2 })
}

test('the board, the view and the selection are exported at the sizes said, as they look on the screen', async ({
  openApp,
  pixels,
}) => {
  const page = await drawnBoard(openApp)
  await expect.poll(async () => inkArea(await pixels.of(page, OPEN_BOARD))?.width).toBeGreaterThan(580)
  const screen = await pixels.of(page, OPEN_BOARD)

  await test.step('the board', async () => {
    const board = await exportPng(page, { what: 'Board' })
    expect([board.picture.width, board.picture.height]).toEqual(board.said)
    expect(difference(ofInk(screen), ofInk(board.picture))).toBeLessThan(SAME)
    const area = inkArea(board.picture)!
    // Text has a little air around it, and bounds of ink are a little wider than the ink.
    for (const free of [area.x, area.y]) expect(Math.abs(free - PADDING)).toBeLessThan(24)
    expect(colorAt(board.picture, 0, 0)).toEqual(PAPER)
    for (const scale of [2, 3] as const) {
      const larger = await exportPng(page, { what: 'Board', scale })
      expect([larger.picture.width, larger.picture.height]).toEqual(board.said.map((side) => side * scale))
      expect(larger.said).toEqual([larger.picture.width, larger.picture.height])
    }
  })

  await test.step('the view', async () => {
    const view = await exportPng(page, { what: 'View' })
    expect(view.said).toEqual([1280, 800])
    expect(difference(screen, cut(view.picture, OPEN_BOARD))).toBeLessThan(SAME)
    const larger = await exportPng(page, { what: 'View', scale: 2 })
    expect([larger.picture.width, larger.picture.height]).toEqual([2560, 1600])
  })

  await test.step('the view of another zoom', async () => {
    await page.keyboard.press('Control+-')
    await page.mouse.move(640, 400)
    await page.mouse.wheel(33, 21)
    await parkPointer(page)
    await expect.poll(async () => inkArea(await pixels.of(page, OPEN_BOARD))?.width).toBeLessThan(500)
    const view = await exportPng(page, { what: 'View' })
    expect(difference(await pixels.of(page, OPEN_BOARD), cut(view.picture, OPEN_BOARD))).toBeLessThan(SAME)
    await page.keyboard.press('Control+0')
  })

  await test.step('the selection alone', async () => {
    await page.getByRole('button', { name: 'Fit' }).click()
    await page.keyboard.press('Control+a')
    const all = await exportPng(page, { what: 'Board' })
    const everything = await exportPng(page, { what: 'Selection' })
    expect(difference(all.picture, everything.picture)).toBe(0)
    await page.keyboard.press('Escape')
    const { x, y } = inkArea(await pixels.of(page, OPEN_BOARD))!
    // The tip of the red hook.
    await page.mouse.click(OPEN_BOARD.x + x + 3, OPEN_BOARD.y + y + 3)
    const hook = await exportPng(page)
    const { width } = inkArea(hook.picture)!
    expect(width).toBeGreaterThan(340)
    expect(width).toBeLessThan(440)
    expect(reddish(hook.picture)).toBe(true)
  })
})

/** Whether nothing is bluer than it is red. */
function reddish({ data }: Pixels): boolean {
  for (let at = 0; at < data.length; at += 4) if (data[at + 2]! > data[at]! + 8) return false
  return true
}

test('without background a picture is transparent where there is no ink; dark paper is dark', async ({
  openApp,
  pixels,
}) => {
  const page = await drawnBoard(openApp)
  const clear = await exportPng(page, { what: 'Board', background: false })
  expect(colorAt(clear.picture, 0, 0)[3]).toBe(0)
  const alphas = new Set<number>()
  for (let at = 3; at < clear.picture.data.length; at += 4) alphas.add(clear.picture.data[at]!)
  expect(alphas.has(0) && alphas.has(255)).toBe(true)
  const opaque = await exportPng(page, { what: 'Board' })
  expect([clear.picture.width, clear.picture.height]).toEqual([opaque.picture.width, opaque.picture.height])
  expect(difference(opaque.picture, onPaper(clear.picture))).toBe(0)

  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await parkPointer(page)
  await expect.poll(async () => Array.from(colorAt(await pixels.of(page, OPEN_BOARD), 0, 0))).toEqual(DARK_PAPER)
  const dark = await exportPng(page, { what: 'View' })
  expect(difference(await pixels.of(page, OPEN_BOARD), cut(dark.picture, OPEN_BOARD))).toBeLessThan(SAME)
})

/** A transparent picture laid on paper. */
function onPaper({ width, height, data }: Pixels): Pixels {
  const laid = new Uint8Array(data.length).fill(255)
  for (let at = 0; at < data.length; at += 4) {
    const strength = data[at + 3]! / 255
    for (let part = 0; part < 3; part++) {
      laid[at + part] = Math.round(data[at + part]! * strength + PAPER[part]! * (1 - strength))
    }
  }
  return { width, height, data: laid }
}

test('nothing to export is said; a file is named after its board', async ({ openApp }) => {
  const { page } = await openApp('Ada')
  await startBoard(page, ' A/B: "Ça va?" <1>… ')
  const dialog = await openExport(page)
  await expect(dialog.getByText('There is nothing to export here yet.')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Save PNG' })).toBeDisabled()
  await expect(dialog.getByRole('radio', { name: 'Selection' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await drag(page, [300, 300], [600, 300])
  expect((await exportPng(page)).fileName).toBe('A B Ça va 1 ….png')
})

test('sizes that no picture can have are not offered; of a board too large for any, the view is', async ({
  openApp,
}) => {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  const zoomOut = async (percent: string): Promise<void> => {
    while ((await zoomOf(page).textContent()) !== percent) await page.keyboard.press('Control+-')
  }

  await test.step('a board that fits at 1× only is exported so', async () => {
    await zoomOut('10%')
    await drag(page, [200, 300], [1200, 400])
    const dialog = await openExport(page)
    await expect(dialog.getByRole('radio', { name: '1×' })).toBeChecked()
    for (const name of ['2×', '3×']) await expect(dialog.getByRole('radio', { name })).toBeDisabled()
    await expect(dialog.getByText('A picture can have 16,384 pixels a side at most.')).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Save PNG' })).toBeEnabled()
    await dialog.getByRole('radio', { name: 'View' }).click()
    await expect(dialog.getByRole('radio', { name: '2×' })).toBeChecked()
    await page.keyboard.press('Escape')
  })

  await test.step('one that fits not at all offers the view', async () => {
    await zoomOut('5%')
    await drag(page, [100, 300], [1200, 400])
    const dialog = await openExport(page)
    await expect(
      dialog.getByText('This is too large for one picture, even at 1×: it can have 16,384 pixels a side at most.'),
    ).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Save PNG' })).toBeDisabled()
    await dialog.getByRole('button', { name: 'Export the view instead' }).click()
    await expect(dialog.getByRole('radio', { name: 'View' })).toBeChecked()
    const downloading = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Save PNG' }).click()
    const { width, height } = decodePng(await contentOf(await downloading))
    expect([width, height]).toEqual([2560, 1600])
  })
})
