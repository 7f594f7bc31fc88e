import { defineConfig } from 'vite'
import { inProject } from './setup/paths.mjs'

/** A sandboxed preload script must be one CommonJS file that requires nothing but `electron`. */
export default defineConfig({
  root: inProject(),
  cacheDir: inProject('.cache', 'vite'),
  publicDir: false,
  ssr: { noExternal: true, external: ['electron'], target: 'node' },
  build: {
    ssr: true,
    outDir: inProject('dist', 'electron'),
    emptyOutDir: false,
    target: 'chrome128',
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: inProject('src-main', 'electron', 'preload.ts'),
      output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
    },
  },
})
