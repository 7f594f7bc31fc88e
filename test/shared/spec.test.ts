import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const THIS_FILE = relative(ROOT, import.meta.filename)
const RULE = /^- \*\*([A-Z]\d+)\*\* /gm
/** `test('A1 A2: …'`, also behind `test.each([…])` and the like; skipped tests do not count. */
const TITLE = /(?:\b(?:test|it)|\))\s*\(\s*['"`]((?:[A-Z]\d+ )*[A-Z]\d+):/g

const rules = rulesOf(readFileSync(join(ROOT, 'src-shared', 'SPEC.md'), 'utf8'))
const named = new Map<string, string>()
for (const file of globSync('test/**/*.{test,spec}.ts', { cwd: ROOT })) {
  if (file === THIS_FILE) continue
  for (const rule of rulesNamedIn(readFileSync(join(ROOT, file), 'utf8'))) named.set(rule, file)
}

function rulesOf(page: string): string[] {
  return Array.from(page.matchAll(RULE), ([, rule]) => rule!)
}

function rulesNamedIn(source: string): string[] {
  return Array.from(source.matchAll(TITLE), ([, list]) => list!.split(' ')).flat()
}

test('every rule of the spec has a test whose title begins with it', () => {
  expect(rules.length).toBeGreaterThan(30)
  expect(rules.filter((rule) => !named.has(rule))).toEqual([])
})

test('no test names a rule that the spec does not have', () => {
  expect(Array.from(named).filter(([rule]) => !rules.includes(rule))).toEqual([])
})

test('no number is given to two rules', () => {
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([])
})

test('titles are found in every form they are written in', () => {
  const source = `
    test('A1 B22: one', () => {})
    test.each([[1]])('C3: each', () => {})
    test(
      \`D4: long\`,
      () => {},
    )
    test.skip('E5: skipped', () => {})
    const words = 'F6: no title'
  `
  expect(rulesNamedIn(source)).toEqual(['A1', 'B22', 'C3', 'D4'])
  expect(rulesOf('- **A1** One.\n- **B22** Two, as in **A1**.\n')).toEqual(['A1', 'B22'])
})
