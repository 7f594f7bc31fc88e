import { describe, test } from 'vitest'
import { runSimulation } from './run-simulation.ts'

const long = process.env['DRAWNET_LONG'] === '1'
const SEEDS = long ? 10_000 : 200
const SHEET_SEEDS = long ? 10_000 : 100
const SEEDS_PER_TEST = long ? 250 : 20
const MS_PER_SEED = 10_000

// A run throws with its seed and a list of everything that was done; there is nothing more to expect.
describe('simulated rooms', () => {
  const starts = Array.from({ length: SEEDS / SEEDS_PER_TEST }, (_, i) => i * SEEDS_PER_TEST)
  test.each(starts)(
    'O3 A2 A4 M3: everyone converges and nothing is lost, whatever goes wrong: seeds from %i',
    async (start) => {
      for (let seed = start; seed < start + SEEDS_PER_TEST; seed++) await runSimulation(seed)
    },
    SEEDS_PER_TEST * MS_PER_SEED,
  )

  test.each([
    [12, 'L3: whoever missed ink asks for it, and goes on'],
    [19, 'M2: a refusal that nobody heard leaves nothing waiting'],
    [64, 'J6: what ended while someone lagged is over for them'],
    [92, 'J2: a late greeting over a connection given up turns nobody away'],
    [2606, 'L1: what is begun without a connection is not told of on the next one'],
    [3620, 'M2: what is refused to someone who is back and has not greeted yet leaves nothing waiting'],
    [6959, 'M2: a message that was refused while nobody could be told no longer waits among the others'],
    [20661, 'J7 P6: nobody is told who is there before they know who they are, and writes to themselves'],
  ])('seed %i, which once failed: %s', (seed) => runSimulation(seed), MS_PER_SEED)
})

// Pages and layers are in runs of their own, so that the other seeds mean what they meant.
describe('simulated rooms with pages and layers', () => {
  const starts = Array.from({ length: SHEET_SEEDS / SEEDS_PER_TEST }, (_, i) => 200_000 + i * SEEDS_PER_TEST)
  test.each(starts)(
    'O3 C5 C6 P10 P11: they come and go, and nobody draws on one that is not theirs: seeds from %i',
    async (start) => {
      for (let seed = start; seed < start + SEEDS_PER_TEST; seed++) {
        // In every second one, people close the app.
        await runSimulation(seed, { withSheets: true, appsClose: seed % 2 === 1 })
      }
    },
    SEEDS_PER_TEST * MS_PER_SEED,
  )

  test.each([[200_018, 'P10 C6: what names no page is protected on whichever page is first']])(
    'seed %i, which once failed: %s',
    (seed) => runSimulation(seed, { withSheets: true }),
    MS_PER_SEED,
  )
})
