import type { Page } from '@playwright/test'
import { anotherWindow, expect, onBoard, parkPointer, startBoard, test } from './support/app.ts'
import { drag, expectInk, expectNoInk, expectSame, newBoardName, startTogether, tool } from './support/board.ts'
import { inked } from './support/pixels.ts'

/** Draws two rectangles: 100 × 60 at the left, and 60 × 80 below it to the right. */
async function drawTwo(page: Page): Promise<void> {
  for (const [from, to] of [
    [[300, 200] as const, [400, 260] as const],
    [[500, 320] as const, [560, 400] as const],
  ]) {
    await page.keyboard.press('r')
    await drag(page, from!, to!)
    await page.keyboard.press('Escape')
  }
}

function bar(page: Page): ReturnType<Page['getByRole']> {
  return page.getByRole('group', { name: 'Selection' })
}

test('two people arrange the same things, each step undone by itself', async ({ openApp, pixels }) => {
  const { ada: page, ben } = await startTogether(openApp)
  await drawTwo(page)

  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+Shift+ArrowLeft')
  await page.keyboard.press('Escape')
  await expectInk(page, pixels, { x: 298, y: 198, width: 104, height: 204 })
  await expectSame(page, ben, pixels)

  // From the menu at the pointer, grouped; then a click on one takes both.
  await page.mouse.click(302, 230)
  await page.keyboard.down('Shift')
  await page.mouse.click(302, 360)
  await page.keyboard.up('Shift')
  await page.mouse.click(302, 230, { button: 'right' })
  await page.getByRole('menuitem', { name: 'Group Ctrl+G', exact: true }).click()
  await page.keyboard.press('Escape')
  await page.mouse.click(302, 230)
  await expect(bar(page).getByRole('button', { name: 'Ungroup' })).toBeEnabled()
  await page.keyboard.press('Shift+H')
  await page.keyboard.press('Escape')
  await expectSame(page, ben, pixels)

  // The flip, the group and the edges are three steps.
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z')
  await expectInk(page, pixels, { x: 298, y: 198, width: 264, height: 204 })
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+Shift+z')
  await expectSame(page, ben, pixels)

  // Ben has the group as well: he drags it by one of its things, and it is drawn to nothing, for nothing else is there.
  await ben.keyboard.press('v')
  await drag(ben, [398, 230], [698, 330])
  await ben.keyboard.press('Escape')
  await parkPointer(ben)
  await expectInk(page, pixels, { x: 598, y: 298, width: 104, height: 204 })
})

test('what is copied on one board is pasted on another, in another window', async ({ openApp, pixels }) => {
  const ada = await openApp('Ada')
  const { page } = ada
  await startBoard(page, newBoardName())
  await drawTwo(page)
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+g')
  await page.keyboard.press('Control+c')

  const other = await anotherWindow(ada)
  await other.getByLabel('Board name').fill(newBoardName())
  await other.getByRole('button', { name: 'Start board' }).click()
  await onBoard(other)
  await other.mouse.move(500, 300)
  await other.keyboard.press('Control+v')
  await other.keyboard.press('Escape')
  await expectInk(other, pixels, { x: 368, y: 198, width: 264, height: 204 })
  // The group came along.
  await other.mouse.click(370, 230)
  await expect(bar(other).getByRole('button', { name: 'Ungroup' })).toBeEnabled()
  await other.keyboard.press('Control+x')
  await expectNoInk(other, pixels)
  await other.keyboard.press('Control+v')
  await other.keyboard.press('Escape')
  await expectInk(other, pixels, { x: 238, y: 128, width: 264, height: 204 })
  // Pasted, cut, and pasted before: three steps.
  for (let i = 0; i < 3; i++) await other.keyboard.press('Control+z')
  await expectNoInk(other, pixels)
})

test('a lasso goes around things, and a lock keeps them', async ({ openApp, pixels }) => {
  const { page } = await openApp('Ada')
  await startBoard(page, newBoardName())
  await drawTwo(page)
  await page.keyboard.press('q')
  await expect(page.getByRole('radio', { name: 'Lasso' })).toBeChecked()
  await page.mouse.move(270, 170)
  await page.mouse.down()
  for (const [x, y] of [
    [440, 170],
    [440, 290],
    [270, 290],
  ] as const) {
    await page.mouse.move(x, y, { steps: 5 })
  }
  await page.mouse.up()
  await bar(page).getByRole('button', { name: 'Lock' }).click()
  await expect(bar(page).getByRole('button', { name: 'Unlock' })).toBeVisible()
  await expect(bar(page).getByRole('button', { name: 'Delete' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await expectInk(page, pixels, { x: 298, y: 198, width: 104, height: 64 })
  await tool(page, 'Select').click()
  await page.mouse.click(302, 230)
  await bar(page).getByRole('button', { name: 'Unlock' }).click()
  await page.keyboard.press('Delete')
  await parkPointer(page)
  await expectNoInk(page, pixels)
})

test('a menu at the edge of a narrow window opens under the pointer, and the press that opened it chooses nothing', async ({
  openApp,
  pixels,
}) => {
  const { page } = await openApp('Ada', { context: { viewport: { width: 390, height: 844 } } })
  await startBoard(page, newBoardName())
  await page.keyboard.press('r')
  await drag(page, [200, 200], [360, 300])
  await page.keyboard.press('Escape')
  await page.mouse.click(358, 250)
  await page.mouse.move(300, 202)
  await page.mouse.down({ button: 'right' })
  const menu = page.getByRole('menu', { name: 'Selection' })
  await expect(menu).toBeVisible()
  const box = (await menu.boundingBox())!
  expect(box.x + box.width).toBeLessThanOrEqual(390)
  await page.mouse.move(box.x + box.width / 2, box.y + 24)
  await page.mouse.up({ button: 'right' })
  await expect(menu).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
  const upperLine = { x: 220, y: 195, width: 120, height: 10 }
  await expect.poll(async () => inked(await pixels.of(page, upperLine))).toBeGreaterThan(100)
})
