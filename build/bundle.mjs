import { ensureBuilt } from './setup/built.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { runScript } from './setup/setup-error.mjs'

// `npm run build`: builds everything into dist/, whether it changed or not.
await runScript(async () => {
  await ensureDependencies()
  await ensureBuilt({ all: true })
  return 0
})
