import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** The files of the panels, for tests that hold all of them to a rule. */
export function interfaceSources(...endings: readonly string[]): readonly SourceFile[] {
  return rendererSources(...endings).filter(({ path }) => path === 'app.tsx' || path.startsWith('panels'))
}

/** All files of the renderer. */
export function rendererSources(...endings: readonly string[]): readonly SourceFile[] {
  const root = fileURLToPath(new URL('../../../src-renderer/', import.meta.url))
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => ({ path, text: readFileSync(root + path, 'utf8') }))
}
