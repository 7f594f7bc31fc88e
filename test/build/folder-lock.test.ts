import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { withFolderLock } from '../../build/setup/folder-lock.mjs'

let lock: string

beforeEach(() => {
  const folder = mkdtempSync(path.join(tmpdir(), 'drawnet-lock-'))
  lock = path.join(folder, 'locks', 'work')
  return () => rmSync(folder, { recursive: true, force: true })
})

/** The process id of a program that has ended. */
function endedProcess(): number {
  const { pid } = spawnSync(process.execPath, ['--version'])
  return pid
}

function leaveLock(holder: string): void {
  mkdirSync(lock, { recursive: true })
  writeFileSync(path.join(lock, 'holder.json'), holder)
}

test('work is done one after the other, never at once', async () => {
  let busy = 0
  let most = 0
  const done: number[] = []
  const work = (id: number) =>
    withFolderLock(lock, async () => {
      busy += 1
      most = Math.max(most, busy)
      await new Promise((resolve) => setImmediate(resolve))
      busy -= 1
      done.push(id)
    })
  await Promise.all([1, 2, 3, 4].map(work))
  expect(most).toBe(1)
  expect(new Set(done)).toEqual(new Set([1, 2, 3, 4]))
})

test('the answer is passed on and the lock is gone', async () => {
  expect(await withFolderLock(lock, async () => 'answer')).toBe('answer')
  expect(existsSync(lock)).toBe(false)
})

test('a failure is passed on and the lock is gone', async () => {
  await expect(withFolderLock(lock, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(existsSync(lock)).toBe(false)
})

test('who waits is told once who holds it', async () => {
  const told: (number | null)[] = []
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const holding = withFolderLock(lock, () => released)
  await expect.poll(() => existsSync(path.join(lock, 'holder.json'))).toBe(true)
  const waiting = withFolderLock(
    lock,
    async () => undefined,
    (pid) => {
      told.push(pid)
      release()
    },
  )
  await Promise.all([holding, waiting])
  expect(told).toEqual([process.pid])
})

test('the lock of a process that is gone is taken over, by one at a time', async () => {
  leaveLock(JSON.stringify({ pid: endedProcess(), token: 'old' }))
  let busy = 0
  const work = () =>
    withFolderLock(lock, async () => {
      busy += 1
      expect(busy).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      busy -= 1
    })
  await Promise.all([work(), work(), work()])
  expect(readdirSync(path.dirname(lock))).toEqual([])
})

test.each(['', '{"pid":"x"}', '{"pid":-1}'])(
  'a lock whose holder is %j is taken over once it is old',
  async (holder) => {
    leaveLock(holder)
    const old = new Date(Date.now() - 60_000)
    utimesSync(lock, old, old)
    expect(await withFolderLock(lock, async () => true)).toBe(true)
  },
)

test('a lock that was taken over is not removed by who lost it', async () => {
  await withFolderLock(lock, async () => {
    rmSync(lock, { recursive: true })
    leaveLock(JSON.stringify({ pid: process.pid, token: 'someone else' }))
  })
  expect(existsSync(lock)).toBe(true)
  onTestFinished(() => rmSync(lock, { recursive: true, force: true }))
})
