import type { Box } from '#shared/model/bounds.ts'
import type { InkPoint } from '#shared/model/points.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import type { Target } from '#renderer/board/binding-targets.ts'
import { targetAt } from '#renderer/board/bindings.ts'
import { recordAt, recordsAlong, recordsInBox, shapeAround } from '#renderer/board/hit-test.ts'
import type { Grid } from '#renderer/board/grid.ts'
import { SNAP_REACH, Snapping } from '#renderer/board/snapping.ts'
import { Groups } from '#renderer/board/groups.ts'
import { SpatialIndex } from '#renderer/board/spatial-index.ts'
import type { HeldPlace } from '#renderer/tools/held-place.ts'
import type { EraserStyle, InkStyle, Place, ToolContext, ToolInput } from '#renderer/tools/tool.ts'
import { FIRST_PEN, type PenSettings } from '#renderer/tools/pen-settings.ts'
import { ManualClock } from './clock.ts'
import { FIRST_FIGURE, type FigureStyle } from '#renderer/tools/shape-style.ts'
import { MemoryRoom } from './room-view.ts'

/** What tools need, over a room in memory; remembers what was asked of it. */
export class FakeContext implements ToolContext {
  readonly room: MemoryRoom
  readonly #index = new SpatialIndex()
  readonly #groups: Groups
  scale = 1
  ink: InkStyle = { color: 'ink', width: 4, opacity: 1 }
  penSettings: PenSettings = FIRST_PEN
  readonly clock = new ManualClock()
  rubber: EraserStyle = { kind: 'whole', radius: 8 }
  figures: FigureStyle = FIRST_FIGURE
  sketched: readonly BoardRecord[] = []
  ghosts: readonly BoardRecord[] = []
  told: readonly BoardRecord[] = []
  target: BoardRecord | null = null
  held: HeldPlace | null = null
  grid: Grid = { kind: 'none', spacing: 20 }
  selected: readonly RecordId[] = []
  frame: 'handle' | 'inside' | null = null
  box: Box | null = null
  lasso: readonly Place[] | null = null
  faded: ReadonlySet<RecordId> = new Set()
  shownAhead: readonly InkPoint[] = []
  panned = { x: 0, y: 0 }
  cursor = ''
  readonly edited: RecordId[] = []
  /** What was said to be drawn. */
  readonly done: RecordId[] = []
  readonly begun: Place[] = []
  readonly wraps: number[] = []

  constructor(records: readonly BoardRecord[] = []) {
    this.room = new MemoryRoom()
    this.#groups = new Groups(this.room.store)
    this.room.store.onChange((changes) => {
      this.#index.apply(changes)
      this.#groups.apply(changes)
    })
    this.room.others(records.map((record) => [record.id, record] as const))
  }

  zoom(): number {
    return this.scale
  }

  middle(): Place {
    return { x: 640, y: 400 }
  }

  style(): InkStyle {
    return this.ink
  }

  pen(): PenSettings {
    return this.penSettings
  }

  after(ms: number, task: () => void): () => void {
    return this.clock.after(ms, task)
  }

  eraser(): EraserStyle {
    return this.rubber
  }

  figure(): FigureStyle {
    return this.figures
  }

  sketch(records: readonly BoardRecord[]): void {
    this.sketched = records
  }

  ghost(records: readonly BoardRecord[]): void {
    this.ghosts = records
  }

  tell(records: readonly BoardRecord[]): void {
    this.told = records
  }

  toGrid(box: Box): { readonly dx: number; readonly dy: number } {
    return new Snapping([], this.grid).snap(box, SNAP_REACH / this.scale)
  }

  showHeld(held: HeldPlace | null): void {
    this.held = held
  }

  showTarget(target: BoardRecord | null): void {
    this.target = target
  }

  targetAt(at: Place, radius: number): Target | null {
    return targetAt(this.#index, at, radius / this.scale)
  }

  drawn(id: RecordId): void {
    this.done.push(id)
  }

  selection(): readonly RecordId[] {
    return this.selected
  }

  select(ids: readonly RecordId[]): void {
    this.selected = ids
  }

  recordAt(at: Place, radius: number): BoardRecord | null {
    return recordAt(this.#index, at, radius / this.scale)
  }

  shapeAround(at: Place): BoardRecord | null {
    return shapeAround(this.#index, at)
  }

  recordsAlong(from: Place, to: Place, radius: number): readonly BoardRecord[] {
    return recordsAlong(this.#index, from, to, radius / this.scale)
  }

  recordsInBox(box: Box): readonly BoardRecord[] {
    return recordsInBox(this.#index, box)
  }

  frameAt(): 'handle' | 'inside' | null {
    return this.frame
  }

  showBox(box: Box | null): void {
    this.box = box
  }

  showLasso(area: readonly Place[] | null): void {
    this.lasso = area
  }

  enteredGroup(): string {
    return this.#groups.entered(this.selected.flatMap((id) => this.room.store.get(id) ?? []))
  }

  enterGroup(group: string): void {
    this.#groups.enter(group)
  }

  groupMembers(group: string): readonly RecordId[] {
    return this.#groups.membersOf(group)
  }

  fade(ids: ReadonlySet<RecordId>): void {
    this.faded = ids
  }

  preview(_stroke: RecordId | null, points: readonly InkPoint[]): void {
    this.shownAhead = points
  }

  panBy(dx: number, dy: number): void {
    this.panned = { x: this.panned.x + dx, y: this.panned.y + dy }
  }

  editText(id: RecordId): boolean {
    this.edited.push(id)
    const record = this.room.store.get(id)
    return record !== undefined && 'text' in record
  }

  beginText(at: Place, wrap = 0): void {
    this.begun.push(at)
    this.wraps.push(wrap)
  }

  setCursor(cursor: string): void {
    this.cursor = cursor
  }
}

/** A pointer at a board position on a view at 100 % whose corner is the origin. */
export function at(x: number, y: number, change: Partial<ToolInput> = {}): ToolInput {
  return {
    at: { x, y },
    screen: { x, y },
    samples: [{ x, y, pressure: 0.5 }],
    predicted: [],
    device: 'mouse',
    shift: false,
    alt: false,
    ctrl: false,
    ...change,
  }
}
