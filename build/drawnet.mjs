#!/usr/bin/env node
import { ensureBuilt } from './setup/built.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { ensureElectronRuntime } from './setup/electron-runtime.mjs'
import { launchOf } from './setup/launch.mjs'
import { nodeBinary } from './setup/node-binary.mjs'
import { runScript } from './setup/setup-error.mjs'
import { supervise } from './setup/supervise.mjs'

// `npm start` and `npx drawnet …`: sets up what is missing, then becomes the program.
await runScript(async () => {
  await ensureDependencies()
  const node = await nodeBinary()
  await ensureBuilt()
  const { file, args } = await launchOf(process.argv.slice(2), node, ensureElectronRuntime)
  return supervise(file, args)
})
