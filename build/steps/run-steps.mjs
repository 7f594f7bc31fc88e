/** What may be missing on a machine without that counting as a failure. */
const EXCUSE = /Electron runtime/

/**
 * Runs steps one after the other, all of them even when one fails, and prints what failed and what was skipped
 * by name. The last line is `N passed, N failed, N skipped`. A skipped test counts as failed, unless its title or
 * its reason says that it needs the Electron runtime.
 * @param {readonly import('./step.mjs').Step[]} steps
 * @param {string} node the path of Node 24
 * @param {(line: string) => void} [print]
 * @returns {Promise<number>} the exit code: 0 when something passed and nothing failed
 */
export async function runSteps(steps, node, print = console.log) {
  let passed = 0
  /** @type {string[]} */
  const failed = []
  /** @type {string[]} */
  const skipped = []
  for (const step of steps) {
    const started = performance.now()
    print(`\n▸ ${step.name}`)
    const outcome = await step.run(node)
    const unexcused = outcome.skipped.filter((test) => !isExcused(test))
    passed += outcome.passed
    failed.push(
      ...outcome.failed.map((title) => (title === step.name ? title : `${step.name}: ${title}`)),
      ...unexcused.map(
        (test) => `${step.name}: ${test.title} (skipped without need${test.reason && `: ${test.reason}`})`,
      ),
    )
    skipped.push(
      ...outcome.skipped
        .filter(isExcused)
        .map((test) => `${step.name}: ${test.title} (${test.reason || 'needs the Electron runtime'})`),
    )
    const good = outcome.failed.length + unexcused.length === 0
    print(`${good ? '✓' : '✗'} ${step.name} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  }
  if (skipped.length > 0) print(`\nSkipped:\n${skipped.map((title) => `  - ${title}`).join('\n')}`)
  if (failed.length > 0) print(`\nFailed:\n${failed.map((title) => `  ✗ ${title}`).join('\n')}`)
  print(`\n${passed} passed, ${failed.length} failed, ${skipped.length} skipped`)
  return failed.length === 0 && passed > 0 ? 0 : 1
}

/** @param {import('./step.mjs').Skipped} test */
function isExcused(test) {
  return EXCUSE.test(test.title) || EXCUSE.test(test.reason)
}
