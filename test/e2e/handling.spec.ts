import type { Page } from '@playwright/test'
import { until } from '../support/until.ts'
import { anotherWindow, expect, onBoard, OPEN_BOARD, parkPointer, startBoard, test } from './support/app.ts'
import { drag, expectInk, expectSame, inkOf, newBoardName, openShare, startTogether, tool } from './support/board.ts'
import { joinAsBot } from './support/bot.ts'
import { exportPng } from './support/export.ts'
import { difference, inked, type Area } from './support/pixels.ts'

/** One of the marks above the tools. */
async function choose(page: Page, group: string, name: string | RegExp): Promise<void> {
  await page.getByRole('radiogroup', { name: group }).getByRole('radio', { name, exact: true }).click()
}

async function rectangle(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await page.keyboard.press('r')
  await drag(page, from, to)
}

test('a corner that is dragged comes in line with what is near, and freely with Ctrl', async ({ openApp, pixels }) => {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  await rectangle(page, [300, 200], [400, 330])
  await rectangle(page, [500, 200], [560, 230])
  // The lower right handle, 8 pixels outside: from 60 wide to about 255, for which its lower edge would be at 327.
  const pull = async (to: number): Promise<void> => {
    await page.mouse.move(568, 238)
    await page.mouse.down()
    await page.mouse.move(568 + to / 2, 238 + to / 4, { steps: 4 })
    await page.mouse.move(568 + to, 238 + to / 2, { steps: 4 })
  }
  await pull(194)
  // What it is in line with is shown while it is held.
  await expect
    .poll(async () => inked(await pixels.of(page, { x: 410, y: 328, width: 80, height: 8 })))
    .toBeGreaterThan(40)
  await page.mouse.up()
  await page.keyboard.press('Escape')
  await parkPointer(page)
  const bottomOf = async (x: number): Promise<number> => {
    const { data, width, height } = await pixels.of(page, { x, y: 180, width: 1, height: 200 })
    const rows = Array.from({ length: height }, (_, y) => y).filter((y) => (data[4 * y * width] ?? 255) < 0x90)
    return rows.at(-1) ?? 0
  }
  const aligned = await bottomOf(350)
  await expect.poll(async () => await bottomOf(600)).toBe(aligned)

  await page.keyboard.press('Control+z')
  await page.mouse.click(502, 215)
  await page.keyboard.down('Control')
  await pull(194)
  await page.mouse.up()
  await page.keyboard.up('Control')
  await page.keyboard.press('Escape')
  await parkPointer(page)
  await expect.poll(async () => Math.abs((await bottomOf(600)) - aligned)).toBeGreaterThan(0)
})

test('a side that is dragged makes room, for everyone and before it is let go', async ({ openApp, pixels }) => {
  const { ada, ben } = await startTogether(openApp)
  await tool(ben, 'Hand').click()
  const area = { x: 298, y: 218, width: 104, height: 84 }
  await rectangle(ada, [300, 220], [400, 300])
  /** Without Ada's pointer in it. */
  const bens = async (covered: Area): Promise<void> => {
    await parkPointer(ada)
    await expectInk(ben, pixels, covered, 1)
  }
  await bens(area)

  await test.step('wider by the handle in the middle of a side, with a line as broad as before', async () => {
    await ada.mouse.move(408, 260)
    await expect(ada.getByRole('application')).toHaveCSS('cursor', 'e-resize')
    await ada.mouse.down()
    await ada.mouse.move(460, 270, { steps: 4 })
    await ada.mouse.move(508, 280, { steps: 4 })
    await expect
      .poll(async () => inked(await pixels.of(ben, { x: 490, y: 230, width: 20, height: 20 })))
      .toBeGreaterThan(40)
    await ada.mouse.up()
    await ada.keyboard.press('Escape')
    await expectSame(ada, ben, pixels)
    await expectInk(ada, pixels, { ...area, width: 204 }, 1)
    const inside = { x: 304, y: 224, width: 192, height: 72 }
    expect(inked(await pixels.of(ben, inside))).toBe(0)
  })

  await test.step('by a corner as it is pulled, and with Shift in proportion', async () => {
    await ada.mouse.click(400, 220)
    await drag(ada, [508, 308], [458, 408])
    await bens({ ...area, width: 154, height: 184 })
    await ada.keyboard.press('Control+z')
    await bens({ ...area, width: 204 })
    await ada.keyboard.down('Shift')
    await drag(ada, [508, 308], [608, 310])
    await ada.keyboard.up('Shift')
    await bens({ ...area, width: 304, height: 124 })
    await ada.keyboard.press('Control+z')
    await ada.keyboard.press('Control+z')
    await ada.keyboard.press('Escape')
    await parkPointer(ada)
    for (const window of [ada, ben]) await expectInk(window, pixels, area, 1)
  })

  await test.step('along its own sides where it is turned', async () => {
    await ada.mouse.click(350, 220)
    await ada.keyboard.down('Shift')
    // From above to the right: a quarter.
    await drag(ada, [350, 188], [450, 260])
    await ada.keyboard.up('Shift')
    // What was its right side is below.
    await ada.mouse.move(350, 318)
    await expect(ada.getByRole('application')).toHaveCSS('cursor', 's-resize')
    await drag(ada, [350, 318], [360, 378])
    await bens({ x: 308, y: 208, width: 84, height: 164 })
  })
})

test('Escape goes out of a group before it lets go of everything', async ({ openApp }) => {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  await rectangle(page, [300, 200], [400, 300])
  await rectangle(page, [450, 200], [550, 300])
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+g')
  await page.keyboard.press('Escape')
  const ungroup = page.getByRole('group', { name: 'Selection' }).getByRole('button', { name: 'Ungroup' })
  const selection = page.getByRole('group', { name: 'Selection' })
  await page.mouse.dblclick(302, 250)
  await page.mouse.click(302, 250)
  await expect(selection).toBeVisible()
  await expect(ungroup).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(ungroup).toBeEnabled()
  await page.keyboard.press('Escape')
  await expect(selection).toBeHidden()
})

test('ink that is selected takes another nib, for everyone and in one step', async ({ openApp, pixels }) => {
  const { ada, ben } = await startTogether(openApp)
  await tool(ben, 'Hand').click()
  await ada.keyboard.press('p')
  await drag(ada, [300, 200], [500, 260])
  await drag(ada, [300, 300], [500, 360])
  await parkPointer(ada)
  const before = await pixels.of(ada, OPEN_BOARD)
  await ada.keyboard.press('v')
  await ada.keyboard.press('Control+a')
  const nibs = ada.getByRole('radiogroup', { name: 'What to draw with' })
  await expect(nibs.getByRole('radio', { name: 'Pen', exact: true })).toBeChecked()
  await choose(ada, 'What to draw with', 'Highlighter')
  await expect(nibs.getByRole('radio', { name: 'Highlighter' })).toBeChecked()
  await ada.keyboard.press('Escape')
  await expectSame(ada, ben, pixels)
  expect(difference(before, await pixels.of(ada, OPEN_BOARD))).toBeGreaterThan(0.001)
  await ada.keyboard.press('Control+z')
  await expect.poll(async () => difference(before, await pixels.of(ada, OPEN_BOARD))).toBeLessThan(0.0005)
  await expectSame(ada, ben, pixels)
})

test('tools are as one left them after DrawNet was closed, each nib for itself', async ({ openApp }) => {
  const app = await openApp('Ada')
  const { page } = app
  const board = newBoardName()
  await startBoard(page, board)
  await choose(page, 'Colour', 'Red')
  await choose(page, 'What to draw with', 'Marker')
  await choose(page, 'Colour', 'Teal')
  await choose(page, 'Line width', 'Width 20')
  await page.getByRole('button', { name: 'How it draws' }).click()
  await page.getByRole('radio', { name: 'A lot' }).click()
  await page.keyboard.press('Escape')
  await tool(page, 'Eraser').click()
  await page.getByRole('radio', { name: 'Parts of lines' }).click()
  await page.keyboard.press('r')
  await choose(page, 'Fill', 'Hatched')
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(page.getByRole('button', { name: 'Start board' })).toBeVisible()
  await app.kill()
  await app.restart()

  const again = await anotherWindow(app)
  await again.getByRole('button', { name: board }).first().click()
  await onBoard(again)
  const checked = async (group: string, name: string): Promise<void> => {
    await expect(again.getByRole('radiogroup', { name: group }).getByRole('radio', { name, exact: true })).toBeChecked()
  }
  await checked('What to draw with', 'Marker')
  await checked('Colour', 'Teal')
  await checked('Line width', 'Width 20')
  await again.getByRole('button', { name: 'How it draws' }).click()
  await expect(again.getByRole('radio', { name: 'A lot' })).toBeChecked()
  await again.keyboard.press('Escape')
  await choose(again, 'What to draw with', 'Pen')
  await checked('Colour', 'Red')
  await again.getByRole('button', { name: 'How it draws' }).click()
  await expect(again.getByRole('radio', { name: 'Off' })).toBeChecked()
  await again.keyboard.press('Escape')
  await tool(again, 'Eraser').click()
  await expect(again.getByRole('radio', { name: 'Parts of lines' })).toBeChecked()
  await again.keyboard.press('r')
  await checked('Fill', 'Hatched')
})

test('a line ends right for everyone when two move its ends at once, and when a program moves one', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben } = await startTogether(openApp)
  await rectangle(ada, [200, 150], [300, 250])
  await rectangle(ada, [700, 150], [800, 250])
  await ada.keyboard.press('a')
  await drag(ada, [250, 200], [750, 200])
  await ada.keyboard.press('Escape')
  await expectSame(ada, ben, pixels)

  // Both hold one end's thing before either lets go.
  await ben.keyboard.press('v')
  await ada.mouse.move(202, 200)
  await ada.mouse.down()
  await ada.mouse.move(202, 420, { steps: 5 })
  await ben.mouse.move(798, 200)
  await ben.mouse.down()
  await ben.mouse.move(798, 330, { steps: 5 })
  await Promise.all([ada.mouse.up(), ben.mouse.up()])
  for (const page of [ada, ben]) {
    await page.keyboard.press('Escape')
    await parkPointer(page)
  }
  await expectSame(ada, ben, pixels)
  // From the right side of the left box to the left side of the right one, on the way from middle to middle.
  const at = async (page: Page, x: number, y: number): Promise<number> =>
    inked(await pixels.of(page, { x: x - 5, y: y - 5, width: 10, height: 10 }))
  for (const page of [ada, ben]) {
    await expect.poll(async () => await at(page, 320, 407), 'near the left box').toBeGreaterThan(10)
    await expect.poll(async () => await at(page, 680, 343), 'near the right box').toBeGreaterThan(10)
  }

  const panel = await openShare(ada)
  const link = (await panel.getByText(/^drawnet:/).textContent()) ?? ''
  await ada.keyboard.press('Escape')
  const bot = await joinAsBot(link, 'Mover')
  const shapes = Array.from(bot.store.values()).filter(({ type }) => type === 'shape')
  const right = shapes.toSorted((a, b) => b.x - a.x)[0]!
  bot.edit((t) => t.patch(right.id, { y: right.y - 200 }))
  await until(bot.unsaved, (count) => count === 0)
  await expectSame(ada, ben, pixels)
  for (const page of [ada, ben]) await expect.poll(async () => await at(page, 680, 171)).toBeGreaterThan(10)
  bot.dispose()
})

test('what is exported with its background lies on the paper and the grid that are shown', async ({
  openApp,
  pixels,
}) => {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  await page.getByRole('button', { name: 'View', exact: true }).click()
  await page.getByRole('radio', { name: 'Isometric' }).click()
  await choose(page, 'Paper', 'Green')
  await parkPointer(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('p')
  await drag(page, [300, 200], [500, 260])
  await parkPointer(page)
  await expect.poll(async () => (await inkOf(page, pixels)) !== null).toBe(true)
  const shown = await pixels.of(page, OPEN_BOARD)
  const { picture } = await exportPng(page, { what: 'View' })
  const part = { ...shown, data: new Uint8Array(shown.data.length) }
  for (let y = 0; y < OPEN_BOARD.height; y++) {
    const from = 4 * ((OPEN_BOARD.y + y) * picture.width + OPEN_BOARD.x)
    part.data.set(picture.data.subarray(from, from + 4 * OPEN_BOARD.width), 4 * y * OPEN_BOARD.width)
  }
  expect(difference(shown, part)).toBeLessThan(0.002)
  expect(Array.from(picture.data.subarray(0, 3))).not.toEqual([0xfc, 0xfb, 0xf8])
})
