import { existsSync } from 'node:fs'
import { chromium, type Browser, type Page } from '@playwright/test'
import { servePage } from './bundled-page.ts'

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

/** The window of a board: CSS pixels, and device pixels to one of them. */
export interface BoardWindow {
  readonly width?: number
  readonly height?: number
  readonly density?: number
  readonly touch?: boolean
}

/** A browser on a page with a board and a room in memory, built from the sources. */
export interface BoardPage {
  readonly browser: Browser
  readonly url: string
  /**
   * Loads the page anew, with an empty board. There is one window at a time: the one before is loaded again where it
   * is of the same kind, with nothing pressed in it, and closed where it is not.
   */
  open(window?: BoardWindow): Promise<Page>
  close(): Promise<void>
}

const HARNESS = new URL('../renderer/board/harness/harness.ts', import.meta.url)

/** @param script what runs in the page, over an element `#board` that fills the window */
export async function openBoardPage(script: URL = HARNESS): Promise<BoardPage> {
  const served = await servePage(script)
  const browser = await chromium.launch({ executablePath: browserPath(), args: ARGUMENTS })
  const windows = new Windows(browser)
  return {
    browser,
    url: served.url,
    async open(window = {}) {
      const page = await windows.take(window)
      await page.goto(served.url)
      await page.waitForSelector('#board', { state: 'attached' })
      return page
    },
    async close() {
      await browser.close()
      await served.close()
    },
  }
}

/** The keys that may still be held when a test fails half-way. */
const HELD = ['Shift', 'Control', 'Alt', 'Meta']

/** The one window of a browser. A new one costs several times what it takes to load the page again in it. */
class Windows {
  readonly #browser: Browser
  #page: Page | null = null
  #kind = ''

  constructor(browser: Browser) {
    this.#browser = browser
  }

  async take({ width = 1024, height = 700, density = 1, touch = false }: BoardWindow): Promise<Page> {
    const kind = JSON.stringify([width, height, density, touch])
    if (this.#page !== null && !this.#page.isClosed()) {
      if (kind === this.#kind) return await letGo(this.#page)
      await this.#page.context().close()
    }
    const context = await this.#browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: density,
      hasTouch: touch,
    })
    this.#page = await context.newPage()
    this.#page.on('pageerror', (error) => console.error(error))
    this.#kind = kind
    return this.#page
  }
}

/** Lifts what is pressed in a page, and takes the pointer out of it. */
async function letGo(page: Page): Promise<Page> {
  await page.mouse.up()
  for (const key of HELD) await page.keyboard.up(key)
  await page.mouse.move(0, 0)
  return page
}
