import path from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { askForLink, bootShell, engineOf, onlyWindow } from './boot-shell.ts'
import { EventDouble } from './electron-double.ts'

const LINK = 'drawnet://192.168.1.5:4747/room'

describe('starting', () => {
  test('the engine is told where the boards are, before there is a window', async () => {
    const shell = await bootShell({ notReady: true })
    expect(shell.electron.windows).toEqual([])
    expect(engineOf(shell).program).toMatch(/engine[/\\]process\.js$/)
    expect(engineOf(shell).sent).toEqual([
      { message: { type: 'start', dataFolder: shell.dataFolder, version: '1.2.3' }, ports: [] },
    ])
  })

  test('Chromium’s files lie in a folder of their own inside the data folder', async () => {
    const { electron, dataFolder } = await bootShell()
    expect(electron.app.getPath('userData')).toBe(path.join(dataFolder, 'window'))
  })

  test('a link on the command line reaches the engine once there is a window to hear of it', async () => {
    const shell = await bootShell({ args: [LINK] })
    engineOf(shell).emit('message', { type: 'ready' })
    expect(engineOf(shell).told).toEqual(['start'])
    askForLink(shell, onlyWindow(shell).webContents)
    expect(engineOf(shell).told).toEqual(['start', 'link', 'open-link'])
    expect(engineOf(shell).sent.at(-1)?.message).toEqual({ type: 'open-link', text: LINK })
  })

  test('DrawNet becomes the program for its links', async () => {
    const { electron } = await bootShell()
    expect(electron.app.protocolClients).toEqual(['drawnet'])
  })
})

describe('a second start', () => {
  test('ends at once, says why and touches nothing', async () => {
    const said = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    onTestFinished(() => said.mockRestore())
    const { electron } = await bootShell({ before: ({ app }) => (app.gotLock = false) })
    expect(electron.app.quitDone).toBe(true)
    expect(electron.engines).toEqual([])
    expect(electron.windows).toEqual([])
    expect(said).toHaveBeenCalledWith(expect.stringContaining('already open'))
  })

  test('brings the window of the first one up', async () => {
    const shell = await bootShell()
    const window = onlyWindow(shell)
    window.minimized = true
    shell.electron.app.emit('second-instance', new EventDouble(), ['drawnet', '.'], '/')
    expect(window).toMatchObject({ minimized: false, shown: true, focused: true })
    expect(shell.electron.windows).toHaveLength(1)
  })

  test('hands its link over', async () => {
    const shell = await bootShell()
    engineOf(shell).emit('message', { type: 'ready' })
    askForLink(shell, onlyWindow(shell).webContents)
    shell.electron.app.emit('second-instance', new EventDouble(), ['drawnet', '.', '--some-flag', LINK], '/')
    expect(engineOf(shell).sent.at(-1)?.message).toEqual({ type: 'open-link', text: LINK })
  })
})

describe('links from macOS', () => {
  test('are opened, even those that come before the app is ready', async () => {
    const shell = await bootShell({ notReady: true })
    const event = new EventDouble()
    shell.electron.app.emit('open-url', event, LINK)
    shell.electron.app.becomeReady()
    await shell.electron.app.whenReady()
    engineOf(shell).emit('message', { type: 'ready' })
    askForLink(shell, onlyWindow(shell).webContents)
    expect(event.defaultPrevented).toBe(true)
    expect(engineOf(shell).told).toEqual(['start', 'link', 'open-link'])
  })

  test('open a window where there is none', async () => {
    const shell = await bootShell()
    shell.electron.windows.splice(0)
    shell.electron.app.emit('open-url', new EventDouble(), LINK)
    expect(shell.electron.windows).toHaveLength(1)
  })

  test.each(['https://example.com/', 'drawnet:x', `drawnet://${'a'.repeat(2000)}`])('%s is not one', async (url) => {
    const shell = await bootShell()
    engineOf(shell).emit('message', { type: 'ready' })
    askForLink(shell, onlyWindow(shell).webContents)
    shell.electron.app.emit('open-url', new EventDouble(), url)
    expect(engineOf(shell).told).not.toContain('open-link')
  })
})

describe('quitting', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('waits until the engine has put everything away', async () => {
    const shell = await bootShell()
    shell.electron.app.quit()
    expect(shell.electron.app.quitDone).toBe(false)
    expect(engineOf(shell).told).toEqual(['start', 'stop'])
    engineOf(shell).emit('exit', 0)
    await vi.advanceTimersByTimeAsync(0)
    expect(shell.electron.app.quitDone).toBe(true)
    expect(engineOf(shell).killed).toBe(false)
  })

  test('asks the engine once, however often it is asked itself', async () => {
    const shell = await bootShell()
    shell.electron.app.quit()
    shell.electron.app.quit()
    expect(engineOf(shell).told).toEqual(['start', 'stop'])
    expect(shell.electron.app.quitDone).toBe(false)
  })

  test('ends an engine that takes more than five seconds', async () => {
    const shell = await bootShell()
    shell.electron.app.quit()
    await vi.advanceTimersByTimeAsync(4_999)
    expect(engineOf(shell).killed).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(engineOf(shell).killed).toBe(true)
    expect(shell.electron.app.quitDone).toBe(true)
  })

  test('does not start the engine again', async () => {
    const shell = await bootShell()
    shell.electron.app.quit()
    engineOf(shell).emit('exit', 1)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(shell.electron.engines).toHaveLength(1)
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('happens in order on %s', async (signal) => {
    const before = process.listeners(signal)
    const shell = await bootShell()
    const listener = process.listeners(signal).find((present) => !before.includes(present))
    listener?.(signal)
    expect(engineOf(shell).told).toEqual(['start', 'stop'])
  })

  test.runIf(process.platform !== 'darwin')('follows the last window', async () => {
    const shell = await bootShell()
    onlyWindow(shell).close()
    expect(engineOf(shell).told).toContain('stop')
  })
})
