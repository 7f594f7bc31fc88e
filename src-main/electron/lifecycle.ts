import { app } from 'electron'

/** The engine gets this many milliseconds to put everything away when the app quits. */
export const QUIT_PATIENCE = 5_000

/**
 * Makes this the only DrawNet that runs with its data folder. A later one hands its command line over and ends.
 * @returns false when this is the later one
 */
export function claimOnlyInstance(onSecond: (args: readonly string[]) => void): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', (_event, args) => onSecond(args))
  return true
}

/** Holds quitting back until `stop` is done; asking again meanwhile changes nothing. */
export function stopBeforeQuit(stop: () => Promise<void>): void {
  let state: 'running' | 'stopping' | 'stopped' = 'running'
  // After the windows have closed: each remembers its place, and could still have refused.
  app.on('will-quit', (event) => {
    if (state === 'stopped') return
    event.preventDefault()
    if (state === 'stopping') return
    state = 'stopping'
    void stop()
      .catch((error: unknown) => console.error(error))
      .then(() => {
        state = 'stopped'
        app.quit()
      })
  })
}

/** Quits with the last window, except on macOS, where apps stay and open a window when they are chosen again. */
export function followWindows(platform: NodeJS.Platform, openWindow: () => void): void {
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit()
  })
  app.on('activate', (_event, hasVisibleWindows) => {
    if (!hasVisibleWindows) openWindow()
  })
}

/** Lets the terminal stop the app as any other program: Ctrl-C and termination quit it in order. */
export function quitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}
