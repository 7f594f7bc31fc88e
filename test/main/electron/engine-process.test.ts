import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { askForLink, bootShell, engineOf, onlyWindow } from './boot-shell.ts'
import type { Shell } from './boot-shell.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function crash(shell: Shell): void {
  engineOf(shell).emit('exit', 1)
}

test('a window gets one end of a channel, the engine the other', async () => {
  const shell = await bootShell()
  engineOf(shell).emit('message', { type: 'ready' })
  askForLink(shell, onlyWindow(shell).webContents)
  expect(onlyWindow(shell).webContents.posted).toEqual([{ channel: 'drawnet:link', ports: [{ end: 'window' }] }])
  expect(engineOf(shell).sent.at(-1)).toEqual({ message: { type: 'link' }, ports: [{ end: 'engine' }] })
})

test('a window that asks early gets its Link when the engine is ready', async () => {
  const shell = await bootShell()
  askForLink(shell, onlyWindow(shell).webContents)
  expect(onlyWindow(shell).webContents.posted).toEqual([])
  engineOf(shell).emit('message', { type: 'ready' })
  expect(onlyWindow(shell).webContents.posted).toHaveLength(1)
})

test('a crashed engine is started again and every window gets a new Link', async () => {
  const shell = await bootShell()
  engineOf(shell).emit('message', { type: 'ready' })
  askForLink(shell, onlyWindow(shell).webContents)
  crash(shell)
  await vi.advanceTimersByTimeAsync(200)
  expect(shell.electron.engines).toHaveLength(2)
  expect(onlyWindow(shell).webContents.posted).toHaveLength(1)
  engineOf(shell).emit('message', { type: 'ready' })
  expect(onlyWindow(shell).webContents.posted).toHaveLength(2)
  expect(engineOf(shell).told).toEqual(['start', 'link'])
})

test('a window that was closed gets no new Link', async () => {
  const shell = await bootShell()
  const { webContents } = onlyWindow(shell)
  engineOf(shell).emit('message', { type: 'ready' })
  askForLink(shell, webContents)
  webContents.destroyed = true
  webContents.emit('destroyed')
  crash(shell)
  await vi.advanceTimersByTimeAsync(200)
  engineOf(shell).emit('message', { type: 'ready' })
  expect(engineOf(shell).told).toEqual(['start'])
})

test('each crash in a row is waited out longer, and after the fifth the person is asked', async () => {
  const shell = await bootShell({ before: ({ dialogs }) => (dialogs.response = 0) })
  const waits: number[] = []
  for (const wait of [200, 1_000, 3_000, 10_000]) {
    const before = shell.electron.engines.length
    crash(shell)
    await vi.advanceTimersByTimeAsync(wait - 1)
    expect(shell.electron.engines).toHaveLength(before)
    await vi.advanceTimersByTimeAsync(1)
    expect(shell.electron.engines).toHaveLength(before + 1)
    waits.push(wait)
  }
  expect(shell.electron.dialogs.messages).toEqual([])
  crash(shell)
  await vi.advanceTimersByTimeAsync(0)
  expect(shell.electron.dialogs.messages).toEqual(['DrawNet keeps stopping'])
  // "Try again" was chosen.
  expect(shell.electron.engines).toHaveLength(waits.length + 2)
})

test('the person can quit instead of trying again', async () => {
  const shell = await bootShell({ before: ({ dialogs }) => (dialogs.response = 1) })
  for (let crashes = 0; crashes < 5; crashes += 1) {
    crash(shell)
    await vi.advanceTimersByTimeAsync(10_000)
  }
  expect(shell.electron.app.quitDone).toBe(true)
  expect(shell.electron.engines).toHaveLength(5)
})

test('a crash after a minute of work is a first one again', async () => {
  const shell = await bootShell()
  crash(shell)
  await vi.advanceTimersByTimeAsync(200)
  crash(shell)
  await vi.advanceTimersByTimeAsync(1_000)
  await vi.advanceTimersByTimeAsync(60_000)
  crash(shell)
  await vi.advanceTimersByTimeAsync(200)
  expect(shell.electron.engines).toHaveLength(4)
})

test('an engine that says why it cannot work is believed: its sentence is shown and DrawNet quits', async () => {
  const shell = await bootShell()
  engineOf(shell).emit('message', { type: 'failed', code: 'storage/locked', sentence: 'DrawNet is already open.' })
  crash(shell)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(shell.electron.dialogs.errors).toEqual(['DrawNet cannot start: DrawNet is already open.'])
  expect(shell.electron.engines).toHaveLength(1)
  expect(shell.electron.app.quitDone).toBe(true)
})

test.each([null, 'ready', { type: 'other' }, { type: 'failed' }])(
  '%j from the engine means nothing',
  async (message) => {
    const shell = await bootShell()
    askForLink(shell, onlyWindow(shell).webContents)
    engineOf(shell).emit('message', message)
    expect(onlyWindow(shell).webContents.posted).toEqual([])
    expect(shell.electron.dialogs.errors).toEqual([])
  },
)
