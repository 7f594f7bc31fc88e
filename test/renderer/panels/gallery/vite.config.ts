import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The screens over made-up data, to be looked at. Build with `--outDir` somewhere outside the repository. */
export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [react()],
  // As in the app's own build.
  assetsInclude: ['**/*.bcmap', '**/*.pfb'],
  build: { target: ['chrome128', 'safari17'], emptyOutDir: true, assetsInlineLimit: 0 },
})
