import { vi } from 'vitest'
import { extentOf } from '#renderer/board/alignment.ts'
import { BoardClipboard, type ClipboardContext } from '#renderer/board/clipboard.ts'
import type { Editing } from '#renderer/board/editing.ts'
import { Groups } from '#renderer/board/groups.ts'
import type { BoardRecord } from '#shared/model/records.ts'
import { MemoryRoom } from './room-view.ts'

/**
 * The clipboard of a page that hears the events it listens to, and nothing else. What it stubs is to be undone with
 * `vi.unstubAllGlobals`.
 */
export function boardClipboard() {
  // No event here comes from an element or a mouse.
  for (const name of ['Element', 'MouseEvent']) vi.stubGlobal(name, Map)
  const page = Object.assign(new EventTarget(), { getSelection: () => null })
  /** @param carried by their types */
  const paste = (carried: Readonly<Record<string, string>>): void => {
    const clipboardData = { getData: (type: string) => carried[type] ?? '', files: [] }
    page.dispatchEvent(Object.assign(new Event('paste', { cancelable: true }), { clipboardData }))
  }
  const room = new MemoryRoom()
  const pasted: BoardRecord[] = []
  let asked = 0
  const context: ClipboardContext = {
    room,
    groups: new Groups(room.store),
    // Of editing only this is asked for where records are pasted.
    editing: { put: (records: readonly BoardRecord[]) => pasted.push(...records) } as unknown as Editing,
    selected: () => [],
    taken: () => [],
    pasted: () => undefined,
    place: () => ({ x: 500, y: 500 }),
    hearPaste: () => void (asked += 1),
    zoom: () => 1,
    style: () => ({ color: 'ink', width: 4, opacity: 1 }),
    placePictures: () => undefined,
  }
  const board = new BoardClipboard(page as unknown as Document, context)
  const middles = (): number[] => pasted.map((record) => Math.round(extentOf([record])!.minX + 20))
  return { page, board, paste, pasted, middles, asked: () => asked }
}
