import { app, dialog } from 'electron'

/** The engine cannot work: says why, then quits. */
export function tellCannotStart(sentence: string): void {
  dialog.showErrorBox('DrawNet cannot start', sentence)
  app.quit()
}

/** Something stopped working and does not come back by itself: asks whether to try again or to quit. */
export async function askToTryAgain(message: string, detail: string, again: () => void): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message,
    detail,
    buttons: ['Try again', 'Quit DrawNet'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  if (response === 0) again()
  else app.quit()
}
