/**
 * What a desktop window offers the page in it, as `globalThis.drawnetShell`; a browser tab has nothing there.
 *
 * The page asks for its Link with `connect()`. The answer is a message event on the page's own window, whose data is a
 * `LinkMessage` and whose only port carries the Link's frames. Whenever the engine has been started anew, a further
 * such event brings a new port without being asked; the ports before it are dead then.
 */
export interface ShellBridge {
  /**
   * Asks where to save a file and writes it there, whole or not at all.
   * @param name suggested, of 1 to 255 characters; its ending decides the kind of file
   * @param bytes at most `MAX_SAVED_BYTES`
   * @returns false when the person changed their mind
   * @throws an Error whose message can be shown
   */
  saveFile(name: string, bytes: Uint8Array): Promise<boolean>
  /** Pastes as the system does, while the window is in front: the page hears a `paste` event. */
  paste(): void
  connect(): void
}

/** The name of the bridge on the page's global object. */
export const SHELL_BRIDGE_KEY = 'drawnetShell'

/** 512 MiB: larger than any picture that a browser can make. */
export const MAX_SAVED_BYTES = 512 * 1024 * 1024

/** The data of the message event that brings a port. */
export interface LinkMessage {
  readonly type: 'drawnet-link'
}

/** Whether the data of a message event announces a port. The page also checks that its own window sent it. */
export function isLinkMessage(data: unknown): data is LinkMessage {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'drawnet-link'
}
