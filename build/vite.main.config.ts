import { defineConfig } from 'vite'
import { inProject } from './setup/paths.mjs'

/** The engine: as a process of its own, and under the command line. */
export default defineConfig({
  root: inProject(),
  cacheDir: inProject('.cache', 'vite'),
  publicDir: false,
  ssr: { noExternal: true, external: ['better-sqlite3', 'bufferutil', 'utf-8-validate'], target: 'node' },
  build: {
    ssr: true,
    outDir: inProject('dist'),
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        'cli/main': inProject('src-main', 'cli', 'main.ts'),
        'engine/process': inProject('src-main', 'engine', 'process.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
})
