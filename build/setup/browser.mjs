import { existsSync } from 'node:fs'
import path from 'node:path'
import { runCommand } from './command.mjs'
import { withFolderLock } from './folder-lock.mjs'
import { nodeBinary } from './node-binary.mjs'
import { inProject, PROJECT } from './paths.mjs'
import { say } from './say.mjs'
import { SetupError } from './setup-error.mjs'

/**
 * @typedef {object} Browser a Chromium of any brand
 * @property {string} path
 * @property {readonly string[]} flags what it needs on this machine
 */

/**
 * A browser to run tests in: the one that DRAWNET_CHROMIUM names, an installed one, Debian's package where it may be
 * installed, or Playwright's own. Packages must be installed.
 * @returns {Promise<Browser>}
 * @throws {SetupError} when there is none and none can be had
 */
export async function ensureBrowser() {
  const installed = await installedBrowser()
  if (installed !== null) return withFlags(installed)
  return withFolderLock(inProject('.cache', 'locks', 'browser'), async () => {
    const found = (await installedBrowser()) ?? (await fromDebian()) ?? (await fromPlaywright())
    if (found !== null) return withFlags(found)
    throw new SetupError(
      'The tests need a browser, and none was found or could be downloaded. Install Chrome, Chromium or Edge, or set DRAWNET_CHROMIUM to where one is.',
    )
  })
}

/**
 * The usual places of Chrome, Chromium and Edge.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
export function usualPlaces(platform, env) {
  if (platform === 'darwin') {
    const names = ['Google Chrome', 'Chromium', 'Microsoft Edge']
    const folders = ['/Applications', path.posix.join(env['HOME'] ?? '', 'Applications')]
    return folders.flatMap((folder) => names.map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`))
  }
  if (platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LocalAppData']].filter(
      (folder) => folder !== undefined,
    )
    const programs = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ]
    return folders.flatMap((folder) => programs.map((program) => path.win32.join(folder, program)))
  }
  const names = [
    'google-chrome-stable',
    'google-chrome',
    'chromium',
    'chromium-browser',
    'microsoft-edge-stable',
    'microsoft-edge',
  ]
  const folders = new Set([
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
    ...(env['PATH'] ?? '').split(':').filter((folder) => folder !== ''),
  ])
  return [...folders].flatMap((folder) => names.map((name) => `${folder}/${name}`))
}

/**
 * The flags a Chromium needs here: root cannot have its sandbox.
 * @param {number | undefined} userId undefined where there are none
 * @returns {string[]}
 */
export function neededFlags(userId) {
  return userId === 0 ? ['--no-sandbox'] : []
}

async function installedBrowser() {
  const named = process.env['DRAWNET_CHROMIUM']
  if (named !== undefined && named !== '') {
    if (await starts(named)) return named
    throw new SetupError(`DRAWNET_CHROMIUM names ${named}, which is not a browser that starts. Correct it or unset it.`)
  }
  for (const place of usualPlaces(process.platform, process.env)) if (await starts(place)) return place
  return null
}

/**
 * Some distributions leave a script in the usual place that only tells how to install the browser.
 * @param {string} file
 */
async function starts(file) {
  if (!existsSync(file)) return false
  if (process.platform !== 'linux') return true
  const { code, output } = await runCommand(file, ['--version', ...neededFlags(process.getuid?.())])
  return code === 0 && /Chrom|Edge/.test(output)
}

async function fromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version') || !existsSync('/usr/bin/apt-get')) return null
  say('Installing Chromium, which the tests need, from the Debian packages.')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await runCommand('apt-get', ['update'], { env })
  const { code, output } = await runCommand('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
    env,
  })
  if (code !== 0) say(output.trim().split('\n').slice(-3).join('\n'))
  return installedBrowser()
}

async function fromPlaywright() {
  say('Downloading Playwright’s own Chromium, which the tests need.')
  const node = await nodeBinary()
  const withLibraries = process.getuid?.() === 0 ? ['--with-deps'] : []
  const cli = inProject('node_modules', '@playwright', 'test', 'cli.js')
  const { code } = await runCommand(node, [cli, 'install', ...withLibraries, 'chromium'], {
    cwd: PROJECT,
    show: process.stderr,
  })
  if (code !== 0) return null
  const script = 'console.log(require("@playwright/test").chromium.executablePath())'
  const found = (await runCommand(node, ['-e', script], { cwd: PROJECT })).output.trim()
  return (await starts(found)) ? found : null
}

/** @param {string} file */
function withFlags(file) {
  return { path: file, flags: neededFlags(process.getuid?.()) }
}
