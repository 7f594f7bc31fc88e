import { Emitter, type Dispose } from '#shared/emitter.ts'
import { AppError } from '#shared/errors.ts'
import { LIMITS } from '#shared/model/properties.ts'
import { comparePaintOrder, type BoardRecord, type RecordId } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { InkStyle, Place } from '#renderer/tools/tool.ts'
import { extentOf } from './alignment.ts'
import {
  CLIPBOARD_TYPE,
  clipboardHtml,
  clipboardInHtml,
  MAX_COPIED,
  readClipboard,
  tooLarge,
  wordsOf,
  writeClipboard,
} from './clipboard-format.ts'
import { copiesOf } from './copying.ts'
import type { Editing } from './editing.ts'
import type { Groups } from './groups.ts'

/** What the clipboard needs of the editor. */
export interface ClipboardContext {
  readonly room: RoomView
  readonly groups: Groups
  readonly editing: Editing
  selected(): readonly BoardRecord[]
  /** What was pasted is selected, and can be moved at once. */
  pasted(ids: readonly RecordId[]): void
  /** Where to paste, in board units. */
  place(): Place
  zoom(): number
  style(): InkStyle
}

/** Where what one copies and pastes is the text in a field. */
const TYPING = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]'
/** Where there is no board to paste on. */
const ELSEWHERE = '[role="dialog"], [role="alertdialog"]'
/** CSS pixels at which lines of pasted text are broken. */
const PASTE_WRAP = 600

/**
 * Copies, cuts and pastes with the system's clipboard, between boards and windows. On the clipboard lie the records
 * under a type of their own and hidden in HTML, and their words as text.
 */
export class BoardClipboard {
  readonly #page: Document
  readonly #context: ClipboardContext
  readonly #abort = new AbortController()
  readonly #refused = new Emitter<string>()
  /** Whether the middle button was the last thing that was pressed. */
  #byMiddle = false

  constructor(page: Document, context: ClipboardContext) {
    this.#page = page
    this.#context = context
    const { signal } = this.#abort
    page.addEventListener('copy', (event) => this.#onCopy(event), { signal })
    page.addEventListener('cut', (event) => this.#onCut(event), { signal })
    page.addEventListener('paste', (event) => this.#onPaste(event), { signal })
    // Where the middle button pastes what is marked anywhere on the system, it does so too when it has moved the board.
    const note = (event: Event): void => void (this.#byMiddle = event instanceof MouseEvent && event.button === 1)
    for (const type of ['pointerdown', 'pointerup', 'keydown'])
      page.addEventListener(type, note, { signal, capture: true })
  }

  /** What could not be copied or pasted, and why, in a sentence. */
  onRefused(listener: (sentence: string) => void): Dispose {
    return this.#refused.on(listener)
  }

  /** Copies what is selected, from within what a person just did. */
  copy(): void {
    this.#command('copy')
  }

  cut(): void {
    this.#command('cut')
  }

  /** Pastes at a place what lies on the clipboard, if the browser lets a page read it. */
  async paste(at: Place): Promise<void> {
    const { clipboard } = this.#page.defaultView?.navigator ?? {}
    try {
      const items = (await clipboard?.read?.()) ?? []
      for (const type of ['text/html', 'text/plain']) {
        const item = items.find(({ types }) => types.includes(type))
        if (item === undefined) continue
        const text = await (await item.getType(type)).text()
        if (this.#pasteAs(type, text, at)) return
      }
      if (items.length === 0) throw new DOMException('Nothing there', 'NotAllowedError')
    } catch (cause) {
      this.refuse(
        cause instanceof AppError
          ? cause
          : new AppError(
              'clipboard/unavailable',
              'The menu may not read the clipboard. Press Ctrl+V instead.',
              {},
              cause,
            ),
      )
    }
  }

  /** Puts a file on the clipboard. @param file may still be in the making */
  async copyFile(type: string, file: Promise<Blob>): Promise<void> {
    try {
      await this.#page.defaultView?.navigator.clipboard.write([new ClipboardItem({ [type]: file })])
    } catch (cause) {
      this.refuse(await whyNotCopied(file, cause))
    }
  }

  /** Puts text on the clipboard. */
  async copyText(text: Promise<string>): Promise<void> {
    const file = text.then((words) => new Blob([words], { type: 'text/plain' }))
    await this.copyFile('text/plain', file)
  }

  dispose(): void {
    this.#abort.abort()
  }

  #command(command: 'copy' | 'cut'): void {
    // The only way to reach the clipboard with a type of one's own, and from pages that are not secure.
    if (!this.#page.execCommand(command)) {
      this.refuse(
        new AppError('clipboard/unavailable', 'The menu may not write to the clipboard. Press Ctrl+C instead.'),
      )
    }
  }

  #onCopy(event: ClipboardEvent): boolean {
    const records = this.#context.selected().toSorted(comparePaintOrder)
    if (records.length === 0 || event.clipboardData === null || this.#isElsewhere(event)) return false
    event.preventDefault()
    if (records.length > MAX_COPIED) {
      this.refuse(tooLarge())
      return false
    }
    const json = writeClipboard(records, this.#context.groups.scopeOf(records))
    const words = wordsOf(records)
    event.clipboardData.setData(CLIPBOARD_TYPE, json)
    event.clipboardData.setData('text/html', clipboardHtml(json, words))
    if (words !== '') event.clipboardData.setData('text/plain', words)
    return true
  }

  #onCut(event: ClipboardEvent): void {
    if (this.#onCopy(event)) this.#context.editing.remove(this.#context.selected().map(({ id }) => id))
  }

  #onPaste(event: ClipboardEvent): void {
    const data = event.clipboardData
    if (data === null || event.defaultPrevented || this.#isElsewhere(event)) return
    if (this.#byMiddle) return event.preventDefault()
    const at = this.#context.place()
    for (const type of [CLIPBOARD_TYPE, 'text/html', 'text/plain']) {
      const text = data.getData(type)
      if (text === '' || (type === 'text/plain' && data.files.length > 0)) continue
      try {
        if (!this.#pasteAs(type, text, at)) continue
      } catch (error) {
        this.refuse(error)
      }
      event.preventDefault()
      return
    }
  }

  /** Answers whether there was something to paste. */
  #pasteAs(type: string, text: string, at: Place): boolean {
    if (type === 'text/plain') return this.#pasteWords(text, at)
    const json = type === 'text/html' ? clipboardInHtml(text) : text
    if (json === null) return false
    this.#pasteRecords(readClipboard(json), at)
    return true
  }

  #pasteRecords(records: readonly BoardRecord[], at: Place): void {
    const box = extentOf(records)
    if (box === null) return
    const { room, editing } = this.#context
    const dx = at.x - (box.minX + box.maxX) / 2
    const dy = at.y - (box.minY + box.maxY) / 2
    const copies = copiesOf(room, records, { dx, dy, scope: '' })
    editing.put(copies)
    this.#context.pasted(copies.map(({ id }) => id))
  }

  #pasteWords(words: string, at: Place): boolean {
    const text = words.toWellFormed().replaceAll('\0', '').trim()
    if (text === '') return false
    if (text.length > LIMITS.maxTextLength) {
      const most = LIMITS.maxTextLength.toLocaleString('en')
      throw new AppError('clipboard/too-large', `This text is too long for the board. ${most} letters are the most.`)
    }
    const { editing } = this.#context
    const zoom = this.#context.zoom()
    const draft = editing.draftAt(at, this.#context.style(), zoom)
    const id = editing.keepText(editing.wrapped(draft, text, PASTE_WRAP / zoom), text)
    if (id !== null) this.#context.pasted([id])
    return true
  }

  /** Says why something could not be done. */
  refuse(error: unknown): void {
    if (!(error instanceof AppError)) throw error
    this.#refused.emit(error.message)
  }

  #isElsewhere({ target }: Event): boolean {
    if (target instanceof Element && target.closest(`${TYPING}, ${ELSEWHERE}`) !== null) return true
    // Words that are selected on the page are what is to be copied.
    return this.#page.getSelection()?.isCollapsed === false
  }
}

async function whyNotCopied(file: Promise<Blob>, cause: unknown): Promise<AppError> {
  const failed = await file.then(
    () => null,
    (error: unknown) => error,
  )
  if (failed instanceof AppError) return failed
  return new AppError(
    'clipboard/unavailable',
    'This browser does not allow that to be copied. Export it instead.',
    {},
    cause,
  )
}
