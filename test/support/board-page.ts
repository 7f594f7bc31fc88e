import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { build, preview, type PreviewServer } from 'vite'

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
]

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
]

/** The browser to test with: `DRAWNET_CHROMIUM`, or the first one in a usual place. Throws where there is none. */
export function browserPath(): string {
  const named = process.env['DRAWNET_CHROMIUM']
  const found = named === undefined ? BROWSERS.find((path) => existsSync(path)) : named
  if (found === undefined || !existsSync(found)) {
    throw new Error('No Chromium was found. Install one, or name it in DRAWNET_CHROMIUM.')
  }
  return found
}

/** A browser on a page with a board and a room in memory, built from the sources. */
export interface BoardPage {
  readonly browser: Browser
  readonly url: string
  open(options?: { width?: number; height?: number; density?: number; touch?: boolean }): Promise<Page>
  close(): Promise<void>
}

const HARNESS = new URL('../renderer/board/harness/', import.meta.url)

/** @param folderUrl where the page's index.html and what it imports lie */
export async function openBoardPage(folderUrl: URL = HARNESS): Promise<BoardPage> {
  const root = folderUrl.pathname
  const folder = await mkdtemp(join(tmpdir(), 'board-'))
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, minify: false },
  })
  const server: PreviewServer = await preview({
    configFile: false,
    root,
    logLevel: 'error',
    build: { outDir: folder },
    preview: { port: 0, host: '127.0.0.1' },
  })
  const url = server.resolvedUrls?.local[0] ?? ''
  const browser = await chromium.launch({ executablePath: browserPath(), args: ARGUMENTS })
  return {
    browser,
    url,
    async open({ width = 1024, height = 700, density = 1, touch = false } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        deviceScaleFactor: density,
        hasTouch: touch,
      })
      const page = await context.newPage()
      page.on('pageerror', (error) => console.error(error))
      await page.goto(url)
      await page.waitForSelector('#board', { state: 'attached' })
      return page
    },
    async close() {
      await browser.close()
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
