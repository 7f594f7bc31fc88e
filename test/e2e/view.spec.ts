import type { Page } from '@playwright/test'
import { expect, OPEN_BOARD, parkPointer, penThrough, startBoard, test, type App } from './support/app.ts'
import { drag, expectNoInk, inkOf, tool, write, zoomOf } from './support/board.ts'
import { colorAt, difference, inked, type PixelReader } from './support/pixels.ts'

const WHOLE = { x: 0, y: 0, width: 1280, height: 800 }

async function ownBoard(openApp: (name: string) => Promise<App>): Promise<Page> {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  return page
}

async function frame(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await page.keyboard.press('f')
  await drag(page, from, to)
  await page.keyboard.press('Escape')
}

async function openView(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'View', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'View' })).toBeVisible()
}

/** The first Escape may close only the name of what the pointer is over. */
async function closeView(page: Page): Promise<void> {
  const menu = page.getByRole('dialog', { name: 'View' })
  await parkPointer(page)
  await expect(page.getByRole('tooltip')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
}

/** Pixels that are not plain paper, be the difference ever so faint. */
async function marked(page: Page, pixels: PixelReader): Promise<number> {
  const { data } = await pixels.of(page, OPEN_BOARD)
  let count = 0
  for (let at = 0; at < data.length; at += 4) if (data[at] !== 0xfc || data[at + 1] !== 0xfb) count += 1
  return count
}

test('grids lie under the ink, move with the board, and stay chosen', async ({ openApp, pixels }) => {
  const page = await ownBoard(openApp)
  await expectNoInk(page, pixels)
  for (const name of ['Dots', 'Lines', 'Isometric', 'Staves']) {
    await openView(page)
    await page.getByRole('radio', { name }).click()
    await closeView(page)
    await expect.poll(() => marked(page, pixels), name).toBeGreaterThan(3000)
    // A grid leaves most of the paper free.
    expect(await marked(page, pixels), name).toBeLessThan((OPEN_BOARD.width * OPEN_BOARD.height) / 4)
    const before = await pixels.of(page, OPEN_BOARD)
    await page.mouse.move(600, 400)
    await page.mouse.wheel(0, 7)
    await parkPointer(page)
    const after = await pixels.of(page, OPEN_BOARD)
    const up = { ...before, height: before.height - 7, data: before.data.subarray(7 * before.width * 4) }
    const same = {
      ...after,
      height: after.height - 7,
      data: after.data.subarray(0, (after.height - 7) * after.width * 4),
    }
    expect(difference(up, same), name).toBeLessThan(0.001)
  }
  await openView(page)
  await page.getByRole('radio', { name: 'Lines' }).click()
  await closeView(page)
  await page.getByRole('radio', { name: 'Width 32', exact: true }).click()
  await drag(page, [300, 300], [700, 300])
  await parkPointer(page)
  await expect.poll(async () => colorAt(await pixels.of(page, WHOLE), 480, 300)).toEqual([0x1f, 0x1d, 0x1a, 255])
  await page.reload()
  await expect(page.getByRole('button', { name: 'Start board' })).toBeVisible()
  await startBoard(page, 'Another')
  await openView(page)
  await expect(page.getByRole('radio', { name: 'Lines' })).toBeChecked()
})

test('paper is chosen for this window', async ({ openApp, pixels }) => {
  const page = await ownBoard(openApp)
  await drag(page, [300, 300], [700, 300])
  await openView(page)
  await page.getByRole('radio', { name: 'Warm' }).click()
  await closeView(page)
  await parkPointer(page)
  await expect.poll(async () => colorAt(await pixels.of(page, WHOLE), 200, 200)).toEqual([0xf8, 0xf0, 0xde, 255])
  expect((await inkOf(page, pixels))?.width).toBeGreaterThan(395)
})

test('the overview shows the board and moves the view', async ({ openApp, pixels }) => {
  const page = await ownBoard(openApp)
  await drag(page, [300, 300], [700, 300])
  await openView(page)
  await page.getByRole('switch', { name: 'Overview' }).click()
  await closeView(page)
  const overview = page.getByRole('img', { name: 'Overview' })
  await expect(overview).toBeVisible()
  const box = (await overview.boundingBox())!
  await parkPointer(page)
  await expect
    .poll(async () => new Set(new Uint32Array((await pixels.of(page, box)).data.buffer)).size)
    .toBeGreaterThan(12)
  const before = (await inkOf(page, pixels))!
  // The line is in the middle of the overview: to its left there is nothing.
  await drag(
    page,
    [box.x + box.width / 2, box.y + box.height / 2],
    [box.x + box.width / 2 - 40, box.y + box.height / 2],
  )
  await parkPointer(page)
  await expect.poll(async () => (await inkOf(page, pixels))?.x ?? 9999).toBeGreaterThan(before.x + 20)
})

test('the overview follows the theme, there and back', async ({ openApp, pixels }) => {
  const page = await ownBoard(openApp)
  await page.emulateMedia({ colorScheme: 'light' })
  // So thick that some pixels of the overview are nothing but ink.
  await penThrough(
    page,
    Array.from({ length: 16 }, (_, i) => [i % 2 === 0 ? 300 : 700, 300 + 2 * i] as const),
  )
  await openView(page)
  await page.getByRole('switch', { name: 'Overview' }).click()
  await closeView(page)
  const box = (await page.getByRole('img', { name: 'Overview' }).boundingBox())!
  await parkPointer(page)
  /** How light the darkest and the lightest grey of the overview are; the mark of the view has a colour. */
  const tones = async (): Promise<{ readonly dark: number; readonly light: number }> => {
    const { data } = await pixels.of(page, box)
    const [most, least] = [Math.max, Math.min].map((end) =>
      Array.from({ length: data.length / 4 }, (_, i) => end(data[4 * i]!, data[4 * i + 1]!, data[4 * i + 2]!)),
    )
    return { dark: Math.min(...most!), light: Math.max(...least!) }
  }
  await expect.poll(async () => (await tones()).dark).toBeLessThan(90)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(async () => (await tones()).light).toBeGreaterThan(180)
  await page.emulateMedia({ colorScheme: 'light' })
  await expect.poll(async () => (await tones()).dark).toBeLessThan(90)
})

test('text is found, counted and gone to, with accents or without', async ({ openApp }) => {
  const page = await ownBoard(openApp)
  await write(page, [300, 200], 'Crème brûlée')
  await write(page, [300, 400], 'creme caramel and CREME')
  await page.keyboard.press('Control+f')
  const field = page.getByRole('textbox', { name: 'Find text' })
  await expect(field).toBeFocused()
  await field.fill('creme')
  const place = page.getByRole('search').getByRole('status')
  await expect(place).toHaveText('1 of 3')
  const mark = page.getByTestId('found')
  const first = (await mark.boundingBox())!
  expect(Math.abs(first.x - 300)).toBeLessThan(6)
  expect(Math.abs(first.y + first.height / 2 - 200)).toBeLessThan(6)
  await field.press('Enter')
  await expect(place).toHaveText('2 of 3')
  await field.press('Enter')
  await field.press('Enter')
  await expect(place).toHaveText('1 of 3')
  await field.press('Shift+Enter')
  await expect(place).toHaveText('3 of 3')
  const last = (await mark.boundingBox())!
  expect(last.x).toBeGreaterThan(450)

  await test.step('what is out of view comes into view', async () => {
    await page.mouse.move(640, 500)
    for (let i = 0; i < 6; i++) await page.mouse.wheel(0, 400)
    expect((await mark.boundingBox())!.y).toBeLessThan(0)
    await field.press('Enter')
    await expect(mark).toBeInViewport()
    const box = (await mark.boundingBox())!
    expect(box.y).toBeGreaterThan(90)
    expect(box.y).toBeLessThan(700)
  })

  await field.fill('nowhere')
  await expect(place).toHaveText('Not found')
  await expect(mark).toBeHidden()
  await field.press('Escape')
  await expect(field).toBeHidden()
  await expect(page.getByTestId('board')).toBeFocused()
})

test('frames are presented one after the other, and the board is as before afterwards', async ({ openApp, pixels }) => {
  const page = await ownBoard(openApp)
  await frame(page, [200, 150], [520, 350])
  await frame(page, [620, 150], [940, 350])
  await page.keyboard.press('p')
  await drag(page, [250, 250], [300, 250])
  await drag(page, [700, 250], [900, 250])
  await parkPointer(page)
  const before = await pixels.of(page, OPEN_BOARD)
  await openView(page)
  await page.getByRole('button', { name: 'Present frames' }).click()
  const stage = page.getByRole('dialog', { name: /^Presentation/ })
  await expect(stage).toBeFocused()
  await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden()
  /** The ink of the frame's line, four times as large. */
  const lineWidth = async (): Promise<number> => {
    const found = await pixels.of(page, { x: 20, y: 300, width: 1240, height: 300 })
    return inked(found)
  }
  await expect.poll(lineWidth).toBeGreaterThan(1000)
  const short = await lineWidth()
  await page.keyboard.press('ArrowRight')
  await expect.poll(lineWidth).toBeGreaterThan(short * 2)
  await page.keyboard.press('ArrowRight')
  await expect(stage).toHaveAccessibleName(/2 of 2/)
  await page.mouse.click(100, 400)
  await expect(stage).toHaveAccessibleName(/1 of 2/)
  await page.mouse.click(900, 400)
  await expect(stage).toHaveAccessibleName(/2 of 2/)
  await page.keyboard.press('Escape')
  await expect(stage).toBeHidden()
  await expect(page.getByTestId('board')).toBeFocused()
  await parkPointer(page)
  await expect.poll(async () => difference(before, await pixels.of(page, OPEN_BOARD))).toBeLessThan(0.001)
})

test('what is selected is shown as large as there is room', async ({ openApp, pixels }) => {
  const page = await ownBoard(openApp)
  await drag(page, [600, 300], [660, 340])
  await tool(page, 'Select').click()
  await page.mouse.click(630, 320)
  await page.keyboard.press('Shift+2')
  await page.keyboard.press('Escape')
  await parkPointer(page)
  await expect.poll(async () => (await inkOf(page, pixels))?.width ?? 0).toBeGreaterThan(700)
  await expect(zoomOf(page)).not.toHaveText('100%')
  await page.keyboard.press('Control+0')
  await expect(zoomOf(page)).toHaveText('100%')
})
