import { expect, test } from 'vitest'
import { saveState } from '#renderer/panels/board/save-state.ts'

test('nothing is said while all is kept, or the board is still coming', () => {
  expect(saveState({ kind: 'live' }, false)).toEqual({ kind: 'saved' })
  expect(saveState({ kind: 'loading', loaded: 1, total: 9 }, true)).toEqual({ kind: 'saved' })
})

test('edits that wait for longer than a moment are said to be being saved', () => {
  expect(saveState({ kind: 'live' }, true)).toEqual({ kind: 'saving' })
})

test('a lost connection and a host that cannot keep anything are said with their sentence', () => {
  expect(saveState({ kind: 'reconnecting', sentence: 'Gone.' }, true)).toEqual({ kind: 'offline', sentence: 'Gone.' })
  expect(saveState({ kind: 'unsaved', sentence: 'Full.' }, false)).toEqual({ kind: 'unsaved', sentence: 'Full.' })
})
