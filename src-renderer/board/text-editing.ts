import type { Canvas } from 'fabric'
import { toLocal } from '#shared/model/bounds.ts'
import { cssOfInk, type Theme } from '#shared/model/palette.ts'
import type { BoardRecord, TextRecord } from '#shared/model/records.ts'
import { grown } from './text-anchor.ts'
import { keepsTyping } from './keeps-typing.ts'
import { familyOf, inkOfWords, layOutRecord, weightOf, wordsOf, type Words } from './text-layout.ts'
import type { WordedRecord } from './upright-words.ts'
import { enterInList } from './text-lists.ts'
import { mergeWords } from './text-merge.ts'
import { TextObject } from './text-object.ts'

/** A new text before it is measured. */
export type TextDraft = Omit<TextRecord, 'w' | 'h'>

/** How words look, which can change while they are typed. */
export type TextLook = Pick<Words, 'font' | 'size' | 'weight' | 'align'>

/** The same, and their ink. */
export type TypedLook = TextLook & Pick<TextRecord, 'color' | 'opacity'>

/** What came of typing. */
export interface Typed {
  /** As it was when typing ended, with what changed of its look. */
  readonly record: WordedRecord
  /** What others wrote in the meantime is in them. */
  readonly words: string
  /** Whether anything was typed or restyled at all. */
  readonly hasTyped: boolean
  readonly look: Partial<TypedLook>
}

/** Who hears of typing. */
export interface Typist {
  /** What would come of it now. */
  onTyping(typed: Typed): void
  /** Called once. */
  onDone(typed: Typed): void
}

export interface TextEditingHost extends Typist {
  /** Where the hidden input goes that takes the keys, and what takes them afterwards. */
  readonly container: HTMLElement
  readonly theme: Theme
  readonly accent: string
  /** The record as it is seen at the present zoom. */
  seen(record: WordedRecord): WordedRecord
}

/** The words of one record that are being typed, in their place on the board. */
export class TextEditing {
  readonly #object: TextObject
  readonly #canvas: Canvas
  readonly #host: TextEditingHost
  #record: WordedRecord
  #bare: BoardRecord
  #base: string
  #look: Partial<TypedLook> = {}
  #others: string | null = null
  #hasTyped = false
  #over = false
  /** Whether the keys went elsewhere in the page. */
  #left = false
  readonly #abort = new AbortController()

  constructor(canvas: Canvas, record: WordedRecord, host: TextEditingHost) {
    this.#canvas = canvas
    this.#host = host
    this.#record = record
    this.#bare = withoutWords(record)
    this.#base = record.text
    const { font, weight } = wordsOf(record)
    this.#object = new TextObject(record.text, {
      layout: (text) => layOutRecord(canvas.getContext(), { ...host.seen(this.#record), text }),
      words: { font, weight },
      fontFamily: familyOf(font),
      fontWeight: weightOf(weight),
      fill: cssOfInk(inkOfWords(record), host.theme),
      opacity: record.opacity,
      cursorColor: host.accent,
    })
    this.#object.hiddenTextareaContainer = host.container
    this.#object.place(host.seen(record))
    canvas.add(this.#object)
    canvas.setActiveObject(this.#object)
    this.#object.on('changed', () => {
      this.#object.place(host.seen(this.#record))
      this.#tell()
    })
    this.#object.on('editing:exited', () => this.#end())
    this.#object.enterEditing()
    this.#object.selectAll()
    this.#listen()
  }

  /** The record whose words are typed. */
  get record(): WordedRecord {
    return this.#record
  }

  /** What would come of it if typing ended now. */
  get typed(): Typed {
    const [record, look, hasTyped, words] = [this.#record, this.#look, this.#hasTyped, this.#object.text]
    if (this.#others === null) return { record, look, words, hasTyped }
    return { record, look, words: mergeWords(this.#base, words, this.#others).text, hasTyped }
  }

  /** Whether a letter is being composed of several keys. */
  get isComposing(): boolean {
    return this.#object.isComposing
  }

  /** These words of those that are typed are about to be the record's. */
  agreeOn(words: string): void {
    this.#base = words
  }

  /** What is painted below the words: the record without them. */
  get bare(): BoardRecord | null {
    return this.#record.type === 'text' ? null : this.#bare
  }

  /** Names what takes the keys, for those who do not see the text. */
  setLabel(label: string): void {
    this.#object.hiddenTextarea?.setAttribute('aria-label', label)
  }

  /** Whether a screen position falls on the words, or what they are in. */
  contains(event: PointerEvent | MouseEvent): boolean {
    return this.isOnWords(event) || this.#isOnRecord(event)
  }

  isOnWords(event: PointerEvent | MouseEvent): boolean {
    return this.#object.containsPoint(this.#canvas.getScenePoint(event))
  }

  /** Puts the caret where it is nearest to a pointer beside the words. */
  aim(event: PointerEvent): void {
    this.#object.setCursorByClick(event)
    this.#object.renderCursorOrSelection()
  }

  /** Takes the keys back from what had them for a moment. */
  focus(): void {
    const input = this.#object.hiddenTextarea
    if (input === null || input === input.ownerDocument.activeElement) return
    input.focus({ preventScroll: true })
    this.#object.initDelayedCursor(true)
  }

  /** Puts the caret after the last letter. */
  goToEnd(): void {
    this.#object.goToEnd()
  }

  /** Puts other words in the place of all that are there. */
  write(words: string): void {
    const input = this.#object.hiddenTextarea
    if (input === null) return
    input.value = words
    input.setSelectionRange(words.length, words.length)
    this.#updated()
    this.#tell()
  }

  /** Changes how the words look. */
  restyle(look: Partial<TypedLook>): void {
    this.#look = { ...this.#look, ...look }
    const before = this.#record
    const { w, h } = this.#object.laidOut
    this.#take({ ...before, ...(before.type === 'text' && { ...grown(before, w), w, h }), ...look })
    this.#hasTyped ||= Object.keys(look).length > 0
    this.#host.onTyping(this.typed)
  }

  /**
   * Follows the record: it may have been moved, and others may have changed its words. Both stay what is being
   * typed.
   */
  follow(record: WordedRecord): void {
    this.#others = record.text
    if (this.#record.type !== record.type) return
    this.#take({ ...record, ...this.#look })
    this.#merge()
  }

  /** Ends the typing; `onDone` hears the words. */
  finish(): void {
    if (this.#object.isEditing) this.#object.exitEditing()
  }

  #listen(): void {
    const input = this.#object.hiddenTextarea
    input?.addEventListener('blur', ({ relatedTarget }) => {
      if (!keepsTyping(relatedTarget)) this.#leave(relatedTarget)
    })
    // From what keeps the typing, the keys may go on to what does not.
    input?.ownerDocument.addEventListener(
      'focusin',
      ({ target }) => {
        if (target !== input && !keepsTyping(target)) this.#leave(target)
      },
      { signal: this.#abort.signal },
    )
    input?.addEventListener('compositionend', () => this.#merge())
    input?.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return
      if (this.#record.type === 'frame' || event.ctrlKey || event.metaKey) {
        event.preventDefault()
        this.finish()
      } else if (!event.shiftKey) this.#enter(event, input)
    })
  }

  /** @param to what takes the keys; null where nothing does */
  #leave(to: EventTarget | null): void {
    this.#left = to !== null
    this.finish()
  }

  #enter(event: KeyboardEvent, input: HTMLTextAreaElement): void {
    const change = enterInList(input.value, input.selectionStart, input.selectionEnd)
    if (change === null) return
    event.preventDefault()
    input.setRangeText(change.text, change.from, change.to, 'end')
    this.#object.onInput.call(this.#object as TextObject & { hiddenTextarea: HTMLTextAreaElement }, event)
  }

  #take(record: WordedRecord): void {
    this.#record = record
    this.#bare = withoutWords(record)
    const { font, weight } = wordsOf(record)
    this.#object.words = { font, weight }
    this.#object.set({
      fontFamily: familyOf(font),
      fontWeight: weightOf(weight),
      fill: cssOfInk(inkOfWords(record), this.#host.theme),
      opacity: record.opacity,
    })
    this.#object.initDimensions()
    this.#object.place(this.#host.seen(record))
    this.#canvas.requestRenderAll()
  }

  /** Takes in what others wrote, unless a letter is being composed of several keys at the moment. */
  #merge(): void {
    const input = this.#object.hiddenTextarea
    if (this.#others === null || input === null || this.#object.isComposing) return
    const others = this.#others
    this.#others = null
    if (others === this.#base) return
    const { text, placeOf } = mergeWords(this.#base, input.value, others)
    this.#base = others
    if (text === input.value) return
    const [start, end] = [placeOf(input.selectionStart), placeOf(input.selectionEnd)]
    input.value = text
    input.setSelectionRange(start, end)
    this.#updated()
  }

  #updated(): void {
    this.#object.updateFromTextArea()
    this.#object.place(this.#host.seen(this.#record))
    this.#canvas.requestRenderAll()
  }

  #end(): void {
    if (this.#over) return
    this.#over = true
    this.#abort.abort()
    const { typed } = this
    this.#canvas.remove(this.#object)
    this.#canvas.requestRenderAll()
    this.#host.onDone(typed)
    // What took the keys is gone; the board takes them again.
    if (!this.#left) this.#host.container.focus({ preventScroll: true })
  }

  #tell(): void {
    this.#hasTyped = true
    this.#host.onTyping(this.typed)
  }

  #isOnRecord(event: PointerEvent | MouseEvent): boolean {
    if (this.#record.type === 'text' || this.#record.type === 'frame') return false
    const { x, y } = this.#canvas.getScenePoint(event)
    const at = toLocal(this.#record, x, y)
    return at.x >= 0 && at.y >= 0 && at.x <= this.#record.w && at.y <= this.#record.h
  }
}

function withoutWords(record: WordedRecord): BoardRecord {
  return { ...record, text: '' }
}
