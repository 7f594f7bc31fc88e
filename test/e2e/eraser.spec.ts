import { expect, parkPointer, test } from './support/app.ts'
import { drag, expectInk, expectSame, inkOf, startTogether, tool } from './support/board.ts'
import { inked } from './support/pixels.ts'

test('parts of lines are erased for everyone while the eraser moves, and come back with one undo', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben } = await startTogether(openApp)
  await drag(ada, [300, 300], [700, 300])
  await drag(ada, [300, 400], [700, 400])
  const whole = { x: 298, y: 298, width: 404, height: 104 }
  await parkPointer(ada)
  await expectInk(ben, pixels, whole)
  /** How much ink there is where the eraser goes. */
  const inGap = async (page: typeof ben): Promise<number> =>
    inked(await pixels.of(page, { x: 490, y: 290, width: 20, height: 20 }))
  expect(await inGap(ben)).toBeGreaterThan(0)

  await ada.keyboard.press('e')
  await ada.getByRole('radio', { name: 'Parts of lines' }).click()
  await ada.getByRole('radio', { name: 'Size 16', exact: true }).click()
  await ada.mouse.move(500, 250)
  await ada.mouse.down()
  await ada.mouse.move(500, 350, { steps: 10 })
  // The pointer is still down.
  await expect.poll(async () => await inGap(ben)).toBe(0)
  await ada.mouse.move(500, 450, { steps: 10 })
  await ada.mouse.up()
  await expectSame(ada, ben, pixels)
  await expectInk(ben, pixels, whole)

  // What is left of a line is a thing of its own.
  await tool(ben, 'Select').click()
  await ben.mouse.click(600, 300)
  await ben.keyboard.press('Delete')
  await ben.mouse.click(350, 300)
  await ben.keyboard.press('Delete')
  await parkPointer(ben)
  await expectInk(ada, pixels, { x: 298, y: 398, width: 404, height: 4 })
  await ben.keyboard.press('Control+z')
  await ben.keyboard.press('Control+z')
  await parkPointer(ben)
  await expectInk(ada, pixels, whole)

  await ada.keyboard.press('Control+z')
  await parkPointer(ada)
  await expect.poll(async () => await inGap(ada)).toBeGreaterThan(0)
  await expectSame(ada, ben, pixels)
  expect(await inkOf(ada, pixels)).not.toBeNull()
  await ada.keyboard.press('Control+Shift+z')
  await expect.poll(async () => await inGap(ben)).toBe(0)
})

test('thick ink is erased as wide as the eraser, across it and along its edge', async ({ openApp, pixels }) => {
  const { ada } = await startTogether(openApp)
  // As thick however quick the hand is.
  await ada.getByRole('radio', { name: 'Marker', exact: true }).click()
  await ada.getByRole('radio', { name: 'Width 32', exact: true }).click()
  await drag(ada, [300, 300], [700, 300])
  await drag(ada, [300, 400], [700, 400])
  await parkPointer(ada)
  await expectInk(ada, pixels, { x: 284, y: 284, width: 432, height: 132 })

  await ada.keyboard.press('e')
  await ada.getByRole('radio', { name: 'Parts of lines' }).click()
  await ada.getByRole('radio', { name: 'Size 16', exact: true }).click()
  await drag(ada, [500, 250], [500, 350])
  // Where the eraser's circle touches no more than the edge of the ink.
  await drag(ada, [440, 427], [560, 427])
  await parkPointer(ada)
  const inkIn = async (x: number, y: number, width: number, height: number): Promise<number> =>
    inked(await pixels.of(ada, { x, y, width, height }))
  await expect.poll(async () => await inkIn(490, 280, 20, 40)).toBe(0)
  await expect.poll(async () => await inkIn(440, 412, 120, 8)).toBe(0)
  // And no wider than that.
  expect(await inkIn(468, 280, 10, 40)).toBeGreaterThan(0)
  expect(await inkIn(522, 280, 10, 40)).toBeGreaterThan(0)
})

test('of two who cut the same line while its host is away one has cut it, and undoing adds no ink', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben, adasApp } = await startTogether(openApp)
  // As thick however quick the hand is.
  await ada.getByRole('radio', { name: 'Marker', exact: true }).click()
  await ada.getByRole('radio', { name: 'Width 32', exact: true }).click()
  await drag(ada, [300, 300], [700, 300])
  await parkPointer(ada)
  await expectInk(ben, pixels, { x: 284, y: 284, width: 432, height: 32 })
  for (const page of [ada, ben]) {
    await page.keyboard.press('e')
    await page.getByRole('radio', { name: 'Parts of lines' }).click()
    await page.getByRole('radio', { name: 'Size 16', exact: true }).click()
  }
  const isGap = async (page: typeof ben, x: number): Promise<boolean> =>
    inked(await pixels.of(page, { x: x - 10, y: 280, width: 20, height: 40 })) === 0

  await adasApp.kill()
  await drag(ada, [400, 250], [400, 350])
  await drag(ben, [600, 250], [600, 350])
  await expect.poll(async () => [await isGap(ada, 400), await isGap(ben, 600)]).toEqual([true, true])
  await adasApp.restart()
  await expectSame(ada, ben, pixels)
  await expect.poll(async () => Number(await isGap(ada, 400)) + Number(await isGap(ada, 600))).toBe(1)
  await expectSame(ada, ben, pixels)

  // Whoever was quicker takes it back after the other has cut what is left of it.
  const [quick, slow, first] = (await isGap(ada, 400)) ? ([ada, ben, 400] as const) : ([ben, ada, 600] as const)
  await drag(slow, [500, 250], [500, 350])
  await parkPointer(slow)
  await expect.poll(async () => await isGap(quick, 500)).toBe(true)
  await quick.keyboard.press('Control+z')
  await parkPointer(quick)
  await expect.poll(async () => await isGap(slow, first)).toBe(false)
  expect(await isGap(slow, 500)).toBe(true)
  await expectSame(ada, ben, pixels)
})
