/** The items of Electron's security checklist, in its order and by its numbers, each on the shell as it starts. */
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { askForLink, bootShell, engineOf, onlyWindow } from './boot-shell.ts'
import type { Shell } from './boot-shell.ts'
import { eventWith } from './electron-double.ts'

const FOREIGN = [
  'https://example.com/',
  'file:///etc/passwd',
  'app://other/index.html',
  'app://drawnet.example/',
  'data:text/html,x',
]
const PERMISSIONS = [
  'media',
  'geolocation',
  'notifications',
  'clipboard-read',
  'clipboard-sanitized-write',
  'openExternal',
  'hid',
  'fileSystem',
  'unknown',
]
const OWN_PAGE = 'app://drawnet/index.html'

function isCancelled({ electron }: Shell, url: string): boolean {
  let cancelled = false
  electron.defaultSession.beforeRequest?.({ url }, ({ cancel }) => (cancelled = cancel))
  return cancelled
}

function preferences(shell: Shell): Readonly<Record<string, unknown>> {
  return onlyWindow(shell).options.webPreferences
}

function emitNavigation(shell: Shell, event: string, details: { url: string; isMainFrame: boolean }): boolean {
  const navigation = eventWith(details)
  onlyWindow(shell).webContents.emit(event, navigation)
  return navigation.defaultPrevented
}

async function fetchApp({ electron }: Shell, pathname: string): Promise<Response> {
  const serve = electron.defaultSession.served.get('app')
  if (serve === undefined) throw new Error('app:// is not served')
  return serve(new Request(`app://drawnet${pathname}`))
}

describe('Electron’s security checklist', () => {
  test('1: only what comes with DrawNet is loaded', async () => {
    const shell = await bootShell()
    expect(onlyWindow(shell).loaded).toEqual([OWN_PAGE])
    const foreign = ['https://example.com/a.js', 'http://192.168.1.2/', 'ws://127.0.0.1:1/', 'file:///etc/passwd']
    const own = [OWN_PAGE, 'app://drawnet/assets/a.js', 'blob:app://drawnet/1', 'data:image/png;base64,AA==']
    expect([...foreign, ...own].filter((url) => isCancelled(shell, url))).toEqual(foreign)
  })

  test('2: pages have no Node, in no kind of frame or worker', async () => {
    const options = preferences(await bootShell())
    expect(options).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    })
  })

  test('3: the preload script is isolated from the page', async () => {
    expect(preferences(await bootShell())['contextIsolation']).toBe(true)
  })

  test('4: every process is sandboxed', async () => {
    const shell = await bootShell()
    expect(preferences(shell)['sandbox']).toBe(true)
    expect(shell.electron.app.sandboxed).toBe(true)
  })

  test('5: permissions are denied, whether asked for or looked up', async () => {
    const { electron } = await bootShell()
    const { requestHandler, checkHandler, deviceHandler } = electron.defaultSession
    const asked = (permission: string, requestingUrl: string, isMainFrame: boolean): boolean => {
      let granted = true
      requestHandler?.(null, permission, (answer) => (granted = answer), { requestingUrl, isMainFrame })
      return granted
    }
    const checked = (permission: string): boolean | undefined =>
      checkHandler?.(null, permission, 'app://drawnet', { requestingUrl: OWN_PAGE, isMainFrame: true })
    expect(PERMISSIONS.filter((permission) => asked(permission, OWN_PAGE, true))).toEqual(['clipboard-sanitized-write'])
    expect(PERMISSIONS.filter((permission) => checked(permission))).toEqual(['clipboard-sanitized-write'])
    expect(asked('clipboard-sanitized-write', OWN_PAGE, false)).toBe(false)
    expect(asked('clipboard-sanitized-write', 'https://example.com/', true)).toBe(false)
    expect(deviceHandler?.()).toBe(false)
  })

  test('6: web security is on', async () => {
    expect(preferences(await bootShell())['webSecurity']).toBe(true)
  })

  test('7: every answer carries the content security policy', async () => {
    const shell = await bootShell()
    for (const pathname of ['/index.html', '/missing.js']) {
      const policy = (await fetchApp(shell, pathname)).headers.get('Content-Security-Policy')
      expect(policy?.split('; ')).toEqual([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' blob: data:",
        "connect-src 'none'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ])
    }
  })

  test('8 to 11: nothing insecure, experimental or popping up is allowed', async () => {
    const options = preferences(await bootShell())
    expect(options).toMatchObject({ allowRunningInsecureContent: false, experimentalFeatures: false })
    expect(options).not.toHaveProperty('enableBlinkFeatures')
    expect(options).not.toHaveProperty('allowpopups')
  })

  test('12: views cannot be embedded', async () => {
    const shell = await bootShell()
    expect(preferences(shell)['webviewTag']).toBe(false)
    const attach = eventWith({})
    onlyWindow(shell).webContents.emit('will-attach-webview', attach)
    expect(attach.defaultPrevented).toBe(true)
  })

  test('13: the window stays on its page', async () => {
    const shell = await bootShell()
    const events = ['will-navigate', 'will-frame-navigate', 'will-redirect']
    for (const event of events) {
      const prevented = [...FOREIGN, OWN_PAGE].filter((url) => emitNavigation(shell, event, { url, isMainFrame: true }))
      expect(prevented).toEqual(FOREIGN)
    }
    expect(emitNavigation(shell, 'will-frame-navigate', { url: OWN_PAGE, isMainFrame: false })).toBe(true)
  })

  test('14: no further windows', async () => {
    const shell = await bootShell()
    for (const url of [...FOREIGN, OWN_PAGE]) {
      expect(onlyWindow(shell).webContents.windowOpenHandler?.({ url })).toEqual({ action: 'deny' })
    }
  })

  test('15: nothing is ever opened outside', () => {
    expect(shellSources().filter(({ text }) => /openExternal|openPath|\bshell\b.*'electron'/.test(text))).toEqual([])
  })

  test('16: Electron’s version is pinned exactly', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(manifest.devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/)
  })

  test('17: messages count only from the top frame of DrawNet’s own page', async () => {
    const shell = await bootShell()
    const { webContents } = onlyWindow(shell)
    engineOf(shell).emit('message', { type: 'ready' })
    const top = webContents.mainFrame
    const frames = [null, { url: OWN_PAGE, parent: top }, ...FOREIGN.map((url) => ({ url, parent: null }))]
    for (const senderFrame of frames) {
      shell.electron.ipcMain.emit('drawnet:connect', { sender: webContents, senderFrame })
      shell.electron.ipcMain.emit('drawnet:paste', { sender: webContents, senderFrame })
      const reply = await shell.electron.ipcMain.handlers.get('drawnet:save-file')?.(
        { sender: webContents, senderFrame },
        'a.png',
        new Uint8Array(1),
      )
      expect(reply).toMatchObject({ kind: 'failed' })
    }
    expect(webContents.posted).toEqual([])
    expect(webContents.pasted).toBe(0)
    expect(shell.electron.dialogs.saveOptions).toEqual([])
    askForLink(shell, webContents)
    expect(webContents.posted).toHaveLength(1)
  })

  test('18: pages come over a secure scheme of DrawNet’s own, which does not get around the policy', async () => {
    const { electron } = await bootShell()
    expect(electron.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ])
  })

  // 19, the fuses, is in test/build/fuses.test.ts: they are set when DrawNet is packaged.

  test('20: no part of Electron is handed to the page', () => {
    // What is handed over, and by which means, is in preload.test.ts; here, that nothing else hands anything over.
    const exposing = shellSources().filter(({ text }) => text.includes('exposeInMainWorld'))
    expect(exposing.map(({ name }) => name)).toEqual(['preload.ts'])
  })
})

function shellSources(): { name: string; text: string }[] {
  const folder = path.resolve('src-main/electron')
  return readdirSync(folder).map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }))
}
