import type { Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { INK_NAMES } from '#shared/model/palette.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { openBoardPage, type BoardPage } from '../../support/board-page.ts'
import { openBoard } from '../../support/harness-page.ts'
import { seededNumbers } from '../../support/random.ts'
import { layer, stroke, text, wave } from '../../support/records.ts'

let board: BoardPage

beforeAll(async () => {
  board = await openBoardPage()
}, 60_000)

afterAll(async () => {
  await board?.close()
})

/** Ink all over the view, over the edges of any strip, on layers that shine through, and words. */
function crowd(): BoardRecord[] {
  const random = seededNumbers(5)
  const ink = wave(40)
  const many = Array.from({ length: 1100 }, (_, i) =>
    stroke({
      id: `s${i}`,
      z: `a${String(i).padStart(4, '0')}`,
      x: (random() - 0.5) * 900,
      y: (random() - 0.5) * 600,
      rotation: random() * 6,
      color: INK_NAMES[i % INK_NAMES.length]!,
      width: 1 + random() * 20,
      opacity: i % 5 === 0 ? 0.5 : 1,
      nib: i % 7 === 0 ? 'highlighter' : 'pen',
      layer: i % 3 === 0 ? 'glass' : '',
      ink,
    }),
  )
  return [
    layer({ id: 'glass', z: 'a5', opacity: 0.5 }),
    ...many,
    text({ id: 'words', z: 'b', text: 'Over\nthe\nedge' }),
  ]
}

/** The view as a PNG, painted as a machine with so many processors does. */
async function exportedBy(page: Page, processors: number, background: boolean): Promise<string> {
  return await page.evaluate(
    async ([processors, background]) => {
      Object.defineProperty(navigator, 'hardwareConcurrency', { value: processors, configurable: true })
      const options = { what: 'view', scale: 1, background, theme: 'light' } as const
      const { blob } = await window.harness.editor.exportImage(options)
      const bytes = new Uint8Array(await blob.arrayBuffer())
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    },
    [processors, background] as const,
  )
}

test('a picture is the same however many strips it is painted in', async () => {
  const page = await board.open({ width: 800, height: 501 })
  await openBoard(page, 'light', crowd())
  for (const background of [true, false]) {
    const whole = await exportedBy(page, 1, background)
    for (const processors of [2, 4, 64]) {
      const stripped = await exportedBy(page, processors, background)
      const compared = await page.evaluate(([a, b]) => window.harness.compare(a, b), [whole, stripped] as const)
      expect(compared.drawn).toBeGreaterThan(10_000)
      // A strip has other coordinates, which a browser rounds to single precision: along an edge, here and there.
      expect([processors, background, compared.changed < compared.drawn / 500]).toEqual([processors, background, true])
    }
  }
}, 60_000)
