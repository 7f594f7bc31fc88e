import { ensureDependencies } from './setup/dependencies.mjs'
import { nodeBinary } from './setup/node-binary.mjs'
import { runScript, SetupError } from './setup/setup-error.mjs'
import { runSteps } from './steps/run-steps.mjs'
import { buildStep, endToEndStep, integrationSteps, staticSteps, unitStep } from './steps/steps.mjs'

// `npm test`: everything, from a clean clone. `npm test -- --only unit|integration|e2e|PATH` for a part of it.
// `npm run test:long`: the tests of faults and the simulations at full length; they read DRAWNET_LONG.
await runScript(async () => {
  const args = process.argv.slice(2)
  const long = args[0] === '--long'
  if (long) process.env['DRAWNET_LONG'] = '1'
  const only = readOnly(long ? args.slice(1) : args)
  await ensureDependencies()
  return runSteps(long && only === null ? longSteps() : stepsFor(only), await nodeBinary())
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

function longSteps() {
  return [unitStep(), buildStep(), ...integrationSteps()]
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
