/**
 * @typedef {object} Suite
 * @property {string} title
 * @property {Suite[]} [suites]
 * @property {{ title: string, tests: { status: string, annotations: { type: string, description?: string }[] }[] }[]} [specs]
 */

/**
 * Counts a report of Playwright's JSON reporter. A test that passed only on a second try has failed.
 * @param {unknown} report
 * @returns {import('./step.mjs').Outcome}
 */
export function readPlaywrightReport(report) {
  const { suites, errors } = /** @type {{ suites: Suite[], errors?: { message?: string }[] }} */ (report)
  /** @type {string[]} */
  const failed = (errors ?? []).map((error) => error.message ?? 'Playwright failed outside every test')
  /** @type {import('./step.mjs').Skipped[]} */
  const skipped = []
  let passed = 0
  for (const { title, spec } of specsOf(suites, [])) {
    for (const test of spec.tests) {
      if (test.status === 'expected') passed += 1
      else if (test.status === 'skipped') skipped.push({ title, reason: reasonOf(test.annotations) })
      else failed.push(title)
    }
  }
  return { passed, failed, skipped }
}

/**
 * @param {Suite[]} suites
 * @param {string[]} above
 * @returns {{ title: string, spec: NonNullable<Suite['specs']>[number] }[]}
 */
function specsOf(suites, above) {
  return suites.flatMap((suite) => {
    const path = [...above, suite.title].filter((title) => title !== '')
    const own = (suite.specs ?? []).map((spec) => ({ title: [...path, spec.title].join(' › '), spec }))
    return [...own, ...specsOf(suite.suites ?? [], path)]
  })
}

/** @param {{ type: string, description?: string }[]} annotations */
function reasonOf(annotations) {
  return annotations
    .filter(({ type }) => type === 'skip' || type === 'fixme')
    .map(({ description }) => description ?? '')
    .join(' ')
}
