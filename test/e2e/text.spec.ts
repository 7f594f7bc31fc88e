import type { Locator, Page } from '@playwright/test'
import { expect, joinNearby, OPEN_BOARD, parkPointer, test } from './support/app.ts'
import { drag, expectSame, inkOf, startTogether, tool } from './support/board.ts'
import { difference, type PixelReader } from './support/pixels.ts'

/** Ends typing and lets go of what was written. */
async function letGo(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await parkPointer(page)
}

/** What takes the keys while one types on the board. */
function typedIn(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Text', exact: true })
}

async function heightOf(page: Page, pixels: PixelReader): Promise<number> {
  return (await inkOf(page, pixels))?.height ?? 0
}

test('text is broken at the width of the box one draws for it, in the same places for everyone', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben } = await startTogether(openApp)
  await ada.keyboard.press('t')
  await drag(ada, [300, 200], [520, 240])
  await ada.keyboard.type('Words that are much too long for the box they stand in')
  await letGo(ada)
  await expectSame(ada, ben, pixels)
  const wrapped = (await inkOf(ben, pixels))!
  expect(wrapped.width).toBeLessThanOrEqual(222)
  expect(wrapped.height).toBeGreaterThan(70)

  await ada.keyboard.press('v')
  await ada.mouse.click(320, 215)
  // The handle in the middle of the right side.
  await drag(ada, [526, 200 + wrapped.height / 2], [826, 200 + wrapped.height / 2])
  await letGo(ada)
  await expectSame(ada, ben, pixels)
  await expect.poll(() => heightOf(ben, pixels)).toBeLessThan(wrapped.height - 20)
  await ada.keyboard.press('Control+z')
  await expect.poll(() => heightOf(ben, pixels)).toBe(wrapped.height)
})

test('a list goes on with Enter, and ends with an item that has no words', async ({ openApp, pixels }) => {
  const { ada, ben } = await startTogether(openApp)
  await ada.keyboard.press('t')
  await ada.mouse.click(300, 200)
  await ada.keyboard.type('To bring')
  await ada.keyboard.press('Enter')
  await ada.keyboard.type('- paper')
  await ada.keyboard.press('Enter')
  await ada.keyboard.type('ink')
  await ada.keyboard.press('Enter')
  await ada.keyboard.press('Enter')
  await ada.keyboard.type('1. Draw')
  await ada.keyboard.press('Enter')
  await ada.keyboard.type('Show')
  const words = await typedIn(ada).inputValue()
  expect(words).toBe('To bring\n- paper\n- ink\n1. Draw\n2. Show')
  await letGo(ada)
  await expectSame(ada, ben, pixels)
  await expect.poll(() => heightOf(ben, pixels)).toBeGreaterThan(120)
})

test('typeface, size, weight and alignment are chosen before, while and after one types', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben } = await startTogether(openApp)
  await ada.keyboard.press('t')
  await ada.getByRole('radio', { name: 'Handwriting' }).click()
  await ada.mouse.click(300, 200)
  await ada.keyboard.type('Small words')
  await ada.getByRole('radio', { name: 'Large', exact: true }).click()
  await ada.keyboard.type(' grow')
  await letGo(ada)
  await expectSame(ada, ben, pixels)
  const large = (await inkOf(ben, pixels))!
  expect(large.height).toBeGreaterThan(22)

  await ada.mouse.click(320, 200)
  await expect(ada.getByRole('radio', { name: 'Handwriting' })).toBeChecked()
  await expect(ada.getByRole('radio', { name: 'Large', exact: true })).toBeChecked()
  await ada.getByRole('radio', { name: 'Extra large' }).click()
  await ada.getByRole('radio', { name: 'Code' }).click()
  await ada.getByRole('radio', { name: 'Bold' }).click()
  await letGo(ada)
  await expectSame(ada, ben, pixels)
  expect((await inkOf(ben, pixels))!.width).toBeGreaterThan(large.width * 1.5)
  for (let i = 0; i < 3; i++) await ada.keyboard.press('Control+z')
  await expectSame(ada, ben, pixels)
  await expect.poll(async () => (await inkOf(ben, pixels))?.width).toBe(large.width)
})

test('a colour that is chosen while one types is that of the words, and one goes on typing', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben } = await startTogether(openApp)
  await ada.keyboard.press('t')
  await ada.mouse.click(300, 200)
  await ada.keyboard.type('Ink')
  await ada.getByRole('radio', { name: 'Red', exact: true }).click()
  await ada.keyboard.type(' is red')
  await expect(typedIn(ada)).toHaveValue('Ink is red')
  await expect(ada.getByRole('radio', { name: 'Red', exact: true })).toBeChecked()
  await letGo(ada)
  await expect(tool(ada, 'Select')).toBeChecked()
  await expectSame(ada, ben, pixels)
})

test('any colour and opacity are chosen while one types, and one goes on typing', async ({ openApp, pixels }) => {
  const { ada, ben } = await startTogether(openApp)
  await ada.keyboard.press('t')
  await ada.mouse.click(300, 200)
  await ada.keyboard.type('Ink')
  await test.step('by the slider', async () => {
    const slider = (await ada.getByRole('slider', { name: 'Opacity' }).locator('xpath=../..').boundingBox())!
    await ada.mouse.click(slider.x + slider.width / 2, slider.y + slider.height / 2)
    await ada.keyboard.type(' is')
    await expect(typedIn(ada)).toHaveValue('Ink is')
  })
  await test.step('by its number', async () => {
    await ada.getByRole('button', { name: 'Other colour' }).click()
    await ada.getByRole('textbox', { name: 'Hex value' }).fill('#12aa34')
    await expect(typedIn(ada)).toHaveValue('Ink is')
    await ada.keyboard.press('Escape')
    await ada.keyboard.type(' green')
    await expect(typedIn(ada)).toHaveValue('Ink is green')
  })
  await test.step('also what fills a shape whose words are typed', async () => {
    await ada.keyboard.press('Escape')
    await ada.keyboard.press('r')
    await drag(ada, [300, 300], [500, 400])
    await ada.getByRole('radio', { name: 'Solid', exact: true }).click()
    await ada.keyboard.press('Enter')
    await ada.keyboard.type('On')
    await ada.getByRole('button', { name: 'Fill colour' }).click()
    await ada.getByRole('button', { name: 'Other colour' }).last().click()
    await ada.getByRole('textbox', { name: 'Hex value' }).fill('#aa12cc')
    await ada.keyboard.press('Escape')
    await ada.keyboard.type(' violet')
    await expect(typedIn(ada)).toHaveValue('On violet')
    // As see-through as the slider has made it.
    const isViolet = async (): Promise<boolean> => {
      const [red, green, blue] = (await pixels.of(ada, { x: 320, y: 385, width: 1, height: 1 })).data
      return red! > green! + 60 && blue! > red! + 10
    }
    await expect.poll(isViolet).toBe(true)
  })
  await test.step('and what is beside the board ends it', async () => {
    await ada.getByRole('button', { name: 'Other colour' }).click()
    await ada.getByRole('button', { name: 'More', exact: true }).focus()
    await expect(typedIn(ada)).toHaveCount(0)
  })
  await ada.keyboard.press('Escape')
  await letGo(ada)
  await expectSame(ada, ben, pixels)
})

test('words are written into a shape by a double click or Enter, and stand still when typing ends', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben } = await startTogether(openApp)
  await ada.keyboard.press('r')
  await drag(ada, [300, 200], [560, 360])
  await ada.keyboard.press('Enter')
  await ada.keyboard.type('In the middle of it')
  // The caret blinks on a layer of its own, which may be or not be there.
  await ada.locator('.upper-canvas').evaluate((canvas) => (canvas.style.visibility = 'hidden'))
  await parkPointer(ada)
  const typed = await pixels.of(ada, OPEN_BOARD)
  await letGo(ada)
  await expect.poll(async () => difference(typed, await pixels.of(ada, OPEN_BOARD))).toBeLessThan(0.002)
  await expectSame(ada, ben, pixels)
  await tool(ada, 'Select').click()
  await ada.mouse.dblclick(430, 281)
  await ada.keyboard.type('Other words')
  await letGo(ada)
  await expect.poll(async () => difference(typed, await pixels.of(ben, OPEN_BOARD))).toBeGreaterThan(0.001)
  await expectSame(ada, ben, pixels)
})

test('two people who type into the same text lose no word', async ({ openApp, pixels }) => {
  const { ada, ben } = await startTogether(openApp)
  await ada.keyboard.press('t')
  await ada.mouse.click(300, 200)
  await ada.keyboard.type('one two three')
  await letGo(ada)
  await expectSame(ada, ben, pixels)

  await ada.keyboard.press('v')
  await ada.mouse.dblclick(320, 200)
  await ada.keyboard.press('Control+End')
  await ada.keyboard.type(' four')
  await ben.keyboard.press('v')
  await ben.mouse.dblclick(320, 200)
  await ben.keyboard.press('Control+Home')
  await ben.keyboard.type('zero ')
  await ben.keyboard.press('Escape')
  await expect(typedIn(ada)).toHaveValue('zero one two three four')
  await ada.keyboard.type(' five')
  await letGo(ada)
  await letGo(ben)
  await expectSame(ada, ben, pixels)
  await ben.mouse.dblclick(320, 200)
  await expect(typedIn(ben)).toHaveValue('zero one two three four five')
})

test('what is typed into a text that somebody takes away is kept', async ({ openApp, pixels }) => {
  const { ada, ben } = await startTogether(openApp)
  await ada.keyboard.press('t')
  await ada.mouse.click(300, 200)
  await ada.keyboard.type('Fleeting')
  await letGo(ada)
  await expectSame(ada, ben, pixels)
  await ada.keyboard.press('v')
  await ada.mouse.dblclick(320, 200)
  await ada.keyboard.press('Control+End')
  await ada.keyboard.type(' thoughts')
  await ben.keyboard.press('v')
  await ben.mouse.click(320, 200)
  await ben.keyboard.press('Delete')
  await expect(ben.getByRole('button', { name: 'Undo' })).toBeEnabled()
  await letGo(ada)
  await expectSame(ada, ben, pixels)
  await ben.mouse.dblclick(320, 200)
  await expect(typedIn(ben)).toHaveValue('Fleeting thoughts')
})

test('words that are being typed are there after the window was opened anew', async ({ openApp }) => {
  const { ada, ben, board } = await startTogether(openApp)
  await ada.keyboard.press('n')
  await ada.mouse.click(400, 300)
  await ada.keyboard.type('Not done yet')
  await ada.reload()
  await joinNearby(ada, board)
  await ben.keyboard.press('v')
  await ben.mouse.dblclick(400, 300)
  await expect(typedIn(ben)).toHaveValue('Not done yet')
})

test('a letter that is composed of several keys is seen by others at once, and kept when it is whole', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben } = await startTogether(openApp)
  const keys = await ada.context().newCDPSession(ada)
  const compose = async (text: string): Promise<void> => {
    await keys.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  }
  await ada.keyboard.press('t')
  await ada.mouse.click(300, 200)
  await ada.keyboard.type('To ')
  await parkPointer(ada)
  await expect.poll(async () => await inkOf(ben, pixels)).not.toBeNull()
  const before = (await inkOf(ben, pixels))!.width
  await compose('に')
  await compose('にほ')
  await compose('にほん')
  await expect(typedIn(ada)).toHaveValue('To にほん')
  await expect.poll(async () => (await inkOf(ben, pixels))?.width ?? 0).toBeGreaterThan(before + 30)
  await compose('日本')
  await keys.send('Input.insertText', { text: '日本' })
  await ada.keyboard.type(' now')
  await expect(typedIn(ada)).toHaveValue('To 日本 now')
  await letGo(ada)
  await expectSame(ada, ben, pixels)
  await ben.keyboard.press('v')
  await ben.mouse.dblclick(310, 200)
  await expect(typedIn(ben)).toHaveValue('To 日本 now')
})
