import { afterEach, expect, test, vi } from 'vitest'
import { boardClipboard } from '../../support/board-clipboard.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const element = { id: 'b', type: 'rectangle', x: 0, y: 0, width: 40, height: 20, strokeColor: '#1e1e1e' }

test('what was copied in Excalidraw is handed on as the drawing it is, with the place to put it', () => {
  const { board, paste } = boardClipboard()
  const heard: object[] = []
  board.onDrawing((drawing) => heard.push(drawing))
  const words = JSON.stringify({ type: 'excalidraw/clipboard', elements: [element], files: {} })
  paste({ 'text/plain': words })
  expect(heard).toEqual([{ words, at: { x: 500, y: 500 } }])
  board.dispose()
})
