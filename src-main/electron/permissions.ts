import type { Session } from 'electron'
import { isAppUrl } from './app-url.ts'

/**
 * Denies the pages of a session everything that browsers ask people about: camera, position, devices, notifications
 * and so on. The one exception is putting text or a picture on the clipboard, from the top frame of DrawNet's own page.
 */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, decide, details) => {
    const page = 'requestingUrl' in details ? details.requestingUrl : contents.getURL()
    decide(isAllowed(permission, page ?? '', details.isMainFrame))
  })
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    isAllowed(permission, details.requestingUrl ?? origin, details.isMainFrame),
  )
  session.setDevicePermissionHandler(() => false)
}

function isAllowed(permission: string, page: string, isMainFrame: boolean): boolean {
  return permission === 'clipboard-sanitized-write' && isMainFrame && isAppUrl(page)
}
