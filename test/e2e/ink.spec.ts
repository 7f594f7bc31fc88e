import type { Page } from '@playwright/test'
import { expect, parkPointer, penThrough, startBoard, test } from './support/app.ts'
import { expectInk, expectNoInk, expectSame, inkOf, newBoardName, startTogether, tool } from './support/board.ts'
import { inked } from './support/pixels.ts'

const NIBS = ['Pen', 'Marker', 'Highlighter', 'Pencil'] as const

function nib(page: Page, name: string): ReturnType<Page['getByRole']> {
  return page.getByRole('radiogroup', { name: 'What to draw with' }).getByRole('radio', { name, exact: true })
}

/** A wave of ink from a place to the right. */
function wave(x: number, y: number): (readonly [number, number])[] {
  return Array.from({ length: 16 }, (_, i) => [x + i * 20, y + 24 * Math.sin(i / 1.6)] as const)
}

/**
 * Goes along a wave with a real pen that presses harder and harder.
 * @param tiltX degrees that it leans to the right
 */
async function pressAlong(page: Page, x: number, y: number, tiltX = 0): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const pen = { pointerType: 'pen', button: 'left', clickCount: 1, tiltX } as const
  const [[startX, startY], ...rest] = wave(x, y) as [readonly [number, number], ...(readonly [number, number])[]]
  await devtools.send('Input.dispatchMouseEvent', { ...pen, type: 'mousePressed', x: startX, y: startY, force: 0.05 })
  for (const [i, [px, py]] of rest.entries()) {
    await devtools.send('Input.dispatchMouseEvent', {
      ...pen,
      type: 'mouseMoved',
      buttons: 1,
      x: px,
      y: py,
      force: 0.05 + (0.9 * i) / rest.length,
    })
  }
  const [endX, endY] = rest.at(-1)!
  await devtools.send('Input.dispatchMouseEvent', { ...pen, type: 'mouseReleased', x: endX, y: endY })
  await devtools.detach()
}

test('each nib draws the same in both windows, live, and is undone in one step', async ({ openApp, pixels }) => {
  const { ada, ben } = await startTogether(openApp, { context: { colorScheme: 'dark' } })

  for (const [i, name] of NIBS.entries()) {
    const y = 140 + i * 120
    await nib(ada, name).click()
    const row = { x: 100, y: y - 60, width: 1000, height: 120 }
    const before = inked(await pixels.of(ben, row))
    const [first, ...rest] = wave(140, y)
    await ada.mouse.move(...first!)
    await ada.mouse.down()
    for (const [x, py] of rest) await ada.mouse.move(x, py, { steps: 3 })
    // The pen is still down.
    await expect.poll(async () => inked(await pixels.of(ben, row))).toBeGreaterThan(before + 200)
    await ada.mouse.up()
    await pressAlong(ada, 620, y)
  }
  await ben.getByRole('button', { name: /^Chat/ }).waitFor()
  await parkPointer(ada)
  await parkPointer(ben)
  await expect.poll(async () => (await inkOf(ben, pixels))?.width ?? 0).toBeGreaterThan(760)
  await ben.emulateMedia({ colorScheme: 'light' })
  await expectSame(ada, ben, pixels)

  for (let i = 0; i < 8; i++) await ada.keyboard.press('Control+z')
  await expectNoInk(ben, pixels)
  await ada.keyboard.press('Control+Shift+z')
  await expect.poll(async () => await inkOf(ben, pixels)).not.toBeNull()
})

test('a pencil held flat shades with the side of its lead, live for the other, unless that is switched off', async ({
  openApp,
  pixels,
}) => {
  const { ada, ben } = await startTogether(openApp)
  await nib(ada, 'Pencil').click()
  await pressAlong(ada, 200, 200)
  await pressAlong(ada, 200, 360, 75)
  const upright = { x: 150, y: 120, width: 420, height: 160 }
  const flat = { x: 150, y: 280, width: 420, height: 160 }
  await expect.poll(async () => inked(await pixels.of(ben, flat))).toBeGreaterThan(2000)
  expect(inked(await pixels.of(ben, flat))).toBeGreaterThan(3 * inked(await pixels.of(ben, upright)))

  await ada.getByRole('button', { name: 'How it draws' }).click()
  await ada.getByRole('switch', { name: 'Follow the pen’s pressure and tilt' }).click()
  await ada.keyboard.press('Escape')
  await pressAlong(ada, 200, 520, 75)
  const plain = { x: 150, y: 440, width: 420, height: 160 }
  await expect.poll(async () => inked(await pixels.of(ben, plain))).toBeGreaterThan(200)
  expect(inked(await pixels.of(ben, plain))).toBeLessThan(inked(await pixels.of(ben, flat)) / 2)
})

test('each nib keeps its own style, and Shift and P takes the next one', async ({ openApp }) => {
  const { page } = await openApp('Ada')
  await startBoard(page, newBoardName())
  await nib(page, 'Highlighter').click()
  await expect(page.getByRole('radio', { name: 'Yellow' })).toBeChecked()
  await page.getByRole('radio', { name: 'Lime' }).click()
  await page.getByRole('radio', { name: 'Width 36', exact: true }).click()
  await page.keyboard.press('Shift+P')
  await expect(nib(page, 'Pencil')).toBeChecked()
  await expect(page.getByRole('radio', { name: 'Ink', exact: true })).toBeChecked()
  await tool(page, 'Select').click()
  await page.keyboard.press('Shift+P')
  await expect(nib(page, 'Pencil')).toBeChecked()
  await nib(page, 'Highlighter').click()
  await expect(page.getByRole('radio', { name: 'Lime' })).toBeChecked()
  await expect(page.getByRole('radio', { name: 'Width 36', exact: true })).toBeChecked()
})

test('a stroke that is held still becomes the figure it was meant to be, for everyone', async ({ openApp, pixels }) => {
  const { ada, ben } = await startTogether(openApp)

  // A rectangle by an unsteady hand, whose ends do not meet.
  const corners = [
    [402, 203],
    [600, 196],
    [808, 204],
    [799, 330],
    [803, 452],
    [610, 446],
    [398, 453],
    [403, 330],
    [396, 222],
  ] as const
  await ada.mouse.move(...corners[0])
  await ada.mouse.down()
  for (const [x, y] of corners.slice(1)) await ada.mouse.move(x, y, { steps: 8 })
  // Clean for the other while the pen is still down.
  await expectInk(ben, pixels, { x: 398, y: 198, width: 406, height: 255 }, 4)
  const gap = { x: 390, y: 206, width: 20, height: 12 }
  await expect.poll(async () => inked(await pixels.of(ben, gap))).toBeGreaterThan(20)
  await ada.mouse.up()
  await expectSame(ada, ben, pixels)
  await ada.keyboard.press('Control+z')
  await expectNoInk(ben, pixels)
  await expectNoInk(ada, pixels)

  // Not when it is switched off.
  await ada.getByRole('button', { name: 'How it draws' }).click()
  await ada.getByRole('switch', { name: 'Hold still to straighten' }).click()
  await ada.getByRole('radio', { name: 'A lot' }).click()
  await ada.keyboard.press('Escape')
  await penThrough(ada, [
    [300, 300],
    [500, 310],
    [700, 300],
  ])
  await expectSame(ada, ben, pixels)
  const line = await inkOf(ada, pixels)
  expect(line?.x).toBeLessThanOrEqual(300)
  // The steadied line has caught up with the pointer.
  expect((line?.x ?? 0) + (line?.width ?? 0)).toBeGreaterThanOrEqual(699)
})
