import { BrowserWindow, app, ipcMain, session } from 'electron'
import { homedir } from 'node:os'
import path from 'node:path'
import { defaultFolder } from '#main/engine/default-folder.ts'
import { systemClock, systemRandom } from '#main/engine/surroundings.ts'
import { isAppFrame } from './app-url.ts'
import { CHANNELS } from './channels.ts'
import { guardContents } from './contents-guard.ts'
import { askToTryAgain, tellCannotStart } from './dialogs.ts'
import { EngineProcess } from './engine-process.ts'
import { QUIT_PATIENCE, claimOnlyInstance, followWindows, quitOnSignals, stopBeforeQuit } from './lifecycle.ts'
import { claimLinks, linkIn, onOpenUrl } from './links.ts'
import { installMenu } from './menu.ts'
import { handlePaste } from './paste.ts'
import { denyPermissions } from './permissions.ts'
import { blockForeignRequests, registerAppScheme, serveApp } from './protocol.ts'
import { handleSaveFile } from './save-file.ts'
import { readStartArguments } from './start-arguments.ts'
import { bringUp, openWindow } from './window.ts'

const dist = path.dirname(import.meta.dirname)
const asked = readStartArguments(process.argv.slice(1), process.cwd())
const dataFolder = asked.dataFolder ?? defaultFolder(process.env, process.platform, homedir())
// Chromium's own files lie apart from the boards. The single instance is one for each of these folders.
const profileFolder = path.join(dataFolder, 'window')
app.setPath('userData', profileFolder)
app.enableSandbox()
registerAppScheme()

const engine = new EngineProcess({
  program: path.join(dist, 'engine', 'process.js'),
  dataFolder,
  version: app.getVersion(),
  clock: systemClock,
  onFailed: tellCannotStart,
  onGaveUp: () =>
    void askToTryAgain(
      'DrawNet keeps stopping',
      'The part that keeps your boards ended several times in a row. What was drawn before is saved.',
      () => engine.start(),
    ),
})

function showWindow(): void {
  const [present] = BrowserWindow.getAllWindows()
  if (present !== undefined) return bringUp(present)
  openWindow({
    preload: path.join(dist, 'electron', 'preload.cjs'),
    stateFile: path.join(profileFolder, 'window.json'),
    onPageGone: (again) =>
      void askToTryAgain('The board ended by itself', 'What was drawn before is saved. Open it again?', again),
  })
}

function openLink(link: string | null): void {
  if (link === null) return
  engine.openLink(link)
  if (app.isReady()) showWindow()
}

function onSecondStart(args: readonly string[]): void {
  openLink(linkIn(args))
  if (app.isReady()) showWindow()
}

if (claimOnlyInstance(onSecondStart)) {
  startShell()
} else {
  console.log('DrawNet is already open. Its window has been brought up.')
  app.quit()
}

function startShell(): void {
  quitOnSignals()
  stopBeforeQuit(() => engine.stop(QUIT_PATIENCE))
  followWindows(process.platform, showWindow)
  onOpenUrl(openLink)
  openLink(asked.link)
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  ipcMain.on(CHANNELS.connect, (event) => {
    if (isAppFrame(event.senderFrame)) engine.connect(event.sender)
  })
  handleSaveFile(systemRandom)
  handlePaste()
  engine.start()
  void app.whenReady().then(onReady)
}

function onReady(): void {
  denyPermissions(session.defaultSession)
  blockForeignRequests(session.defaultSession)
  serveApp(session.defaultSession, path.join(dist, 'renderer'))
  installMenu({ platform: process.platform, developer: !app.isPackaged })
  claimLinks()
  showWindow()
}
