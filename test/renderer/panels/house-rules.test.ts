import { expect, test } from 'vitest'
import { en } from '#renderer/panels/i18n/en.ts'
import { interfaceSources, rendererSources } from './sources.ts'

const PLURAL = /_(zero|one|two|few|many|other)$/

function keysOf(words: object, before = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${before}${key}`] : keysOf(value as object, `${before}${key}.`),
  )
}

const KEYS = new Set(keysOf(en).map((key) => key.replace(PLURAL, '')))
const CODE = interfaceSources('.ts', '.tsx').filter(({ path }) => !path.endsWith('en.ts'))

test('every word that is asked for exists', () => {
  const missing = CODE.flatMap(({ path, text }) =>
    Array.from(text.matchAll(/\bt\('([^']+)'/g), ([, key = '']) => key)
      .filter((key) => !KEYS.has(key))
      .map((key) => `${path}: ${key}`),
  )
  expect(missing).toEqual([])
})

test('every word that exists is used', () => {
  const all = CODE.map(({ text }) => text).join('\n')
  // Words chosen by a name, such as those of the inks: `ink.${name}`.
  const families = Array.from(all.matchAll(/\bt\(`([\w.]+\.)\$\{/g), ([, family = '']) => family)
  const unused = Array.from(KEYS).filter(
    (key) => !all.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)),
  )
  expect(unused).toEqual([])
})

test('plurals have a form for one and for others', () => {
  const keys = keysOf(en)
  const roots = new Set(keys.filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')))
  for (const root of roots) expect(keys).toEqual(expect.arrayContaining([`${root}_one`, `${root}_other`]))
})

test('words follow the rules of the interface', () => {
  const texts = JSON.stringify(en)
  expect(texts).not.toContain('!')
  expect(texts).not.toMatch(/\b(session|peer|socket|server|client)s?\b/i)
})

test('colours, sizes and durations stand in the tokens only', () => {
  const found = interfaceSources('.css')
    .filter(({ path }) => !path.endsWith('tokens.css'))
    .flatMap(({ path, text }) =>
      withoutComments(text)
        .split('\n')
        // Conditions of media queries cannot use custom properties.
        .filter((line) => !line.startsWith('@media'))
        .filter((line) => /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|color-mix)a?\(|\d(?:px|rem|ms|s)\b/i.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    )
  expect(found).toEqual([])
})

test('components set no colours of their own', () => {
  const found = interfaceSources('.tsx').flatMap(({ path, text }) =>
    Array.from(text.matchAll(/#[0-9a-f]{6}\b|\b(?:rgb|hsl|oklch)\(/gi), ([match]) => `${path}: ${match}`),
  )
  expect(found).toEqual([])
})

test('every token that a style uses exists, and none is unused', () => {
  const all = rendererSources('.css', '.ts', '.tsx').map(({ text }) => text)
  const tokens = interfaceSources('tokens.css').map(({ text }) => text)
  const defined = namesIn(tokens, /(--[\w-]+):/g)
  const used = namesIn(all, /var\((--[\w-]+)/g)
  // Set by a component on its own element.
  const local = namesIn(all, /'(--[\w-]+)'/g)
  expect(Array.from(used).filter((name) => !defined.has(name) && !local.has(name) && !foreign(name))).toEqual([])
  expect(Array.from(defined).filter((name) => !used.has(name) && !name.startsWith('--person-'))).toEqual([])
})

function namesIn(texts: readonly string[], pattern: RegExp): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => Array.from(text.matchAll(pattern), ([, name = '']) => name)))
}

function foreign(name: string): boolean {
  return name.startsWith('--radix-') || name === '--person-'
}

function withoutComments(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\//g, '')
}
