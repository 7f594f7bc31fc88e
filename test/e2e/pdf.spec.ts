import type { Page } from '@playwright/test'
import { PDFDocument, StandardFonts, rgb } from 'pdf-lib'
import { expect, joinNearby, OPEN_BOARD, parkPointer, startBoard, test } from './support/app.ts'
import { expectNoInk, expectSame, newBoardName } from './support/board.ts'
import { inked } from './support/pixels.ts'

/** A PDF of so many pages, each with its number and a bar across; every second one is wide. */
async function pdfOf(count: number): Promise<Buffer> {
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.TimesRoman)
  for (let i = 1; i <= count; i++) {
    const page = document.addPage(i % 2 === 1 ? [300, 400] : [400, 300])
    page.drawText(`Page ${i}`, { x: 40, y: 240, size: 48, font })
    page.drawRectangle({ x: 40, y: 60, width: 200, height: 40, color: rgb(0.1, 0.4, 0.8) })
  }
  return Buffer.from(await document.save())
}

async function open(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.getByLabel('Open file…').setInputFiles({ name, mimeType: 'application/pdf', buffer })
}

test('chosen pages stand on the board for everyone, in one step', async ({ openApp, pixels }) => {
  const ada = (await openApp('Ada')).page
  const board = newBoardName()
  await startBoard(ada, board)
  const ben = (await openApp('Ben')).page
  await joinNearby(ben, board)
  await open(ada, 'Plan.pdf', await pdfOf(3))
  const dialog = ada.getByRole('dialog', { name: 'Pages of “Plan”' })
  await expect(dialog.getByText('3 of 3 chosen')).toBeVisible()
  await expect(dialog.locator('img')).toHaveCount(3)
  await dialog.getByRole('checkbox', { name: 'Page 2' }).click()
  await expect(dialog.getByText('2 of 3 chosen')).toBeVisible()
  await dialog.getByRole('button', { name: 'Put 2 pages on the board' }).click()
  await expect(dialog).toBeHidden()
  await ada.getByRole('button', { name: 'Fit', exact: true }).click()
  await ben.getByRole('button', { name: 'Fit', exact: true }).click()
  await ada.keyboard.press('Escape')
  await expect.poll(async () => inked(await pixels.of(ada, OPEN_BOARD))).toBeGreaterThan(3000)
  await expectSame(ada, ben, pixels)
  await ada.getByRole('button', { name: 'Undo' }).click()
  await expectNoInk(ada, pixels)
  await expect(ada.getByRole('button', { name: 'Undo' })).toBeDisabled()
  await expectNoInk(ben, pixels)
})

test('pages come in frames that bear their names, and can be presented', async ({ openApp, pixels }) => {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  await open(page, 'Plan.pdf', await pdfOf(2))
  const dialog = page.getByRole('dialog', { name: 'Pages of “Plan”' })
  await dialog.getByRole('radio', { name: 'Each in a frame' }).click()
  await dialog.getByRole('button', { name: 'Put 2 pages on the board' }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: 'Fit', exact: true }).click()
  await parkPointer(page)
  await expect.poll(async () => inked(await pixels.of(page, OPEN_BOARD))).toBeGreaterThan(3000)
  await page.keyboard.press('Control+f')
  await page.keyboard.type('Page 2 of Plan')
  await expect(page.getByText(/^1 of \d/)).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expectNoInk(page, pixels)
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled()
})

test('a PDF that is damaged, locked or endless is refused with a sentence', async ({ openApp, pixels }) => {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  const whole = await pdfOf(2)
  const refused = async (name: string, buffer: Buffer, sentence: RegExp): Promise<void> => {
    await open(page, name, buffer)
    await expect(page.getByRole('dialog').getByText(sentence)).toBeVisible()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await expect(page.getByRole('dialog')).toBeHidden()
  }
  await refused('Cut.pdf', whole.subarray(0, 200), /damaged/)
  await refused('Empty.pdf', Buffer.from('%PDF-1.7\n%%EOF'), /damaged/)
  await refused('Locked.pdf', Buffer.from(LOCKED, 'base64'), /locked with a password/)
  await refused('Long.pdf', await pdfOf(1001), /1001 pages/)
  await expectNoInk(page, pixels)
})

/** One empty page, encrypted with 40-bit RC4 and a password that nobody here knows. */
const LOCKED = Buffer.from(
  [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj',
    `4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<${'a1'.repeat(32)}>/U<${'b2'.repeat(32)}>>>endobj`,
    `trailer<</Root 1 0 R/Size 5/Encrypt 4 0 R/ID[<${'00'.repeat(16)}><${'00'.repeat(16)}>]>>`,
    '%%EOF',
  ].join('\n'),
).toString('base64')

test('a page as large as a house is made to fit, and a script in a file is not run', async ({ openApp, pixels }) => {
  const { page } = await openApp('Ada')
  await startBoard(page, 'Atelier')
  const document = await PDFDocument.create()
  document
    .addPage([200_000, 100_000])
    .drawRectangle({ x: 0, y: 0, width: 100_000, height: 100_000, color: rgb(1, 0, 0) })
  document.addJavaScript('hello', 'app.alert("Hello"); this.submitForm("http://127.0.0.1:9/")')
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('dialog', (dialog) => expect.soft(dialog.message()).toBe(''))
  await open(page, 'House.pdf', Buffer.from(await document.save()))
  const dialog = page.getByRole('dialog', { name: 'Pages of “House”' })
  await expect(dialog.locator('img')).toHaveCount(1)
  await dialog.getByRole('button', { name: 'Put one page on the board' }).click()
  await expect(dialog).toBeHidden()
  await expect.poll(async () => inked(await pixels.of(page, OPEN_BOARD))).toBeGreaterThan(50_000)
  const own = new URL('/', page.url()).href
  expect(asked.filter((url) => !url.startsWith(own) && !url.startsWith('blob:'))).toEqual([])
  // The decoders for scans are where the reader looks for them.
  const decoders = await page.evaluate(async () => {
    const names = ['openjpeg', 'jbig2'].map((name) => `/assets/pdf/${name}_nowasm_fallback.js`)
    const modules = await Promise.all(names.map(async (name) => (await import(name)) as { readonly default: unknown }))
    return modules.map((module) => typeof module.default)
  })
  expect(decoders).toEqual(['function', 'function'])
})
