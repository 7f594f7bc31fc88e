import { packageOf } from './module.ts'
import type { Module } from './module.ts'

/** Packages that have a home, and the folders that may import them. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  electron: ['src-main/electron/'],
  ws: ['src-main/sockets/'],
  'better-sqlite3': ['src-main/storage/'],
  'bonjour-service': ['src-main/discovery/'],
  fabric: ['src-renderer/board/'],
}

/** What each of the three worlds may import of the project. */
const WORLDS: Readonly<Record<string, readonly string[]>> = {
  'src-shared/': ['src-shared/'],
  'src-main/': ['src-main/', 'src-shared/'],
  'src-renderer/': ['src-renderer/', 'src-shared/'],
}

/** Folders of the Node side that put the others together, and which those others therefore know nothing of. */
const COMPOSING = ['engine', 'cli', 'electron', 'loopback'].map((name) => `src-main/${name}/`)

/** Files that are run: the only ones whose being loaded does something. */
export const ENTRIES = [
  'src-main/cli/main.ts',
  'src-main/engine/process.ts',
  'src-main/electron/main.ts',
  'src-main/electron/preload.ts',
  'src-renderer/main.tsx',
  'src-renderer/export/png-worker.ts',
  'src-renderer/pictures/picture-worker.ts',
]

/** Shared, main and renderer meet only in shared; Node's modules are for main alone. */
export function crossingWorlds(modules: readonly Module[]): string[] {
  return modules.flatMap(({ file, imports }) => {
    const [world = '', allowed = []] = Object.entries(WORLDS).find(([folder]) => file.startsWith(folder)) ?? []
    return imports
      .filter(({ specifier, target }) => {
        if (target !== null) return !allowed.some((folder) => target.startsWith(folder))
        return specifier.startsWith('node:') && world !== 'src-main/'
      })
      .map(({ specifier }) => `${file} imports ${specifier}`)
  })
}

/** Each of some packages is imported in its home only, so that it can be replaced there. */
export function packagesAwayFromHome(modules: readonly Module[]): string[] {
  return modules.flatMap(({ file, imports }) =>
    imports
      .filter((entry) => {
        const homes = HOMES[packageOf(entry) ?? '']
        return homes !== undefined && !homes.some((folder) => file.startsWith(folder))
      })
      .map(({ specifier }) => `${file} imports ${specifier}`),
  )
}

/** The parts of the Node side do not know who puts them together. */
export function partsThatKnowTheirWhole(modules: readonly Module[]): string[] {
  return modules
    .filter(({ file }) => file.startsWith('src-main/') && !COMPOSING.some((folder) => file.startsWith(folder)))
    .flatMap(({ file, imports }) =>
      imports
        .filter(({ target }) => COMPOSING.some((folder) => target?.startsWith(folder)))
        .map(({ specifier }) => `${file} imports ${specifier}`),
    )
}

/** What is run is not imported. */
export function importedEntries(modules: readonly Module[]): string[] {
  return modules.flatMap(({ file, imports }) =>
    imports
      .filter(({ target }) => target !== null && ENTRIES.includes(target))
      .map(({ specifier }) => `${file} imports ${specifier}`),
  )
}

/** Imports of the project's own files name them whole, and over folders by their `#` name. */
export function unclearSpecifiers(modules: readonly Module[]): string[] {
  return modules.flatMap(({ file, imports }) =>
    imports
      .filter(({ specifier, target }) => target !== null && !/\.[a-z0-9]+(?:\?[a-z]+)?$/.test(specifier))
      .map(({ specifier }) => `${file} imports ${specifier} without its ending`),
  )
}

/** Circles of files that import each other, each once, as `a -> b -> a`. */
export function cycles(modules: readonly Module[]): string[] {
  const targets = new Map(
    modules.map(({ file, imports }) => [file, imports.flatMap(({ target }) => target ?? [])] as const),
  )
  const found: string[] = []
  const done = new Set<string>()
  const visit = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file)
    if (at >= 0) found.push([...trail.slice(at), file].join(' -> '))
    if (at >= 0 || done.has(file)) return
    for (const target of targets.get(file) ?? []) visit(target, [...trail, file])
    done.add(file)
  }
  for (const file of targets.keys()) visit(file, [])
  return found
}
