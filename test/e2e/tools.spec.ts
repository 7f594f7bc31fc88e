import type { CDPSession, Page } from '@playwright/test'
import {
  expect,
  joinNearby,
  OPEN_BOARD,
  openChat,
  parkPointer,
  penThrough,
  startBoard,
  test,
  type App,
} from './support/app.ts'
import { drag, expectInk, expectNoInk, expectSame, inkOf, newBoardName, SAME, tool, zoomOf } from './support/board.ts'
import { colorAt, countOf, cut, difference, inked, type Area, type Pixels } from './support/pixels.ts'

/** The accent, in which the frame around what is selected is drawn. */
const ACCENT = [31, 83, 184] as const
const WHOLE: Area = { x: 0, y: 0, width: 1280, height: 800 }

/** A board of one's own with nothing on it. */
async function ownBoard(openApp: (name: string) => Promise<App>): Promise<Page> {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  return page
}

/** How thick a horizontal line is where it crosses a column. */
function thicknessAt(picture: Pixels, x: number): number {
  return inked(cut(picture, { x, y: 0, width: 1, height: picture.height }))
}

test('the pen draws in the colour, width and opacity chosen', async ({ openApp, pixels }) => {
  const page = await ownBoard(openApp)
  const widths = [2, 4, 8, 16, 32]
  for (const [index, width] of widths.entries()) {
    await page.getByRole('radio', { name: `Width ${width}`, exact: true }).click()
    await drag(page, [200, 120 + index * 60], [800, 120 + index * 60])
  }
  await page.getByRole('radio', { name: 'Width 16', exact: true }).click()
  await page.getByRole('radio', { name: 'Red', exact: true }).click()
  await drag(page, [200, 440], [800, 440])
  await page.getByRole('slider', { name: 'Opacity' }).press('Home')
  await drag(page, [200, 500], [800, 500])
  await page.getByRole('slider', { name: 'Opacity' }).press('End')
  await page.getByRole('button', { name: 'Other colour' }).click()
  await page.getByLabel('Hex value').fill('#00aa55')
  await page.getByLabel('Hex value').press('Enter')
  await page.keyboard.press('Escape')
  await drag(page, [200, 560], [800, 560])
  await parkPointer(page)
  await expect.poll(async () => (await inkOf(page, pixels))?.height).toBeGreaterThan(440)
  const picture = await pixels.of(page, WHOLE)
  const thick = widths.map((_, index) =>
    thicknessAt(cut(picture, { x: 0, y: 90 + index * 60, width: 1280, height: 60 }), 500),
  )
  for (const [index, width] of widths.entries()) {
    expect(thick[index], `thickness of width ${width}`).toBeGreaterThan(width * 0.6)
    expect(thick[index], `thickness of width ${width}`).toBeLessThan(width * 1.4 + 1)
  }
  expect(colorAt(picture, 500, 440)).toEqual([0xd3, 0x30, 0x2f, 255])
  expect(colorAt(picture, 500, 560)).toEqual([0x00, 0xaa, 0x55, 255])
  const [red, green] = colorAt(picture, 500, 500)
  // A tenth of the red on the paper's 252, 251.
  expect(Math.abs(red - 248)).toBeLessThanOrEqual(3)
  expect(Math.abs(green - 231)).toBeLessThanOrEqual(3)
})

test('the eraser takes whole strokes away when it is lifted, and one undo brings them all back', async ({
  openApp,
  pixels,
}) => {
  const ada = await openApp('Ada')
  const ben = await openApp('Ben')
  const board = newBoardName()
  await startBoard(ada.page, board)
  await joinNearby(ben.page, board)
  const { page } = ada
  for (const y of [200, 300, 400]) await drag(page, [300, y], [700, y])
  await expectSame(page, ben.page, pixels)
  const before = await pixels.of(page, OPEN_BOARD)
  await tool(page, 'Eraser').click()
  await drag(page, [500, 250], [500, 450])
  await parkPointer(page)
  for (const window of [page, ben.page]) await expectInk(window, pixels, { x: 298, y: 198, width: 404, height: 4 }, 3)
  await page.keyboard.press('Control+z')
  for (const window of [page, ben.page]) {
    await expect.poll(async () => difference(before, await pixels.of(window, OPEN_BOARD))).toBeLessThan(SAME)
  }
  await expect(page.getByRole('button', { name: 'Redo' })).toBeEnabled()
})

test('things are selected by click, by box and with Shift, and deleted', async ({ openApp, pixels }) => {
  const page = await ownBoard(openApp)
  const first = { x: 298, y: 198, width: 104, height: 4 }
  for (const y of [200, 300, 400]) await drag(page, [300, y], [400, y])
  await tool(page, 'Select').click()

  await test.step('a click selects, Escape clears', async () => {
    await page.mouse.click(350, 300)
    await expect.poll(async () => countOf(await pixels.of(page, OPEN_BOARD), ACCENT)).toBeGreaterThan(100)
    await page.keyboard.press('Escape')
    await parkPointer(page)
    await expect.poll(async () => countOf(await pixels.of(page, OPEN_BOARD), ACCENT)).toBe(0)
  })

  await test.step('Shift adds and takes away', async () => {
    await page.mouse.click(350, 200)
    await page.keyboard.down('Shift')
    await page.mouse.click(350, 300)
    await page.mouse.click(350, 400)
    await page.mouse.click(350, 200)
    await page.keyboard.up('Shift')
    await page.keyboard.press('Delete')
    await parkPointer(page)
    await expectInk(page, pixels, first)
    await page.keyboard.press('Control+z')
    // What came back is selected.
    await page.keyboard.press('Escape')
    await expectInk(page, pixels, { ...first, height: 204 })
  })

  await test.step('a box takes what is in it', async () => {
    await drag(page, [260, 250], [460, 440])
    await page.keyboard.press('Backspace')
    await expectInk(page, pixels, first)
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Escape')
    await expectInk(page, pixels, { ...first, height: 204 })
  })

  await test.step('all at once', async () => {
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await expectNoInk(page, pixels)
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Escape')
    await expectInk(page, pixels, { ...first, height: 204 })
  })
})

test('what is selected is moved, scaled, turned and doubled, for everyone', async ({ openApp, pixels }) => {
  const ada = await openApp('Ada')
  const ben = await openApp('Ben')
  const board = newBoardName()
  await startBoard(ada.page, board)
  await joinNearby(ben.page, board)
  const { page } = ada
  await penThrough(page, [
    [400, 300],
    [600, 300],
    [600, 400],
  ])
  await parkPointer(page)
  await expect.poll(async () => (await inkOf(page, pixels))?.height).toBeGreaterThan(95)
  const start = (await inkOf(page, pixels))!
  await page.keyboard.press('v')

  await test.step('moved by its ink, and by its middle once selected', async () => {
    await drag(page, [500, 300], [450, 360])
    await drag(page, [470, 420], [570, 420])
    await page.keyboard.press('Escape')
    await parkPointer(page)
    for (const window of [page, ben.page])
      await expectInk(window, pixels, { ...start, x: start.x + 50, y: start.y + 60 })
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    for (const window of [page, ben.page]) await expectInk(window, pixels, start)
  })

  await test.step('moved by the arrow keys', async () => {
    await page.mouse.click(500, 300)
    for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowDown', 'Shift+ArrowRight', 'ArrowUp'])
      await page.keyboard.press(key)
    await page.keyboard.press('Escape')
    await parkPointer(page)
    for (const window of [page, ben.page])
      await expectInk(window, pixels, { ...start, x: start.x + 12, y: start.y + 9 }, 1)
    for (let i = 0; i < 5; i++) await page.keyboard.press('Control+z')
    await expectInk(page, pixels, start, 1)
  })

  await test.step('scaled by a corner, the opposite one staying', async () => {
    await page.mouse.click(500, 300)
    const corner = [start.x + start.width + 6, start.y + start.height + 6] as const
    await drag(page, corner, [corner[0] + start.width, corner[1] + start.height])
    await page.keyboard.press('Escape')
    await parkPointer(page)
    const twice = { ...start, width: 2 * start.width, height: 2 * start.height }
    for (const window of [page, ben.page]) await expectInk(window, pixels, twice, 12)
    await page.keyboard.press('Control+z')
    for (const window of [page, ben.page]) await expectInk(window, pixels, start)
  })

  await test.step('turned by its handle, in steps with Shift', async () => {
    await page.mouse.click(500, 300)
    const middle = [start.x + start.width / 2, start.y + start.height / 2] as const
    await page.keyboard.down('Shift')
    await drag(page, [middle[0], start.y - 30], [middle[0] + 150, middle[1]])
    await page.keyboard.up('Shift')
    await page.keyboard.press('Escape')
    await parkPointer(page)
    const turned = {
      x: middle[0] - start.height / 2,
      y: middle[1] - start.width / 2,
      width: start.height,
      height: start.width,
    }
    for (const window of [page, ben.page]) await expectInk(window, pixels, turned, 3)
    await page.keyboard.press('Control+z')
    for (const window of [page, ben.page]) await expectInk(window, pixels, start)
  })

  await test.step('doubled beside itself', async () => {
    await page.mouse.click(500, 300)
    await page.keyboard.press('Control+d')
    await page.keyboard.press('Escape')
    await parkPointer(page)
    await expect.poll(async () => (await inkOf(ben.page, pixels))?.height).toBeGreaterThan(start.height + 5)
    await page.keyboard.press('Control+z')
    for (const window of [page, ben.page]) await expectInk(window, pixels, start)
  })

  await test.step('recoloured by a swatch', async () => {
    await page.mouse.click(500, 300)
    await page.getByRole('radio', { name: 'Green', exact: true }).click()
    await expect.poll(async () => colorAt(await pixels.of(ben.page, WHOLE), 500, 300)).toEqual([0x14, 0x8a, 0x4b, 255])
    await page.getByTestId('board').focus()
    await page.keyboard.press('Delete')
    for (const window of [page, ben.page]) await expectNoInk(window, pixels)
  })
})

test('text is typed, changed by a double click, and seen by others', async ({ openApp, pixels }) => {
  const ada = await openApp('Ada')
  const ben = await openApp('Ben')
  const board = newBoardName()
  await startBoard(ada.page, board)
  await joinNearby(ben.page, board)
  const { page } = ada

  await test.step('a click elsewhere without a word leaves nothing', async () => {
    await page.keyboard.press('t')
    await page.mouse.click(300, 200)
    await page.mouse.click(900, 500)
    await page.keyboard.press('Escape')
    await parkPointer(page)
    await expectNoInk(page, pixels)
    await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled()
  })

  await test.step('words with accents and pictures, on two lines', async () => {
    await page.keyboard.press('t')
    await page.mouse.click(300, 200)
    await page.keyboard.type('Crème brûlée 🎨')
    await page.keyboard.press('Enter')
    await page.keyboard.type('vhpet')
    await page.mouse.click(900, 500)
    await expect(tool(page, 'Select')).toBeChecked()
    await page.keyboard.press('Escape')
    await expectSame(page, ben.page, pixels)
    expect((await inkOf(ben.page, pixels))?.height).toBeGreaterThan(30)
  })

  await test.step('a double click opens it again', async () => {
    const before = (await inkOf(page, pixels))!
    await page.mouse.dblclick(before.x + 20, before.y + 12)
    await page.keyboard.press('Control+End')
    await page.keyboard.type(' and a long line to follow')
    await page.mouse.click(900, 500)
    await page.keyboard.press('Escape')
    await expectSame(page, ben.page, pixels)
    const after = (await inkOf(ben.page, pixels))!
    expect(after.width).toBeGreaterThan(before.width + 60)
    expect(Math.abs(after.height - before.height)).toBeLessThan(8)
    await page.keyboard.press('Control+z')
    for (const window of [page, ben.page]) await expectInk(window, pixels, before, 1)
  })
})

test('the view is moved by wheel, space, middle button and hand', async ({ openApp, pixels }) => {
  const page = await ownBoard(openApp)
  await drag(page, [500, 300], [600, 300])
  const line = { x: 498, y: 298, width: 104, height: 4 }
  await parkPointer(page)
  await expectInk(page, pixels, line)
  const at = async (dx: number, dy: number): Promise<void> => {
    await parkPointer(page)
    await expectInk(page, pixels, { ...line, x: line.x + dx, y: line.y + dy })
  }

  await page.mouse.move(640, 400)
  await page.mouse.wheel(100, -60)
  await at(-100, 60)
  await page.mouse.move(640, 400)
  await page.keyboard.down('Shift')
  await page.mouse.wheel(0, -100)
  await page.keyboard.up('Shift')
  await at(0, 60)

  await page.keyboard.down(' ')
  await drag(page, [300, 400], [400, 440])
  await page.keyboard.up(' ')
  await at(100, 100)

  await page.mouse.move(300, 400)
  await page.mouse.down({ button: 'middle' })
  await page.mouse.move(250, 390, { steps: 4 })
  await page.mouse.up({ button: 'middle' })
  await at(50, 90)

  await page.keyboard.press('h')
  await drag(page, [300, 400], [250, 310])
  await at(0, 0)
})

test('the view is zoomed at the pointer, by buttons and keys, and fitted', async ({ openApp, pixels }) => {
  const page = await ownBoard(openApp)
  await drag(page, [400, 300], [600, 300])
  const percent = zoomOf(page)
  await expect(percent).toHaveText('100%')

  await test.step('what is under the pointer stays there', async () => {
    await page.mouse.move(400, 300)
    await page.keyboard.down('Control')
    for (let i = 0; i < 3; i++) await page.mouse.wheel(0, -100)
    await page.keyboard.up('Control')
    await expect(percent).toHaveText('212%')
    await parkPointer(page)
    await expectInk(page, pixels, { x: 396, y: 296, width: 431, height: 8 }, 3)
  })

  await test.step('buttons step through round numbers', async () => {
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await expect(percent).toHaveText('300%')
    await page.getByRole('button', { name: 'Zoom out' }).click()
    await expect(percent).toHaveText('200%')
    await percent.click()
    await expect(percent).toHaveText('100%')
  })

  await test.step('keys do the same', async () => {
    await page.keyboard.press('Control+=')
    await expect(percent).toHaveText('150%')
    await page.keyboard.press('Control+-')
    await page.keyboard.press('Control+-')
    await expect(percent).toHaveText('75%')
    await page.keyboard.press('Control+0')
    await expect(percent).toHaveText('100%')
  })

  await test.step('Fit brings everything to the middle', async () => {
    await page.mouse.move(640, 400)
    await page.mouse.wheel(3000, 3000)
    await parkPointer(page)
    await expectNoInk(page, pixels)
    await page.getByRole('button', { name: 'Fit' }).click()
    await parkPointer(page)
    await expectInk(page, pixels, { x: 538, y: 398, width: 204, height: 4 }, 3)
  })
})

test('each tool has its key, and keys mean letters where one writes', async ({ openApp, pixels }) => {
  const page = await ownBoard(openApp)
  const keys = { v: 'Select', h: 'Hand', p: 'Pen', e: 'Eraser', t: 'Text', d: 'Pen' }
  for (const [key, name] of Object.entries(keys)) {
    await page.keyboard.press(key)
    await expect(tool(page, name)).toBeChecked()
  }
  await drag(page, [500, 300], [600, 300])
  await page.keyboard.press('Control+a')
  await openChat(page)
  const field = page.getByLabel('Message', { exact: true })
  await field.click()
  await page.keyboard.type('hpet?')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await page.keyboard.press('Control+z')
  await page.getByRole('button', { name: 'Rename Atelier' }).click()
  await page.keyboard.type('het')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Rename Atelier' })).toBeVisible()
  await expect(tool(page, 'Select')).toBeChecked()
  await page.getByRole('button', { name: 'Chat', exact: true }).click()
  await page.getByTestId('board').focus()
  await page.keyboard.press('Escape')
  await parkPointer(page)
  await expectInk(page, pixels, { x: 498, y: 298, width: 104, height: 4 })
})

test.describe('on a touch screen', () => {
  interface Finger {
    readonly x: number
    readonly y: number
    readonly id: number
  }

  async function touch(session: CDPSession, type: 'Start' | 'Move' | 'End', fingers: readonly Finger[]): Promise<void> {
    await session.send('Input.dispatchTouchEvent', { type: `touch${type}`, touchPoints: [...fingers] })
  }

  test('one finger draws, two move and zoom the view', async ({ openApp, pixels }) => {
    const { page } = await openApp('Ada', { context: { hasTouch: true } })
    await startBoard(page, 'Atelier')
    const session = await page.context().newCDPSession(page)

    await touch(session, 'Start', [{ x: 500, y: 300, id: 1 }])
    for (let x = 520; x <= 700; x += 20) await touch(session, 'Move', [{ x, y: 300, id: 1 }])
    await touch(session, 'End', [])
    await expectInk(page, pixels, { x: 498, y: 298, width: 204, height: 4 }, 3)

    await touch(session, 'Start', [{ x: 550, y: 400, id: 1 }])
    await touch(session, 'Start', [
      { x: 550, y: 400, id: 1 },
      { x: 650, y: 400, id: 2 },
    ])
    for (let step = 1; step <= 10; step++) {
      await touch(session, 'Move', [
        { x: 550 - step * 5, y: 400, id: 1 },
        { x: 650 + step * 5, y: 400, id: 2 },
      ])
    }
    await touch(session, 'End', [])
    await expect(zoomOf(page)).toHaveText(/^(19\d|20\d)%$/)
    // Twice as large about the middle between the fingers, and no ink of theirs.
    await expectInk(page, pixels, { x: 396, y: 196, width: 408, height: 8 }, 12)
  })
})
