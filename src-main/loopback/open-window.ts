import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface WindowSurroundings {
  readonly platform: NodeJS.Platform
  readonly environment: NodeJS.ProcessEnv
  readonly isExecutable: (path: string) => boolean
}

const LINUX_BROWSERS = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'brave-browser',
]
const MAC_BROWSERS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]
const WINDOWS_BROWSERS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']

/**
 * The command that opens an address: as an app window where a browser has those, else in the usual browser;
 * null where there is no display to open anything on.
 */
export function windowCommand(url: string, around: WindowSurroundings): readonly [string, ...string[]] | null {
  const { platform, environment } = around
  if (platform === 'linux' && !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) return null
  // Over a remote shell the window would open where nobody sits.
  if (environment['SSH_CONNECTION'] !== undefined) return null
  const browser = candidates(around).find(around.isExecutable)
  if (browser !== undefined) return [browser, `--app=${url}`]
  if (platform === 'darwin') return ['open', url]
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url]
  return ['xdg-open', url]
}

function candidates({ platform, environment }: WindowSurroundings): string[] {
  if (platform === 'darwin') return MAC_BROWSERS
  if (platform === 'win32') {
    const roots = [environment['ProgramFiles'], environment['ProgramFiles(x86)'], environment['LOCALAPPDATA']]
    return roots
      .filter((root) => root !== undefined)
      .flatMap((root) => WINDOWS_BROWSERS.map((path) => join(root, path)))
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return LINUX_BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/** Opens a window for the address if this computer has somewhere to show it. Tells whether it tried. */
export function openWindow(url: string): boolean {
  const command = windowCommand(url, { platform: process.platform, environment: process.env, isExecutable })
  if (command === null) return false
  const [program, ...args] = command
  const child = spawn(program, args, { detached: true, stdio: 'ignore' })
  // The address is on the terminal as well: who has no browser at hand can copy it.
  child.on('error', () => {})
  child.unref()
  return true
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
