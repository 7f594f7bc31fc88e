import { IText, Point, type ITextProps } from 'fabric'
import { toBoard } from '#shared/model/bounds.ts'
import { grown } from './text-anchor.ts'
import { letters } from './text-breaking.ts'
import { fillWords, LAYOUT_SIZE, LINE_HEIGHT, type LaidOut, type Words } from './text-layout.ts'
import { axesOfWords, type WordedRecord } from './upright-words.ts'

/** Fabric's own height of a line, in font sizes, which its `lineHeight` multiplies. */
const FABRIC_LINE = 1.13

/** Lays out words as the painter will once they are at rest. */
export type Layout = (text: string) => LaidOut

export interface TextObjectOptions extends Partial<ITextProps> {
  readonly layout: Layout
  readonly words: Pick<Words, 'font' | 'weight'>
  readonly cursorColor: string
}

/**
 * Words that are typed on the Fabric canvas. Fabric has the keys, the caret and what is selected; where each
 * letter stands comes from the painter's own layout, so that nothing stirs when typing begins or ends.
 */
export class TextObject extends IText {
  static override type = 'BoardText'
  // Given as options and not made private: Fabric lays the text out before its constructor is over.
  declare layout: Layout
  declare words: Pick<Words, 'font' | 'weight'>
  declare laidOut: LaidOut

  constructor(text: string, options: TextObjectOptions) {
    const all: Partial<ITextProps> & Pick<IText, 'cursorWidth' | 'cursorColor' | 'editingBorderColor'> = {
      ...options,
      originX: 'center',
      originY: 'center',
      fontSize: LAYOUT_SIZE,
      lineHeight: LINE_HEIGHT / FABRIC_LINE,
      strokeWidth: 0,
      objectCaching: false,
      hasControls: false,
      hasBorders: false,
      lockMovementX: true,
      lockMovementY: true,
      cursorWidth: 2,
      editingBorderColor: 'transparent',
    }
    super(text, all)
  }

  /** Whether a letter is being composed of several keys. */
  get isComposing(): boolean {
    return this.inCompositionMode
  }

  /** Puts the caret after the last letter. */
  goToEnd(): void {
    const end = this._text.length
    this.setSelectionEnd(end)
    this.setSelectionStart(end)
  }

  /** Puts the words where they belong in a record. */
  place(record: WordedRecord): void {
    const { left, top, w, h, size } = this.laidOut
    const k = size / LAYOUT_SIZE
    const axes = axesOfWords(record.type === 'text' ? { ...record, ...grown(record, w), w, h } : record)
    const middle = toBoard(axes, left + w / 2, top + h / 2)
    this.set({
      angle: (axes.rotation * 180) / Math.PI,
      scaleX: axes.scaleX * k,
      scaleY: axes.scaleY * k,
    })
    this.setPositionByOrigin(new Point(middle.x, middle.y), 'center', 'center')
    this.setCoords()
    if (this.hiddenTextarea) this.updateTextareaPosition()
  }

  override _splitText(): ReturnType<IText['_splitText']> {
    this.laidOut = this.layout(this.text)
    return super._splitText()
  }

  override _splitTextIntoLines(text: string): ReturnType<IText['_splitTextIntoLines']> {
    const { rows } = text === this.text ? this.laidOut : this.layout(text)
    const graphemeLines = rows.map((row) => letters(row.text))
    const last = rows.length - 1
    return {
      lines: rows.map((row) => row.text),
      graphemeLines,
      _unwrappedLines: text.split('\n').map(letters),
      graphemeText: graphemeLines.flatMap((line, i) => (rows[i]?.ends === true && i < last ? [...line, '\n'] : line)),
    }
  }

  override isEndOfWrapping(lineIndex: number): boolean {
    return this.laidOut.rows[lineIndex]?.ends ?? true
  }

  override missingNewlineOffset(lineIndex: number, skipWrapping?: boolean): 0 | 1 {
    return skipWrapping === true || this.isEndOfWrapping(lineIndex) ? 1 : 0
  }

  override get2DCursorLocation(
    selectionStart = this.selectionStart,
    skipWrapping?: boolean,
  ): { lineIndex: number; charIndex: number } {
    const found = super.get2DCursorLocation(selectionStart, skipWrapping)
    const { lineIndex, charIndex } = found
    // After the last letter of a broken line is before the first one of the next.
    if (skipWrapping === true || this.isEndOfWrapping(lineIndex)) return found
    return charIndex < (this._textLines[lineIndex]?.length ?? 0) ? found : { lineIndex: lineIndex + 1, charIndex: 0 }
  }

  override calcTextWidth(): number {
    // For the bounds of all letters, which Fabric measures only now.
    super.calcTextWidth()
    return (this.laidOut.w * LAYOUT_SIZE) / this.laidOut.size
  }

  override calcTextHeight(): number {
    return this.laidOut.rows.length * LINE_HEIGHT * LAYOUT_SIZE
  }

  override _getLineLeftOffset(lineIndex: number): number {
    const { left, size } = this.laidOut
    return (((this.laidOut.rows[lineIndex]?.x ?? left) - left) * LAYOUT_SIZE) / size
  }

  /** The letters of an item's marker fill the room before the item's own words. */
  override _measureLine(lineIndex: number): { width: number; numOfSpaces: number } {
    const measured = super._measureLine(lineIndex)
    const row = this.laidOut.rows[lineIndex]
    const bounds = this.__charBounds[lineIndex]
    if (row === undefined || row.marker === null || bounds === undefined) return measured
    const wordsAt = ((row.marker.wordsAt - row.x) * LAYOUT_SIZE) / this.laidOut.size
    const first = bounds[row.marker.length]
    const step = wordsAt / row.marker.length
    const shift = wordsAt - (first?.left ?? 0)
    bounds.forEach((bound, i) => {
      if (i >= row.marker!.length) bound.left += shift
      else Object.assign(bound, { left: i * step, width: step, kernedWidth: step })
    })
    return { ...measured, width: measured.width + shift }
  }

  override _renderTextFill(ctx: CanvasRenderingContext2D): void {
    const { left, top, size, lines } = this.laidOut
    const k = size / LAYOUT_SIZE
    const own = lines.map((line) => ({ ...line, x: (line.x - left) / k, y: (line.y - top) / k }))
    ctx.save()
    this._setFillStyles(ctx, this)
    ctx.translate(this._getLeftOffset(), this._getTopOffset())
    fillWords(ctx, this.words, { size: LAYOUT_SIZE, lines: own })
    ctx.restore()
  }
}
