import { rm, readFile } from 'node:fs/promises'
import { runCommand } from '../setup/command.mjs'
import { inProject, PROJECT } from '../setup/paths.mjs'

/**
 * @typedef {object} Skipped
 * @property {string} title
 * @property {string} reason empty where none was given
 *
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {readonly string[]} failed titles
 * @property {readonly Skipped[]} skipped
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {(node: string) => Promise<Outcome>} run given the path of Node 24
 */

/**
 * A command that passes or fails as a whole. What it prints is shown when it fails.
 * @param {string} name
 * @param {string} script of a package in node_modules, run by Node 24
 * @param {readonly string[]} args
 * @returns {Step}
 */
export function commandStep(name, script, args) {
  return {
    name,
    async run(node) {
      const { code, output } = await runCommand(node, [inProject('node_modules', script), ...args], { cwd: PROJECT })
      if (code === 0) return { passed: 1, failed: [], skipped: [] }
      process.stdout.write(`${output.trimEnd()}\n`)
      return { passed: 0, failed: [name], skipped: [] }
    },
  }
}

/**
 * Work of the set-up that passes, or fails with the sentence it throws.
 * @param {string} name
 * @param {() => Promise<unknown>} work
 * @returns {Step}
 */
export function setupStep(name, work) {
  return {
    name,
    async run() {
      try {
        await work()
        return { passed: 1, failed: [], skipped: [] }
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        return { passed: 0, failed: [`${name}: ${reason}`], skipped: [] }
      }
    },
  }
}

/**
 * A test runner that shows its progress and leaves a report as JSON.
 * @param {object} runner
 * @param {string} runner.name
 * @param {string} runner.script of a package in node_modules, run by Node 24
 * @param {readonly string[]} runner.args
 * @param {string} runner.report where it writes its report, relative to the project
 * @param {() => Promise<NodeJS.ProcessEnv>} [runner.prepare] what must be there before; answers environment variables
 * @param {(report: unknown) => Outcome} runner.read
 * @returns {Step}
 */
export function testStep({ name, script, args, report, prepare, read }) {
  return {
    name,
    async run(node) {
      const file = inProject(report)
      await rm(file, { force: true })
      /** @type {NodeJS.ProcessEnv} */
      let env = {}
      try {
        env = (await prepare?.()) ?? {}
      } catch (error) {
        return { passed: 0, failed: [error instanceof Error ? error.message : String(error)], skipped: [] }
      }
      const { code } = await runCommand(node, [inProject('node_modules', script), ...args], {
        cwd: PROJECT,
        env: { ...process.env, ...env },
        show: process.stdout,
      })
      /** @type {Outcome} */
      let outcome
      try {
        outcome = read(JSON.parse(await readFile(file, 'utf8')))
      } catch {
        return { passed: 0, failed: [`${name}: ended with code ${code} and without a report`], skipped: [] }
      }
      // Such as an error outside every test, which belongs to none of them in the report.
      if (code !== 0 && outcome.failed.length === 0) return { ...outcome, failed: [`${name}: ended with code ${code}`] }
      return outcome
    },
  }
}
