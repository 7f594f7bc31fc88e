import type { Page } from '@playwright/test'
import { expect, parkPointer, penThrough, startBoard, test } from './support/app.ts'
import { drag, expectInk, expectNoInk, expectSame, newBoardName, startTogether, tool } from './support/board.ts'
import { difference, inked } from './support/pixels.ts'

/** Takes one of the shapes and lines behind the button. */
async function shape(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Shapes', exact: true }).click()
  await page.getByRole('radiogroup', { name: 'Shapes' }).getByRole('radio', { name, exact: true }).click()
}

/** One of the marks above the tools. */
async function choose(page: Page, group: string, name: string): Promise<void> {
  await page.getByRole('radiogroup', { name: group }).getByRole('radio', { name, exact: true }).click()
}

test('every shape is drawn in one window and seen in another, and taken back step by step', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben } = await startTogether(openApp)
  // The hand has no style to choose above the tools.
  await tool(ben, 'Hand').click()

  const boxes = ['Rectangle', 'Ellipse', 'Diamond', 'Triangle', 'Star', 'Polygon']
  for (const [i, name] of boxes.entries()) {
    await shape(ada, name)
    await drag(ada, [100 + 180 * i, 120], [230 + 180 * i, 230])
    // What was drawn is selected, and the select tool in hand.
    await expect(tool(ada, 'Select')).toBeChecked()
  }
  await ada.keyboard.press('Escape')
  await parkPointer(ada)
  await expectInk(ben, pixels, { x: 98, y: 118, width: 1034, height: 114 }, 3)
  await shape(ada, 'Line')
  await drag(ada, [100, 300], [230, 380])
  await shape(ada, 'Arrow')
  await drag(ada, [280, 300], [410, 380])
  await shape(ada, 'Freeform')
  const corners = [
    [460, 300],
    [590, 320],
    [560, 390],
    [470, 380],
    [460, 300],
  ] as const
  for (const [x, y] of corners) await ada.mouse.click(x, y)
  await expect(tool(ada, 'Select')).toBeChecked()
  await ada.keyboard.press('n')
  await drag(ada, [640, 290], [790, 400])
  await ada.keyboard.press('Escape')
  await ada.keyboard.press('Escape')
  await shape(ada, 'Frame')
  await drag(ada, [840, 290], [1130, 400])
  await ada.keyboard.press('Escape')
  await expectSame(ada, ben, pixels)

  for (let step = 0; step < 11; step++) await ada.keyboard.press('Control+z')
  await expectNoInk(ben, pixels)
  for (let step = 0; step < 11; step++) await ada.keyboard.press('Control+Shift+z')
  await expectSame(ada, ben, pixels)
  await expectInk(ben, pixels, { x: 98, y: 118, width: 1034, height: 284 }, 4)
})

test('a tool that is kept in hand draws on, also when the window is opened again', async ({ openApp, pixels }) => {
  const { page } = await openApp('Ada')
  await startBoard(page, newBoardName())
  const keep = page.getByRole('button', { name: 'Keep the tool in hand' })
  await expect(keep).toHaveAttribute('aria-pressed', 'false')
  await keep.click()
  await expect(keep).toHaveAttribute('aria-pressed', 'true')
  await shape(page, 'Rectangle')
  await drag(page, [200, 200], [300, 300])
  await drag(page, [400, 200], [500, 300])
  // The hand has no style to choose above the tools.
  await page.keyboard.press('h')
  await parkPointer(page)
  await expectInk(page, pixels, { x: 198, y: 198, width: 304, height: 104 })

  await page.reload()
  await startBoard(page, newBoardName())
  await expect(keep).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('k')
  await expect(keep).toHaveAttribute('aria-pressed', 'false')
  await page.keyboard.press('r')
  await drag(page, [600, 200], [700, 300])
  await expect(tool(page, 'Select')).toBeChecked()
})

test('an arrow between two shapes goes with them, for everyone and in one step', async ({ openApp, pixels }) => {
  const { ada, ben } = await startTogether(openApp)
  // The hand has no style to choose above the tools.
  await tool(ben, 'Hand').click()
  await ada.keyboard.press('r')
  await drag(ada, [200, 200], [300, 300])
  await ada.keyboard.press('o')
  await drag(ada, [600, 200], [700, 300])
  await ada.keyboard.press('a')
  await drag(ada, [250, 250], [650, 250])
  await ada.keyboard.press('Escape')
  await parkPointer(ada)
  const area = { x: 198, y: 198, width: 504, height: 104 }
  await expectInk(ben, pixels, area, 3)
  const before = await pixels.of(ben, { x: 60, y: 80, width: 1160, height: 580 })

  // The circle is taken by its outline and moved down; what the arrow points at it still points at.
  await ada.mouse.move(650, 300)
  await ada.mouse.down()
  await ada.mouse.move(650, 500, { steps: 6 })
  const halfway = { x: 440, y: 340, width: 20, height: 20 }
  await expect.poll(async () => inked(await pixels.of(ada, halfway))).toBeGreaterThan(0)
  await ada.mouse.up()
  await ada.keyboard.press('Escape')
  await parkPointer(ada)
  await expectInk(ben, pixels, { x: 198, y: 198, width: 504, height: 304 }, 3)
  await expectSame(ada, ben, pixels)
  await ada.keyboard.press('Control+z')
  await expectInk(ben, pixels, area, 3)
  await expectSame(ada, ben, pixels)
  expect(difference(before, await pixels.of(ben, { x: 60, y: 80, width: 1160, height: 580 }))).toBeLessThan(0.0005)

  // Its end is dragged off the circle by its handle.
  await ada.mouse.click(450, 250)
  await drag(ada, [600, 250], [500, 400])
  await ada.keyboard.press('Escape')
  await expectSame(ada, ben, pixels)
  await penThrough(ada, [
    [650, 300],
    [650, 400],
    [650, 500],
  ])
  await ada.keyboard.press('Delete')
  await parkPointer(ada)
  await expectInk(ben, pixels, { x: 198, y: 198, width: 304, height: 204 }, 12)
})

test('an arrow turns to the near side of what is brought past what it comes from, for everyone', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben } = await startTogether(openApp)
  await tool(ben, 'Hand').click()
  await ada.keyboard.press('r')
  await drag(ada, [500, 200], [600, 300])
  await ada.keyboard.press('r')
  await drag(ada, [800, 200], [900, 300])
  await ada.keyboard.press('a')
  await drag(ada, [550, 250], [850, 250])
  await ada.keyboard.press('Escape')
  await parkPointer(ada)
  const between = { x: 640, y: 240, width: 100, height: 20 }
  await expect.poll(async () => inked(await pixels.of(ben, between))).toBeGreaterThan(0)

  // The right one is taken by its lower edge and brought to the left of the other.
  await drag(ada, [850, 300], [250, 300])
  await ada.keyboard.press('Escape')
  await parkPointer(ada)
  for (const page of [ada, ben]) {
    const shown = async (x: number): Promise<number> =>
      inked(await pixels.of(page, { x, y: 235, width: 60, height: 30 }))
    // Between them, and within neither.
    await expect.poll(async () => await shown(370)).toBeGreaterThan(0)
    await expect.poll(async () => await shown(520)).toBe(0)
    await expect.poll(async () => await shown(220)).toBe(0)
    expect(inked(await pixels.of(page, between))).toBe(0)
  }
  await expectSame(ada, ben, pixels)
  await ada.keyboard.press('Control+z')
  await expect.poll(async () => inked(await pixels.of(ben, between))).toBeGreaterThan(0)
  await expectSame(ada, ben, pixels)
})

test('an arrow takes on bends and heads, loses a place again, and goes around what it is fastened to', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben } = await startTogether(openApp)
  await tool(ben, 'Hand').click()
  await ada.keyboard.press('r')
  await drag(ada, [200, 200], [300, 300])
  await ada.keyboard.press('r')
  await drag(ada, [600, 400], [700, 500])
  await ada.keyboard.press('a')
  await drag(ada, [250, 250], [650, 450])
  const area = { x: 60, y: 80, width: 900, height: 500 }
  const seen = async () => await pixels.of(ben, area)
  await parkPointer(ada)
  const way = { x: 400, y: 320, width: 100, height: 60 }
  await expect.poll(async () => inked(await pixels.of(ben, way))).toBeGreaterThan(0)
  await expect.poll(async () => difference(await pixels.of(ada, way), await pixels.of(ben, way))).toBeLessThan(0.1)
  const straight = await seen()

  await choose(ada, 'Way of the line', 'With right angles')
  const [corner, diagonal] = [
    { x: 440, y: 300, width: 20, height: 100 },
    { x: 400, y: 320, width: 30, height: 20 },
  ]
  for (const page of [ada, ben]) {
    await expect.poll(async () => inked(await pixels.of(page, corner))).toBeGreaterThan(0)
    await expect.poll(async () => inked(await pixels.of(page, diagonal))).toBe(0)
  }
  const elbow = await seen()
  await choose(ada, 'Way of the line', 'Curved')
  await expect.poll(async () => difference(elbow, await seen())).toBeGreaterThan(0.001)
  await choose(ada, 'Way of the line', 'Straight')
  await expect.poll(async () => difference(straight, await seen())).toBeLessThan(0.0005)

  // A place is made in the middle, and Delete takes it and not the arrow.
  await drag(ada, [450, 350], [450, 200])
  await parkPointer(ada)
  await expect.poll(async () => difference(straight, await seen())).toBeGreaterThan(0.001)
  await ada.keyboard.press('Delete')
  await expect.poll(async () => difference(straight, await seen())).toBeLessThan(0.0005)

  for (const [end, head] of [
    ['End of the line', 'Dot'],
    ['Start of the line', 'Bar'],
  ] as const) {
    const before = await seen()
    await ada.getByRole('button', { name: end, exact: true }).click()
    await ada.getByRole('radio', { name: head, exact: true }).click()
    await expect.poll(async () => difference(before, await seen())).toBeGreaterThan(0.00005)
  }
  await ada.keyboard.press('Escape')
  await parkPointer(ada)
  await expectSame(ada, ben, pixels)
})

test('what is selected takes on fill, line and corners, and the next shape has them too', async ({
  openApp,
  pixels,
}) => {
  const { page: ada } = await openApp('Ada')
  await startBoard(ada, newBoardName())
  await ada.keyboard.press('r')
  await drag(ada, [200, 200], [400, 350])
  const inside = { x: 260, y: 240, width: 80, height: 70 }
  const bare = await pixels.of(ada, inside)
  await choose(ada, 'Fill', 'Solid')
  await parkPointer(ada)
  await expect.poll(async () => difference(bare, await pixels.of(ada, inside))).toBe(1)
  await ada.keyboard.press('Control+z')
  await expect.poll(async () => difference(bare, await pixels.of(ada, inside))).toBe(0)
  await ada.keyboard.press('Control+Shift+z')
  await choose(ada, 'Kind of line', 'Dashed line')
  await choose(ada, 'Corners', 'Round corners')
  await ada.keyboard.press('r')
  await drag(ada, [500, 200], [700, 350])
  await expect(ada.getByRole('radio', { name: 'Round corners' })).toBeChecked()
  await expect(ada.getByRole('radio', { name: 'Dashed line' })).toBeChecked()
  await choose(ada, 'Kind of line', 'Dotted line')
  await ada.keyboard.press('Control+a')
  // They differ: neither is shown.
  await expect(ada.getByRole('radio', { name: 'Dashed line' })).not.toBeChecked()
  await expect(ada.getByRole('radio', { name: 'Dotted line' })).not.toBeChecked()
  await expect(ada.getByRole('radio', { name: 'Round corners' })).toBeChecked()
})

test('of things of several kinds only what all have is beside each other, the rest behind a button', async ({
  openApp,
  pixels,
}) => {
  const { page } = await openApp('Ada')
  await startBoard(page, newBoardName())
  await drag(page, [200, 450], [400, 450])
  await page.keyboard.press('r')
  await drag(page, [200, 200], [400, 350])
  const fill = page.getByRole('radiogroup', { name: 'Fill' })
  const inside = { x: 260, y: 240, width: 80, height: 70 }
  const bare = await pixels.of(page, inside)
  await expect(fill).toBeVisible()
  await page.keyboard.press('Control+a')
  await expect(page.getByRole('radiogroup', { name: 'Colour' })).toBeVisible()
  await expect(fill).toBeHidden()
  await page.getByRole('button', { name: 'Style of some of them' }).click()
  await choose(page, 'Fill', 'Solid')
  // There is more to choose.
  await expect(fill).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(fill).toBeHidden()
  await parkPointer(page)
  await expect.poll(async () => difference(bare, await pixels.of(page, inside))).toBe(1)
})
