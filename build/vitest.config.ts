import { defineConfig } from 'vitest/config'
import { inProject } from './setup/paths.mjs'

/** The quick tests: everything that is not a whole engine or a real browser. */
export default defineConfig({
  root: inProject(),
  cacheDir: inProject('.cache', 'vitest'),
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/bench/**', 'test/integration/**'],
    // Certificates and real sockets take a moment on a busy machine.
    testTimeout: 20_000,
    // Nothing does anything when it is loaded, and tests put back what they change: files may share what a worker has
    // loaded, and a process for each of them would take longer than most of them run.
    isolate: false,
  },
})
