import type { Locator, Page } from '@playwright/test'
import { PDFDocument } from 'pdf-lib'
import { contentOf, expect, parkPointer, test } from './support/app.ts'
import { drag, expectInk, expectNoInk, expectSame, inkOf, startTogether, write } from './support/board.ts'
import { inkArea } from './support/pixels.ts'

const DOWN = { x: 298, y: 298, width: 404, height: 4 }
const UP = { x: 298, y: 498, width: 404, height: 4 }

function panelOf(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Pages and layers' })
}

/** The button of a page in the list. */
function pageNamed(page: Page, name: string): Locator {
  return panelOf(page).getByRole('list', { name: 'Pages' }).getByRole('button').filter({ hasText: name })
}

async function names(page: Page): Promise<string[]> {
  const list = panelOf(page).getByRole('list', { name: 'Pages' })
  return await list.locator('[aria-current] > [dir="auto"]').allInnerTexts()
}

test('pages have their own ink and view, and people see on which page the others are', async ({ openApp, pixels }) => {
  const { ada, ben } = await startTogether(openApp)
  await drag(ada, [300, 300], [700, 300])
  await parkPointer(ada)
  await expectInk(ben, pixels, DOWN)

  await test.step('a new page is empty, and only for who goes there', async () => {
    await ada.getByRole('button', { name: 'Pages and layers' }).click()
    await panelOf(ada).getByRole('button', { name: 'Add page' }).click()
    await expect(ada.getByRole('button', { name: /page 2 of 2$/ })).toBeVisible()
    await expect(ben.getByRole('button', { name: /page 1 of 2$/ })).toBeVisible()
    await ada.keyboard.press('Escape')
    await expectNoInk(ada, pixels)
    await expectInk(ben, pixels, DOWN)
  })

  await test.step('what is drawn there is seen there alone, while it grows too', async () => {
    await ada.mouse.move(300, 500)
    await ada.mouse.down()
    await ada.mouse.move(500, 500, { steps: 5 })
    await expectInk(ben, pixels, DOWN)
    await ben.keyboard.press('PageDown')
    await expect(ben.getByRole('button', { name: /page 2 of 2$/ })).toBeVisible()
    await parkPointer(ben)
    const grown = { x: 290, y: 480, width: 205, height: 40 }
    await expect.poll(async () => inkArea(await pixels.of(ben, grown))?.width).toBeGreaterThan(190)
    await ada.mouse.move(700, 500, { steps: 5 })
    await ada.mouse.up()
    await parkPointer(ada)
    await expectInk(ben, pixels, UP)
    await expectSame(ada, ben, pixels)
  })

  await test.step('pointers are seen on their own page, and the list says who is where', async () => {
    await ada.mouse.move(600, 350)
    const pointer = ben.getByTestId('board').locator('[class*="pointer"]')
    await expect(pointer).toHaveCount(1)
    await ben.keyboard.press('PageUp')
    await expect(pointer).toHaveCount(0)
    await ben.keyboard.press('g')
    await expect(pageNamed(ben, 'Page 2').getByRole('img', { name: /^Here: / })).toBeVisible()
    await expect(pageNamed(ben, 'Page 1').getByRole('img', { name: /^Here: / })).toHaveCount(0)
    await ben.keyboard.press('Escape')
  })

  await test.step('each page keeps its view', async () => {
    await ben.keyboard.press('Control+=')
    const zoomed = ben.getByRole('button', { name: /zoom to 100 %$/ })
    await expect(zoomed).toHaveText('150%')
    await ben.keyboard.press('PageDown')
    await expect(zoomed).toHaveText('100%')
    await ben.keyboard.press('PageUp')
    await expect(zoomed).toHaveText('150%')
    await ben.keyboard.press('Control+0')
  })

  await test.step('undoing goes to where it was done', async () => {
    await ada.keyboard.press('PageUp')
    await expectInk(ada, pixels, DOWN)
    await ada.keyboard.press('Control+z')
    await expect(ada.getByRole('button', { name: /page 2 of 2$/ })).toBeVisible()
    await expectNoInk(ada, pixels)
    await ada.keyboard.press('Control+Shift+z')
    await expectInk(ada, pixels, UP)
  })
})

test('pages are named, ordered, copied and removed together, by pointer and by keys', async ({ openApp, pixels }) => {
  const { ada, ben } = await startTogether(openApp)
  await drag(ada, [300, 500], [700, 500])
  await ada.keyboard.press('g')
  await panelOf(ada).getByRole('button', { name: 'More for Page 1' }).click()
  await ada.getByRole('menuitem', { name: 'Rename' }).click()
  await ada.getByRole('textbox', { name: 'Name of the page' }).fill('Opening')
  await ada.keyboard.press('Enter')
  await panelOf(ada).getByRole('button', { name: 'Add page' }).click()
  await panelOf(ada).getByRole('button', { name: 'Add page' }).click()
  await ben.keyboard.press('g')
  await expect.poll(async () => await names(ben)).toEqual(['Opening', 'Page 2', 'Page 3'])

  // Up by keys, and down by the pointer.
  await pageNamed(ada, 'Page 3').focus()
  await ada.keyboard.press('Alt+ArrowUp')
  await ada.keyboard.press('Alt+ArrowUp')
  await expect.poll(async () => await names(ben)).toEqual(['Page 3', 'Opening', 'Page 2'])
  const rows = panelOf(ada).getByRole('listitem')
  const [from, to] = [await rows.nth(0).boundingBox(), await rows.nth(1).boundingBox()]
  await ada.mouse.move(from!.x + 8, from!.y + from!.height / 2)
  await ada.mouse.down()
  await ada.mouse.move(to!.x + 8, to!.y + to!.height - 4, { steps: 4 })
  await ada.mouse.up()
  await expect.poll(async () => await names(ben)).toEqual(['Opening', 'Page 3', 'Page 2'])

  // A copy has the same on it.
  await panelOf(ada).getByRole('button', { name: 'More for Opening' }).click()
  await ada.getByRole('menuitem', { name: 'Duplicate' }).click()
  await expect.poll(async () => await names(ben)).toEqual(['Opening', 'Copy of Opening', 'Page 3', 'Page 2'])
  await panelOf(ada).getByRole('button', { name: 'Close' }).click()
  await parkPointer(ada)
  await expectInk(ada, pixels, UP)

  // Removing asks where something would be lost; undoing brings all of it back.
  await pageNamed(ben, 'Page 3').focus()
  await ben.keyboard.press('Delete')
  await expect.poll(async () => await names(ben)).toEqual(['Opening', 'Copy of Opening', 'Page 2'])
  await pageNamed(ben, 'Copy of Opening').focus()
  await ben.keyboard.press('Delete')
  await ben.getByRole('dialog', { name: 'Remove “Copy of Opening”?' }).getByRole('button', { name: 'Remove' }).click()
  await expect.poll(async () => await names(ben)).toEqual(['Opening', 'Page 2'])
  // Ada was there, and is on the page before now.
  await expect(ada.getByRole('button', { name: /^Opening, page 1 of 2$/ })).toBeVisible()
  await ben.getByTestId('board').focus()
  await ben.keyboard.press('Control+z')
  await expect(ada.getByRole('button', { name: /page 1 of 3$/ })).toBeVisible()
  await ada.keyboard.press('PageDown')
  await expectInk(ada, pixels, UP)
})

test('what is selected is brought to another page, and the board is exported with all pages', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben } = await startTogether(openApp)
  await drag(ada, [300, 300], [700, 300])
  await drag(ada, [300, 500], [700, 500])
  await ada.keyboard.press('g')
  await panelOf(ada).getByRole('button', { name: 'Add page' }).click()
  await ada.keyboard.press('Escape')
  await ada.keyboard.press('PageUp')
  await ada.keyboard.press('v')
  await ada.mouse.click(500, 500)
  await ada.mouse.click(500, 500, { button: 'right' })
  await ada.getByRole('menuitem', { name: 'Move to page' }).hover()
  await ada.getByRole('menuitem', { name: 'Page 2' }).click()
  await expect(ada.getByRole('button', { name: /page 2 of 2$/ })).toBeVisible()
  await ada.keyboard.press('Escape')
  await parkPointer(ada)
  await expectInk(ada, pixels, UP)
  await expectInk(ben, pixels, DOWN)
  await ben.keyboard.press('PageDown')
  await expect.poll(async () => (await inkOf(ben, pixels))?.width).toBe(404)

  await ada.getByRole('button', { name: 'Export', exact: true }).click()
  const dialog = ada.getByRole('dialog', { name: 'Export' })
  await dialog.getByRole('radio', { name: 'PDF' }).click()
  await dialog.getByRole('radio', { name: 'Board', exact: true }).click()
  await expect(dialog.getByText('2 pages')).toBeVisible()
  await dialog.getByRole('radio', { name: 'Page', exact: true }).click()
  await expect(dialog.getByText('One page')).toBeVisible()
  await dialog.getByRole('radio', { name: 'JSON' }).click()
  await dialog.getByRole('radio', { name: 'Board', exact: true }).click()
  await expect(dialog.getByText('2 things')).toBeVisible()

  await test.step('an empty one too, as large as the one before it', async () => {
    await dialog.getByRole('button', { name: 'Close' }).click()
    await ben.keyboard.press('g')
    await panelOf(ben).getByRole('button', { name: 'Add page' }).click()
    await expect(ada.getByRole('button', { name: /page 2 of 3$/ })).toBeVisible()
    await ada.getByRole('button', { name: 'Export', exact: true }).click()
    await dialog.getByRole('radio', { name: 'PDF' }).click()
    await dialog.getByRole('radio', { name: 'Board', exact: true }).click()
    await expect(dialog.getByText('3 pages')).toBeVisible()
    const downloading = ada.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Save PDF' }).click()
    const pages = (await PDFDocument.load(await contentOf(await downloading))).getPages()
    const [first, second, empty] = pages.map((one) => one.getSize())
    expect(pages).toHaveLength(3)
    expect(second).toEqual(first)
    expect(empty).toEqual(second)
  })
})

test('text is looked for on all pages, and going to it turns the page', async ({ openApp }) => {
  const { ada, ben } = await startTogether(openApp)
  await write(ada, [300, 300], 'Apples and pears')
  await ada.keyboard.press('g')
  await panelOf(ada).getByRole('button', { name: 'Add page' }).click()
  await ada.keyboard.press('Escape')
  await write(ada, [400, 500], 'More pears')
  await expect(ben.getByRole('button', { name: /page 1 of 2$/ })).toBeVisible()

  await ben.keyboard.press('Control+f')
  const search = ben.getByRole('search')
  const field = search.getByRole('textbox')
  const mark = ben.getByTestId('found')
  await field.fill('pears')
  await expect(search.getByText('1 of 2')).toBeVisible()
  await expect(search.getByText(/^On /)).toBeHidden()
  await expect(mark).toBeVisible()

  await test.step('what is on another page alone is told of, and gone to by key', async () => {
    await field.fill('more pe')
    await expect(search.getByText('1 of 1')).toBeVisible()
    await expect(search.getByText(/^On .Page 2/)).toBeVisible()
    await expect(mark).toBeHidden()
    await expect(ben.getByRole('button', { name: /page 1 of 2$/ })).toBeVisible()
    await field.press('Enter')
    await expect(ben.getByRole('button', { name: /page 2 of 2$/ })).toBeVisible()
    await expect(mark).toBeInViewport()
    await expect(search.getByText(/^On /)).toBeHidden()
    await expect(field).toBeFocused()
  })

  await test.step('or by pointer, and on from there', async () => {
    await field.fill('apples')
    await expect(search.getByText(/^On .Page 1/)).toBeVisible()
    await search.getByRole('button', { name: 'Go there' }).click()
    await expect(ben.getByRole('button', { name: /page 1 of 2$/ })).toBeVisible()
    await expect(mark).toBeInViewport()
    await expect(field).toBeFocused()
    await field.fill('pears')
    await field.press('Enter')
    await expect(search.getByText('2 of 2')).toBeVisible()
    await expect(ben.getByRole('button', { name: /page 2 of 2$/ })).toBeVisible()
  })
})
