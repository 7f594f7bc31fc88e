import type { Page } from '@playwright/test'
import { expect, parkPointer, test } from './support/app.ts'
import { expectInk, expectNoInk, expectSame, startTogether, tool } from './support/board.ts'
import { inked, type Area, type PixelReader } from './support/pixels.ts'

/** Waits until there is ink in one place and none in another, both away from pointers. */
async function expectAt(page: Page, pixels: PixelReader, ink: Area, none: Area): Promise<void> {
  await expect
    .poll(async () => [inked(await pixels.of(page, ink)) > 0, inked(await pixels.of(page, none))])
    .toEqual([true, 0])
}

const around = (x: number, y: number): Area => ({ x: x - 15, y: y - 15, width: 30, height: 30 })

test('others see a shape while it is drawn, things while they are moved, and words while they are typed', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben } = await startTogether(openApp)
  await tool(ben, 'Hand').click()

  await test.step('a rectangle, from its first corner, before the pointer is lifted', async () => {
    await ada.keyboard.press('r')
    await ada.mouse.move(300, 250)
    await ada.mouse.down()
    await ada.mouse.move(500, 400, { steps: 4 })
    await expectAt(ben, pixels, around(300, 250), around(300, 500))
    await ada.mouse.move(600, 450, { steps: 4 })
    await ada.mouse.up()
    await parkPointer(ada)
    await expectInk(ben, pixels, { x: 298, y: 248, width: 304, height: 204 }, 3)
  })

  await test.step('its way over the board, and back when that is given up', async () => {
    await ada.mouse.move(450, 250)
    await ada.mouse.down()
    await ada.mouse.move(700, 300, { steps: 6 })
    await expectAt(ben, pixels, around(850, 500), around(300, 450))
    await ada.keyboard.press('Escape')
    await ada.mouse.up()
    await parkPointer(ada)
    await expectInk(ben, pixels, { x: 298, y: 248, width: 304, height: 204 }, 3)
  })

  await test.step('a copy that is dragged away with Alt, beside what it is a copy of', async () => {
    await ada.mouse.move(450, 250)
    await ada.keyboard.down('Alt')
    await ada.mouse.down()
    await ada.mouse.move(700, 300, { steps: 6 })
    const corners = async () => [
      inked(await pixels.of(ben, around(300, 450))) > 0,
      inked(await pixels.of(ben, around(850, 500))) > 0,
    ]
    await expect.poll(corners).toEqual([true, true])
    await ada.mouse.up()
    await ada.keyboard.up('Alt')
    await ada.keyboard.press('Escape')
    await parkPointer(ada)
    await expectInk(ben, pixels, { x: 298, y: 248, width: 554, height: 254 }, 3)
    await ada.keyboard.press('Control+z')
    await expectInk(ben, pixels, { x: 298, y: 248, width: 304, height: 204 }, 3)
  })

  await test.step('what is moved stays where it is let go of, and is one step to undo', async () => {
    await ada.mouse.move(450, 250)
    await ada.mouse.down()
    await ada.mouse.move(550, 350, { steps: 6 })
    await ada.mouse.up()
    await parkPointer(ada)
    await expectInk(ben, pixels, { x: 398, y: 348, width: 304, height: 204 }, 3)
    await ada.keyboard.press('Escape')
    await expectSame(ada, ben, pixels)
    await ada.keyboard.press('Control+z')
    await ada.keyboard.press('Control+z')
    await expectNoInk(ben, pixels)
  })

  await test.step('words, letter by letter, and not when they are all taken back', async () => {
    await ada.keyboard.press('t')
    await ada.mouse.click(300, 250)
    await parkPointer(ada)
    await ada.keyboard.type('Hello')
    await expectAt(ben, pixels, around(320, 250), around(320, 400))
    for (let letter = 0; letter < 5; letter++) await ada.keyboard.press('Backspace')
    await expectNoInk(ben, pixels)
    await ada.keyboard.type('Good morning')
    await ada.keyboard.press('Escape')
    await ada.keyboard.press('Escape')
    await expectSame(ada, ben, pixels)
  })

  await test.step('it is gone when who makes it is', async () => {
    await ada.keyboard.press('r')
    await ada.mouse.move(600, 500)
    await ada.mouse.down()
    await ada.mouse.move(900, 600, { steps: 4 })
    await expectAt(ben, pixels, around(600, 500), around(300, 600))
    await ada.close()
    await expect.poll(async () => inked(await pixels.of(ben, around(600, 500)))).toBe(0)
  })
})
