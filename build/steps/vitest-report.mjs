/**
 * Counts a report of vitest's JSON reporter.
 * @param {unknown} report
 * @returns {import('./step.mjs').Outcome}
 */
export function readVitestReport(report) {
  /** @type {string[]} */
  const failed = []
  /** @type {import('./step.mjs').Skipped[]} */
  const skipped = []
  let passed = 0
  const { testResults } =
    /** @type {{ testResults: { name: string, status: string, assertionResults: { fullName: string, status: string }[] }[] }} */ (
      report
    )
  for (const file of testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed += 1
      else if (test.status === 'failed') failed.push(test.fullName)
      else skipped.push({ title: test.fullName, reason: '' })
    }
    // A file that could not even be loaded has no tests to blame.
    const blamed = file.assertionResults.some((test) => test.status === 'failed')
    if (file.status === 'failed' && !blamed) failed.push(file.name)
  }
  return { passed, failed, skipped }
}
