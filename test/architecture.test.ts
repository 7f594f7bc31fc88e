/** The rules of the house, kept on the sources themselves. Each rule is first shown to see what it forbids. */
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  crossingWorlds,
  cycles,
  importedEntries,
  packagesAwayFromHome,
  partsThatKnowTheirWhole,
  unclearSpecifiers,
} from './architecture/import-rules.ts'
import { parseModule, readModules } from './architecture/module.ts'
import type { Module } from './architecture/module.ts'
import { barrels, sideEffects, tooLong } from './architecture/shape-rules.ts'

const sources = readModules(['src-shared', 'src-main', 'src-renderer'])
const everything = [...sources, ...readModules(['test', 'build'])]

interface Rule {
  readonly what: string
  readonly rule: (modules: readonly Module[]) => string[]
  readonly on: readonly Module[]
  /** Files that break it, each alone. */
  readonly broken: readonly (readonly [file: string, source: string])[]
  /** Files that do not, together. */
  readonly kept: readonly (readonly [file: string, source: string])[]
}

const rules: readonly Rule[] = [
  {
    what: 'shared, main and renderer meet only in shared',
    rule: crossingWorlds,
    on: sources,
    broken: [
      ['src-shared/a.ts', "import { b } from '#main/b.ts'"],
      ['src-shared/a.ts', "import type { B } from '#renderer/b.ts'"],
      ['src-shared/a.ts', "import { readFile } from 'node:fs'"],
      ['src-shared/a.ts', "import { b } from '../src-main/b.ts'"],
      ['src-main/a.ts', "export { b } from '#renderer/b.ts'"],
      ['src-renderer/a.ts', "const b = await import('#main/b.ts')"],
      ['src-renderer/a.ts', "import { Buffer } from 'node:buffer'"],
    ],
    kept: [
      ['src-shared/a.ts', "import { b } from './b.ts'; import * as v from 'valibot'"],
      ['src-main/a.ts', "import { readFile } from 'node:fs'; import { b } from '#shared/b.ts'"],
      ['src-renderer/a.tsx', "import { b } from '#shared/b.ts'; import { c } from '#renderer/c.ts'"],
    ],
  },
  {
    what: 'electron, ws, better-sqlite3, bonjour-service and fabric are imported at home only',
    rule: packagesAwayFromHome,
    on: sources,
    broken: [
      ['src-main/engine/a.ts', "import { app } from 'electron'"],
      ['src-main/host/a.ts', "import type { WebSocket } from 'ws'"],
      ['src-main/host/a.ts', "import Database from 'better-sqlite3'"],
      ['src-main/engine/a.ts', "import { Bonjour } from 'bonjour-service'"],
      ['src-renderer/tools/a.ts', "import { Canvas } from 'fabric/es'"],
      ['src-shared/a.ts', "const { Canvas } = await import('fabric')"],
    ],
    kept: [
      ['src-main/electron/a.ts', "import { app } from 'electron'"],
      ['src-main/sockets/a.ts', "import { WebSocket } from 'ws'"],
      ['src-renderer/board/a.ts', "import { Canvas } from 'fabric'"],
    ],
  },
  {
    what: 'the parts of the Node side do not know who puts them together',
    rule: partsThatKnowTheirWhole,
    on: sources,
    broken: [['src-main/host/a.ts', "import type { Engine } from '#main/engine/engine.ts'"]],
    kept: [
      ['src-main/engine/a.ts', "import { Host } from '#main/host/host.ts'"],
      ['src-main/loopback/a.ts', "import { Engine } from '../engine/engine.ts'"],
    ],
  },
  {
    what: 'what is run is not imported',
    rule: importedEntries,
    on: sources,
    broken: [['src-main/engine/a.ts', "import '../cli/main.ts'"]],
    kept: [['src-main/cli/a.ts', "import './other.ts'"]],
  },
  {
    what: 'imports name whole files',
    rule: unclearSpecifiers,
    on: everything,
    broken: [
      ['src-main/a.ts', "import { b } from './b'"],
      ['src-main/a.ts', "import { b } from '#shared/model'"],
    ],
    kept: [
      ['src-main/a.ts', "import { b } from './b.ts'; import css from './b.module.css'; import url from './c.svg?url'"],
    ],
  },
  {
    what: 'no two files import each other, however far around',
    rule: cycles,
    on: everything,
    broken: [['src-main/a.ts', "import { a } from './a.ts'"]],
    kept: [
      ['src-main/a.ts', "import { b } from './b.ts'; import { c } from './c.ts'"],
      ['src-main/b.ts', "import { c } from './c.ts'"],
      ['src-main/c.ts', 'export const c = 1'],
    ],
  },
  {
    what: 'no file has more than 500 lines',
    rule: tooLong,
    on: everything,
    broken: [['src-main/a.ts', 'export {}\n'.repeat(501)]],
    kept: [['src-main/a.ts', 'export {}\n'.repeat(500)]],
  },
  {
    what: 'nothing is passed on wholesale',
    rule: barrels,
    on: everything,
    broken: [
      ['src-main/a.ts', "export * from './b.ts'; export const c = 1"],
      ['src-main/a.ts', "export { b } from './b.ts'; export type { C } from './c.ts'"],
      ['src-main/a.ts', "import { b } from './b.ts'; export { b }"],
    ],
    kept: [['src-main/a.ts', "import { b } from './b.ts'; export const c = b"]],
  },
  {
    what: 'only entry files do something when they are loaded',
    rule: sideEffects,
    on: sources,
    broken: [
      ['src-main/a.ts', 'start()'],
      ['src-main/a.ts', 'let count = 0; export const add = () => (count += 1)'],
      ['src-main/a.ts', 'export let count = 0'],
      ['src-main/a.ts', 'if (x) y()'],
      ['src-main/a.ts', 'export const started = Date.now()'],
      ['src-main/a.ts', 'export const seed = { value: Math.random() }'],
      ['src-main/a.ts', 'const data = await load()'],
      ['src-main/a.ts', 'const timer = setTimeout(run, 5)'],
      ['src-renderer/a.ts', "const root = document.querySelector('#root')"],
      ['src-renderer/a.ts', 'const worker = new Worker(url)'],
    ],
    kept: [
      ['src-main/a.ts', 'export const now = () => Date.now(); export function f() { return process.pid }'],
      ['src-main/b.ts', "const names = new Set(['a']); export class A { static start = () => names.size }"],
      ['src-main/c.ts', 'declare const window: { readonly a: number }; export const a = () => window.a'],
      ['src-main/cli/main.ts', 'await run(process.argv)'],
    ],
  },
]

describe.each(rules)('$what', ({ rule, on, broken, kept }) => {
  test.each(broken.map(([file, source]) => ({ file, source })))('a rule that sees: $source', ({ file, source }) => {
    expect(rule([parseModule(file, source)])).not.toEqual([])
  })

  test('a rule that lets the rest be', () => {
    expect(rule(kept.map(([file, source]) => parseModule(file, source)))).toEqual([])
  })

  test('is so', () => {
    expect(rule(on)).toEqual([])
  })
})

test('circles are found around several files, and told once', () => {
  const modules = [
    parseModule('src-main/a.ts', "import { b } from './b.ts'"),
    parseModule('src-main/b.ts', "import type { C } from '#main/c.ts'"),
    parseModule('src-main/c.ts', "export { a } from './a.ts'"),
  ]
  expect(cycles(modules)).toEqual(['src-main/a.ts -> src-main/b.ts -> src-main/c.ts -> src-main/a.ts'])
})

test('files of the project that are imported are there', () => {
  const missing = everything.flatMap(({ file, imports }) =>
    imports
      .filter(({ target }) => target !== null && !existsSync(target.replace(/\?[a-z]+$/, '')))
      .map(({ specifier }) => `${file} imports ${specifier}`),
  )
  expect(missing).toEqual([])
})
