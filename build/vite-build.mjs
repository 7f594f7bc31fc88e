/**
 * Builds the parts named on the command line into dist/. Runs under Node 24, which reads the configurations'
 * TypeScript as it is.
 */
import { rm } from 'node:fs/promises'
import { build } from 'vite'
import main from './vite.main.config.ts'
import preload from './vite.preload.config.ts'
import renderer from './vite.renderer.config.ts'
import shell from './vite.shell.config.ts'
import { inProject } from './setup/paths.mjs'

/** @type {Record<string, { clears: string[], configs: import('vite').InlineConfig[] }>} */
const parts = {
  renderer: { clears: ['renderer'], configs: [renderer] },
  main: { clears: ['cli', 'engine', 'electron', 'chunks'], configs: [main, shell, preload] },
}

for (const name of process.argv.slice(2)) {
  const part = parts[name]
  if (part === undefined) throw new Error(`There is no part named ${name}.`)
  for (const folder of part.clears) await rm(inProject('dist', folder), { recursive: true, force: true })
  for (const config of part.configs) await build({ ...config, configFile: false, logLevel: 'warn' })
}
