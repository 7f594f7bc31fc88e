import { readFile } from 'node:fs/promises'
import type { Download, Page } from '@playwright/test'
import { contentOf, expect, parkPointer, startBoard, test } from './support/app.ts'
import { drag } from './support/board.ts'
import { openExport } from './support/export.ts'
import { decodePng } from './support/png.ts'
import { oneOfEach } from '../support/one-of-each.ts'
import { image } from '../support/pictures.ts'
import { boardFileOf } from '#renderer/export/board-file.ts'

const FIXTURES = new URL('../fixtures/excalidraw/', import.meta.url)

interface SavedFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly text: string
}

async function save(page: Page, format: 'PNG' | 'SVG' | 'PDF' | 'JSON', carries = false): Promise<SavedFile> {
  const dialog = await openExport(page)
  await dialog.getByRole('radio', { name: format }).click()
  await dialog.getByRole('radio', { name: 'Board' }).click()
  if (carries) await dialog.getByRole('switch', { name: 'Can be opened as a board again' }).click()
  await expect(dialog.getByText(/\d\s?(bytes?|kB|MB)$/)).toBeVisible()
  const downloading = page.waitForEvent('download')
  await dialog.getByRole('button', { name: `Save ${format}` }).click()
  const download: Download = await downloading
  await expect(dialog).toBeHidden()
  const bytes = await contentOf(download)
  return { name: download.suggestedFilename(), bytes, text: new TextDecoder().decode(bytes) }
}

async function open(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('menuitem', { name: 'Open file…' }).click()
  const chooser = await choosing
  await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
  await expect(page.getByRole('menu')).toBeHidden()
}

function recordsIn(file: SavedFile): { readonly type: string; readonly id: string }[] {
  return (JSON.parse(file.text) as { records: { type: string; id: string }[] }).records
}

test('a board is saved in every format, and what can be opened again is the same board', async ({ openApp }, info) => {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  await drag(page, [300, 200], [700, 250])
  await open(page, 'all.json', new TextEncoder().encode(await boardFileOf(oneOfEach)))
  await expect(page.getByText(placed, { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await parkPointer(page)

  const json = await save(page, 'JSON')
  expect(json.name).toBe('Atelier.json')
  expect(recordsIn(json).map(({ type }) => type)).toEqual(['stroke', ...oneOfEach.map(({ type }) => type)])
  const svg = await save(page, 'SVG', true)
  expect(svg.text).toContain('Straight words</text>')
  expect(svg.text).toContain('url(data:font/woff2;base64,')
  const pdf = await save(page, 'PDF')
  expect(pdf.text.startsWith('%PDF-')).toBe(true)
  const png = await save(page, 'PNG', true)
  const { width, height } = decodePng(png.bytes)
  expect(Math.min(width, height)).toBeGreaterThan(300)
  for (const { name, bytes } of [json, svg, pdf, png]) await info.attach(name, { body: Buffer.from(bytes) })

  const all = oneOfEach.length + 1
  for (const [i, file] of [json, svg, png].entries()) {
    await test.step(`${file.name} is opened`, async () => {
      await open(page, `renamed-${i}`, file.bytes)
      await expect(page.getByText(`${all} things are on the board, selected.`, { exact: true })).toBeVisible()
      const records = recordsIn(await save(page, 'JSON'))
      expect(records).toHaveLength(all * (i + 2))
      expect(records.slice(-all).map(told)).toEqual(recordsIn(json).map(told))
      await page.getByRole('button', { name: 'Dismiss' }).click()
    })
  }

  await test.step('one step of undo takes all of it back', async () => {
    await page.keyboard.press('Control+z')
    expect(recordsIn(await save(page, 'JSON'))).toHaveLength(all * 3)
  })
})

const placed = `${oneOfEach.length} things are on the board, selected.`

/** All that does not depend on when and where a record was put. */
function told(record: object): object {
  const elsewhere = new Set(['id', 'z', 'x', 'y', 'author', 'startOn', 'endOn', 'group'])
  return Object.fromEntries(Object.entries(record).filter(([key]) => !elsewhere.has(key)))
}

test('an Excalidraw library is opened with its losses told; what is no board is refused', async ({ openApp }, info) => {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  await open(page, 'x.excalidrawlib', await readFile(new URL('despair.excalidrawlib', FIXTURES)))
  await page.getByRole('button', { name: 'Put on this board' }).click()
  const dialog = page.getByRole('dialog', { name: 'Opened' })
  await expect(dialog.getByText('Not everything could be kept:')).toBeVisible()
  await info.attach('losses.png', { body: await page.screenshot(), contentType: 'image/png' })
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('button', { name: 'Fit' }).click()
  await parkPointer(page)
  await info.attach('board.png', { body: await page.screenshot(), contentType: 'image/png' })
  const exporting = await openExport(page)
  await expect(exporting.getByRole('img')).toBeVisible()
  await info.attach('dialog.png', { body: await page.screenshot(), contentType: 'image/png' })
  await page.keyboard.press('Escape')
  await expect(exporting).toBeHidden()
  // The focus goes back; a menu that opened before would close again.
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeFocused()

  for (const [content, sentence] of [
    ['{"drawnet":', 'This file is damaged'],
    ['{"drawnet":99,"records":[]}', 'made by a newer DrawNet'],
    ['<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="9"/>', 'which is more than a board takes'],
    ['hello', 'DrawNet cannot open this kind of file'],
  ] as const) {
    await open(page, 'x', new TextEncoder().encode(content))
    await expect(page.getByRole('region', { name: /Notifications/ }).getByText(sentence)).toBeVisible()
  }
})

test('a picture is copied', async ({ openApp }) => {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  await drag(page, [300, 300], [600, 320])
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const dialog = await openExport(page)
  await dialog.getByRole('button', { name: 'Copy as SVG' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('<svg xmlns')
  await dialog.getByRole('button', { name: 'Copy as PNG' }).click()
  const types = (): Promise<string[]> =>
    page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => [...item.types]))
  await expect.poll(types).toContain('image/png')
})

test('pictures that do not come are said before a file is saved without them', async ({ openApp }, info) => {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  const missing = [image({ id: 'a', blob: '1'.repeat(64) }), image({ id: 'b', z: 'a1', x: 150, blob: '2'.repeat(64) })]
  await open(page, 'board.json', new TextEncoder().encode(await boardFileOf(missing)))
  await page.getByRole('dialog', { name: 'Opened' }).getByRole('button', { name: 'Close' }).last().click()
  const dialog = await openExport(page)
  await dialog.getByRole('radio', { name: 'JSON' }).click()
  const sentence =
    '2 pictures have not come yet. Export again when they are on the board, or save the file without them.'
  await expect(dialog.getByText(sentence)).toBeVisible()
  await info.attach('dialog.png', { body: await page.screenshot(), contentType: 'image/png' })
  const downloading = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save JSON without them' }).click()
  const bytes = await contentOf(await downloading)
  await expect(dialog).toBeHidden()
  expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({ records: [{ type: 'image' }, { type: 'image' }] })
})
