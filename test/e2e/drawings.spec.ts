import { readdirSync, readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { boundsOf, union, type Box } from '#shared/model/bounds.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { elementsOf, recordsOf } from '../support/excalidraw.ts'
import { until } from '../support/until.ts'
import { expect, onBoard, OPEN_BOARD, test } from './support/app.ts'
import { goHome, section } from './support/board.ts'
import { joinAsBot } from './support/bot.ts'
import { exportPng } from './support/export.ts'
import { inked, type PixelReader } from './support/pixels.ts'

const FIXTURES = new URL('../fixtures/excalidraw/', import.meta.url)
/** Board units between two drawings. */
const GAP = 120

/** The drawings of all fixtures, side by side. */
function drawings(): BoardRecord[] {
  let right = 0
  return readdirSync(FIXTURES)
    .filter((name) => name.endsWith('.excalidrawlib'))
    .toSorted()
    .flatMap((name, index) => {
      const records = recordsOf(elementsOf(readFileSync(new URL(name, FIXTURES), 'utf8')), `d${index}-`)
      const box = records.map(boundsOf).reduce<Box>(union, boundsOf(records[0]!))
      const dx = right - box.minX
      right += box.maxX - box.minX + GAP
      return records.map((record) => ({ ...record, x: record.x + dx, y: record.y - (box.minY + box.maxY) / 2 }))
    })
}

interface Report {
  readonly rooms: readonly { readonly link: string }[]
}

/** Waits until the board is there: the mark beside its name, which has nothing to say, comes last. */
async function loaded(page: Page, pixels: PixelReader): Promise<void> {
  await onBoard(page)
  await expect(page.getByRole('status').filter({ hasText: /^$/ })).toBeVisible()
  await expect.poll(async () => inked(await pixels.of(page, OPEN_BOARD))).toBeGreaterThan(5000)
}

test('real drawings survive the way over the network, the disk and a restart, and look the same', async ({
  openApp,
  run,
  pixels,
}, testInfo) => {
  const records = drawings()
  expect(records.length).toBeGreaterThan(700)
  const args = ['host', '--name', 'Drawings', '--json']
  const host = run([...args, '--port', '0'])
  const { rooms } = await host.report<Report>()
  const [{ link }] = rooms as [{ link: string }]

  await test.step('a program puts them on the board of a host', async () => {
    const bot = await joinAsBot(link, 'Draughtsman')
    for (const record of records) bot.edit((transaction) => transaction.put(record))
    await until(bot.unsaved, (count) => count === 0)
    expect(bot.store.size).toBe(records.length)
    bot.dispose()
  })

  const { page } = await openApp('Ada')
  const first = await test.step('a window shows and exports them', async () => {
    await page.getByLabel('Link or address').fill(link)
    await page.getByRole('button', { name: 'Join', exact: true }).click()
    await loaded(page, pixels)
    const exported = await exportPng(page, { what: 'Board' })
    await testInfo.attach('drawings.png', { body: Buffer.from(exported.file), contentType: 'image/png' })
    expect(inked(exported.picture)).toBeGreaterThan(50_000)
    await goHome(page)
    return exported
  })

  await test.step('the host is restarted, and they are the same', async () => {
    expect(await host.stop()).toBe(0)
    const again = await run(args).report<Report>()
    expect(again.rooms[0]!.link).toBe(link)
    await section(page, 'Your boards')
      .getByRole('button', { name: /Drawings/ })
      .first()
      .click()
    await loaded(page, pixels)
    const second = await exportPng(page, { what: 'Board' })
    expect(Buffer.from(second.file).equals(Buffer.from(first.file))).toBe(true)
  })
})
