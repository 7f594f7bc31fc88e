import type { Page } from '@playwright/test'
import { anotherWindow, expect, joinNearby, parkPointer, startBoard, test } from './support/app.ts'
import { drag, expectNoInk, expectSame, goHome, inkOf, newBoardName } from './support/board.ts'
import { inked } from './support/pixels.ts'
import { OPEN_BOARD } from './support/app.ts'

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Stamps', exact: true }).click()
  await page.getByRole('radio', { name, exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Stamps' })).toBeHidden()
}

test('a stamp is seen faintly, put down by click, and seen by the others; each is one step', async ({
  openApp,
  pixels,
}) => {
  const ada = (await openApp('Ada')).page
  const name = newBoardName()
  await startBoard(ada, name)
  const ben = (await openApp('Ben')).page
  await joinNearby(ben, name)

  await choose(ada, 'Heart')
  await ada.mouse.move(400, 300)
  await expect.poll(async () => inked(await pixels.of(ada, OPEN_BOARD))).toBeGreaterThan(500)
  await parkPointer(ada)
  await expectNoInk(ada, pixels)
  await expectNoInk(ben, pixels)
  await ada.mouse.click(400, 300)
  await parkPointer(ada)
  const heart = await inkOf(ada, pixels)
  expect(Math.abs((heart?.x ?? 0) + (heart?.width ?? 0) / 2 - 400)).toBeLessThan(3)
  await expectSame(ada, ben, pixels)

  await choose(ada, 'Right')
  for (const x of [500, 600]) await ada.mouse.click(x, 300)
  // Upright, and half as large again.
  await ada.mouse.move(800, 300)
  for (let i = 0; i < 6; i++) await ada.keyboard.press('ArrowRight')
  for (let i = 0; i < 2; i++) await ada.keyboard.press('ArrowUp')
  await ada.mouse.click(800, 300)
  await expectSame(ada, ben, pixels)
  for (let i = 0; i < 3; i++) await ada.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => JSON.stringify(await inkOf(ada, pixels))).toBe(JSON.stringify(heart))
  await expectSame(ada, ben, pixels)
})

test('stamps are chosen, turned and put down with keys alone', async ({ openApp, pixels }) => {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  await page.getByRole('button', { name: 'Stamps', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('radio', { name: 'Tick', exact: true }).focus()
  // As long as a finger rests on a key.
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight', { delay: 40 })
  await expect(page.getByRole('radio', { name: 'Star', exact: true })).toBeChecked()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Stamps' })).toBeHidden()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect
    .poll(async () => {
      const star = await inkOf(page, pixels)
      return star === null ? null : Math.round((star.x + star.width / 2 - 640) / 4)
    })
    .toBe(0)
})

test('a stamp made of what is selected is there on other boards, in other windows, and after a restart', async ({
  openApp,
  pixels,
}) => {
  const app = await openApp('Ada')
  const { page } = app
  await startBoard(page, newBoardName())
  await page.keyboard.press('r')
  await drag(page, [300, 200], [420, 280])
  await page.keyboard.press('p')
  await drag(page, [310, 300], [410, 320])
  await page.keyboard.press('v')
  await page.keyboard.press('Control+a')
  await page.mouse.click(360, 240, { button: 'right' })
  await page.getByRole('menuitem', { name: 'Keep as stamp' }).click()
  await expect(page.getByText('It is among your stamps now').first()).toBeVisible()
  await page.keyboard.press('Escape')
  const drawn = await inkOf(page, pixels)

  await goHome(page)
  const name = newBoardName()
  await startBoard(page, name)
  await choose(page, 'Your stamp 1')
  await page.mouse.click(600, 300)
  await page.keyboard.press('v')
  await parkPointer(page)
  await expect
    .poll(async () => {
      const placed = await inkOf(page, pixels)
      const isAsLarge = placed !== null && drawn !== null && Math.abs(placed.width - drawn.width) < 16
      return isAsLarge ? 'as large' : JSON.stringify(placed)
    })
    .toBe('as large')

  await app.kill()
  await app.restart()
  const other = await anotherWindow(app)
  await other.getByRole('button', { name }).first().click()
  await other.getByRole('button', { name: 'Stamps', exact: true }).click()
  await expect(other.getByRole('radio', { name: 'Your stamp 1' })).toBeVisible()
  await other.getByRole('button', { name: 'Remove some' }).click()
  await other.getByRole('button', { name: 'Remove Your stamp 1' }).click()
  await expect(other.getByText('Select things on the board and choose')).toBeVisible()
})

test('a library of Excalidraw becomes stamps, or lies on the board', async ({ openApp, pixels }) => {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  const file = 'test/fixtures/excalidraw/despair.excalidrawlib'
  const open = async (): Promise<void> => {
    await page.getByLabel('Open file…').setInputFiles(file)
    await expect(page.getByRole('dialog', { name: /^A library with/ })).toBeVisible()
  }
  await open()
  await page.getByRole('button', { name: 'Keep as stamps' }).click()
  await expect(page.getByText(/among your stamps/).first()).toBeVisible()
  await expectNoInk(page, pixels)
  await choose(page, 'Your stamp 1')
  await page.mouse.click(500, 300)
  await parkPointer(page)
  await expect.poll(async () => inked(await pixels.of(page, OPEN_BOARD))).toBeGreaterThan(50)
  await page.keyboard.press('Control+z')
  await open()
  await page.getByRole('button', { name: 'Put on this board' }).click()
  await expect.poll(async () => inked(await pixels.of(page, OPEN_BOARD))).toBeGreaterThan(200)
})

test('in a narrow window stamps are among the shapes, and a finger puts them down', async ({ openApp, pixels }) => {
  const { page } = await openApp('Ada', {
    context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  })
  await startBoard(page, 'Atelier')
  const bar = page.getByRole('radiogroup', { name: 'Tools' })
  await expect(bar.getByRole('radio', { name: 'Select' })).toBeInViewport({ ratio: 1 })
  await expect(page.getByRole('button', { name: 'Style', exact: true })).toBeInViewport({ ratio: 1 })
  await page.getByRole('button', { name: 'Shapes, stamps and pictures' }).tap()
  await page.getByRole('button', { name: 'Stamps', exact: true }).tap()
  await page.getByRole('radio', { name: 'Star' }).tap()
  await page.touchscreen.tap(200, 400)
  const around = { x: 150, y: 350, width: 100, height: 100 }
  await expect.poll(async () => inked(await pixels.of(page, around))).toBeGreaterThan(500)
})
