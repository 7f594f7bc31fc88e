import type { WebFrameMain } from 'electron'

export const APP_SCHEME = 'app'
const APP_HOST = 'drawnet'

/** The page of every window. */
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/index.html`

/** Whether an address belongs to DrawNet's own pages. Parsed, because prefixes of addresses can be forged. */
export function isAppUrl(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && url.username === ''
}

/** Whether a message comes from the top frame of one of DrawNet's own pages. Frames that are gone are null. */
export function isAppFrame(frame: WebFrameMain | null): frame is WebFrameMain {
  return frame !== null && frame.parent === null && isAppUrl(frame.url)
}
