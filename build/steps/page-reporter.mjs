import { readFileSync } from 'node:fs'

/**
 * Prints what a window showed when a test failed, as the names and roles that assistive technology reads. Where
 * nothing but this output is kept of a run, it is all there is to find the fault by.
 */
export default class PageReporter {
  /**
   * @param {import('@playwright/test/reporter').TestCase} test
   * @param {import('@playwright/test/reporter').TestResult} result
   */
  onTestEnd(test, result) {
    if (result.status === test.expectedStatus) return
    for (const { name, path } of result.attachments) {
      if (name === 'error-context' && path !== undefined) console.log(`\n${pageOf(readFileSync(path, 'utf8'))}\n`)
    }
  }

  printsToStdio() {
    return false
  }
}

/**
 * The rest of the file repeats the error and the test.
 * @param {string} context
 */
function pageOf(context) {
  const start = context.indexOf('# Page snapshot')
  const end = context.indexOf('\n# ', start + 1)
  return start === -1 ? context : context.slice(start, end === -1 ? undefined : end)
}
