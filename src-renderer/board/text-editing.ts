import { IText, type Canvas } from 'fabric'
import { cssOfInk, type Theme } from '#shared/model/palette.ts'
import type { TextRecord } from '#shared/model/records.ts'
import { LAYOUT_SIZE, LINE_HEIGHT, TEXT_FONT } from './text-layout.ts'

/** Fabric's own height of a line, in font sizes, which its `lineHeight` multiplies. */
const FABRIC_LINE = 1.13

/** What is being typed; like a record, save that its words are still changing and may be none. */
export type TextDraft = Omit<TextRecord, 'w' | 'h'>

/** One text that is being typed into, in its place on the board. */
export class TextEditing {
  readonly draft: TextDraft
  readonly #text: IText
  readonly #canvas: Canvas
  #over = false
  /** Whether the keys went elsewhere in the page. */
  #left = false

  /**
   * @param container where the hidden input goes that takes the keys, and what takes them afterwards
   * @param onDone called once, with the words as they are then
   */
  constructor(
    canvas: Canvas,
    container: HTMLElement,
    draft: TextDraft,
    theme: Theme,
    accent: string,
    onDone: (text: string) => void,
  ) {
    this.#canvas = canvas
    this.draft = draft
    const unit = draft.size / LAYOUT_SIZE
    this.#text = new IText(draft.text, {
      left: draft.x,
      top: draft.y,
      originX: 'left',
      originY: 'top',
      angle: (draft.rotation * 180) / Math.PI,
      scaleX: Math.abs(draft.scaleX) * unit,
      scaleY: Math.abs(draft.scaleY) * unit,
      flipX: draft.scaleX < 0,
      flipY: draft.scaleY < 0,
      fontFamily: TEXT_FONT,
      fontSize: LAYOUT_SIZE,
      lineHeight: LINE_HEIGHT / FABRIC_LINE,
      fill: cssOfInk(draft.color, theme),
      opacity: draft.opacity,
      strokeWidth: 0,
      objectCaching: false,
      hasControls: false,
      hasBorders: false,
      lockMovementX: true,
      lockMovementY: true,
      cursorColor: accent,
      cursorWidth: 2,
      editingBorderColor: 'transparent',
    })
    this.#text.hiddenTextareaContainer = container
    canvas.add(this.#text)
    canvas.setActiveObject(this.#text)
    this.#text.on('editing:exited', () => {
      if (this.#over) return
      this.#over = true
      const words = this.#text.text
      canvas.remove(this.#text)
      canvas.requestRenderAll()
      onDone(words)
      // What took the keys is gone; the board takes them again.
      if (!this.#left) container.focus({ preventScroll: true })
    })
    this.#text.enterEditing()
    this.#text.selectAll()
    const input = this.#text.hiddenTextarea
    input?.addEventListener('blur', ({ relatedTarget }) => {
      this.#left = relatedTarget !== null
      this.finish()
    })
  }

  /** Names what takes the keys, for those who do not see the text. */
  setLabel(label: string): void {
    this.#text.hiddenTextarea?.setAttribute('aria-label', label)
  }

  /** Whether a screen position falls on the text. */
  contains(event: PointerEvent | MouseEvent): boolean {
    return this.#text.containsPoint(this.#canvas.getScenePoint(event))
  }

  /** Ends the typing; `onDone` hears the words. */
  finish(): void {
    if (this.#text.isEditing) this.#text.exitEditing()
  }
}
