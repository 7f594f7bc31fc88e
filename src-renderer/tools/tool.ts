import type { Box } from '#shared/model/bounds.ts'
import type { Ink } from '#shared/model/palette.ts'
import type { InkPoint } from '#shared/model/points.ts'
import type { ShapeKind } from '#shared/model/properties.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { RoomView } from '#shared/sync/room-view.ts'
import type { Target } from '#renderer/board/binding-targets.ts'
import type { HeldPlace } from './held-place.ts'
import type { PenSettings } from './pen-settings.ts'
import type { PenSample } from './pen-tilt.ts'
import type { FigureStyle, LineKind } from './shape-style.ts'

export type ToolId =
  | 'select'
  | 'lasso'
  | 'hand'
  | 'pen'
  | 'eraser'
  | 'text'
  | 'note'
  | 'frame'
  | 'stamp'
  | ShapeKind
  | LineKind

/** How new ink looks. */
export interface InkStyle {
  readonly color: Ink
  /** Diameter of the nib in board units at 100 % zoom; it keeps its size on the screen at any other zoom. */
  readonly width: number
  /** 0 to 1 */
  readonly opacity: number
}

/** What the eraser takes: whole things, or only the ink it passes over. */
export interface EraserStyle {
  readonly kind: 'whole' | 'part'
  /** CSS pixels from the pointer that it reaches, at any zoom. */
  readonly radius: number
}

export interface Place {
  readonly x: number
  readonly y: number
}

/** What a pointer does, as the tools see it. */
export interface ToolInput {
  /** Where it is, in board units. */
  readonly at: Place
  /** Where it is, in CSS pixels from the view's top left corner. */
  readonly screen: Place
  /** Every sample since the last input, in board units; the last one is `at`. */
  readonly samples: readonly PenSample[]
  /** Where the system expects it to be next; to be shown, never to be kept. */
  readonly predicted: readonly PenSample[]
  readonly device: 'mouse' | 'pen' | 'touch'
  readonly shift: boolean
  readonly alt: boolean
  /** Ctrl, or the command key of a Mac. */
  readonly ctrl: boolean
}

/** Who takes a gesture: the tool itself, or the handles of the selection. */
export type Taker = 'tool' | 'handles'

/**
 * A small state machine that turns what a pointer does into changes of the board. Between `down` and `up`
 * or `cancel` there are only moves of the same pointer.
 */
export interface Tool {
  readonly id: ToolId
  /** CSS cursor while nothing is pressed. */
  readonly cursor: string
  /** Whether a finger pans instead, once a pen has been seen: palms rest where pens draw. */
  readonly forPen: boolean
  down(input: ToolInput): Taker
  move(input: ToolInput): void
  up(input: ToolInput): void
  /** Ends the gesture as if it had not been. */
  cancel(): void
  doubleClick?(input: ToolInput): void
  /** The cursor where a mouse would take hold of something of the tool's own; null elsewhere. */
  cursorAt?(at: Place): string | null
  /** The pointer is over a place while nothing is pressed. */
  hover?(at: Place): void
  /** The pointer is no longer over the board. */
  leave?(): void
  /** Enter was pressed. Answers whether it meant anything to the tool. */
  enter?(): boolean
  /** An arrow key was pressed that does not move what is selected. Answers whether it meant anything to the tool. */
  nudge?(dx: number, dy: number): boolean
  /** Takes back the last part of something that takes several gestures. Answers whether there was something. */
  undo?(): boolean
  /** Delete was pressed. Answers whether it meant anything to the tool: it takes away what is selected otherwise. */
  remove?(): boolean
  /** Ends something that takes several gestures: keeps it or not. Answers whether there was something to end. */
  finish?(keep: boolean): boolean
}

/** What tools can do. The editor implements it; tools know nothing else of the board. */
export interface ToolContext {
  readonly room: RoomView
  /** CSS pixels per board unit. */
  zoom(): number
  /** The board's place in the middle of the view. */
  middle(): Place
  style(): InkStyle
  /** How the pen draws. */
  pen(): PenSettings
  eraser(): EraserStyle
  /** How new shapes, lines and notes look. */
  figure(): FigureStyle
  selection(): readonly RecordId[]
  select(ids: readonly RecordId[]): void
  /** The topmost record within so many CSS pixels. */
  recordAt(at: Place, radius: number): BoardRecord | null
  /** The innermost shape around a place that can be written in. */
  shapeAround(at: Place): BoardRecord | null
  /** Every record that a path touches with a nib of so many CSS pixels. */
  recordsAlong(from: Place, to: Place, radius: number): readonly BoardRecord[]
  recordsInBox(box: Box): readonly BoardRecord[]
  /** Whether a place is on a handle of the selection, or else inside its frame. */
  frameAt(input: ToolInput): 'handle' | 'inside' | null
  /** Shows the box that is being drawn around things. */
  showBox(box: Box | null): void
  /** Shows the area that is being drawn around things, as its corners. */
  showLasso(area: readonly Place[] | null): void
  /** What is in a group, given by the ids of the groups around it and its own, with `/` between them. */
  groupMembers(group: string): readonly RecordId[]
  /** The group that was gone into, as long as what is selected lies in it; empty for none. */
  enteredGroup(): string
  enterGroup(group: string): void
  /** Shows records as about to go. */
  fade(ids: ReadonlySet<RecordId>): void
  /** Shows points, in board units, after the end of a stroke in progress. They are gone with the next call. */
  preview(stroke: RecordId | null, points: readonly InkPoint[]): void
  /** Runs a task after so many milliseconds; the returned function cancels it. */
  after(ms: number, task: () => void): () => void
  panBy(dx: number, dy: number): void
  /** Opens the words of a text, shape, note or frame for typing. Answers whether it has any that may change. */
  editText(id: RecordId): boolean
  /** Opens a new text with its first line at the place; or, as wide as `wrap` board units, from its top left corner. */
  beginText(at: Place, wrap?: number): void
  setCursor(cursor: string): void
  /**
   * Shows records, to others too, as they would become, in place of what they are. They are gone with the next call of
   * this, `ghost` or `tell`.
   */
  sketch(records: readonly BoardRecord[]): void
  /** The same for oneself alone: what would be put down. */
  ghost(records: readonly BoardRecord[]): void
  /** The same for others alone: what oneself sees otherwise. */
  tell(records: readonly BoardRecord[]): void
  /** Shows the place of a line that was taken hold of last. */
  showHeld(held: HeldPlace | null): void
  /** Shows what an end of a line would be fastened to. */
  showTarget(target: BoardRecord | null): void
  /** What an end of a line at this place would be fastened to, within so many CSS pixels. */
  targetAt(at: Place, radius: number): Target | null
  /** How far a box, in board units, is from the grid that is shown; nothing where it is not near it. */
  toGrid(box: Box): { readonly dx: number; readonly dy: number }
  /** Something was drawn: it is selected, and the select tool is in hand. */
  drawn(id: RecordId): void
}

/** CSS pixels that a pointer may stray before a click becomes a drag. */
export const CLICK_SLOP = 4
/** CSS pixels within which ink counts as hit. */
export const HIT_RADIUS = 6
/** The same for a finger. */
export const TOUCH_HIT_RADIUS = 14

export function hitRadius(input: ToolInput): number {
  return input.device === 'touch' ? TOUCH_HIT_RADIUS : HIT_RADIUS
}

export function strayed(from: Place, to: Place): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) > CLICK_SLOP
}
