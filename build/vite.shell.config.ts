import { defineConfig } from 'vite'
import { inProject } from './setup/paths.mjs'

/** Electron's main process, apart from the engine: it starts the faster for knowing nothing of it. */
export default defineConfig({
  root: inProject(),
  cacheDir: inProject('.cache', 'vite'),
  publicDir: false,
  ssr: { noExternal: true, external: ['electron'], target: 'node' },
  build: {
    ssr: true,
    outDir: inProject('dist', 'electron'),
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: inProject('src-main', 'electron', 'main.ts'),
      output: { format: 'es', entryFileNames: 'main.js', codeSplitting: false },
    },
  },
})
