import { expect, test } from 'vitest'
import { saveState } from '#renderer/panels/board/save-state.ts'

test('nothing is said while all is kept, or the board is still coming', () => {
  expect(saveState({ kind: 'live' }, false, false)).toEqual({ kind: 'saved' })
  expect(saveState({ kind: 'loading', loaded: 1, total: 9 }, true, true)).toEqual({ kind: 'saved' })
})

test('edits that wait for longer than a moment are said to be being saved', () => {
  expect(saveState({ kind: 'live' }, true, false)).toEqual({ kind: 'saving' })
})

test('a host that is away is said, and one that cannot keep anything with its sentence', () => {
  const lost = { kind: 'reconnecting', sentence: 'Gone.' } as const
  expect(saveState(lost, true, false)).toEqual({ kind: 'offline', away: 'host' })
  const full = { kind: 'unsaved', sentence: 'Full.' } as const
  expect(saveState(full, false, false)).toEqual({ kind: 'unsaved', sentence: 'Full.' })
})

test('where DrawNet itself is away, what the board knew last is not said as well', () => {
  for (const status of [
    { kind: 'live' },
    { kind: 'reconnecting', sentence: 'Gone.' },
    { kind: 'unsaved', sentence: 'Full.' },
  ] as const) {
    expect(saveState(status, true, true)).toEqual({ kind: 'offline', away: 'engine' })
  }
})
