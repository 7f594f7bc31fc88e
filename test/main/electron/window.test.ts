import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readWindowState } from '#main/electron/window-state.ts'
import { bootShell, onlyWindow } from './boot-shell.ts'
import type { Shell } from './boot-shell.ts'
import { EventDouble } from './electron-double.ts'

const SCREEN = { x: 0, y: 0, width: 1920, height: 1040 }

function stateFile({ dataFolder }: Shell): string {
  return path.join(dataFolder, 'window', 'window.json')
}

function leftAt(y: number): string {
  return JSON.stringify({ bounds: { x: 0, y, width: 900, height: 700 }, maximized: false })
}

function menuRoles({ electron }: Shell): string[] {
  const items = (electron.menu.template ?? []).flatMap((item) => [item, ...(item.submenu ?? [])])
  return items.flatMap(({ role }) => role ?? [])
}

/** Starts the shell anew with what an earlier start left in its folder. */
async function bootWith(shell: Shell, content: string): Promise<Shell> {
  const next = await bootShell({ notReady: true })
  mkdirSync(path.dirname(stateFile(next)), { recursive: true })
  writeFileSync(stateFile(next), content)
  next.electron.app.becomeReady()
  await next.electron.app.whenReady()
  expect(next.dataFolder).not.toBe(shell.dataFolder)
  return next
}

test('the window is shown only once its page is painted, on paper of the right colour', async () => {
  const window = onlyWindow(await bootShell())
  expect(window.options).toMatchObject({ show: false, backgroundColor: '#fcfbf8' })
  expect(window.shown).toBe(false)
  window.emit('ready-to-show')
  expect(window.shown).toBe(true)
})

test('the paper follows the theme of the system', async () => {
  const shell = await bootShell({ before: ({ nativeTheme }) => (nativeTheme.shouldUseDarkColors = true) })
  const window = onlyWindow(shell)
  expect(window.options.backgroundColor).toBe('#17181a')
  shell.electron.nativeTheme.shouldUseDarkColors = false
  shell.electron.nativeTheme.emit('updated')
  expect(window.backgroundColor).toBe('#fcfbf8')
  window.close()
  expect(shell.electron.nativeTheme.listenerCount('updated')).toBe(0)
})

test('a window comes back where it was left', async () => {
  const first = await bootShell()
  onlyWindow(first).bounds = { x: 300, y: 200, width: 900, height: 700 }
  onlyWindow(first).maximized = true
  onlyWindow(first).close()
  const second = onlyWindow(await bootWith(first, readFileSync(stateFile(first), 'utf8')))
  expect(second.options).toMatchObject({ x: 300, y: 200, width: 900, height: 700 })
  expect(second.maximized).toBe(true)
})

test('nothing is left half written beside the remembered place', async () => {
  const shell = await bootShell()
  onlyWindow(shell).close()
  expect(existsSync(stateFile(shell))).toBe(true)
  expect(existsSync(`${stateFile(shell)}.new`)).toBe(false)
})

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['another shape', '[]'],
  ['a size that is none', '{"bounds":{"x":0,"y":0,"width":-5,"height":700},"maximized":false}'],
  ['a place off every screen', '{"bounds":{"x":5000,"y":0,"width":900,"height":700},"maximized":false}'],
])('a remembered place that is %s is forgotten', async (_what, content) => {
  const options = onlyWindow(await bootWith(await bootShell(), content)).options
  expect(options).toMatchObject({ width: 1280, height: 800 })
  expect(options).not.toHaveProperty('x')
})

test('a window whose title bar would be out of reach is put elsewhere', async () => {
  const shell = await bootShell()
  const file = path.join(shell.dataFolder, 'state.json')
  writeFileSync(file, leftAt(-300))
  expect(readWindowState(file, [SCREEN]).bounds).toBeNull()
  writeFileSync(file, leftAt(300))
  expect(readWindowState(file, [SCREEN]).bounds).toEqual({ x: 0, y: 300, width: 900, height: 700 })
  expect(readWindowState(file, []).bounds).toBeNull()
})

test('a page whose process crashed is offered again', async () => {
  const shell = await bootShell({ before: ({ dialogs }) => (dialogs.response = 0) })
  const window = onlyWindow(shell)
  window.webContents.emit('render-process-gone', new EventDouble(), { reason: 'crashed' })
  await Promise.resolve()
  expect(shell.electron.dialogs.messages).toEqual(['The board ended by itself'])
  expect(window.loaded).toEqual(['app://drawnet/index.html', 'app://drawnet/index.html'])
})

test('a page that ended in order is not', async () => {
  const shell = await bootShell()
  onlyWindow(shell).webContents.emit('render-process-gone', new EventDouble(), { reason: 'clean-exit' })
  expect(shell.electron.dialogs.messages).toEqual([])
})

test('the menu has what text needs, and the tools of developers only outside a package', async () => {
  const clone = menuRoles(await bootShell())
  const packaged = menuRoles(await bootShell({ before: ({ app }) => (app.isPackaged = true) }))
  for (const role of ['cut', 'copy', 'paste', 'selectAll', 'togglefullscreen', 'windowMenu'])
    expect(packaged).toContain(role)
  expect(clone).toContain('toggleDevTools')
  expect(packaged).not.toContain('toggleDevTools')
})
