import { join } from 'node:path'

/** The folder a library is kept in when none is named. */
export function defaultFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'DrawNet')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'DrawNet')
  return join(environment['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'drawnet')
}
