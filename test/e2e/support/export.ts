import type { Locator, Page } from '@playwright/test'
import { contentOf, expect } from './app.ts'
import { decodePng, type Pixels } from './png.ts'

export interface ExportChoice {
  readonly what?: 'Board' | 'View' | 'Selection' | 'Frame'
  readonly scale?: 1 | 2 | 3 | 4
  readonly background?: boolean
}

export interface Exported {
  readonly fileName: string
  readonly file: Uint8Array
  readonly picture: Pixels
  /** The size that the dialog gave. */
  readonly said: readonly [width: number, height: number]
}

export async function openExport(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Export' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export', exact: true })
  await expect(dialog).toBeVisible()
  return dialog
}

/** Exports a PNG as a person does, through the dialog. */
export async function exportPng(
  page: Page,
  { what, scale = 1, background = true }: ExportChoice = {},
): Promise<Exported> {
  const dialog = await openExport(page)
  if (what !== undefined) await dialog.getByRole('radio', { name: what }).click()
  await dialog.getByRole('radio', { name: `${scale}×` }).click()
  await dialog.getByRole('switch', { name: 'Background' }).setChecked(background)
  const size = await dialog.getByText(/ × .* pixels/).textContent()
  const [, width = '', height = ''] = /^([\d,]+) × ([\d,]+) pixels/.exec(size ?? '') ?? []
  const downloading = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save PNG' }).click()
  const download = await downloading
  await expect(dialog).toBeHidden()
  const file = await contentOf(download)
  return {
    fileName: download.suggestedFilename(),
    file,
    picture: decodePng(file),
    said: [Number(width.replaceAll(',', '')), Number(height.replaceAll(',', ''))],
  }
}
