import { Menu } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  /** Tools for people who work on DrawNet itself. */
  readonly developer: boolean
}

const EDITING: MenuItemConstructorOptions[] = [
  { role: 'undo' },
  { role: 'redo' },
  { type: 'separator' },
  { role: 'cut' },
  { role: 'copy' },
  { role: 'paste' },
  { role: 'selectAll' },
]

/** Installs the application's menu. Everything in it is the system's own: what DrawNet can do is on its page. */
export function installMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)))
}

function menuTemplate({ platform, developer }: MenuOptions): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const view: MenuItemConstructorOptions[] = [{ role: 'togglefullscreen' }]
  if (developer) view.push({ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' })
  const menus: MenuItemConstructorOptions[] = [
    { label: 'File', submenu: [{ role: mac ? 'close' : 'quit' }] },
    { label: 'Edit', submenu: EDITING },
    { label: 'View', submenu: view },
    { role: 'windowMenu' },
  ]
  return mac ? [{ role: 'appMenu' }, ...menus] : [...menus, { role: 'help', submenu: [{ role: 'about' }] }]
}
