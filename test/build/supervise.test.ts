import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { supervise } from '../../build/setup/supervise.mjs'

const MODULE = pathToFileURL(path.resolve('build/setup/supervise.mjs')).href
let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'drawnet-supervise-'))
  return () => rmSync(folder, { recursive: true, force: true })
})

function program(source: string): string {
  const file = path.join(folder, 'program.mjs')
  writeFileSync(file, source)
  return file
}

/** Starts a process that supervises a program; resolves with it once the program has said that it is ready. */
async function superviseElsewhere(source: string): Promise<{ supervisor: ChildProcess; output: () => string }> {
  const file = path.join(folder, 'supervisor.mjs')
  writeFileSync(
    file,
    `import { supervise } from ${JSON.stringify(MODULE)}
     process.exitCode = await supervise(process.execPath, [${JSON.stringify(program(source))}])`,
  )
  const supervisor = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  supervisor.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  await expect.poll(() => text, { timeout: 10_000 }).toContain('ready')
  return { supervisor, output: () => text }
}

test.each([0, 1, 42])('exit code %i is passed on', async (code) => {
  expect(await supervise(process.execPath, ['-e', `process.exit(${code})`])).toBe(code)
})

test('arguments arrive as they are', async () => {
  const check = 'process.exit(process.argv[1] === "a b" && process.argv[2] === "$HOME \\"" ? 0 : 1)'
  expect(await supervise(process.execPath, ['-e', check, 'a b', '$HOME "'])).toBe(0)
})

test('a program that cannot be started is 127', async () => {
  expect(await supervise(path.join(folder, 'missing'), [])).toBe(127)
})

describe.runIf(process.platform !== 'win32')('signals', () => {
  test('a death by signal is told as a shell would', async () => {
    expect(await supervise(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")'])).toBe(128 + 9)
  })

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s is passed on once, however often it comes, and waited for',
    async (signal) => {
      const { supervisor, output } = await superviseElsewhere(
        `let count = 0
       process.on('${signal}', () => {
         count += 1
         if (count === 1) setTimeout(() => { console.log('stopped after', count); process.exit(7) }, 200)
       })
       setInterval(() => {}, 1000)
       console.log('ready')`,
      )
      supervisor.kill(signal)
      supervisor.kill(signal)
      const [code] = await once(supervisor, 'close')
      expect(output()).toContain('stopped after 1')
      expect(code).toBe(7)
    },
  )
})
