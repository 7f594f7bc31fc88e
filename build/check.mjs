import { ensureDependencies } from './setup/dependencies.mjs'
import { nodeBinary } from './setup/node-binary.mjs'
import { runScript } from './setup/setup-error.mjs'
import { runSteps } from './steps/run-steps.mjs'
import { staticSteps, unitStep } from './steps/steps.mjs'

// `npm run check`: the quick half of `npm test`.
await runScript(async () => {
  await ensureDependencies()
  return runSteps([...staticSteps(), unitStep()], await nodeBinary())
})
