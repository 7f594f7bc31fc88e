import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runCommand } from './command.mjs'
import { withFolderLock } from './folder-lock.mjs'
import { inProject } from './paths.mjs'
import { ProgressLine, say } from './say.mjs'
import { SetupError } from './setup-error.mjs'
import { dependencyStamp } from './stamp.mjs'

/** The oldest Node that the set-up scripts and npm run on. */
const OLDEST_NODE = [20, 19]

/** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, os?: string[], cpu?: string[] }>} LockedPackages */

/**
 * Installs the pinned packages where they are missing or are not those of the lockfile and this machine.
 * @throws {SetupError} when they cannot be installed
 */
export async function ensureDependencies() {
  checkNode(process.versions.node)
  if (!existsSync(inProject('package-lock.json'))) {
    throw new SetupError('package-lock.json is missing. Get a complete copy of DrawNet and try again.')
  }
  if (isUpToDate()) return
  await withFolderLock(
    inProject('.cache', 'locks', 'dependencies'),
    async () => {
      if (isUpToDate()) return
      if (!isInstalledAlready()) await install()
      writeFileSync(stampFile(), wantedStamp())
    },
    () => say('Another start of DrawNet is installing packages. Waiting for it.'),
  )
}

/**
 * @param {string} version such as `20.19.0`
 * @throws {SetupError} when it is too old
 */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  throw new SetupError(
    `DrawNet needs Node ${OLDEST_NODE.join('.')} or newer to start; this is Node ${version}. Get a newer one at https://nodejs.org and try again.`,
  )
}

/**
 * Whether what is installed is what the lockfile asks for. Packages that only some machines need may be missing.
 * @param {LockedPackages} wanted
 * @param {LockedPackages} installed
 */
export function satisfies(wanted, installed) {
  return Object.entries(wanted).every(([name, { version, optional, devOptional, peer }]) => {
    if (name === '') return true
    const found = installed[name]
    if (found === undefined) return optional === true || devOptional === true || peer === true
    return found.version === version
  })
}

/**
 * Why npm failed, in a sentence.
 * @param {string} output what npm printed
 * @returns {string}
 */
export function explainNpmFailure(output) {
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|network request.*failed/i.test(
      output,
    )
  ) {
    return 'The packages DrawNet needs could not be downloaded: the package registry cannot be reached. Connect to the internet and try again. It is needed this once, not for drawing.'
  }
  if (/\b(E401|E403|E407)\b|401 Unauthorized|403 Forbidden/.test(output)) {
    return 'The packages DrawNet needs could not be downloaded: the package registry refused. Check npm’s settings (npm config list) and try again.'
  }
  if (/ENOSPC/.test(output)) return 'The disk is full. Free about 2 GB and try again.'
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return 'The packages DrawNet needs could not be installed: this folder cannot be written to. Check who owns it and try again.'
  }
  if (/EUSAGE|in sync/.test(output)) {
    return 'package.json and package-lock.json do not fit together. Run npm install once, then try again.'
  }
  return 'The packages DrawNet needs could not be installed. npm’s own words are above.'
}

/** How to run npm: through this Node where npm's script can be found, as a command otherwise. */
function npmCommand() {
  const besideNode = path.dirname(process.execPath)
  const scripts = [
    process.env['npm_execpath'] ?? '',
    path.join(besideNode, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(besideNode, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ]
  const script = scripts.find((candidate) => /npm-cli\.c?js$/.test(candidate) && existsSync(candidate))
  return script === undefined
    ? { file: 'npm', args: [], shell: process.platform === 'win32' }
    : { file: process.execPath, args: [script], shell: false }
}

async function install() {
  const expected = expectedFiles()
  say('Installing the packages DrawNet needs. This happens once and takes a minute or two.')
  const progress = new ProgressLine()
  const timer = setInterval(
    () => progress.show(`Installing packages: ${expected.filter(existsSync).length} of ${expected.length}`),
    1_000,
  )
  try {
    const result = await runNpm(['ci'])
    progress.end()
    if (result.code !== 0) throw failure(result)
  } finally {
    clearInterval(timer)
    progress.end()
  }
}

/** @param {readonly string[]} command */
function runNpm(command) {
  const npm = npmCommand()
  const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error', '--progress=false']
  return runCommand(npm.file, [...npm.args, ...command, ...options], { cwd: inProject(), shell: npm.shell })
}

/** @param {{ code: number, output: string }} result of npm */
function failure({ code, output }) {
  if (code === 127 || (process.platform === 'win32' && /not recognized/.test(output))) {
    return new SetupError('npm is missing. It comes with Node: get Node at https://nodejs.org and try again.')
  }
  say(output.trim())
  return new SetupError(explainNpmFailure(output))
}

/** A file of each package that this machine needs. */
function expectedFiles() {
  return Object.entries(lockedPackages(inProject('package-lock.json')))
    .filter(([name, { os, cpu }]) => name !== '' && fits(os, process.platform) && fits(cpu, process.arch))
    .map(([name]) => inProject(name, 'package.json'))
}

/**
 * @param {string[] | undefined} allowed
 * @param {string} machine
 */
function fits(allowed, machine) {
  return allowed === undefined || allowed.includes(machine)
}

function isUpToDate() {
  return readText(stampFile()) === wantedStamp()
}

/** Whether somebody ran `npm ci` by hand: then npm's own record of what it installed fits the lockfile. */
function isInstalledAlready() {
  const record = inProject('node_modules', '.package-lock.json')
  return existsSync(record) && satisfies(lockedPackages(inProject('package-lock.json')), lockedPackages(record))
}

/**
 * @param {string} file
 * @returns {LockedPackages}
 */
function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
  } catch {
    return {}
  }
}

function wantedStamp() {
  return dependencyStamp(readText(inProject('package-lock.json')) ?? '', process.platform, process.arch)
}

/** Inside node_modules, so that an installation that is removed or broken off has none. */
function stampFile() {
  return inProject('node_modules', '.drawnet-stamp')
}

/**
 * @param {string} file
 * @returns {string | null}
 */
function readText(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
