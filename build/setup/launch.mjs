import { inProject, PROJECT } from './paths.mjs'

/**
 * For the process that the engine runs in, as `engine-process.ts` has it for Electron: a host is idle most of the
 * time and holds large boards, and a smaller nursery takes 50 MB less at the same speed.
 */
export const ENGINE_FLAGS = ['--max-semi-space-size=4']

/**
 * What to run for a command line: `start` opens Electron where it can be had and a browser otherwise; everything else
 * is the command line program's, as it is. So is a `start` with flags that the Electron shell does not know: they are
 * the browser's, or wrong, and the program says so.
 * @param {readonly string[]} args
 * @param {string} node the path of Node 24
 * @param {(node: string) => Promise<import('./electron-runtime.mjs').ElectronRuntime>} ensureRuntime
 * @returns {Promise<{ file: string, args: string[] }>}
 */
export async function launchOf(args, node, ensureRuntime) {
  const [command, ...rest] = args
  if (command !== 'start' || !rest.every(isForElectron)) return { file: node, args: [...ENGINE_FLAGS, cli(), ...args] }
  const runtime = await ensureRuntime(node)
  if ('because' in runtime)
    return { file: node, args: [...ENGINE_FLAGS, cli(), 'start', '--because', runtime.because, ...rest] }
  // Electron would take flags in front of the app's folder for its own.
  return { file: runtime.path, args: [PROJECT, ...rest] }
}

/** @param {string} argument */
function isForElectron(argument) {
  return !argument.startsWith('-') || argument === '--data' || argument.startsWith('--data=')
}

function cli() {
  return inProject('dist', 'cli', 'main.js')
}
