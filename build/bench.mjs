import { existsSync, readdirSync } from 'node:fs'
import { spawn } from 'node:child_process'
import os from 'node:os'
import { ensureBrowser } from './setup/browser.mjs'
import { ensureBuilt } from './setup/built.mjs'
import { exitCodeOf, runCommand } from './setup/command.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { nodeBinary } from './setup/node-binary.mjs'
import { inProject, PROJECT } from './setup/paths.mjs'
import { runScript } from './setup/setup-error.mjs'

// `npm run bench -- NAME`: measures, and prints the machine's facts with what it found.
await runScript(async () => {
  const [name = '', ...args] = process.argv.slice(2)
  const names = benchmarks()
  if (!names.includes(name)) {
    console.error(`Usage: npm run bench -- NAME, where NAME is one of: ${names.join(', ') || '(there are none yet)'}`)
    return 1
  }
  await ensureDependencies()
  const node = await nodeBinary()
  await ensureBuilt()
  const browser = await ensureBrowser()
  const memory = (os.totalmem() / 2 ** 30).toFixed(1)
  console.log(
    `Machine: ${os.cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${os.availableParallelism()} cores, ${memory} GiB memory`,
  )
  const nodeVersion = (await runCommand(node, ['--version'])).output.trim()
  console.log(`System: ${os.type()} ${os.release()} ${os.arch()}, Node ${nodeVersion}, browser ${browser.path}\n`)
  const child = spawn(node, [inProject('test', 'bench', `${name}.bench.ts`), ...args], {
    cwd: PROJECT,
    env: { ...process.env, DRAWNET_CHROMIUM: browser.path },
    stdio: 'inherit',
  })
  return new Promise((resolve) => child.on('close', (code, signal) => resolve(exitCodeOf(code, signal))))
})

function benchmarks() {
  const folder = inProject('test', 'bench')
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((file) => (file.endsWith('.bench.ts') ? [file.replace('.bench.ts', '')] : []))
}
