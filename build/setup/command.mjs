import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** How much of a command's output is kept for telling why it failed, in characters. */
const KEPT_OUTPUT = 20_000

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [shell]
 * @property {NodeJS.WritableStream} [show] where to pass what the command prints on to, besides keeping it
 */

/**
 * Runs a command to its end with nothing on its stdin. Never rejects: a command that cannot be started ends
 * with code 127 and the reason as its output.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} the exit code and the end of stdout and stderr, mixed
 */
export function runCommand(file, args, options = {}) {
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (/** @type {string} */ text) => {
        output = (output + text).slice(-KEPT_OUTPUT)
        options.show?.write(text)
      })
    }
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    child.on('close', (code, signal) => resolve({ code: exitCodeOf(code, signal), output }))
  })
}

/**
 * The exit code to pass on for a child: a death by signal becomes 128 + its number, as in a shell.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 * @returns {number}
 */
export function exitCodeOf(code, signal) {
  if (code !== null) return code
  return signal === null ? 1 : 128 + (constants.signals[signal] ?? 0)
}
