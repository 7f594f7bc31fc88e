import { randomBytes } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import { expect, joinNearby, OPEN_BOARD, parkPointer, penThrough, startBoard, type App, type Opening } from './app.ts'
import { difference, inkArea, inked, type Area, type PixelReader } from './pixels.ts'

/** What antialiasing and text hinting may make of the same board in two windows. */
export const SAME = 0.0005

/** A name that no other board on this network has, whoever else may be drawing or testing there. */
export function newBoardName(): string {
  return `Atelier ${randomBytes(3).toString('hex')}`
}

/** Two people in their windows on one board, which Ada has started and Ben has joined. */
export async function startTogether(
  openApp: (name: string, opening?: Opening) => Promise<App>,
  bens?: Opening,
): Promise<{ readonly ada: Page; readonly ben: Page; readonly board: string; readonly adasApp: App }> {
  const board = newBoardName()
  const adasApp = await openApp('Ada')
  await startBoard(adasApp.page, board)
  const { page: ben } = await openApp('Ben', bens)
  await joinNearby(ben, board)
  return { ada: adasApp.page, ben, board, adasApp }
}

/** One of the tools, or of the other things to choose from at the bottom. */
export function tool(page: Page, name: string): Locator {
  return page.getByRole('radiogroup', { name: 'Tools' }).getByRole('radio', { name, exact: true })
}

/** Presses the pointer at one place and lifts it at another. */
export async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await penThrough(page, [from, to])
}

/** Writes words at a place, and selects nothing. */
export async function write(page: Page, at: readonly [number, number], words: string): Promise<void> {
  await page.keyboard.press('t')
  await page.mouse.click(...at)
  await page.keyboard.type(words)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
}

/** The button that says how far the view is zoomed. */
export function zoomOf(page: Page): Locator {
  return page.getByRole('button', { name: /zoom to 100 %$/ })
}

/** The ink in the middle of the board, in window coordinates. */
export async function inkOf(page: Page, pixels: PixelReader): Promise<Area | null> {
  const area = inkArea(await pixels.of(page, OPEN_BOARD))
  return area === null ? null : { ...area, x: area.x + OPEN_BOARD.x, y: area.y + OPEN_BOARD.y }
}

/** Waits until the ink of a board covers an area, give or take some pixels. */
export async function expectInk(page: Page, pixels: PixelReader, area: Area, tolerance = 2): Promise<void> {
  await expect
    .poll(
      async () => {
        const found = await inkOf(page, pixels)
        if (found === null) return 'no ink'
        const parts = ['x', 'y', 'width', 'height'] as const
        return parts.every((part) => Math.abs(found[part] - area[part]) <= tolerance) ? 'there' : JSON.stringify(found)
      },
      `ink at ${JSON.stringify(area)}`,
    )
    .toBe('there')
}

export async function expectNoInk(page: Page, pixels: PixelReader): Promise<void> {
  await expect.poll(async () => inked(await pixels.of(page, OPEN_BOARD))).toBe(0)
}

/** Waits until two windows show the same board. */
export async function expectSame(a: Page, b: Page, pixels: PixelReader): Promise<void> {
  await parkPointer(a)
  await parkPointer(b)
  await expect
    .poll(async () => difference(await pixels.of(a, OPEN_BOARD), await pixels.of(b, OPEN_BOARD)))
    .toBeLessThan(SAME)
}

/** Leaves the board for the home screen. */
export async function goHome(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(page.getByRole('button', { name: 'Start board' })).toBeVisible()
}

/** A part of the home screen: "Near you" or "Your boards". */
export function section(page: Page, name: string): Locator {
  return page.getByRole('region', { name })
}

/** Opens Share and gives what is in it. */
export async function openShare(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  const panel = page.getByRole('dialog', { name: 'Share this board' })
  await expect(panel).toBeVisible()
  return panel
}
