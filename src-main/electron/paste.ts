import { ipcMain } from 'electron'
import { isAppFrame } from './app-url.ts'
import { CHANNELS } from './channels.ts'

/**
 * Pastes into pages that ask for it, as the system's own menu does: the page hears a `paste` event with what is on the
 * clipboard. So it need not be allowed to read that whenever it likes; it is only given it in the window in front.
 */
export function handlePaste(): void {
  ipcMain.on(CHANNELS.paste, ({ sender, senderFrame }) => {
    if (isAppFrame(senderFrame) && sender.isFocused()) sender.paste()
  })
}
