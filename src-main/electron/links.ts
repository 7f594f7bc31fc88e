import { app } from 'electron'
import type { Dispose } from '#shared/emitter.ts'

const PROTOCOL = 'drawnet'
const MAX_LINK_LENGTH = 2000

/** Makes this app the one that opens `drawnet://` links. */
export function claimLinks(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(PROTOCOL)
  // Out of a clone the program is Electron itself, which must be told what to run.
  else app.setAsDefaultProtocolClient(PROTOCOL, process.execPath, [app.getAppPath()])
}

/** The first `drawnet://` link among command line arguments, where Windows and Linux put it. */
export function linkIn(args: readonly string[]): string | null {
  return args.find(isLink) ?? null
}

/** Calls `open` for links that macOS hands over. To be called before the app is ready. */
export function onOpenUrl(open: (link: string) => void): Dispose {
  const listener = (event: { preventDefault(): void }, url: string): void => {
    event.preventDefault()
    if (isLink(url)) open(url)
  }
  app.on('open-url', listener)
  return () => app.off('open-url', listener)
}

function isLink(text: string): boolean {
  return text.length <= MAX_LINK_LENGTH && /^drawnet:\/\//i.test(text)
}
