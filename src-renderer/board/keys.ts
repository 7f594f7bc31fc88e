import { arrangementOf } from './arrange-keys.ts'
import type { ArrangeAction } from './arranging.ts'
import type { ToolId } from '#renderer/tools/tool.ts'

/** What a key asks of the board. */
export type Command =
  | { readonly kind: 'tool'; readonly tool: ToolId }
  | { readonly kind: 'arrange'; readonly action: ArrangeAction }
  /** In CSS pixels. */
  | { readonly kind: 'nudge'; readonly dx: number; readonly dy: number }
  | {
      readonly kind:
        | 'undo'
        | 'redo'
        | 'zoom-in'
        | 'zoom-out'
        | 'zoom-reset'
        | 'zoom-fit'
        | 'zoom-selection'
        | 'find'
        | 'page-next'
        | 'page-previous'
        | 'layer-above'
        | 'layer-below'
        | 'pages'
        | 'layers'
        | 'delete'
        | 'duplicate'
        | 'select-all'
        | 'escape'
        | 'finish'
        | 'next-nib'
        | 'keep-tool'
        | 'picture'
    }

/** The parts of a `KeyboardEvent` that matter. */
export interface KeyPress {
  /** As typed, so that letters follow the keyboard's layout. */
  readonly key: string
  /** The key's place, for digits that need Shift on some layouts. */
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

const TOOL_KEYS: Readonly<Record<string, ToolId>> = {
  v: 'select',
  q: 'lasso',
  h: 'hand',
  p: 'pen',
  d: 'pen',
  e: 'eraser',
  t: 'text',
  r: 'rectangle',
  o: 'ellipse',
  l: 'line',
  a: 'arrow',
  n: 'note',
  f: 'frame',
  s: 'stamp',
}
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
const FAR_NUDGE = 10

const SHEET_KEYS: Readonly<Record<string, 'pages' | 'layers' | 'up' | 'down'>> = {
  g: 'pages',
  y: 'layers',
  PageUp: 'up',
  PageDown: 'down',
}

/** Pages follow each other downwards; layers lie over each other. */
function sheetCommand(key: 'pages' | 'layers' | 'up' | 'down', shift: boolean): Command | null {
  switch (key) {
    case 'pages':
    case 'layers':
      return shift ? null : { kind: key }
    case 'up':
      return { kind: shift ? 'layer-above' : 'page-previous' }
    case 'down':
      return { kind: shift ? 'layer-below' : 'page-next' }
  }
}

/** The command of a key press, or null for keys that are not the board's. Space is not a command but a state. */
export function commandOf(press: KeyPress): Command | null {
  const action = arrangementOf(press)
  if (action !== null) return { kind: 'arrange', action }
  // What is dragged with Alt is given up as any other.
  if (press.altKey) return press.key === 'Escape' ? { kind: 'escape' } : null
  return press.ctrlKey || press.metaKey ? commandWithCtrl(press) : commandAlone(press)
}

function commandWithCtrl({ key, code, shiftKey }: KeyPress): Command | null {
  switch (key.toLowerCase()) {
    case 'z':
      return { kind: shiftKey ? 'redo' : 'undo' }
    case 'y':
      return shiftKey ? null : { kind: 'redo' }
    case 'd':
      return shiftKey ? null : { kind: 'duplicate' }
    case 'f':
      return shiftKey ? null : { kind: 'find' }
    case 'a':
      return shiftKey ? null : { kind: 'select-all' }
    case '+':
    case '=':
      return { kind: 'zoom-in' }
    case '-':
    case '_':
      return { kind: 'zoom-out' }
    default:
      return code === 'Digit0' || code === 'Numpad0' ? { kind: 'zoom-reset' } : null
  }
}

function commandAlone({ key, code, shiftKey }: KeyPress): Command | null {
  const arrow = ARROWS[key]
  if (arrow !== undefined) {
    const far = shiftKey ? FAR_NUDGE : 1
    return { kind: 'nudge', dx: arrow[0] * far, dy: arrow[1] * far }
  }
  if (shiftKey && key.toLowerCase() === 'p') return { kind: 'next-nib' }
  const sheet = SHEET_KEYS[key.length === 1 ? key.toLowerCase() : key]
  if (sheet !== undefined) return sheetCommand(sheet, shiftKey)
  if (shiftKey) return code === 'Digit1' ? { kind: 'zoom-fit' } : code === 'Digit2' ? { kind: 'zoom-selection' } : null
  if (key === 'Delete' || key === 'Backspace') return { kind: 'delete' }
  if (key === 'Escape') return { kind: 'escape' }
  if (key === 'Enter') return { kind: 'finish' }
  if (key.toLowerCase() === 'i') return { kind: 'picture' }
  if (key.toLowerCase() === 'k') return { kind: 'keep-tool' }
  const tool = TOOL_KEYS[key.toLowerCase()]
  return tool === undefined ? null : { kind: 'tool', tool }
}
