import { createRoot } from 'react-dom/client'
import { SHELL_BRIDGE_KEY, type ShellBridge } from '#shared/desktop/shell-bridge.ts'
import { App } from './app.tsx'
import { DesktopClient } from './net/desktop-client.ts'
import { ElectronConnector } from './net/electron-connect.ts'
import { guestRoomId, PageGuest } from './net/guest.ts'
import { LoopbackConnector, readLoopbackAddress } from './net/loopback-connect.ts'
import { browserShell, electronShell } from './net/shells.ts'
import { browserClock, browserRandom } from './net/surroundings.ts'

/** Entry of the renderer: finds out what carries its Link and mounts the interface. */
const root = createRoot(document.querySelector('#root')!)
const surroundings = { clock: browserClock, random: browserRandom }

function startInWindow(bridge: ShellBridge): void {
  const connector = new ElectronConnector(bridge, window)
  const desktop = new DesktopClient({ connect: () => connector.connect(), ...surroundings })
  desktop.start()
  root.render(<App desktop={desktop} shell={electronShell(bridge)} guest={null} />)
}

function startInTab(): void {
  const { token, join } = readLoopbackAddress(location.hash)
  // The token has served its purpose: it need not stay in the history.
  history.replaceState(null, '', location.pathname)
  const connector = new LoopbackConnector(location.origin, token, localStorage)
  const desktop = new DesktopClient({ connect: () => connector.connect(), ...surroundings })
  desktop.start()
  if (join !== null) desktop.openLink(join)
  root.render(<App desktop={desktop} shell={browserShell} guest={null} />)
}

function startAsGuest(roomId: string): void {
  const guest = new PageGuest(roomId, location.host, localStorage)
  void guest.lookUp((...request) => fetch(...request))
  root.render(<App desktop={null} shell={browserShell} guest={guest} />)
}

const bridge = (globalThis as { readonly [SHELL_BRIDGE_KEY]?: ShellBridge })[SHELL_BRIDGE_KEY]
const guest = guestRoomId(location)
if (bridge !== undefined) startInWindow(bridge)
else if (guest !== null) startAsGuest(guest)
else startInTab()
