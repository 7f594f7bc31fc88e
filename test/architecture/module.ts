import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'vite'
import type { ESTree } from 'vite'

export interface Import {
  /** As written. */
  readonly specifier: string
  /** Where it leads inside the project, or null for packages and Node's own modules. */
  readonly target: string | null
  /** It is gone once the types are. */
  readonly typeOnly: boolean
}

export interface Module {
  /** Relative to the project, with forward slashes. */
  readonly file: string
  readonly lines: number
  readonly imports: readonly Import[]
  readonly body: ESTree.Program['body']
}

/** Reads and parses every TypeScript file below some folders of the project. */
export function readModules(folders: readonly string[]): Module[] {
  return folders.flatMap(filesIn).map((file) => parseModule(file, readFileSync(file, 'utf8')))
}

/** Every file below a folder that holds TypeScript. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.relative('.', path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
}

export function parseModule(file: string, source: string): Module {
  const { program, module, errors } = parseSync(file, source)
  const [error] = errors
  if (error !== undefined) throw new Error(`${file}: ${error.message}`)
  const imports: Import[] = []
  const add = (specifier: string, typeOnly: boolean): void => {
    imports.push({ specifier, target: targetOf(file, specifier), typeOnly })
  }
  for (const { moduleRequest, entries } of module.staticImports) {
    add(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType))
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) if (moduleRequest !== null) add(moduleRequest.value, isType)
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^\s*['"]([^'"]+)['"]\s*$/.exec(source.slice(moduleRequest.start, moduleRequest.end))
    if (literal?.[1] !== undefined) add(literal[1], false)
  }
  return { file, lines: source.trimEnd().split('\n').length, imports, body: program.body }
}

function targetOf(file: string, specifier: string): string | null {
  const alias = /^#(shared|main|renderer)\/(.*)$/.exec(specifier)
  if (alias !== null) return `src-${alias[1]}/${alias[2]}`
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : null
}

/** The package of a specifier: `a/b` is of `a`, `@a/b/c` of `@a/b`; null where it is none. */
export function packageOf({ specifier, target }: Import): string | null {
  if (target !== null || specifier.startsWith('node:')) return null
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
