import type { ArrangeAction } from './arranging.ts'

/**
 * The keys of arranging: which modifiers, and the place of the key. The place and not the letter, because Alt and Shift
 * make other letters of it. `Mod` is Ctrl, or the command key of a Mac.
 */
const KEYS: Readonly<Record<string, ArrangeAction>> = {
  'Mod+KeyG': 'group',
  'Mod+Shift+KeyG': 'ungroup',
  'Mod+Shift+KeyL': 'lock',
  'Mod+Alt+KeyC': 'copy-style',
  'Mod+Alt+KeyV': 'paste-style',
  'Mod+BracketRight': 'to-forward',
  'Mod+Shift+BracketRight': 'to-front',
  'Mod+BracketLeft': 'to-backward',
  'Mod+Shift+BracketLeft': 'to-back',
  'Mod+Shift+ArrowLeft': 'align-left',
  'Mod+Shift+ArrowRight': 'align-right',
  'Mod+Shift+ArrowUp': 'align-top',
  'Mod+Shift+ArrowDown': 'align-bottom',
  'Alt+KeyH': 'align-center',
  'Alt+KeyV': 'align-middle',
  'Alt+Shift+KeyH': 'distribute-x',
  'Alt+Shift+KeyV': 'distribute-y',
  'Shift+KeyH': 'flip-x',
  'Shift+KeyV': 'flip-y',
}

/** The key of each action, in parts as the interface writes them; the main modifier is `Mod`. */
export function keysOf(action: ArrangeAction): readonly string[] | null {
  const wanted = action === 'unlock' ? 'lock' : action
  const found = Object.entries(KEYS).find(([, one]) => one === wanted)
  return found === undefined ? null : found[0].split('+').map((part) => NAMES[part] ?? part.replace(/^Key/, ''))
}

const NAMES: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
}

/** The parts of a `KeyboardEvent` that matter here. */
interface Press {
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** What a key press asks to be done with the selection, or null. Locking also unlocks. */
export function arrangementOf({ code, ctrlKey, metaKey, shiftKey, altKey }: Press): ArrangeAction | null {
  const modifiers = [ctrlKey || metaKey ? 'Mod+' : '', altKey ? 'Alt+' : '', shiftKey ? 'Shift+' : '']
  return KEYS[`${modifiers.join('')}${code}`] ?? null
}
