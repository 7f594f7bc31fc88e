import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { inProject } from './setup/paths.mjs'

export default defineConfig({
  root: inProject('src-renderer'),
  // The same files are served at app://drawnet/, at a loopback address and to guests below a path.
  base: './',
  cacheDir: inProject('.cache', 'vite'),
  publicDir: false,
  // What the reader of PDFs may ask for.
  assetsInclude: ['**/*.bcmap', '**/*.pfb'],
  plugins: [react()],
  build: {
    rolldownOptions: {
      output: {
        // The reader of PDFs asks for its decoders by name.
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith('_nowasm_fallback.js'))
            ? 'assets/pdf/[name][extname]'
            : 'assets/[name]-[hash][extname]',
      },
    },
    outDir: inProject('dist', 'renderer'),
    emptyOutDir: true,
    target: ['chrome128', 'safari17'],
    // The content security policy allows no data: fonts, styles or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
  worker: { format: 'es' },
})
