import { chromium, type Browser, type Locator, type Page } from '@playwright/test'
import { expect, parkPointer, startBoard, test } from './support/app.ts'
import { drag } from './support/board.ts'

/** Text twice as large as usual, in a window as wide as a phone. */
const LARGE = '--blink-settings=defaultFontSize=32'
const NARROW = { viewport: { width: 390, height: 844 } } as const

/** What stands out of the window at its sides, of the buttons, fields and words in a part of it. */
async function outside(part: Locator): Promise<readonly string[]> {
  return await part.locator('button, input, span, label').evaluateAll((elements) =>
    elements
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect()
        return width > 0 && (left < 0 || right > window.innerWidth)
      })
      .map((element) => element.getAttribute('aria-label') ?? element.textContent),
  )
}

/** Whether words are there as a whole, and not cut off with dots. */
async function isWhole(words: Locator): Promise<boolean> {
  return await words.evaluate((element) => element.scrollWidth <= element.clientWidth)
}

async function overlap(a: Locator, b: Locator): Promise<boolean> {
  const [one, other] = [(await a.boundingBox())!, (await b.boundingBox())!]
  return one.y < other.y + other.height && other.y < one.y + one.height
}

test.describe('with text twice as large in a narrow window', () => {
  let browser: Browser
  let page: Page

  test.beforeEach(async ({ openApp }, { project }) => {
    const { args = [], ...options } = project.use.launchOptions ?? {}
    browser = await chromium.launch({ ...options, args: [...args, LARGE] })
    const app = await openApp('Ada', { computer: { browser, prefix: [] }, context: NARROW })
    page = app.page
    await startBoard(page, 'Atelier')
    await page.getByTestId('board').focus()
  })

  test.afterEach(async () => {
    await browser.close()
  })

  test('layers and pages are read as a whole, many at a time, and nothing stands out of the window', async () => {
    await page.keyboard.press('y')
    const panel = page.getByRole('complementary', { name: 'Pages and layers' })
    for (let i = 0; i < 3; i++) await panel.getByRole('button', { name: 'Add layer' }).click()
    expect(await outside(panel)).toEqual([])
    for (const name of ['Layer 4', 'Layer 2', 'Base layer']) {
      const row = panel.locator('[aria-current]', { hasText: name })
      await expect(row).toBeInViewport()
      expect(await isWhole(row.getByText(name)), name).toBe(true)
    }
    await panel.getByRole('slider').focus()
    expect(await panel.evaluate((element) => element.scrollLeft)).toBe(0)

    await panel.getByRole('button', { name: 'More for Layer 4' }).click()
    await page.getByRole('menuitem', { name: 'Lock Layer 4' }).click()
    await expect(page.getByRole('menu')).toHaveCount(0)
    await panel.getByRole('button', { name: 'More for Layer 4' }).click()
    await expect(page.getByRole('menuitem', { name: 'Unlock Layer 4' })).toBeVisible()
    await page.keyboard.press('Escape')

    await panel.getByRole('radio', { name: 'Pages' }).click()
    await panel.getByRole('button', { name: 'Add page' }).click()
    expect(await outside(panel)).toEqual([])
    expect(await isWhole(panel.getByText('Page 2', { exact: true }))).toBe(true)
  })

  test('text is typed into a field with room, and found', async () => {
    await page.keyboard.press('Control+f')
    const bar = page.getByRole('search')
    await expect(bar).toBeVisible()
    expect(await outside(bar)).toEqual([])
    expect((await bar.getByRole('textbox').boundingBox())!.width).toBeGreaterThan(200)
  })

  test('what is selected has its buttons where nothing else is, and all tools can be reached', async () => {
    await page.keyboard.press('p')
    await drag(page, [100, 240], [300, 300])
    await page.keyboard.press('v')
    await page.keyboard.press('Control+a')
    const buttons = page.getByRole('group', { name: 'Selection' })
    await expect(buttons).toBeVisible()
    await parkPointer(page)
    const tools = page.getByRole('radiogroup', { name: 'Tools' })
    expect(await outside(buttons)).toEqual([])
    expect(await overlap(buttons, tools)).toBe(false)
    for (const key of ['p', 't', 'n', 'v']) {
      await page.keyboard.press(key)
      await expect(tools.getByRole('radio', { checked: true })).toBeInViewport({ ratio: 1 })
    }
  })
})
