import type { Event, WebContents } from 'electron'
import { isAppUrl } from './app-url.ts'

/**
 * Keeps web contents on DrawNet's own page: no other page, no new windows, no embedded views. To be called for every
 * web contents as it is made, whoever made it.
 */
export function guardContents(contents: WebContents): void {
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', (details) => {
    // The page has no frames, so none may go anywhere.
    if (!details.isMainFrame || !isAppUrl(details.url)) details.preventDefault()
  })
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

function stay(details: Event<{ readonly url: string }>): void {
  if (!isAppUrl(details.url)) details.preventDefault()
}
