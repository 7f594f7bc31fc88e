import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Page } from '@playwright/test'
import { openBoardPage, type BoardPage } from '../support/board-page.ts'
import type { BoardBench } from './board/page.ts'
import {
  describe,
  loadNow,
  median,
  medianSpread,
  ms,
  pause,
  printTable,
  repeat,
  runs,
  say,
  spreadOf,
  type Row,
  type Spread,
} from './support/report.ts'

/** What the board costs, with very much on it, in a browser without a graphics card; beside plain Fabric. */
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false } },
})
const RUNS = flags.quick ? 1 : 3
const SIDE = 10_000
/** What is exported fits a picture of 4096 pixels at 100 %. */
const EXPORT_SIDE = 3_700
const WINDOW = { width: 1280, height: 800 }
const MANY = flags.quick ? 10_000 : 100_000
const HALF = flags.quick ? 5_000 : 50_000
const SOME = 10_000
const PAN_MOVES = 240
const PEOPLE = 16
const DRAW_MS = 5_000
const MEGABYTE = 2 ** 20

const load = loadNow()
const board: BoardPage = await openBoardPage(new URL('board/page.ts', import.meta.url))

declare global {
  interface Window {
    bench: BoardBench
  }
}

/** Does something on a fresh page with so many strokes in memory. */
async function withStrokes<T>(
  count: number,
  work: (page: Page) => Promise<T>,
  { side = SIDE, layered = false } = {},
): Promise<T> {
  const page = await board.open(WINDOW)
  try {
    await page.evaluate(([n, s, l]) => window.bench.make(n, s, l), [count, side, layered] as const)
    return await work(page)
  } finally {
    await page.context().close()
  }
}

interface Watched {
  readonly frames: number[]
  readonly moves: number[]
  readonly tasks: number[]
}

/** What was seen while something was done. */
async function watching(page: Page, work: () => Promise<void>): Promise<Watched> {
  await page.evaluate(() => window.bench.watch())
  await work()
  return await page.evaluate(() => window.bench.watched())
}

/** Drags the pointer to and fro across the window, a move for each frame that the screen could show. */
async function drag({ mouse }: Page, moves = PAN_MOVES, reach = 300): Promise<void> {
  const [x, y] = [WINDOW.width / 2, WINDOW.height / 2]
  await mouse.move(x, y)
  await mouse.down()
  const start = performance.now()
  for (let i = 1; i <= moves; i++) {
    const due = start + (i * 1000) / 60
    if (due > performance.now()) await pause(due - performance.now())
    const angle = (i / moves) * 4 * Math.PI
    await mouse.move(x + Math.sin(angle) * reach, y + Math.sin(angle * 2) * reach * 0.5)
  }
  await mouse.up()
}

async function panned(page: Page): Promise<Spread> {
  await page.evaluate(() => window.bench.setTool('hand'))
  return spreadOf((await watching(page, async () => await drag(page))).frames)
}

async function drawn(page: Page): Promise<Spread> {
  await page.evaluate(() => window.bench.setTool('pen'))
  return spreadOf((await watching(page, async () => await drag(page))).moves)
}

/** Memory that is the renderer's alone, and its part of what it shares. Null where the system does not tell. */
async function rendererMemory(): Promise<number | null> {
  const session = await board.browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      try {
        const found = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))
        return Number(found?.[1] ?? 0) * 1024
      } catch {
        return 0
      }
    })
  const largest = Math.max(0, ...sizes)
  return largest === 0 ? null : largest
}

const frame = (spreads: readonly Spread[], of: 'p95' | 'max' = 'p95'): string => ms(medianSpread(spreads)[of])

const ROWS: Readonly<Record<string, () => Promise<Row[]>>> = {
  pan: async () => {
    const found = await repeat(RUNS, async (run) => {
      say(`panning and drawing among ${MANY} strokes, run ${run + 1}`)
      const empty = await withStrokes(1, async (page) => {
        await page.evaluate(async () => await window.bench.open())
        await page.evaluate(async () => await window.bench.hundred())
        return await panned(page)
      })
      return await withStrokes(MANY, async (page) => {
        const memory = await rendererMemory()
        await page.evaluate(async () => await window.bench.open())
        const fit = { pan: await panned(page), pen: await drawn(page) }
        await page.evaluate(async () => await window.bench.hundred())
        const hundred = { pan: await panned(page), pen: await drawn(page) }
        await page.requestGC()
        return { empty, fit, hundred, memory, after: await rendererMemory() }
      })
    })
    const of = (pick: (each: (typeof found)[number]) => Spread): Spread[] => found.map(pick)
    const emptyFrame = frame(of((each) => each.empty))
    const row = (what: string, asked: string, spreads: Spread[], baseline: string): Row => ({
      what,
      asked,
      reached: frame(spreads),
      baseline,
      remarks: `${describe(medianSpread(spreads))}; ${runs(
        spreads.map(({ p95 }) => p95),
        ms,
      )}`,
    })
    const memory = median(found.map(({ after }) => after ?? Number.NaN))
    return [
      row(
        `pan at 100 %, ${MANY} strokes, p95 of frames`,
        '≤ 17.5 ms',
        of((e) => e.hundred.pan),
        `empty ${emptyFrame}`,
      ),
      row(
        `pan at fit, ${MANY} strokes, p95 of frames`,
        '≤ 17.5 ms',
        of((e) => e.fit.pan),
        `empty ${emptyFrame}`,
      ),
      row(
        `pen move to paint at 100 %, p95`,
        '≤ 20 ms, none over 34',
        of((e) => e.hundred.pen),
        '',
      ),
      row(
        `pen move to paint at fit, p95`,
        '≤ 20 ms, none over 34',
        of((e) => e.fit.pen),
        '',
      ),
      {
        what: `memory of the renderer with ${MANY} strokes (PSS)`,
        asked: '≤ 250 MB',
        reached: `${(memory / MEGABYTE).toFixed(0)} MB`,
        baseline: `before it is opened ${(median(found.map((each) => each.memory ?? Number.NaN)) / MEGABYTE).toFixed(0)} MB`,
      },
    ]
  },

  layers: async () => {
    const found = await repeat(RUNS, async (run) => {
      say(`drawing under a layer of ${MANY / 2} strokes, run ${run + 1}`)
      return await withStrokes(
        MANY,
        async (page) => {
          await page.evaluate(async () => await window.bench.open())
          await page.evaluate(() => window.bench.drawBelow())
          const fit = await drawn(page)
          await page.evaluate(async () => await window.bench.hundred())
          return { fit, hundred: await drawn(page) }
        },
        { layered: true },
      )
    })
    const row = (where: string, spreads: Spread[]): Row => ({
      what: `pen move to paint under a layer ${where}, p95`,
      asked: 'as without',
      reached: frame(spreads),
      baseline: 'see pan',
      remarks: describe(medianSpread(spreads)),
    })
    return [
      row(
        'at 100 %',
        found.map((each) => each.hundred),
      ),
      row(
        'at fit',
        found.map((each) => each.fit),
      ),
    ]
  },

  open: async () => {
    const rows: Row[] = []
    for (const [count, asked] of [
      [SOME, '≤ 250 ms'],
      [MANY, '≤ 1.5 s'],
    ] as const) {
      say(`opening ${count} strokes`)
      const found = await repeat(
        RUNS,
        async () =>
          await withStrokes(count, async (page) => await page.evaluate(async () => await window.bench.open())),
      )
      const complete = found.map((each) => each.complete)
      const fabric =
        count > SOME
          ? null
          : await withStrokes(count, async (page) => await page.evaluate(async () => await window.bench.openFabric()))
      rows.push({
        what: `${count} records in memory to a complete view`,
        asked,
        reached: ms(median(complete)),
        baseline: fabric === null ? '' : `Fabric ${ms(fabric.complete)}`,
        remarks: `${runs(complete, ms)}; first ink ${ms(median(found.map(({ first }) => first)))}`,
      })
    }
    return rows
  },

  zoom: async () => {
    const found = await repeat(RUNS, async (run) => {
      say(`zooming among ${MANY} strokes, run ${run + 1}`)
      return await withStrokes(MANY, async (page) => {
        await page.evaluate(async () => await window.bench.open())
        const near = await page.evaluate(async () => await window.bench.sharpen('hundred'))
        const fit = await page.evaluate(async () => await window.bench.sharpen('fit'))
        return { near, fit }
      })
    })
    return (['fit', 'near'] as const).map((to) => ({
      what: `zoom to ${to === 'fit' ? 'fit' : '100 %'}, ${MANY} strokes: something sharp / all sharp`,
      asked: '≤ 150 ms / ≤ 1 s, never blank',
      reached: `${ms(median(found.map((each) => each[to].some)))} / ${ms(median(found.map((each) => each[to].all)))}`,
      remarks: `${found.reduce((all, each) => all + each[to].blank, 0)} blank frames; all: ${runs(
        found.map((each) => each[to].all),
        ms,
      )}`,
    }))
  },

  select: async () => {
    const found = await repeat(RUNS, async (run) => {
      say(`dragging ${SOME} strokes, run ${run + 1}`)
      return await withStrokes(SOME, async (page) => {
        await page.evaluate(async () => await window.bench.open())
        await page.evaluate(() => window.bench.selectAll())
        await pause(500)
        return spreadOf((await watching(page, async () => await drag(page, 120, 150))).frames)
      })
    })
    return [
      {
        what: `select all and drag ${SOME} objects, p95 of frames`,
        asked: '≤ 33 ms',
        reached: frame(found),
        remarks: `${describe(medianSpread(found))}; ${runs(
          found.map(({ p95 }) => p95),
          ms,
        )}`,
      },
    ]
  },

  people: async () => {
    const found = await repeat(RUNS, async (run) => {
      say(`${PEOPLE} people drawing among ${HALF} strokes, run ${run + 1}`)
      return await withStrokes(HALF, async (page) => {
        await page.evaluate(async () => await window.bench.open())
        return spreadOf(
          await page.evaluate(async ([n, t]) => await window.bench.drawTogether(n!, t!), [PEOPLE, DRAW_MS]),
        )
      })
    })
    return [
      {
        what: `${PEOPLE} people drawing at once on ${HALF} strokes, p95 of frames`,
        asked: '≤ 17.5 ms',
        reached: frame(found),
        remarks: `${describe(medianSpread(found))}; ${runs(
          found.map(({ p95 }) => p95),
          ms,
        )}`,
      },
    ]
  },

  export: async () => {
    const found = await repeat(RUNS, async (run) => {
      say(`exporting ${SOME} strokes, run ${run + 1}`)
      return await withStrokes(
        SOME,
        async (page) => {
          await page.evaluate(async () => await window.bench.open())
          return await page.evaluate(async () => await window.bench.exportPng())
        },
        { side: EXPORT_SIDE },
      )
    })
    const [first] = found
    return [
      {
        what: `PNG of ${SOME} strokes, ${first?.width ?? 0} × ${first?.height ?? 0} px`,
        asked: '≤ 1.5 s, no task over 50 ms',
        reached: `${ms(median(found.map((each) => each.ms)))}, longest task ${ms(median(found.map(({ longest }) => longest)))}`,
        remarks: runs(
          found.map((each) => each.ms),
          ms,
        ),
      },
    ]
  },

  fabric: async () => {
    say('plain Fabric')
    const count = flags.quick ? 1_000 : SOME
    const frames = await withStrokes(count, async (page) => {
      await page.evaluate(async () => await window.bench.openFabric())
      return await page.evaluate(async () => await window.bench.panFabric(20))
    })
    return [
      {
        what: `plain Fabric, pan at fit, ${count} strokes, p95 of frames`,
        asked: '',
        reached: ms(spreadOf(frames).p95),
        remarks: describe(spreadOf(frames)),
      },
    ]
  },
}

const chosen = positionals.length === 0 ? Object.keys(ROWS) : positionals
const unknown = chosen.filter((name) => !Object.hasOwn(ROWS, name))
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}. There are ${Object.keys(ROWS).join(', ')}.`)
const rows: Row[] = []
try {
  for (const name of chosen) rows.push(...(await ROWS[name]!()))
} finally {
  await board.close()
}
printTable(`The board${flags.quick ? ', in short' : ''}`, rows)
console.log(load)
