import type { Locator, Page } from '@playwright/test'
import { expect, parkPointer, test } from './support/app.ts'
import { drag, expectInk, expectNoInk, expectSame, startTogether, tool } from './support/board.ts'
import { openExport } from './support/export.ts'
import { cut, inked } from './support/pixels.ts'
import { decodePng } from './support/png.ts'

const LINE = { x: 298, y: 298, width: 404, height: 4 }
const LOW = { x: 398, y: 498, width: 304, height: 4 }
const BOTH = { x: 298, y: 298, width: 404, height: 204 }

function panelOf(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Pages and layers' })
}

/** Opens the layers of the board. */
async function openLayers(page: Page): Promise<Locator> {
  await page.getByTestId('board').focus()
  await page.keyboard.press('y')
  const list = panelOf(page).getByRole('list', { name: 'Layers' })
  await expect(list).toBeVisible()
  return list
}

async function close(page: Page): Promise<void> {
  await panelOf(page).getByRole('button', { name: 'Close' }).click()
  await parkPointer(page)
}

async function names(list: Locator): Promise<string[]> {
  return await list.locator('[aria-current] > [dir="auto"]').allInnerTexts()
}

test('layers are drawn on, hidden, ordered and removed for everyone', async ({ openApp, pixels }) => {
  const { ada, ben } = await startTogether(openApp)
  await drag(ada, [300, 300], [700, 300])
  const list = await openLayers(ada)
  await panelOf(ada).getByRole('button', { name: 'Add layer' }).click()
  await expect.poll(async () => await names(list)).toEqual(['Layer 2', 'Base layer'])
  await close(ada)
  await drag(ada, [400, 500], [700, 500])
  await parkPointer(ada)
  await expectInk(ben, pixels, BOTH)

  await test.step('what is on a hidden layer is not seen, and not hit', async () => {
    await openLayers(ada)
    await panelOf(ada).getByRole('button', { name: 'Hide Base layer' }).click()
    await close(ada)
    await expectInk(ada, pixels, LOW)
    await expectInk(ben, pixels, LOW)
    await ben.keyboard.press('v')
    await ben.mouse.click(500, 300)
    await ben.keyboard.press('Delete')
    await ben.keyboard.press('Control+a')
    await expect(ben.getByRole('button', { name: 'More for what is selected' })).toBeVisible()
    await ben.keyboard.press('Delete')
    await parkPointer(ben)
    await expectNoInk(ada, pixels)
    await ben.keyboard.press('Control+z')
    await ben.keyboard.press('Escape')
    await expectInk(ada, pixels, LOW)
    await openLayers(ada)
    await panelOf(ada).getByRole('button', { name: 'Show Base layer' }).click()
    await close(ada)
    await expectInk(ben, pixels, BOTH)
  })

  await test.step('what is on a locked layer is seen, and left alone', async () => {
    await openLayers(ada)
    await panelOf(ada).getByRole('button', { name: 'Lock Layer 2' }).click()
    await close(ada)
    await ben.keyboard.press('Control+a')
    await ben.keyboard.press('Delete')
    await parkPointer(ben)
    await expectInk(ben, pixels, LOW)
    // Ada draws on it no more, and is told why.
    await tool(ada, 'Pen').click()
    await drag(ada, [300, 200], [600, 200])
    const locked = 'This layer is locked. Unlock it, or choose another one, to draw.'
    await expect(ada.getByText(locked, { exact: true })).toBeVisible()
    await parkPointer(ada)
    await expectInk(ada, pixels, LOW)
    await ben.keyboard.press('Control+z')
    await ben.keyboard.press('Escape')
    await openLayers(ada)
    await panelOf(ada).getByRole('button', { name: 'Unlock Layer 2' }).click()
    await close(ada)
    await expectInk(ada, pixels, BOTH)
  })

  await test.step('a layer is removed with what is on it, and comes back with one undo', async () => {
    await openLayers(ada)
    await panelOf(ada).getByRole('button', { name: 'More for Layer 2' }).click()
    await ada.getByRole('menuitem', { name: 'Remove' }).click()
    const dialog = ada.getByRole('dialog', { name: 'Remove “Layer 2”?' })
    await expect(dialog.getByText('One thing is on it')).toBeVisible()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await close(ada)
    await expectInk(ben, pixels, LINE)
    await ada.getByTestId('board').focus()
    await ada.keyboard.press('Control+z')
    await expectInk(ben, pixels, BOTH)
    await expectSame(ada, ben, pixels)
  })
})

test('a layer is as strong as it is set, and lies where it is put', async ({ openApp, pixels }) => {
  const { ada, ben } = await startTogether(openApp)
  await drag(ada, [300, 300], [700, 300])
  await openLayers(ada)
  const panel = panelOf(ada)
  await panel.getByRole('button', { name: 'Add layer' }).click()
  await panel.getByRole('button', { name: 'Add layer' }).click()
  await expect.poll(async () => await names(panel.getByRole('list'))).toEqual(['Layer 3', 'Layer 2', 'Base layer'])
  await drag(ada, [500, 100], [500, 400])
  await panel.getByRole('slider', { name: 'Opacity of the layer' }).focus()
  for (let i = 0; i < 10; i++) await ada.keyboard.press('ArrowLeft')
  await expect(panel.getByText('50%')).toBeVisible()
  await close(ada)
  await expectSame(ada, ben, pixels)
  const crossing = await pixels.of(ben, { x: 499, y: 200, width: 1, height: 1 })
  expect(crossing.data[0]!).toBeGreaterThan(100)
  expect(crossing.data[0]!).toBeLessThan(170)

  // The preview of an export shows it as the board does.
  const dialog = await openExport(ada)
  const preview = decodePng(await dialog.getByRole('img', { name: 'Preview' }).screenshot())
  const above = cut(preview, { x: 0, y: 0, width: preview.width, height: Math.floor(preview.height / 3) })
  const reds = above.data.filter((_, i) => i % 4 === 0)
  expect(Math.min(...reds)).toBeGreaterThan(100)
  await ada.keyboard.press('Escape')

  const list = await openLayers(ben)
  const row = list.getByRole('button').filter({ hasText: 'Layer 3' })
  await row.focus()
  await ben.keyboard.press('Alt+ArrowDown')
  await expect.poll(async () => await names(list)).toEqual(['Layer 2', 'Layer 3', 'Base layer'])
  await ben.keyboard.press('F2')
  await ben.getByRole('textbox', { name: 'Name of the layer' }).fill('Glass')
  await ben.keyboard.press('Enter')
  await openLayers(ada)
  await expect.poll(async () => await names(panel.getByRole('list'))).toEqual(['Layer 2', 'Glass', 'Base layer'])
  await close(ada)
  await close(ben)

  await ada.getByTestId('board').focus()
  for (let i = 0; i < 10; i++) await ada.keyboard.press('Control+z')
  const place = { x: 499, y: 200, width: 1, height: 1 }
  await expect.poll(async () => (await pixels.of(ben, place)).data[0]!).toBeLessThan(60)
})

test('who hosts the board keeps a layer for hosts, and who made one for themselves', async ({ openApp, pixels }) => {
  const { ada, ben } = await startTogether(openApp)
  await drag(ada, [300, 300], [700, 300])
  await parkPointer(ada)
  await expectInk(ben, pixels, LINE)

  await test.step('the base layer is for hosts: others leave it alone, and cannot draw there', async () => {
    await openLayers(ada)
    await panelOf(ada)
      .getByRole('button', { name: /^Who may draw: Everyone/ })
      .click()
    await ada.getByRole('menuitemradio', { name: 'Only hosts' }).click()
    await close(ada)
    await drag(ben, [300, 500], [700, 500])
    const notYours = 'This layer is not yours to draw on. Choose another one.'
    await expect(ben.getByText(notYours, { exact: true })).toBeVisible()
    await ben.keyboard.press('v')
    await ben.keyboard.press('Control+a')
    await ben.keyboard.press('Delete')
    await parkPointer(ben)
    await expectInk(ada, pixels, LINE)
    await openLayers(ben)
    await expect(panelOf(ben).getByRole('button', { name: /^Who may draw: Only hosts/ })).toBeDisabled()
    await expect(panelOf(ben).getByRole('button', { name: 'Hide Base layer' })).toBeDisabled()
  })

  await test.step('on a layer of their own they draw, and nobody else but hosts', async () => {
    await panelOf(ben).getByRole('button', { name: 'Add layer' }).click()
    await panelOf(ben)
      .getByRole('button', { name: /^Who may draw: Everyone/ })
      .click()
    await ben
      .getByRole('menuitemradio', { name: /^Only / })
      .first()
      .click()
    await close(ben)
    await tool(ben, 'Pen').click()
    await drag(ben, [400, 500], [700, 500])
    await parkPointer(ben)
    await expectInk(ada, pixels, BOTH)
    // Hosts may draw on all.
    await tool(ada, 'Eraser').click()
    await drag(ada, [500, 450], [500, 550])
    await parkPointer(ada)
    await expectInk(ben, pixels, LINE)
    await expectSame(ada, ben, pixels)
  })
  expect(inked(await pixels.of(ben, LOW))).toBe(0)
})
