import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { runCommand } from './command.mjs'
import { withFolderLock } from './folder-lock.mjs'
import { nodeBinary } from './node-binary.mjs'
import { inProject, PROJECT } from './paths.mjs'
import { say } from './say.mjs'
import { SetupError } from './setup-error.mjs'
import { contentStamp } from './stamp.mjs'

/** What every part is made from, besides its own sources. */
const COMMON = ['src-shared', 'package.json', 'package-lock.json', 'build/tsconfig.base.json', 'build/vite-build.mjs']

/**
 * The parts that are built apart from each other: what each is made from, and files it has once it is made.
 * @type {Readonly<Record<string, { inputs: readonly string[], outputs: readonly string[] }>>}
 */
export const PARTS = {
  renderer: {
    inputs: [...COMMON, 'src-renderer', 'build/vite.renderer.config.ts', 'build/tsconfig.renderer.json'],
    outputs: ['dist/renderer/index.html'],
  },
  main: {
    inputs: [
      ...COMMON,
      'src-main',
      'build/vite.main.config.ts',
      'build/vite.preload.config.ts',
      'build/vite.shell.config.ts',
      'build/tsconfig.main.json',
    ],
    outputs: ['dist/cli/main.js', 'dist/engine/process.js', 'dist/electron/main.js', 'dist/electron/preload.cjs'],
  },
}

/**
 * Builds the parts whose sources changed since they were built, or all of them. Packages must be installed.
 * @param {{ all?: boolean }} [options]
 * @throws {SetupError} when a part cannot be built; what is wrong with it has been printed
 */
export async function ensureBuilt(options = {}) {
  await withFolderLock(
    inProject('.cache', 'locks', 'build'),
    async () => {
      const built = readStamps()
      for (const [part, { inputs, outputs }] of Object.entries(PARTS)) {
        const stamp = await contentStamp(PROJECT, inputs)
        const complete = outputs.every((file) => existsSync(inProject(file)))
        if (options.all !== true && complete && built[part] === stamp) continue
        await buildPart(part)
        built[part] = stamp
        await writeStamps(built)
      }
    },
    () => say('Another start of DrawNet is building. Waiting for it.'),
  )
}

/** @param {string} part */
async function buildPart(part) {
  say(`Building ${part === 'main' ? 'the engine' : 'the window'}.`)
  const { code, output } = await runCommand(await nodeBinary(), [inProject('build', 'vite-build.mjs'), part], {
    cwd: PROJECT,
    // vitest and Playwright set it to "test", which would build React for development.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (code === 0) return
  say(output.trim())
  throw new SetupError('DrawNet could not be built: what is wrong with its sources is said above.')
}

/** @returns {Record<string, string>} */
function readStamps() {
  try {
    return JSON.parse(readFileSync(stampFile(), 'utf8'))
  } catch {
    return {}
  }
}

/** @param {Record<string, string>} stamps */
async function writeStamps(stamps) {
  await mkdir(inProject('.cache'), { recursive: true })
  await writeFile(stampFile(), JSON.stringify(stamps))
}

function stampFile() {
  return inProject('.cache', 'built.json')
}
