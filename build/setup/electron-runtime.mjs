import { existsSync, readFileSync, statSync } from 'node:fs'
import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { withFolderLock } from './folder-lock.mjs'
import { inProject } from './paths.mjs'
import { ProgressLine, say } from './say.mjs'

/** Milliseconds without a byte after which a download is given up. */
const GIVE_UP_AFTER = 20_000

/**
 * @typedef {{ path: string } | { because: string }} ElectronRuntime the executable, or in words
 *   why there is none, to be put in brackets
 */

/**
 * Electron's runtime, downloaded if need be. Its npm package comes without.
 * @param {string} node the path of Node 24
 * @returns {Promise<ElectronRuntime>}
 */
export async function ensureElectronRuntime(node) {
  const hindrance = electronHindrance(thisMachine())
  if (hindrance !== null) return { because: hindrance }
  const present = installedRuntime()
  if (present !== null) return usable(present)
  const problem = await withFolderLock(
    inProject('.cache', 'locks', 'electron'),
    async () => (installedRuntime() === null ? download(node) : null),
    () => say('Another start of DrawNet is downloading Electron. Waiting for it.'),
  )
  const fetched = installedRuntime()
  if (fetched !== null) return usable(fetched)
  return { because: problem ?? 'Electron’s runtime was downloaded but is incomplete' }
}

/**
 * @typedef {object} Machine
 * @property {NodeJS.Platform} platform
 * @property {number | undefined} userId
 * @property {NodeJS.ProcessEnv} env
 */

/**
 * Why Electron could not open a sandboxed window on a machine, or null. Electron would end at once there, with words
 * for programmers.
 * @param {Machine} machine
 * @returns {string | null}
 */
export function electronHindrance({ platform, userId, env }) {
  if (platform !== 'linux') return null
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'there is no display to open a window on'
  if (userId === 0) return 'Electron does not run safely as root'
  return null
}

/**
 * What a line of the download's report means.
 * @param {string} line
 * @returns {{ progress: string } | { problem: string } | null}
 */
export function readDownloadLine(line) {
  const [kind, ...rest] = line.split(' ')
  const value = rest.join(' ')
  if (kind === 'problem') return { problem: value }
  if (kind !== 'bytes') return null
  const [done = 0, total = 0] = rest.map(Number)
  if (!Number.isFinite(done)) return null
  const ofTotal = total > 0 ? ` of ${megabytes(total)}` : ''
  return { progress: `Downloading Electron: ${megabytes(done)}${ofTotal} MB` }
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(0)
}

/**
 * @param {string} node
 * @returns {Promise<string | null>} why it failed, null when it did not
 */
function download(node) {
  say('Downloading Electron’s runtime. This happens once.')
  return new Promise((resolve) => {
    const progress = new ProgressLine()
    const child = spawn(node, [inProject('build', 'setup', 'download-electron.mjs')], {
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    })
    let problem = 'Electron’s runtime could not be downloaded'
    const giveUp = () => {
      problem = 'Electron’s runtime could not be downloaded: nothing came for 20 seconds'
      child.kill('SIGKILL')
    }
    let timer = setTimeout(giveUp, GIVE_UP_AFTER)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const news = readDownloadLine(line)
      if (news === null) return
      clearTimeout(timer)
      timer = setTimeout(giveUp, GIVE_UP_AFTER)
      if ('problem' in news) problem = news.problem
      else progress.show(news.progress)
    })
    const finish = (/** @type {string | null} */ result) => {
      clearTimeout(timer)
      progress.end()
      resolve(result)
    }
    child.on('error', () => finish(problem))
    child.on('close', (code) => finish(code === 0 ? null : problem))
  })
}

/** @returns {string | null} the executable, when the runtime is there and is of the pinned version */
function installedRuntime() {
  const folder = inProject('node_modules', 'electron')
  try {
    const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
    const present = readFileSync(path.join(folder, 'dist', 'version'), 'utf8')
      .replace(/^v/, '')
      .trim()
    const executable = path.join(folder, 'dist', readFileSync(path.join(folder, 'path.txt'), 'utf8'))
    return present === version && existsSync(executable) ? executable : null
  } catch {
    return null
  }
}

/**
 * On a Linux that denies user namespaces, Chromium's sandbox needs a helper that root owns.
 * @param {string} executable
 * @returns {ElectronRuntime}
 */
function usable(executable) {
  if (process.platform !== 'linux' || !userNamespacesDenied() || helperIsPrivileged(path.dirname(executable))) {
    return { path: executable }
  }
  return { because: 'this system does not let Electron use its sandbox' }
}

function userNamespacesDenied() {
  return (
    says('kernel/apparmor_restrict_unprivileged_userns', '1') ||
    says('kernel/unprivileged_userns_clone', '0') ||
    says('user/max_user_namespaces', '0')
  )
}

/**
 * Whether a kernel setting has a value.
 * @param {string} name below /proc/sys
 * @param {string} value
 */
function says(name, value) {
  try {
    return readFileSync(`/proc/sys/${name}`, 'utf8').trim() === value
  } catch {
    return false
  }
}

/** @param {string} folder */
function helperIsPrivileged(folder) {
  try {
    const { uid, mode } = statSync(path.join(folder, 'chrome-sandbox'))
    return uid === 0 && (mode & 0o4001) === 0o4001
  } catch {
    return false
  }
}

/** @returns {Machine} */
function thisMachine() {
  return { platform: process.platform, userId: process.getuid?.(), env: process.env }
}
