import { spawn } from 'node:child_process'
import { exitCodeOf } from './command.mjs'

/** Within this many milliseconds a second signal is the same key press, arriving by another way. */
const SAME_PRESS = 1_000
/** @type {readonly NodeJS.Signals[]} */
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program as if it were this one: the same terminal, its exit code as the answer. A request to stop is passed
 * on once, and then waited for; asking again later ends the program the hard way.
 *
 * Where there are process groups the program gets its own, because a terminal sends Ctrl-C to every process of its
 * group and npm forwards it besides: it would arrive up to three times.
 * @param {string} file
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code; 127 when it could not be started
 */
export function supervise(file, args) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: 'inherit', detached: process.platform !== 'win32' })
    /** @type {number | null} */
    let firstAsked = null
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      if (firstAsked === null) {
        firstAsked = performance.now()
        // Windows has no signals to send: there the console tells the program by itself.
        if (process.platform !== 'win32') child.kill(signal)
      } else if (performance.now() - firstAsked > SAME_PRESS) child.kill('SIGKILL')
    }
    for (const signal of FORWARDED) process.on(signal, forward)
    const finish = (/** @type {number} */ code) => {
      for (const signal of FORWARDED) process.off(signal, forward)
      resolve(code)
    }
    child.on('error', (error) => {
      process.stderr.write(`DrawNet could not be started: ${error.message}\n`)
      finish(127)
    })
    child.on('close', (code, signal) => finish(exitCodeOf(code, signal)))
  })
}
