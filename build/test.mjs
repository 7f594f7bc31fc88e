import { ensureDependencies } from './setup/dependencies.mjs'
import { nodeBinary } from './setup/node-binary.mjs'
import { runScript, SetupError } from './setup/setup-error.mjs'
import { runSteps } from './steps/run-steps.mjs'
import { buildStep, endToEndStep, integrationSteps, staticSteps, unitStep } from './steps/steps.mjs'

// `npm test`: everything, from a clean clone. `npm test -- --only unit|integration|e2e|PATH` for a part of it.
await runScript(async () => {
  const only = readOnly(process.argv.slice(2))
  await ensureDependencies()
  return runSteps(stepsFor(only), await nodeBinary())
})

/**
 * @param {readonly string[]} args
 * @returns {string | null}
 */
function readOnly(args) {
  if (args.length === 0) return null
  const [flag, value, ...rest] = args
  if (flag === '--only' && value !== undefined && rest.length === 0) return value
  throw new SetupError('Usage: npm test, or npm test -- --only unit|integration|e2e|PATH')
}

/** @param {string | null} only */
function stepsFor(only) {
  if (only === null) return [...staticSteps(), unitStep(), buildStep(), ...integrationSteps(), endToEndStep()]
  if (only === 'unit') return [unitStep()]
  if (only === 'integration') return [buildStep(), ...integrationSteps()]
  if (only === 'e2e') return [buildStep(), endToEndStep()]
  if (/test\/e2e\b|\.spec\.ts$/.test(only)) return [buildStep(), endToEndStep([only])]
  return /test\/integration\b/.test(only) ? [buildStep(), ...integrationSteps([only])] : [unitStep([only])]
}
