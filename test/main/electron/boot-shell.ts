import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { createElectronDouble } from './electron-double.ts'
import type { ElectronDouble, UtilityProcessDouble, WebContentsDouble } from './electron-double.ts'

export interface BootOptions {
  /** Command line arguments after the program. */
  readonly args?: readonly string[]
  /** Changes what Electron is like before the shell starts. */
  readonly before?: (electron: ElectronDouble) => void
  /** Stay at the moment before the app is ready. */
  readonly notReady?: boolean
}

export interface Shell {
  readonly electron: ElectronDouble
  readonly dataFolder: string
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs the shell's own entry file on a fresh double of Electron, with a data folder of its own. */
export async function bootShell({ args = [], before, notReady = false }: BootOptions = {}): Promise<Shell> {
  const electron = createElectronDouble()
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'drawnet-shell-'))
  before?.(electron)
  const { argv } = process
  const listeners = SIGNALS.map((signal) => [signal, process.listeners(signal)] as const)
  onTestFinished(() => {
    rmSync(dataFolder, { recursive: true, force: true })
    for (const [signal, present] of listeners) {
      for (const listener of process.listeners(signal)) if (!present.includes(listener)) process.off(signal, listener)
    }
    vi.doUnmock('electron')
  })
  vi.resetModules()
  vi.doMock('electron', () => electron.api)
  process.argv = ['drawnet', '.', '--data', dataFolder, ...args]
  try {
    await import('#main/electron/main.ts')
  } finally {
    process.argv = argv
  }
  if (!notReady) {
    electron.app.becomeReady()
    await electron.app.whenReady()
  }
  return { electron, dataFolder }
}

/** The only window there is. */
export function onlyWindow({ electron }: Shell): ElectronDouble['windows'][number] {
  const [window, ...others] = electron.windows
  if (window === undefined || others.length > 0) throw new Error(`there are ${electron.windows.length} windows`)
  return window
}

/** The engine that was started last. */
export function engineOf({ electron }: Shell): UtilityProcessDouble {
  const engine = electron.engines.at(-1)
  if (engine === undefined) throw new Error('no engine was started')
  return engine
}

/** The page of a window asks for its Link, as the preload script does. */
export function askForLink({ electron }: Shell, contents: WebContentsDouble): void {
  electron.ipcMain.emit('drawnet:connect', { sender: contents, senderFrame: contents.mainFrame })
}
