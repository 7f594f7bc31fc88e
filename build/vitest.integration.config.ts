import { defineConfig } from 'vitest/config'
import { inProject } from './setup/paths.mjs'

/** The slower tests: whole engines, real sockets, real discovery, one file at a time so that none disturbs another. */
export default defineConfig({
  root: inProject(),
  cacheDir: inProject('.cache', 'vitest'),
  test: {
    include: ['test/integration/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
