import { expect, test } from 'vitest'
import { bootShell, onlyWindow } from './boot-shell.ts'

test('the page is given what is on the clipboard when it asks, as by the system’s own menu', async () => {
  const shell = await bootShell()
  const { webContents } = onlyWindow(shell)
  shell.electron.ipcMain.emit('drawnet:paste', { sender: webContents, senderFrame: webContents.mainFrame })
  expect(webContents.pasted).toBe(1)
})

test('a window that is not in front is given nothing', async () => {
  const shell = await bootShell()
  const { webContents } = onlyWindow(shell)
  webContents.focused = false
  shell.electron.ipcMain.emit('drawnet:paste', { sender: webContents, senderFrame: webContents.mainFrame })
  expect(webContents.pasted).toBe(0)
})
