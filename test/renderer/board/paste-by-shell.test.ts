import { afterEach, expect, test, vi } from 'vitest'
import { CLIPBOARD_TYPE, writeClipboard } from '#renderer/board/clipboard-format.ts'
import { boardClipboard } from '../../support/board-clipboard.ts'
import { shape } from '../../support/records.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const copied = { [CLIPBOARD_TYPE]: writeClipboard([shape({ id: 'a', x: 0, y: 0, w: 40, h: 20 })], '') }

test('the menu’s paste asks the desktop’s shell, and what comes of it lies where the menu was opened', async () => {
  const { board, paste, middles, asked } = boardClipboard()
  await board.paste({ x: 100, y: 100 })
  expect(asked()).toBe(1)
  paste(copied)
  // The next one is pasted with keys, where the pointer is.
  paste(copied)
  expect(middles().map((x) => Math.round(x / 100) * 100)).toEqual([100, 500])
  board.dispose()
})

test('what never came is forgotten with the next key or press', async () => {
  const { page, board, paste, middles } = boardClipboard()
  await board.paste({ x: 100, y: 100 })
  page.dispatchEvent(new Event('keydown'))
  paste(copied)
  expect(middles().map((x) => Math.round(x / 100) * 100)).toEqual([500])
  board.dispose()
})
