import { commandOf, type Command } from './keys.ts'

export interface KeyboardHost {
  /** Answers whether the command meant something, so that the browser does not do its own thing with the key. */
  run(command: Command): boolean
  setSpace(held: boolean): void
  /** No arrow key is held any more. */
  endNudge(): void
  /** Answers whether a letter is typed into what is selected; then the browser puts it where the keys go by now. */
  type(): boolean
}

const TYPING = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]'
/** Where keys belong to what is open. */
const ELSEWHERE = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]'
const PRESSABLE = 'button, a[href], [role="button"], [role="radio"], [role="slider"], summary'
/** What is stepped through with arrows, or has other uses for them. */
const STEPPED = '[role="slider"], [role="radio"], [role="tab"], [aria-haspopup]'
/** Rows of lists, which are removed and stepped through by themselves. */
const ROWS = 'li, [role="listitem"], [role="row"]'

/** What a key that is held down does once only. */
const ONCE: ReadonlySet<Command['kind']> = new Set(['tool', 'next-nib', 'keep-tool'])

/** Hears the board's keys wherever the focus is, save where one types or a dialog is open. */
export class Keyboard {
  readonly #root: HTMLElement
  readonly #host: KeyboardHost
  readonly #abort = new AbortController()

  constructor(root: HTMLElement, host: KeyboardHost) {
    this.#root = root
    this.#host = host
    const page = root.ownerDocument
    const { signal } = this.#abort
    page.addEventListener('keydown', (event) => this.#down(event), { signal })
    page.addEventListener('keyup', (event) => this.#up(event), { signal })
    page.defaultView?.addEventListener('blur', () => this.#leave(), { signal })
  }

  dispose(): void {
    this.#abort.abort()
  }

  #down(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || this.#isElsewhere(event)) return
    if (event.key === ' ') {
      if (isWithin(event, PRESSABLE)) return
      event.preventDefault()
      this.#host.setSpace(true)
      return
    }
    if (isLetter(event) && this.#isOnBoard(event) && this.#host.type()) return
    const command = commandOf(event)
    if (command === null) return
    if (!this.#isOnBoard(event) && isTaken(command.kind, event)) return
    if (event.repeat && ONCE.has(command.kind)) return
    if (this.#host.run(command)) event.preventDefault()
  }

  #up(event: KeyboardEvent): void {
    if (event.key === ' ') this.#host.setSpace(false)
    if (event.key.startsWith('Arrow')) this.#host.endNudge()
  }

  /** What is let go of now is not heard. */
  #leave(): void {
    this.#host.setSpace(false)
    this.#host.endNudge()
  }

  #isElsewhere(event: KeyboardEvent): boolean {
    return isWithin(event, TYPING) || isWithin(event, ELSEWHERE)
  }

  #isOnBoard({ target }: KeyboardEvent): boolean {
    return target instanceof Node && (this.#root.contains(target) || target === this.#root.ownerDocument.body)
  }
}

/** Whether what has the focus elsewhere in the page may have a use of its own for the key. */
function isTaken(kind: Command['kind'], event: KeyboardEvent): boolean {
  if (kind === 'delete') return isWithin(event, ROWS)
  if (kind === 'nudge') return isWithin(event, ROWS) || isWithin(event, STEPPED)
  return kind === 'finish'
}

function isLetter({ key, ctrlKey, metaKey, altKey, repeat }: KeyboardEvent): boolean {
  return key.length === 1 && !ctrlKey && !metaKey && !altKey && !repeat
}

function isWithin({ target }: KeyboardEvent, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null
}
