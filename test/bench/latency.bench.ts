import { clockAhead, lookAtRow, takeFrames, takeMoves, watchInk, watchMoves } from './support/ink-watch.ts'
import { engineLatency } from './support/engine-latency.ts'
import { relayLatency } from './support/relay-latency.ts'
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
} from './support/report.ts'
import { joinNearby, openWindow, startBoard, type BenchWindow } from './support/window.ts'

/** From a move of the pen in one window to its pixels in another, over two engines on one machine. */
/** Another board of this name may be on the network. */
const ROOM = `Latency ${process.pid}`
const MOVES_PER_SECOND = 60
const RUNS = 3
/** Rows of the board that are drawn along, in window coordinates. */
const ROWS = [200, 320, 440, 560]
const LEFT = 80
const STEP = 5
const MOVES_PER_ROW = 200

/** Draws along a row, one move after the other at an even pace, without waiting for the window. */
async function drawRow({ page }: BenchWindow, y: number): Promise<void> {
  const { mouse } = page
  await mouse.move(LEFT - 2 * STEP, y)
  await mouse.down()
  const start = performance.now()
  const sent: Promise<void>[] = []
  for (let i = 0; i < MOVES_PER_ROW; i++) {
    const due = start + (i * 1000) / MOVES_PER_SECOND
    if (due > performance.now()) await pause(due - performance.now())
    sent.push(mouse.move(LEFT + i * STEP, y))
  }
  await Promise.all(sent)
}

interface Measured {
  readonly latencies: readonly number[]
  readonly moves: number
  readonly frames: number
  readonly seconds: number
}

async function measureRow(a: BenchWindow, b: BenchWindow, y: number, ahead: number): Promise<Measured> {
  await lookAtRow(b.page, y)
  await takeMoves(a.page)
  await drawRow(a, y)
  // The pen rests: by now every move has arrived.
  await pause(500)
  const moves = (await takeMoves(a.page)).filter(({ x }) => x >= LEFT)
  const frames = await takeFrames(b.page)
  await a.page.mouse.up()
  await pause(300)
  const last = moves.at(-1)
  const end = frames.at(-1)
  if (last === undefined || end === undefined) throw new Error('Nothing was seen.')
  // Ink is round at its end and reaches beyond the last point by this much.
  const beyond = end.front - last.x
  const latencies = moves.map(({ x, at }) => {
    const shown = frames.find(({ front }) => front >= x + beyond - STEP / 2)
    if (shown === undefined) throw new Error('A move never showed.')
    return shown.at - at - ahead
  })
  const drawn = frames.filter(({ at }) => at >= moves[0]!.at && at <= last.at)
  return { latencies, moves: moves.length, frames: drawn.length, seconds: (last.at - moves[0]!.at) / 1000 }
}

async function measurePixels() {
  const windows: BenchWindow[] = []
  try {
    const a = await openWindow()
    windows.push(a)
    const b = await openWindow()
    windows.push(b)
    await startBoard(a.page, ROOM)
    await joinNearby(b.page, ROOM)
    await watchMoves(a.page)
    await watchInk(b.page)
    const ahead = (await clockAhead(b.page)) - (await clockAhead(a.page))
    // One row to warm up: code is compiled while it first runs.
    await measureRow(a, b, 660, ahead)
    const measured: Measured[] = []
    for (const y of ROWS) measured.push(await measureRow(a, b, y, ahead))
    const seconds = measured.reduce((sum, row) => sum + row.seconds, 0)
    return {
      spread: spreadOf(measured.flatMap(({ latencies }) => latencies)),
      movesPerSecond: measured.reduce((sum, { moves }) => sum + moves, 0) / seconds,
      framesPerSecond: measured.reduce((sum, { frames }) => sum + frames, 0) / seconds,
      ahead,
    }
  } finally {
    for (const window of windows) await window.close()
  }
}

const load = loadNow()
const pixels = await repeat(RUNS, async (run) => {
  say(`window to window, run ${run + 1} of ${RUNS}`)
  return await measurePixels()
})
say('engine to engine')
const engines = await repeat(RUNS, async () => spreadOf(await engineLatency()))
say('plain relay')
const relays = await repeat(RUNS, async () => spreadOf(await relayLatency()))

const shown = medianSpread(pixels.map(({ spread }) => spread))
const between = medianSpread(engines)
const relayed = medianSpread(relays)
const rate = (of: (run: (typeof pixels)[number]) => number): string => median(pixels.map(of)).toFixed(0)
printTable('Pen movement in one window to pixels in another', [
  {
    what: 'window to window, p95',
    asked: '≤ 50 ms',
    reached: ms(shown.p95),
    remarks: `${describe(shown)}; ${runs(
      pixels.map(({ spread }) => spread.p95),
      ms,
    )}; ${shown.count} moves a run`,
  },
  {
    what: 'engine to engine, p95',
    asked: '',
    reached: ms(between.p95),
    baseline: ms(relayed.p95),
    remarks: `${describe(between)}; plain ws relay ${describe(relayed)}`,
  },
])
console.log(
  `Windows: two browsers; ${rate((run) => run.movesPerSecond)} moves a second, ` +
    `${rate((run) => run.framesPerSecond)} frames a second drawn in the second window. ` +
    `Clocks of the two windows differ by ${ms(Math.max(...pixels.map(({ ahead }) => Math.abs(ahead))))} at the most, taken into account.\n` +
    'From the time the first browser stamps the move with, to the end of the frame in which the ink is on the canvas of the second.\n' +
    'Engine to engine: from the first engine’s Link to a window to the second’s. Relay: one hop between two sockets.\n' +
    load,
)
