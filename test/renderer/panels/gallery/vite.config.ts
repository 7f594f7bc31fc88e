import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The screens over made-up data, to be looked at. Build with `--outDir` somewhere outside the repository. */
export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [react()],
  // With REAL_EDITOR set, the board's own editor over an empty room.
  resolve: {
    alias: process.env['REAL_EDITOR'] === undefined ? { '#renderer/board/editor.ts': here('./drawn-editor.ts') } : {},
  },
  build: { target: ['chrome128', 'safari17'], emptyOutDir: true, assetsInlineLimit: 0 },
})
