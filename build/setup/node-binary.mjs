import { existsSync } from 'node:fs'
import { runCommand } from './command.mjs'
import { withFolderLock } from './folder-lock.mjs'
import { inProject } from './paths.mjs'
import { say } from './say.mjs'
import { SetupError } from './setup-error.mjs'

/** DrawNet runs on this major version of Node, which is Electron's too. */
const NODE_MAJOR = 24

/**
 * The pinned Node 24, of the `node` package, fetched when it is not there yet. Packages must be installed.
 * @returns {Promise<string>} its absolute path
 * @throws {SetupError} when it is not there, does not run, and this Node is too old to stand in for it
 */
export async function nodeBinary() {
  const pinned = pinnedPath()
  if (await runs(pinned)) return pinned
  // Its download is a script of the package, which npm leaves out: .npmrc switches install scripts off.
  await withFolderLock(inProject('.cache', 'locks', 'node'), async () => {
    if (await runs(pinned)) return
    say(`Getting Node ${NODE_MAJOR}, which DrawNet runs on.`)
    await runCommand(process.execPath, ['installArchSpecificPackage.js'], { cwd: inProject('node_modules', 'node') })
  })
  if (await runs(pinned)) return pinned
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath
  throw new SetupError(
    `Node ${NODE_MAJOR} could not be set up for this machine. Install Node ${NODE_MAJOR} from https://nodejs.org and try again.`,
  )
}

/** @returns {string} where the `node` package lays its binary, on this platform */
function pinnedPath() {
  return inProject('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/** @param {string} file */
async function runs(file) {
  if (!existsSync(file)) return false
  const { code, output } = await runCommand(file, ['--version'])
  return code === 0 && output.startsWith(`v${NODE_MAJOR}.`)
}
