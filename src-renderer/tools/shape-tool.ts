import type { Box } from '#shared/model/bounds.ts'
import { LIMITS, type ShapeKind } from '#shared/model/properties.ts'
import { USUAL, type BoardRecord, type RecordId } from '#shared/model/records.ts'
import { onGrid } from './on-grid.ts'
import { ROUND } from './shape-style.ts'
import { strayed, type Place, type Taker, type Tool, type ToolContext, type ToolInput } from './tool.ts'

/** What is drawn by dragging a box. */
export type BoxKind = ShapeKind | 'note' | 'frame'

/** Width and height, in CSS pixels, of what a click makes. */
const USUAL_SIZE: Readonly<Record<BoxKind, readonly [number, number]>> = {
  rectangle: [160, 100],
  ellipse: [140, 140],
  diamond: [140, 140],
  triangle: [140, 120],
  star: [140, 140],
  polygon: [140, 140],
  note: [180, 180],
  frame: [640, 360],
}
/** Font size of words in shapes and notes in CSS pixels; like ink, it has this size on the screen at any zoom. */
const TEXT_SIZE = 24

interface Drawing {
  readonly id: RecordId
  readonly z: string
  readonly from: Place
  /** Whether it keeps clear of the grid. */
  readonly isFree: boolean
  readonly screen: Place
  /** What is shown by now; nothing until the pointer has strayed. */
  shown: BoardRecord | null
}

/**
 * Draws a shape, a note or a frame: as large as it is dragged, or of its usual size about where one clicks; on the grid,
 * unless Ctrl is held.
 */
export class ShapeTool implements Tool {
  readonly id: BoxKind
  readonly cursor = 'crosshair'
  readonly forPen = false
  readonly #context: ToolContext
  #drawing: Drawing | null = null

  constructor(context: ToolContext, id: BoxKind) {
    this.#context = context
    this.id = id
  }

  down(input: ToolInput): Taker {
    const { room } = this.#context
    this.#drawing = {
      id: room.newRecordId(),
      z: room.zAbove(),
      from: input.at,
      isFree: input.ctrl,
      screen: input.screen,
      shown: null,
    }
    return 'tool'
  }

  move(input: ToolInput): void {
    const drawing = this.#drawing
    if (drawing === null || (drawing.shown === null && !strayed(drawing.screen, input.screen))) return
    const from = onGrid(this.#context, { at: drawing.from, ctrl: drawing.isFree })
    drawing.shown = this.#record(drawing, boxBetween(from, onGrid(this.#context, input), input))
    this.#context.sketch([drawing.shown])
  }

  up(): void {
    const drawing = this.#drawing
    if (drawing === null) return
    this.#drawing = null
    const context = this.#context
    const zoom = context.zoom()
    const [w, h] = USUAL_SIZE[this.id]
    const record = drawing.shown ?? this.#record(drawing, this.#placed(drawing, w / zoom, h / zoom))
    context.room.edit((transaction) => transaction.put(record))
    context.sketch([])
    context.drawn(record.id)
    // Notes are there to be written on.
    if (record.type === 'note') context.editText(record.id)
  }

  cancel(): void {
    this.#drawing = null
    this.#context.sketch([])
  }

  /** A box about where one clicked. */
  #placed({ from, isFree }: Drawing, w: number, h: number): Box {
    const box = boxAbout(from, w, h)
    const { dx, dy } = isFree ? { dx: 0, dy: 0 } : this.#context.toGrid(box)
    return { minX: box.minX + dx, minY: box.minY + dy, maxX: box.maxX + dx, maxY: box.maxY + dy }
  }

  #record({ id, z }: Drawing, { minX, minY, maxX, maxY }: Box): BoardRecord {
    const context = this.#context
    const zoom = context.zoom()
    const { color, opacity, width } = context.style()
    const { fill, fillColor, dash, round, sides, noteColor } = context.figure()
    const base = { id, z, author: context.room.me.get(), x: minX, y: minY, w: maxX - minX, h: maxY - minY }
    const size = within(TEXT_SIZE / zoom, LIMITS.maxTextSize)
    if (this.id === 'frame') return { ...USUAL.frame, ...base, type: 'frame', color: 'grey' }
    if (this.id === 'note') {
      return { ...USUAL.note, ...base, type: 'note', color: noteColor, opacity, size, align: 'center' }
    }
    return {
      ...USUAL.shape,
      ...base,
      type: 'shape',
      shape: this.id,
      color,
      opacity,
      width: within(width / zoom, LIMITS.maxWidth),
      fill,
      fillColor,
      dash,
      radius: round ? ROUND / zoom : 0,
      sides,
      size,
    }
  }
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0.01, value))
}

function boxAbout({ x, y }: Place, w: number, h: number): Box {
  return { minX: x - w / 2, minY: y - h / 2, maxX: x + w / 2, maxY: y + h / 2 }
}

/** The box that is dragged: with Shift its sides are equal, with Alt the place where it began is its middle. */
export function boxBetween(from: Place, to: Place, { shift, alt }: Pick<ToolInput, 'shift' | 'alt'>): Box {
  let [dx, dy] = [to.x - from.x, to.y - from.y]
  if (shift) {
    const side = Math.max(Math.abs(dx), Math.abs(dy))
    dx = dx < 0 ? -side : side
    dy = dy < 0 ? -side : side
  }
  const start = alt ? { x: from.x - dx, y: from.y - dy } : from
  const end = { x: from.x + dx, y: from.y + dy }
  return {
    minX: Math.min(start.x, end.x),
    minY: Math.min(start.y, end.y),
    maxX: Math.max(start.x, end.x),
    maxY: Math.max(start.y, end.y),
  }
}
