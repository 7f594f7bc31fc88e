import { BrowserWindow, nativeTheme, screen } from 'electron'
import { APP_URL } from './app-url.ts'
import { DEFAULT_SIZE, SMALLEST_SIZE, readWindowState, writeWindowState } from './window-state.ts'

/** Paper, as the page paints it: a window shows it from its first moment on. */
const PAPER = { light: '#fcfbf8', dark: '#17181a' } as const

export interface WindowOptions {
  /** The built preload script. */
  readonly preload: string
  /** Where the window's place and size are remembered. */
  readonly stateFile: string
  /** The page's process ended by itself; `again` loads the page anew. */
  readonly onPageGone: (again: () => void) => void
}

/** Opens the window of DrawNet: sandboxed, on its own page, where it was left, and seen only once it is painted. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const state = readWindowState(
    options.stateFile,
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...state.bounds,
    minWidth: SMALLEST_SIZE.width,
    minHeight: SMALLEST_SIZE.height,
    title: 'DrawNet',
    show: false,
    backgroundColor: paper(),
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
    },
  })
  if (state.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    writeWindowState(options.stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  })
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') options.onPageGone(() => load(window))
  })
  followTheme(window)
  load(window)
  return window
}

/** Brings a window to the front, wherever it is. */
export function bringUp(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function load(window: BrowserWindow): void {
  // Rejects when the window is closed while loading; a page that is missing shows as such.
  window.loadURL(APP_URL).catch((error: unknown) => console.error(error))
}

function followTheme(window: BrowserWindow): void {
  const update = (): void => window.setBackgroundColor(paper())
  nativeTheme.on('updated', update)
  window.on('closed', () => nativeTheme.off('updated', update))
}

function paper(): string {
  return nativeTheme.shouldUseDarkColors ? PAPER.dark : PAPER.light
}
