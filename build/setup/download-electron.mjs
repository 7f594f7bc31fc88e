/**
 * Downloads Electron's runtime into its cache, telling each step as a line on stdout (`bytes DONE TOTAL`, or
 * `problem REASON`), then lets Electron's own installer unpack it from there. Runs under Node 24, as a process of
 * its own that can be ended when nothing comes any more.
 */
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { runCommand } from './command.mjs'
import { inProject } from './paths.mjs'

const electron = inProject('node_modules', 'electron')
// The downloader is a dependency of Electron's, not of ours.
const downloader = createRequire(path.join(electron, 'install.js')).resolve('@electron/get')
const { downloadArtifact } = await import(pathToFileURL(downloader).href)

try {
  await downloadArtifact({
    version: JSON.parse(readFileSync(path.join(electron, 'package.json'), 'utf8')).version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    cacheRoot: process.env['electron_config_cache'],
    checksums: JSON.parse(readFileSync(path.join(electron, 'checksums.json'), 'utf8')),
    downloadOptions: {
      quiet: true,
      getProgressCallback: async (
        /** @type {{ transferred: number, total: number | null }} */ { transferred, total },
      ) => console.log(`bytes ${transferred} ${total ?? 0}`),
    },
  })
  const { code, output } = await runCommand(process.execPath, [path.join(electron, 'install.js')])
  if (code !== 0) fail(`Electron’s runtime could not be unpacked: ${lastLine(output)}`)
} catch (error) {
  fail(`Electron’s runtime could not be downloaded: ${reasonOf(error)}`)
}

/** @param {string} sentence */
function fail(sentence) {
  console.log(`problem ${sentence.replaceAll('\n', ' ')}`)
  process.exitCode = 1
}

/** @param {unknown} error */
function reasonOf(error) {
  const { name, response, cause, message } =
    /** @type {Error & { response?: { status: number }, cause?: { code?: string } }} */ (error)
  if (name === 'HTTPError') return `its server answered ${response?.status ?? 'with a refusal'}`
  if (cause?.code === 'ENOTFOUND' || cause?.code === 'EAI_AGAIN') return 'there is no way to the internet'
  if (message === 'fetch failed') return `its server cannot be reached${cause?.code ? ` (${cause.code})` : ''}`
  return message
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? ''
}
