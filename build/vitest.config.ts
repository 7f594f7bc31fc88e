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
  },
})
