import { Emitter, type Dispose } from '#shared/emitter.ts'
import { AppError } from '#shared/errors.ts'
import { mediaTypeOf, MEDIA_TYPES, type BlobHash } from '#shared/model/blobs.ts'
import { LIMITS } from '#shared/model/properties.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { InkStyle, Place } from '#renderer/tools/tool.ts'
import { isExcalidrawText } from '#renderer/import/read-excalidraw.ts'
import { hashesIn } from '#renderer/pictures/picture-files.ts'
import { extentOf } from './alignment.ts'
import {
  CLIPBOARD_TYPE,
  clipboardHtml,
  clipboardInHtml,
  filesInClipboard,
  MAX_COPIED,
  readClipboard,
  tooLarge,
  wordsOf,
  writeClipboard,
} from './clipboard-format.ts'
import { copiesOf } from './copying.ts'
import type { Editing } from './editing.ts'
import { withoutContents } from './frame-contents.ts'
import type { Groups } from './groups.ts'

/** What the clipboard needs of the editor. */
export interface ClipboardContext {
  readonly room: RoomView
  readonly groups: Groups
  readonly editing: Editing
  selected(): readonly BoardRecord[]
  /** What is selected and what lies in frames among it, bottom first. */
  taken(): readonly BoardRecord[]
  /** What was pasted is selected, and can be moved at once. */
  pasted(ids: readonly RecordId[]): void
  /** Where to paste, in board units. */
  place(): Place
  /** Has the page hear a `paste` event, as a desktop window can; null elsewhere. */
  readonly hearPaste: (() => void) | null
  zoom(): number
  style(): InkStyle
  /** Puts pictures on the board. */
  placePictures(files: readonly Blob[], at: Place): void
}

/** What another program wrote of a drawing, and where it was pasted, in board units. */
export interface PastedDrawing {
  readonly words: string
  readonly at: Place
}

/** Where what one copies and pastes is the text in a field. */
const TYPING = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]'
/** Where there is no board to paste on. */
const ELSEWHERE = '[role="dialog"], [role="alertdialog"]'
/** Bytes of the files of pictures that go along, and inside of HTML, where they take up twice as much. */
const MOST_FILE_BYTES = 48 * 1024 * 1024
const MOST_FILE_BYTES_IN_HTML = 8 * 1024 * 1024
/** Letters within which text says that it is a drawing. */
const HEAD = 4096
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
  readonly #drawing = new Emitter<PastedDrawing>()
  /** Whether the middle button was the last thing that was pressed. */
  #byMiddle = false
  /** Where the paste that is on its way from the desktop's shell is to go. */
  #pasteAt: Place | null = null

  constructor(page: Document, context: ClipboardContext) {
    this.#page = page
    this.#context = context
    const { signal } = this.#abort
    page.addEventListener('copy', (event) => this.#onCopy(event), { signal })
    page.addEventListener('cut', (event) => this.#onCut(event), { signal })
    page.addEventListener('paste', (event) => this.#onPaste(event), { signal })
    // Where the middle button pastes what is marked anywhere on the system, it does so too when it has moved the board.
    const note = (event: Event): void => {
      this.#byMiddle = event instanceof MouseEvent && event.button === 1
      this.#pasteAt = null
    }
    for (const type of ['pointerdown', 'pointerup', 'keydown'])
      page.addEventListener(type, note, { signal, capture: true })
  }

  /** What could not be copied or pasted, and why, in a sentence. */
  onRefused(listener: (sentence: string) => void): Dispose {
    return this.#refused.on(listener)
  }

  /** A drawing of another program that was pasted, which is yet to be opened. */
  onDrawing(listener: (drawing: PastedDrawing) => void): Dispose {
    return this.#drawing.on(listener)
  }

  /** Copies what is selected, from within what a person just did. */
  copy(): void {
    this.#command('copy')
  }

  cut(): void {
    this.#command('cut')
  }

  /** Pastes at a place what lies on the clipboard, if the shell or the browser gives it to the page. */
  async paste(at: Place): Promise<void> {
    const { hearPaste } = this.#context
    if (hearPaste !== null) {
      this.#pasteAt = at
      return hearPaste()
    }
    const { clipboard } = this.#page.defaultView?.navigator ?? {}
    try {
      const items = (await clipboard?.read?.()) ?? []
      for (const type of ['text/html', ...MEDIA_TYPES, 'text/plain']) {
        const item = items.find(({ types }) => types.includes(type))
        if (item === undefined) continue
        if (type.startsWith('image/')) return this.#context.placePictures([await item.getType(type)], at)
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

  /** Answers whether what is selected lies on the clipboard now. */
  #onCopy(event: ClipboardEvent): boolean {
    const selected = this.#context.selected()
    if (selected.length === 0 || event.clipboardData === null || this.#isElsewhere(event)) return false
    const records = this.#context.taken()
    event.preventDefault()
    if (records.length > MAX_COPIED) {
      this.refuse(tooLarge())
      return false
    }
    const scope = this.#context.groups.scopeOf(selected)
    const words = wordsOf(records)
    const json = writeClipboard(records, scope, this.#filesOf(records, MOST_FILE_BYTES))
    event.clipboardData.setData(CLIPBOARD_TYPE, json)
    const inHtml = writeClipboard(records, scope, this.#filesOf(records, MOST_FILE_BYTES_IN_HTML))
    event.clipboardData.setData('text/html', clipboardHtml(inHtml, words))
    if (words !== '') event.clipboardData.setData('text/plain', words)
    return true
  }

  #onCut(event: ClipboardEvent): void {
    if (this.#onCopy(event)) this.#context.editing.remove(this.#context.taken().map(({ id }) => id))
  }

  #onPaste(event: ClipboardEvent): void {
    const data = event.clipboardData
    if (data === null || event.defaultPrevented || this.#isElsewhere(event)) return
    if (this.#byMiddle) return event.preventDefault()
    const at = this.#pasteAt ?? this.#context.place()
    this.#pasteAt = null
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
    const files = picturesAmong(data.files)
    if (files.length === 0) return
    event.preventDefault()
    this.#context.placePictures(files, at)
  }

  /** The files of pictures, for boards that do not have them, as many as there is room for. */
  #filesOf(records: readonly BoardRecord[], most: number): Map<BlobHash, Uint8Array> {
    const files = new Map<BlobHash, Uint8Array>()
    let size = 0
    for (const hash of hashesIn(records)) {
      const bytes = this.#context.room.blobs.get(hash)
      size += bytes?.length ?? 0
      if (bytes !== undefined && size <= most) files.set(hash, bytes)
    }
    return files
  }

  /** Answers whether there was something to paste. */
  #pasteAs(type: string, text: string, at: Place): boolean {
    if (type === 'text/plain') return this.#pasteWords(text, at)
    const json = type === 'text/html' ? clipboardInHtml(text) : text
    if (json === null) return false
    const records = readClipboard(json)
    this.#pasteRecords(records, at)
    void this.#pasteFiles(json, records)
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
    this.#context.pasted(withoutContents(copies).map(({ id }) => id))
  }

  /** Pictures are seen as soon as their files are unpacked. */
  async #pasteFiles(json: string, records: readonly BoardRecord[]): Promise<void> {
    const files = await filesInClipboard(json, records)
    for (const [hash, bytes] of files) this.#context.room.blobs.add(hash, bytes)
  }

  #pasteWords(words: string, at: Place): boolean {
    if (isExcalidrawText(words)) {
      this.#drawing.emit({ words, at })
      return true
    }
    // What a drawing says of how it was written was true of its file; the mark at the beginning is true of these words.
    const drawing = new Blob(['\uFEFF', words], { type: 'image/svg+xml' })
    if (words.length < MOST_FILE_BYTES && mediaTypeOf(new TextEncoder().encode(words.slice(0, HEAD))) !== null) {
      this.#context.placePictures([drawing], at)
      return true
    }
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

/** What a page may be shown of files, and is a picture by its name or type. */
function picturesAmong(files: FileList): File[] {
  return Array.from(files).filter(({ type }) => type.startsWith('image/'))
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
