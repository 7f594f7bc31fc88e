import type { Box } from '#shared/model/bounds.ts'
import type { InkPoint } from '#shared/model/points.ts'
import type { BoardRecord, RecordId } from '#shared/model/records.ts'
import { recordAt, recordsAlong, recordsInBox } from '#renderer/board/hit-test.ts'
import { SpatialIndex } from '#renderer/board/spatial-index.ts'
import type { EraserStyle, InkStyle, Place, ToolContext, ToolInput } from '#renderer/tools/tool.ts'
import { MemoryRoom } from './room-view.ts'

/** What tools need, over a room in memory; remembers what was asked of it. */
export class FakeContext implements ToolContext {
  readonly room: MemoryRoom
  readonly #index = new SpatialIndex()
  scale = 1
  ink: InkStyle = { color: 'ink', width: 4, opacity: 1 }
  rubber: EraserStyle = { kind: 'whole', radius: 8 }
  selected: readonly RecordId[] = []
  frame: 'handle' | 'inside' | null = null
  box: Box | null = null
  faded: ReadonlySet<RecordId> = new Set()
  shownAhead: readonly InkPoint[] = []
  panned = { x: 0, y: 0 }
  cursor = ''
  readonly edited: RecordId[] = []
  readonly begun: Place[] = []

  constructor(records: readonly BoardRecord[] = []) {
    this.room = new MemoryRoom()
    this.room.store.onChange((changes) => this.#index.apply(changes))
    this.room.others(records.map((record) => [record.id, record] as const))
  }

  zoom(): number {
    return this.scale
  }

  style(): InkStyle {
    return this.ink
  }

  eraser(): EraserStyle {
    return this.rubber
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

  fade(ids: ReadonlySet<RecordId>): void {
    this.faded = ids
  }

  preview(_stroke: RecordId | null, points: readonly InkPoint[]): void {
    this.shownAhead = points
  }

  panBy(dx: number, dy: number): void {
    this.panned = { x: this.panned.x + dx, y: this.panned.y + dy }
  }

  editText(id: RecordId): void {
    this.edited.push(id)
  }

  beginText(at: Place): void {
    this.begun.push(at)
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
    ...change,
  }
}
