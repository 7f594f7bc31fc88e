import { contextBridge, ipcRenderer } from 'electron'
import type { LinkMessage, ShellBridge } from '#shared/desktop/shell-bridge.ts'
import { SHELL_BRIDGE_KEY } from '#shared/desktop/shell-bridge.ts'
import { CHANNELS } from './channels.ts'
import type { SaveReply } from './channels.ts'

/** What is used of the page's window. The rest of a browser's types have no place in a Node program. */
declare const window: {
  readonly location: { readonly origin: string }
  postMessage(message: LinkMessage, targetOrigin: string, transfer: readonly unknown[]): void
}

const bridge: ShellBridge = {
  async saveFile(name, bytes) {
    const reply: SaveReply = await ipcRenderer.invoke(CHANNELS.saveFile, name, bytes)
    if (reply.kind === 'failed') throw new Error(reply.sentence)
    return reply.kind === 'saved'
  },
  paste() {
    ipcRenderer.send(CHANNELS.paste)
  },
  connect() {
    ipcRenderer.send(CHANNELS.connect)
  },
}

contextBridge.exposeInMainWorld(SHELL_BRIDGE_KEY, bridge)

// A port cannot cross the bridge, but it can be posted to the page.
ipcRenderer.on(CHANNELS.link, (event) => {
  window.postMessage({ type: 'drawnet-link' }, window.location.origin, event.ports)
})
