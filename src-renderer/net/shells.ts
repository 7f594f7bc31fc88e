import type { ShellBridge } from '#shared/desktop/shell-bridge.ts'
import type { Shell } from './desktop.ts'

/** Long enough for the browser to have begun the download. */
const RELEASE_AFTER_MS = 60_000

/** In a browser tab a file is saved by downloading it. */
export const browserShell: Shell = {
  kind: 'browser',
  paste: null,
  saveFile: (suggestedName, content) => {
    const url = URL.createObjectURL(content)
    const anchor = document.createElement('a')
    anchor.href = url
    anchor.download = suggestedName
    anchor.click()
    setTimeout(() => URL.revokeObjectURL(url), RELEASE_AFTER_MS)
    return Promise.resolve(true)
  },
}

/** In a desktop window the person is asked where. */
export function electronShell(bridge: ShellBridge): Shell {
  return {
    kind: 'electron',
    paste: () => bridge.paste(),
    saveFile: async (suggestedName, content) =>
      await bridge.saveFile(suggestedName, new Uint8Array(await content.arrayBuffer())),
  }
}
