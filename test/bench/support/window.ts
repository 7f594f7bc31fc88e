import { chromium, type Browser, type Page } from '@playwright/test'
import { neededFlags } from '../../../build/setup/browser.mjs'
import { Program, temporaryFolder } from '../../e2e/support/program.ts'

const QUIET = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A window that another lies on, or that has no focus, is drawn as often as one in front.
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--disable-background-timer-throttling',
]

export const WINDOW = { width: 1280, height: 800 }

/** A browser as people have it, without a screen. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['DRAWNET_CHROMIUM']
  return await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...neededFlags(process.getuid?.()), ...QUIET],
  })
}

export async function openPage(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: WINDOW })
  const page = await context.newPage()
  page.on('pageerror', (error) => process.stderr.write(`${error.stack ?? error.message}\n`))
  await page.goto(url)
  return page
}

/** The program as built, started as `drawnet start` without a window. */
export async function startProgram(folder: string): Promise<{ readonly program: Program; readonly url: string }> {
  const program = Program.run(['start', '--no-window', '--json', '--data', folder, '--port', '0'])
  const { url } = await program.report<{ url: string }>()
  return { program, url }
}

export interface BenchWindow {
  readonly page: Page
  close(): Promise<void>
}

/** A person's DrawNet: an engine in a process, and a browser of its own with a window of it. */
export async function openWindow(): Promise<BenchWindow> {
  const folder = temporaryFolder()
  const { program, url } = await startProgram(folder.path)
  const browser = await launchBrowser()
  const page = await openPage(browser, url)
  return {
    page,
    close: async () => {
      await browser.close()
      await program.stop()
      folder.remove()
    },
  }
}

export async function untilOnBoard(page: Page): Promise<void> {
  await page.getByTestId('board').waitFor()
  await page.getByRole('button', { name: 'Undo' }).waitFor()
}

export async function startBoard(page: Page, name: string): Promise<void> {
  await page.getByLabel('Board name').fill(name)
  await page.getByRole('button', { name: 'Start board' }).click()
  await untilOnBoard(page)
}

/** Joins a board that is in the list of those nearby. */
export async function joinNearby(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).first().click()
  await untilOnBoard(page)
}
