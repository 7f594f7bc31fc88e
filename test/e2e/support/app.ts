import { readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  _electron,
  expect,
  test as base,
  type Browser,
  type BrowserContextOptions,
  type Download,
  type Page,
} from '@playwright/test'
import { PixelReader, type Area } from './pixels.ts'
import { Program, temporaryFolder } from './program.ts'

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url))

/** The middle of the board, free of islands in a window of 1280 × 800. */
export const OPEN_BOARD: Area = { x: 60, y: 80, width: 1160, height: 580 }

/** One person's DrawNet: a process and a window. */
export interface App {
  readonly page: Page
  readonly folder: string
  /** kill -9 of the engine. The window stays. */
  kill(): Promise<void>
  /** Starts the engine again on the same data; the window finds it by itself. */
  restart(): Promise<void>
}

type Closing = () => Promise<unknown>

/** How to open it, where the usual does not do. */
export interface Opening {
  /** Of the window: touch, size, colour scheme. */
  readonly context?: BrowserContextOptions
  /** Another computer: its browser, and the command that runs the engine there. */
  readonly computer?: { readonly browser: Browser; readonly prefix: readonly string[] }
}

async function openInBrowser(usual: Browser, closing: Closing[], name: string, opening: Opening): Promise<App> {
  const { browser, prefix } = opening.computer ?? { browser: usual, prefix: [] }
  const folder = temporaryFolder()
  closing.push(async () => folder.remove())
  const args = ['start', '--no-window', '--json', '--data', folder.path]
  let program = Program.run([...args, '--port', '0'], prefix)
  closing.push(async () => await program.stop())
  const { url } = await program.report<{ url: string }>()
  const context = await browser.newContext({ acceptDownloads: true, ...opening.context })
  closing.push(async () => await context.close())
  const page = await context.newPage()
  failOnErrors(page, name)
  await page.goto(url)
  return {
    page,
    folder: folder.path,
    kill: async () => await program.kill(),
    restart: async () => {
      program = Program.run(args, prefix)
      await program.report()
    },
  }
}

async function openInElectron(closing: Closing[]): Promise<App> {
  const folder = temporaryFolder()
  closing.push(async () => folder.remove())
  const electron = await _electron.launch({ args: [PROJECT, '--data', folder.path], cwd: PROJECT })
  closing.push(async () => await electron.close())
  const page = await electron.firstWindow()
  return {
    page,
    folder: folder.path,
    // The shell starts its engine again by itself.
    kill: async () => {
      await electron.evaluate(({ app }) => {
        const engine = app.getAppMetrics().find(({ serviceName }) => serviceName === 'DrawNet engine')
        if (engine !== undefined) process.kill(engine.pid, 'SIGKILL')
      })
    },
    restart: async () => {},
  }
}

/** Nothing may go wrong unseen in a window, least of all against its content policy. */
export function failOnErrors(page: Page, name: string): void {
  page.on('pageerror', (error) => expect.soft(error.stack ?? error.message, `error in the window of ${name}`).toBe(''))
  page.on('console', (message) => {
    // A browser says this by itself whenever an engine it had is gone.
    if (message.type() !== 'error' || /ERR_CONNECTION_REFUSED|WebSocket connection to/.test(message.text())) return
    expect.soft(message.text(), `console of the window of ${name}`).toBe('')
  })
}

/** Whether Electron's runtime has been fetched; its package comes without. */
function hasElectron(): boolean {
  const require = createRequire(import.meta.url)
  const folder = join(require.resolve('electron/package.json'), '..', 'dist')
  return existsSync(folder)
}

interface Fixtures {
  /** Opens DrawNet for another person, with a data folder of its own. */
  readonly openApp: (name: string, opening?: Opening) => Promise<App>
  /** A folder that goes away with the test. */
  readonly folder: string
  /** Runs `drawnet` on the data in that folder; it ends with the test at the latest. */
  readonly run: (args: readonly string[]) => Program
  readonly pixels: PixelReader
}

export const test = base.extend<Fixtures>({
  openApp: async ({ browser }, use, testInfo) => {
    const electron = testInfo.project.name === 'electron'
    base.skip(electron && !hasElectron(), 'Electron runtime is not on this machine')
    const closing: Closing[] = []
    await use(async (name, opening = {}) =>
      electron ? await openInElectron(closing) : await openInBrowser(browser, closing, name, opening),
    )
    for (const close of closing.toReversed()) await close()
  },
  folder: async ({ browserName }, use) => {
    const folder = temporaryFolder(browserName)
    await use(folder.path)
    folder.remove()
  },
  run: async ({ folder }, use) => {
    const programs: Program[] = []
    await use((args) => {
      const program = Program.run([...args, '--data', folder])
      programs.push(program)
      return program
    })
    for (const program of programs) await program.stop()
  },
  pixels: new PixelReader(),
})

export { expect }

/** Another window of the same person, in the same browser. */
export async function anotherWindow({ page }: App): Promise<Page> {
  const another = await page.context().newPage()
  failOnErrors(another, 'another window')
  await another.goto(new URL('/', page.url()).href)
  return another
}

/** Says who one is. */
export async function nameMyself(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^You are / }).click()
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Your name').press('Enter')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: `You are ${name}` })).toBeVisible()
}

/** Starts a board and waits until it can be drawn on. */
export async function startBoard(page: Page, name: string): Promise<void> {
  await page.getByLabel('Board name').fill(name)
  await page.getByRole('button', { name: 'Start board' }).click()
  await onBoard(page)
}

export async function onBoard(page: Page): Promise<void> {
  await expect(page.getByTestId('board')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
}

/** Joins a board from the list of those nearby. */
export async function joinNearby(page: Page, board: string): Promise<void> {
  await page.getByRole('button', { name: board }).first().click()
  await onBoard(page)
}

/** Moves a real pen of the mouse through the points given, in window coordinates. */
export async function penThrough(page: Page, points: readonly (readonly [number, number])[]): Promise<void> {
  const [first, ...rest] = points
  await page.mouse.move(...first!)
  await page.mouse.down()
  for (const [x, y] of rest) await page.mouse.move(x, y, { steps: 6 })
  await page.mouse.up()
}

/** Moves the pointer out of the way, so that no label of it lies on the board. */
export async function parkPointer(page: Page): Promise<void> {
  await page.mouse.move(640, 792)
}

export async function openChat(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Chat/ }).click()
  await expect(page.getByLabel('Message', { exact: true })).toBeVisible()
}

export async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(text)
  await page.getByLabel('Message', { exact: true }).press('Enter')
}

/** The bytes of a file that the window downloads. */
export async function contentOf(download: Download): Promise<Uint8Array> {
  return await readFile(await download.path())
}
