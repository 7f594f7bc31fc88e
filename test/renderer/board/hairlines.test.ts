import type { Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NIBS } from '#shared/model/properties.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import type { GridKind } from '#renderer/board/grid.ts'
import { openBoardPage, type BoardPage } from '../../support/board-page.ts'
import { openBoard } from '../../support/harness-page.ts'
import { seededNumbers } from '../../support/random.ts'
import { layer, shape, stroke, wave } from '../../support/records.ts'

/**
 * Ink seen from afar is drawn by `Hairlines` on the screen, and by the browser's canvas in an export. Colours may be off by
 * as much as rounding adds up to where lines cross.
 */
const WORST = 16
const CHANGED = 1 / 1000
const WAIT = { timeout: 15_000, interval: 100 }

let board: BoardPage

beforeAll(async () => {
  board = await openBoardPage()
}, 60_000)

afterAll(async () => {
  await board?.close()
})

/** Ink of every kind, in the order of its places. */
function ink(count: number): BoardRecord[] {
  const random = seededNumbers(7)
  const among = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!
  return Array.from({ length: count }, (_, i) =>
    stroke({
      id: `ink${i}`,
      z: `a${String(i).padStart(4, '0')}z`,
      x: (random() - 0.5) * 7000,
      y: (random() - 0.5) * 4000,
      rotation: among([0, 0.7, -2]),
      scaleX: among([1, -1]),
      width: among([1, 2, 4, 5]),
      opacity: among([1, 0.5]),
      color: among(['ink', 'red', 'blue', '#aa22cc']),
      nib: among(NIBS),
      pressure: among([true, false]),
      ink: among([wave(60), wave(4), [{ x: 0, y: 0, pressure: 0.5 }], [0, 200].map((x) => ({ x, y: 0, pressure: 1 }))]),
    }),
  )
}

async function seenFromAfar(records: readonly BoardRecord[], grid: GridKind = 'none'): Promise<Page> {
  const page = await board.open({ width: 900, height: 600 })
  await openBoard(page, 'light', records)
  await page.evaluate((kind) => window.harness.editor.viewing.setLook({ grid: kind }), grid)
  await page.evaluate(() => window.harness.editor.zoomTo(0.11))
  return page
}

/** 'same' when the screen is as the picture that is exported of it, and else how far it is from it. */
async function compared(page: Page): Promise<string> {
  const screen = (await page.screenshot()).toString('base64')
  const exported = await page.evaluate(() => window.harness.exported(1, 'light'))
  const found = await page.evaluate(([a, b]) => window.harness.compare(a!, b!), [screen, exported])
  return found.drawn > 20_000 && found.worst <= WORST && found.changed <= found.drawn * CHANGED
    ? 'same'
    : JSON.stringify(found)
}

test.for(['none', 'dots'] as const)('ink of every kind looks as in an export, on a ground of %s', async (grid) => {
  const page = await seenFromAfar(ink(1500), grid)
  await expect.poll(() => compared(page), WAIT).toBe('same')
  await page.context().close()
})

test('figures among the ink lie over what is below them and under what is above', async () => {
  const figure = (z: string, x: number): BoardRecord =>
    shape({ id: `figure-${z}`, z, x, y: -1500, w: 2000, h: 3000, fill: 'full', color: 'yellow' })
  const page = await seenFromAfar([...ink(1500), figure('a0400', -2500), figure('a0405', -100), figure('a1100', 1500)])
  await expect.poll(() => compared(page), WAIT).toBe('same')
  await page.context().close()
})

test('a layer that is not opaque is laid down as a whole', async () => {
  const glass = layer({ id: 'glass', opacity: 0.6 })
  const records = ink(1500).map((record, i) => (i % 1000 < 500 ? record : { ...record, layer: 'glass' }))
  const page = await seenFromAfar([glass, ...records])
  await expect.poll(() => compared(page), WAIT).toBe('same')
  await page.context().close()
})

test('where some is erased, the rest is painted as it was', async () => {
  const page = await seenFromAfar(ink(1500))
  await expect.poll(() => compared(page), WAIT).toBe('same')
  await page.keyboard.press('e')
  await page.mouse.move(300, 250)
  await page.mouse.down()
  await page.mouse.move(420, 330, { steps: 8 })
  await page.mouse.up()
  expect(await page.evaluate(() => window.harness.room.store.size)).toBeLessThan(1500)
  await expect.poll(() => compared(page), WAIT).toBe('same')
  await page.context().close()
})
