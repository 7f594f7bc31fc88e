import { describe, expect, test } from 'vitest'
import { readPlaywrightReport } from '../../build/steps/playwright-report.mjs'
import { runSteps } from '../../build/steps/run-steps.mjs'
import { readVitestReport } from '../../build/steps/vitest-report.mjs'

interface Outcome {
  passed: number
  failed: string[]
  skipped: { title: string; reason: string }[]
}

function spec(title: string, status: string, annotations: { type: string; description?: string }[] = []) {
  return { title, tests: [{ status, annotations }] }
}

async function run(outcomes: Partial<Outcome>[]): Promise<{ code: number; last: string | undefined; text: string }> {
  const lines: string[] = []
  const steps = outcomes.map((outcome, index) => ({
    name: `step ${index + 1}`,
    run: async () => ({ passed: 0, failed: [], skipped: [], ...outcome }),
  }))
  const code = await runSteps(steps, '/node24', (line) => lines.push(line))
  const text = lines.join('\n')
  return { code, last: text.split('\n').at(-1), text }
}

describe('the whole', () => {
  test('passes when every step did, and counts all of them', async () => {
    expect(await run([{ passed: 3 }, { passed: 4 }])).toMatchObject({ code: 0, last: '7 passed, 0 failed, 0 skipped' })
  })

  test('goes on after a failing step and names it', async () => {
    const { code, last, text } = await run([{ failed: ['a test'] }, { passed: 1 }])
    expect({ code, last }).toEqual({ code: 1, last: '1 passed, 1 failed, 0 skipped' })
    expect(text).toContain('✗ step 1: a test')
  })

  test('takes a skipped test for a failed one', async () => {
    const { code, last, text } = await run([{ passed: 1, skipped: [{ title: 'join', reason: 'too slow' }] }])
    expect({ code, last }).toEqual({ code: 1, last: '1 passed, 1 failed, 0 skipped' })
    expect(text).toContain('join (skipped without need: too slow)')
  })

  test.each([
    { title: 'join in Electron', reason: 'Electron runtime is not there' },
    { title: 'join (Electron runtime)', reason: '' },
  ])('excuses $title ($reason), by name', async (skipped) => {
    const { code, last, text } = await run([{ passed: 1, skipped: [skipped] }])
    expect({ code, last }).toEqual({ code: 0, last: '1 passed, 0 failed, 1 skipped' })
    expect(text).toContain(skipped.title)
  })

  test('fails when there was nothing to run', async () => {
    expect(await run([{}])).toMatchObject({ code: 1, last: '0 passed, 0 failed, 0 skipped' })
  })
})

describe('a report of vitest', () => {
  test('is counted by test', () => {
    const report = {
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [
            { fullName: 'one', status: 'passed' },
            { fullName: 'two', status: 'failed' },
            { fullName: 'three', status: 'pending' },
            { fullName: 'four', status: 'todo' },
          ],
        },
      ],
    }
    expect(readVitestReport(report)).toEqual({
      passed: 1,
      failed: ['two'],
      skipped: [
        { title: 'three', reason: '' },
        { title: 'four', reason: '' },
      ],
    })
  })

  test('counts a file that could not be loaded as failed', () => {
    const report = { testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults: [] }] }
    expect(readVitestReport(report)).toEqual({ passed: 0, failed: ['a.test.ts'], skipped: [] })
  })
})

test('a report of Playwright is counted by test, with the reasons of what was skipped', () => {
  const report = {
    errors: [{ message: 'no browser' }],
    suites: [
      {
        title: 'join.spec.ts',
        specs: [spec('by link', 'expected'), spec('twice', 'flaky')],
        suites: [
          {
            title: 'in Electron',
            specs: [
              spec('opens', 'skipped', [{ type: 'skip', description: 'needs the Electron runtime' }, { type: 'slow' }]),
              spec('fails', 'unexpected'),
            ],
          },
        ],
      },
    ],
  }
  expect(readPlaywrightReport(report)).toEqual({
    passed: 1,
    failed: ['no browser', 'join.spec.ts › twice', 'join.spec.ts › in Electron › fails'],
    skipped: [{ title: 'join.spec.ts › in Electron › opens', reason: 'needs the Electron runtime' }],
  })
})
