import { existsSync } from 'node:fs'
import { ensureBrowser } from '../setup/browser.mjs'
import { ensureBuilt } from '../setup/built.mjs'
import { inProject } from '../setup/paths.mjs'
import { readPlaywrightReport } from './playwright-report.mjs'
import { commandStep, setupStep, testStep } from './step.mjs'
import { readVitestReport } from './vitest-report.mjs'

const TSC = 'typescript/bin/tsc'

/**
 * Types, lint, formatting and unused code.
 * @returns {import('./step.mjs').Step[]}
 */
export function staticSteps() {
  return [
    ...['shared', 'main', 'renderer', 'test', 'build'].map((part) =>
      commandStep(`types of ${part}`, TSC, ['-p', `build/tsconfig.${part}.json`]),
    ),
    commandStep('lint', 'oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']),
    commandStep('format', 'oxfmt/bin/oxfmt', ['--check']),
    commandStep('unused code', 'knip/bin/knip.js', ['--no-progress']),
  ]
}

/**
 * @param {readonly string[]} [filters] only the test files whose paths contain one of these
 * @returns {import('./step.mjs').Step}
 */
export function unitStep(filters = []) {
  return vitestStep('unit tests', 'build/vitest.config.ts', filters)
}

/**
 * Slower tests with real sockets, databases and processes, where there are any.
 * @param {readonly string[]} [filters]
 * @returns {import('./step.mjs').Step[]}
 */
export function integrationSteps(filters = []) {
  return existsSync(inProject('test', 'integration'))
    ? [vitestStep('integration tests', 'build/vitest.integration.config.ts', filters)]
    : []
}

/** @returns {import('./step.mjs').Step} */
export function buildStep() {
  return setupStep('build', ensureBuilt)
}

/**
 * The journeys of a person, in a real browser.
 * @param {readonly string[]} [filters]
 * @returns {import('./step.mjs').Step}
 */
export function endToEndStep(filters = []) {
  const report = '.cache/results/e2e.json'
  return testStep({
    name: 'end-to-end tests',
    script: '@playwright/test/cli.js',
    args: [
      'test',
      '-c',
      'build/playwright.config.ts',
      '--reporter=list,json,./build/steps/page-reporter.mjs',
      ...filters,
    ],
    report,
    prepare: async () => ({
      PLAYWRIGHT_JSON_OUTPUT_FILE: inProject(report),
      DRAWNET_CHROMIUM: (await ensureBrowser()).path,
    }),
    read: readPlaywrightReport,
  })
}

/**
 * @param {string} name
 * @param {string} config
 * @param {readonly string[]} filters
 */
function vitestStep(name, config, filters) {
  const report = `.cache/results/${name.replace(' ', '-')}.json`
  return testStep({
    name,
    script: 'vitest/vitest.mjs',
    args: ['run', '-c', config, '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`, ...filters],
    report,
    read: readVitestReport,
  })
}
