import { describe, test } from 'vitest'
import { runSimulation } from './run-simulation.ts'

const long = process.env['DRAWNET_LONG'] === '1'
const SEEDS = long ? 2_000 : 60
const SEEDS_PER_TEST = long ? 250 : 20
const MS_PER_SEED = 10_000

// A run throws with its seed and a list of everything that was done; there is nothing more to expect.
describe('simulated rooms whose people close the app', () => {
  const starts = Array.from({ length: SEEDS / SEEDS_PER_TEST }, (_, i) => 100_000 + i * SEEDS_PER_TEST)
  test.each(starts)(
    'M4 M3 A2: what was made while the host was away is there once, whoever closed the app meanwhile: seeds from %i',
    async (start) => {
      for (let seed = start; seed < start + SEEDS_PER_TEST; seed++) await runSimulation(seed, { appsClose: true })
    },
    SEEDS_PER_TEST * MS_PER_SEED,
  )
})
