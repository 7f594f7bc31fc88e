import { expect, test } from 'vitest'
import { commandOf, type KeyPress } from '#renderer/board/keys.ts'

function press(key: string, change: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...change }
}

test.for([
  ['v', 'select'],
  ['h', 'hand'],
  ['p', 'pen'],
  ['d', 'pen'],
  ['e', 'eraser'],
  ['t', 'text'],
  ['T', 'text'],
  ['r', 'rectangle'],
  ['o', 'ellipse'],
  ['l', 'line'],
  ['a', 'arrow'],
  ['n', 'note'],
  ['f', 'frame'],
] as const)('%s takes the %s tool', ([key, tool]) => {
  expect(commandOf(press(key))).toEqual({ kind: 'tool', tool })
})

test.for([
  ['z', {}, 'undo'],
  ['Z', { shiftKey: true }, 'redo'],
  ['y', {}, 'redo'],
  ['d', {}, 'duplicate'],
  ['a', {}, 'select-all'],
  ['+', {}, 'zoom-in'],
  ['=', {}, 'zoom-in'],
  ['-', {}, 'zoom-out'],
  ['à', { code: 'Digit0' }, 'zoom-reset'],
] as const)('Ctrl or ⌘ with %s %o is %s', ([key, change, kind]) => {
  expect(commandOf(press(key, { ...change, ctrlKey: true }))).toEqual({ kind })
  expect(commandOf(press(key, { ...change, metaKey: true }))).toEqual({ kind })
})

test('Shift+1 fits the board on any layout', () => {
  expect(commandOf(press('!', { code: 'Digit1', shiftKey: true }))).toEqual({ kind: 'zoom-fit' })
  expect(commandOf(press('1', { code: 'Digit1' }))).toBeNull()
})

test('arrows nudge by one pixel, with Shift by ten', () => {
  expect(commandOf(press('ArrowLeft'))).toEqual({ kind: 'nudge', dx: -1, dy: 0 })
  expect(commandOf(press('ArrowDown', { shiftKey: true }))).toEqual({ kind: 'nudge', dx: 0, dy: 10 })
})

test('Delete, Backspace and Escape', () => {
  expect(commandOf(press('Delete'))).toEqual({ kind: 'delete' })
  expect(commandOf(press('Backspace'))).toEqual({ kind: 'delete' })
  expect(commandOf(press('Escape'))).toEqual({ kind: 'escape' })
  expect(commandOf(press('Escape', { altKey: true }))).toEqual({ kind: 'escape' })
})

test('K keeps tools in hand, or no longer', () => {
  expect(commandOf(press('k'))).toEqual({ kind: 'keep-tool' })
  expect(commandOf(press('K', { shiftKey: true }))).toBeNull()
})

test.for([
  ['PageDown', false, 'page-next'],
  ['PageUp', false, 'page-previous'],
  ['PageUp', true, 'layer-above'],
  ['PageDown', true, 'layer-below'],
  ['g', false, 'pages'],
  ['Y', false, 'layers'],
] as const)('%s, with Shift %s, is %s', ([key, shiftKey, kind]) => {
  expect(commandOf(press(key, { shiftKey }))).toEqual({ kind })
})

test('other combinations are left to the browser', () => {
  expect(commandOf(press('d', { altKey: true }))).toBeNull()
  expect(commandOf(press('V', { shiftKey: true }))).toBeNull()
  expect(commandOf(press('p', { ctrlKey: true }))).toBeNull()
  expect(commandOf(press('x'))).toBeNull()
})
