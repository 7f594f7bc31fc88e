import { afterEach, expect, test, vi } from 'vitest'
import { BoardClipboard, type ClipboardContext } from '#renderer/board/clipboard.ts'
import type { Editing } from '#renderer/board/editing.ts'
import { Groups } from '#renderer/board/groups.ts'
import { CLIPBOARD_TYPE, writeClipboard } from '#renderer/board/clipboard-format.ts'
import { comparePaintOrder, type BoardRecord } from '#shared/model/records.ts'
import { extentOf } from '#renderer/board/alignment.ts'
import { shape } from '../../support/records.ts'
import { MemoryRoom } from '../../support/room-view.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const copied = writeClipboard([shape({ id: 'a', x: 0, y: 0, w: 40, h: 20 })], '')

/** A page that hears the events a clipboard listens to, and nothing else. */
function clipboard() {
  // No event here comes from an element or a mouse.
  for (const name of ['Element', 'MouseEvent']) vi.stubGlobal(name, Map)
  const page = Object.assign(new EventTarget(), { getSelection: () => null })
  const hear = (): void => {
    const clipboardData = { getData: (type: string) => (type === CLIPBOARD_TYPE ? copied : ''), files: [] }
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
    compare: comparePaintOrder,
    pasted: () => undefined,
    place: () => ({ x: 500, y: 500 }),
    hearPaste: () => void (asked += 1),
    zoom: () => 1,
    style: () => ({ color: 'ink', width: 4, opacity: 1 }),
    placePictures: () => undefined,
  }
  const board = new BoardClipboard(page as unknown as Document, context)
  const middles = (): number[] => pasted.map((record) => Math.round(extentOf([record])!.minX + 20))
  return { page, board, hear, middles, asked: () => asked }
}

test('the menu’s paste asks the desktop’s shell, and what comes of it lies where the menu was opened', async () => {
  const { board, hear, middles, asked } = clipboard()
  await board.paste({ x: 100, y: 100 })
  expect(asked()).toBe(1)
  hear()
  // The next one is pasted with keys, where the pointer is.
  hear()
  expect(middles().map((x) => Math.round(x / 100) * 100)).toEqual([100, 500])
  board.dispose()
})

test('what never came is forgotten with the next key or press', async () => {
  const { page, board, hear, middles } = clipboard()
  await board.paste({ x: 100, y: 100 })
  page.dispatchEvent(new Event('keydown'))
  hear()
  expect(middles().map((x) => Math.round(x / 100) * 100)).toEqual([500])
  board.dispose()
})
