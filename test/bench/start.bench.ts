import type { Browser, Page } from '@playwright/test'
import { systemRandom } from '#main/engine/surroundings.ts'
import { openLibrary } from '#main/storage/open-library.ts'
import { temporaryFolder } from '../e2e/support/program.ts'
import { fillLibrary } from './support/filled-library.ts'
import { painted, watchPicture } from './support/picture-watch.ts'
import { loadNow, median, ms, printTable, repeat, runs, say } from './support/report.ts'
import { POINTS_PER_STROKE } from './support/strokes.ts'
import { launchBrowser, openPage, startProgram } from './support/window.ts'

/** How long people wait: for the home screen, for a board of another, for one of their own from the disk. */
const RUNS = 3
const STROKES = 10_000
/** Board units: the strokes lie as close as on a board that has been drawn full. */
const SIDE = 6_000
/** Another board of this name may be on the network. */
const ROOM = `Start ${process.pid}`

async function untilUsable(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Start board' })
  await button.waitFor()
  await page.waitForFunction((element) => !(element as HTMLButtonElement).disabled, await button.elementHandle())
}

/** From starting the process, on a data folder that is new or was used before, to a home screen one can use. */
async function toHome(browser: Browser | null, folder: string): Promise<{ engine: number; usable: number }> {
  const start = performance.now()
  const { program, url } = await startProgram(folder)
  const engine = performance.now() - start
  const shown = browser ?? (await launchBrowser())
  try {
    const page = await openPage(shown, url)
    await untilUsable(page)
    const usable = performance.now() - start
    await page.context().close()
    return { engine, usable }
  } finally {
    if (browser === null) await shown.close()
    await program.stop()
  }
}

async function measureHome() {
  const folder = temporaryFolder()
  const browser = await launchBrowser()
  try {
    const first = await toHome(browser, folder.path)
    const again = await toHome(browser, folder.path)
    await browser.close()
    const both = await toHome(null, folder.path)
    return { first, again, both }
  } finally {
    await browser.close()
    folder.remove()
  }
}

/** From the click on another's board to the last stroke painted. */
async function measureJoin() {
  const [theirs, mine] = [temporaryFolder(), temporaryFolder()]
  fillLibrary(theirs.path, STROKES, SIDE, ROOM)
  const browser = await launchBrowser()
  const host = await startProgram(theirs.path)
  const own = await startProgram(mine.path)
  try {
    const page = await openPage(browser, own.url)
    const card = page.getByRole('button', { name: ROOM }).first()
    await card.waitFor()
    // The home screen is at rest: what is measured begins with the click.
    await untilUsable(page)
    await watchPicture(page)
    await card.click()
    return await painted(page)
  } finally {
    await browser.close()
    await own.program.stop()
    await host.program.stop()
    theirs.remove()
    mine.remove()
  }
}

function measureReopening(): { open: number; load: number } {
  const folder = temporaryFolder()
  const id = fillLibrary(folder.path, STROKES, SIDE, ROOM)
  const start = performance.now()
  const library = openLibrary({ folder: folder.path, now: Date.now, random: systemRandom, suggestedName: 'Bench' })
  const opened = performance.now()
  const { records } = library.rooms.storageOf(id).load()
  const loaded = performance.now()
  if (records.length !== STROKES) throw new Error('Strokes are missing.')
  library.dispose()
  folder.remove()
  return { open: opened - start, load: loaded - opened }
}

const load = loadNow()
say('start to home')
const homes = await repeat(RUNS, measureHome)
say('joining a large board')
const joins = await repeat(RUNS, measureJoin)
say('reopening it from the disk')
const reopened = await repeat(RUNS, async () => await Promise.resolve(measureReopening()))

const of = (values: readonly number[]) => ({ reached: ms(median(values)), remarks: runs(values, ms) })
const settled = of(joins.map(({ settledMs }) => settledMs))
printTable('Start, join and reopen', [
  { what: 'start to a usable home screen', asked: '≤ 2 s', ...of(homes.map(({ again }) => again.usable)) },
  {
    what: 'of that, until the engine serves',
    asked: '',
    ...of(homes.map(({ again }) => again.engine)),
  },
  { what: 'the same, the first start of all', asked: '≤ 2 s', ...of(homes.map(({ first }) => first.usable)) },
  { what: 'the same, starting the browser too', asked: '', ...of(homes.map(({ both }) => both.usable)) },
  {
    what: `join ${STROKES} strokes to a painted board`,
    asked: '≤ 1.5 s',
    reached: settled.reached,
    remarks: `${settled.remarks}; first ink ${ms(median(joins.map(({ firstMs }) => firstMs)))}`,
  },
  {
    what: `reopen a room of ${STROKES} strokes from the disk`,
    asked: '< 1 s',
    ...of(reopened.map(({ open, load }) => open + load)),
  },
])
console.log(`Strokes of ${POINTS_PER_STROKE} points. ${load}`)
