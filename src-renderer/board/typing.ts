import { Value, type Dispose, type ReadonlyValue } from '#shared/emitter.ts'
import { patched, type BoardRecord, type RecordId, type TextRecord } from '#shared/model/records.ts'
import type { RecordChange } from '#shared/model/store.ts'
import type { Clock } from '#shared/platform.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { InkStyle, Place } from '#renderer/tools/tool.ts'
import type { BoardPicture } from './board-picture.ts'
import type { Editing } from './editing.ts'
import type { Sheets } from './sheets.ts'
import type { TextLook, Typed } from './text-editing.ts'
import { LINE_HEIGHT } from './text-layout.ts'
import type { WordedRecord } from './upright-words.ts'
import { cleaned, isWorded, WordKeeping } from './word-keeping.ts'
import type { Wrapping } from './text-wrap-handles.ts'
import { FIRST_LOOK, hasLook, lookOf, ownSize, withinSizes, type ShownLook } from './text-look.ts'

/** Milliseconds after which what is typed is stored, though it goes on: so much is lost with the window at most. */
const STORE_AFTER = 500

/** What typing needs of the editor. */
export interface TypingHost {
  readonly room: RoomView
  readonly picture: BoardPicture
  readonly editing: Editing
  readonly sheets: Sheets
  readonly clock: Clock
  /** What a screen reader calls what is typed. */
  readonly label: string | undefined
  readonly zoom: () => number
  readonly style: () => InkStyle
  /** Whether the text tool is in hand. */
  readonly isTextTool: () => boolean
  readonly selected: () => readonly BoardRecord[]
  /** Typing begins: nothing else is selected. */
  readonly onBegin: () => void
  /** Typing is over; what was written, if anything is there. */
  readonly onEnd: (id: RecordId | null) => void
}

/** Words on the board: writes them, changes them, and says how they look. */
export class Typing {
  readonly #host: TypingHost
  /** Of what is typed, or was typed last. */
  #keeping: WordKeeping | null = null
  readonly #abort = new AbortController()
  readonly #stop: Dispose
  /** Where what was typed last is kept. */
  #written: RecordId | null = null
  /** Cancels the storing of what is typed. */
  #storing: (() => void) | null = null
  /** Cancels the opening of words that are to go on elsewhere, or had no place. */
  #reopening: (() => void) | null = null
  /** Whether it was said that there is no place. */
  #isTold = false
  readonly #next = new Value<TextLook>(FIRST_LOOK)
  readonly #look = new Value<ShownLook | null>(null)
  readonly #isOpen = new Value(false)

  /** How words to come will look. */
  readonly next: ReadonlyValue<TextLook> = this.#next
  /** How the words that are typed or selected look, or those that the text tool will write; null for none. */
  readonly look: ReadonlyValue<ShownLook | null> = this.#look
  readonly isOpen: ReadonlyValue<boolean> = this.#isOpen

  constructor(host: TypingHost) {
    this.#host = host
    this.#stop = host.sheets.store.onOutline(() => this.#checkPlace())
    const { signal } = this.#abort
    const page = host.picture.root.ownerDocument
    // A page that is hidden may never be seen again.
    page.addEventListener('visibilitychange', () => page.hidden && this.#store(), { signal })
    page.defaultView?.addEventListener('pagehide', () => this.#store(), { signal })
  }

  /** Ends the typing; words that have no place even now are gone. */
  dispose(): void {
    this.#stop()
    this.#abort.abort()
    this.#host.picture.handles.typing?.finish()
    this.#reopening?.()
  }

  /** Opens the words of a text, shape, note or frame. Does nothing for what has none, or is locked. */
  edit(id: RecordId): boolean {
    const record = this.#host.room.store.get(id)
    if (record === undefined || !isWorded(record) || record.locked) return false
    this.#open(record)
    return true
  }

  /** The same for what is selected alone. */
  editSelected(): boolean {
    const [only, ...rest] = this.#host.selected()
    return only !== undefined && rest.length === 0 && this.edit(only.id)
  }

  /** A key with a letter was pressed: a note that is selected alone takes it after its words. */
  typeInto(): boolean {
    const [only, ...rest] = this.#host.selected()
    if (only?.type !== 'note' || rest.length > 0 || !this.edit(only.id)) return false
    this.#host.picture.handles.typing?.goToEnd()
    return true
  }

  /**
   * Opens a new text whose first line runs through the place.
   *
   * @param wrap where its lines are broken, in board units; then the place is its top left corner
   */
  begin(at: Place, wrap = 0): void {
    const { sheets, editing, style, zoom } = this.#host
    if (sheets.barrier.get() !== null) return sheets.refuseToDraw()
    const next = this.#next.get()
    const size = withinSizes(next.size / zoom())
    const h = size * LINE_HEIGHT
    const draft = editing.draftAt(at, style(), zoom())
    this.#open({ ...draft, ...next, size, wrap, w: wrap, h, y: wrap > 0 ? at.y : at.y - h / 2 })
  }

  /** Changes how the words look that are typed or selected, and those to come. Sizes are CSS pixels as seen. */
  setLook(change: Partial<TextLook>): void {
    this.#next.update((look) => ({ ...look, ...change }))
    const { picture, editing, selected, zoom } = this.#host
    const open = picture.handles.typing
    if (open !== null) {
      if (open.record.type !== 'frame') open.restyle(ownLook(open.record, change, zoom()))
    } else {
      const patches = selected()
        .filter(hasLook)
        .map((record) => [record.id, editing.measured(record, ownLook(record, change, zoom()))] as const)
      editing.patch(patches)
    }
    this.refresh()
  }

  /** What is typed into, alone; null while nothing is. */
  record(): readonly [WordedRecord] | null {
    const open = this.#host.picture.handles.typing
    return open === null ? null : [open.record]
  }

  /** Changes the ink of what is typed, and the lines around it. Answers whether anything is typed. */
  setInk({ color, opacity, width }: Partial<InkStyle>): boolean {
    const { picture, editing, zoom } = this.#host
    const open = picture.handles.typing
    if (open === null) return false
    if (color !== undefined || opacity !== undefined) {
      open.restyle({ ...(color !== undefined && { color }), ...(opacity !== undefined && { opacity }) })
    }
    if (width !== undefined) editing.restyle([open.record], { width }, zoom())
    return true
  }

  /** Breaks the lines of a text elsewhere. */
  wrap(text: TextRecord, { x, y, wrap }: Wrapping, gesture: symbol): void {
    const { room, editing } = this.#host
    room.edit((transaction) => transaction.patch(text.id, editing.measured(text, { x, y, wrap })), gesture)
  }

  /** What is selected, the tool or the zoom became another. */
  refresh(): void {
    const { picture, selected, zoom, isTextTool } = this.#host
    const open = picture.handles.typing
    const records = open === null ? selected() : [open.record]
    const look =
      lookOf(records, zoom()) ?? (open === null && records.length === 0 && isTextTool() ? this.#next.get() : null)
    if (JSON.stringify(look) !== JSON.stringify(this.#look.get())) this.#look.set(look)
  }

  /** Records changed: what is typed into may be among them. */
  follow(changes: readonly RecordChange[]): void {
    const open = this.#host.picture.handles.typing
    if (open === null || !changes.some(({ id }) => id === open.record.id)) return
    const record = this.#host.room.store.get(open.record.id)
    if (record !== undefined && isWorded(record)) open.follow(record)
    this.#checkPlace()
  }

  /** Words that can no longer be kept where they are typed go on where they can. */
  #checkPlace(): void {
    const { picture, sheets, clock } = this.#host
    const open = picture.handles.typing
    if (open === null || this.#reopening !== null || this.#keeping?.isStuck(open.typed) !== true) return
    if (sheets.openLayer() !== null) this.#reopening = clock.after(0, () => this.#goOnElsewhere())
    else if (!this.#isTold) {
      this.#isTold = true
      this.#keeping.refuse()
    }
  }

  #goOnElsewhere(): void {
    const { picture } = this.#host
    const open = picture.handles.typing
    this.#reopening = null
    if (open === null || this.#keeping?.isStuck(open.typed) !== true) return
    // Half a letter cannot be taken along; it is looked after when it is whole.
    if (open.isComposing) return
    const { words } = open.typed
    open.finish()
    if (this.#written === null || !this.edit(this.#written)) return
    const again = picture.handles.typing
    // What is kept has no spaces at its end; whoever types goes on after them.
    if (again !== null && again.typed.words !== words) again.write(words)
    else again?.goToEnd()
  }

  #open(record: WordedRecord): void {
    const { picture, label, onBegin } = this.#host
    onBegin()
    this.#keeping = new WordKeeping(this.#host, record)
    this.#isTold = false
    picture.type(record, { onTyping: (typed) => this.#tell(typed), onDone: (typed) => this.#end(typed) })
    if (label !== undefined) picture.handles.typing?.setLabel(label)
    this.#isOpen.set(true)
    this.refresh()
  }

  #end(typed: Typed): void {
    this.#isOpen.set(false)
    this.#storing?.()
    this.#storing = null
    const kept = this.#keeping?.keep(typed) ?? { id: null }
    this.#written = kept === 'nowhere' ? null : kept.id
    if (kept === 'nowhere') this.#reopening = this.#host.clock.after(0, () => this.#reopen(typed))
    else this.#host.onEnd(kept.id)
    this.#host.picture.sketch([])
    this.refresh()
  }

  /** What has no place stays open, for as long as one looks at what is all closed. */
  #reopen(typed: Typed): void {
    const { room, sheets, picture } = this.#host
    const { record, look, words } = typed
    this.#reopening = null
    if (sheets.openLayer() !== null) return this.#end(typed)
    const now = room.store.get(record.id)
    this.#open(now !== undefined && isWorded(now) ? now : record)
    this.#isTold = true
    picture.handles.typing?.restyle(look)
    picture.handles.typing?.write(words)
  }

  #store(): void {
    const open = this.#host.picture.handles.typing
    this.#storing?.()
    this.#storing = null
    if (open === null || this.#keeping?.canStore(open.typed) !== true) return
    open.agreeOn(cleaned(open.typed))
    this.#keeping.store(open.typed)
  }

  /** Not while another types in the same place: whoever ends first is taken in by the other, word by word. */
  #storeInAWhile(): void {
    this.#storing ??= this.#host.clock.after(STORE_AFTER, () => {
      this.#storing = null
      const { room, picture } = this.#host
      const open = picture.handles.typing
      if (open === null) return
      const isShared = room.sketches.get().some(({ records }) => records.some(({ id }) => id === open.record.id))
      if (isShared || open.isComposing) this.#storeInAWhile()
      else this.#store()
    })
  }

  /** Lets others see what is typed. */
  #tell(typed: Typed): void {
    const { room, editing, picture } = this.#host
    this.#storeInAWhile()
    this.#checkPlace()
    const text = cleaned(typed)
    const record = { ...(room.store.get(typed.record.id) ?? typed.record), ...typed.look, text } as WordedRecord
    const isBlank = text === '' && record.type === 'text'
    picture.sketch([], isBlank ? [] : [patched(record, editing.measured(record, {}))])
  }
}

function ownLook(record: BoardRecord, { size, ...rest }: Partial<TextLook>, zoom: number): Partial<TextLook> {
  return size === undefined ? rest : { ...rest, size: ownSize(record, size, zoom) }
}
