import { Emitter, Value, type Dispose } from '#shared/emitter.ts'
import { AppError } from '#shared/errors.ts'
import type { ChatMessage, Member } from '#shared/model/people.ts'
import { PointReader, PointWriter, type InkPoint } from '#shared/model/points.ts'
import { USUAL, faultOfPatch, faultOfRecord, patched, type BoardRecord, type RecordId } from '#shared/model/records.ts'
import { sketchOf } from '#shared/sync/sketches.ts'
import { MemoryBlobs } from './memory-blobs-view.ts'
import { RecordStore } from '#shared/model/store.ts'
import { TopZ } from '#shared/model/z-order.ts'
import type {
  LiveStroke,
  RemotePointer,
  RemoteSketch,
  RoomStatus,
  RoomView,
  StrokeHandle,
  StrokeStyle,
  Transaction,
} from '#shared/sync/room-view.ts'

type Entry = readonly [RecordId, BoardRecord | undefined]

/** A room in memory with one person in it, and doors for what others would do. */
export class MemoryRoom implements RoomView {
  readonly roomName = new Value('Room')
  readonly status = new Value<RoomStatus>({ kind: 'live' })
  readonly unsaved = new Value(0)
  readonly checked = new Value<string | null>(null)
  readonly me = new Value(1)
  readonly members = new Value<readonly Member[]>([{ number: 1, name: 'Me', color: 0, online: true, host: true }])
  readonly chat = new Value<readonly ChatMessage[]>([])
  readonly pointers = new Value<readonly RemotePointer[]>([])
  readonly sketches = new Value<readonly RemoteSketch[]>([])
  readonly whereabouts = new Value<ReadonlyMap<number, RecordId>>(new Map())
  readonly store = new RecordStore()
  readonly blobs = new MemoryBlobs()
  readonly canUndo = new Value(false)
  readonly canRedo = new Value(false)
  /** What `movePointer` was told, newest last. */
  readonly pointerMoves: ({ readonly x: number; readonly y: number } | null)[] = []
  /** What `sketch` was told last. */
  sketched: readonly BoardRecord[] = []
  /** How many steps of undo there are. */
  get steps(): number {
    return this.#undo.length
  }
  readonly #strokes = new Map<RecordId, LiveStroke & { readonly points: InkPoint[] }>()
  readonly #liveChanged = new Emitter<RecordId>()
  readonly live = {
    strokes: this.#strokes,
    onChange: (listener: (id: RecordId) => void): Dispose => this.#liveChanged.on(listener),
  }
  readonly #undo: Entry[][] = []
  #gesture: symbol | undefined
  readonly #redo: Entry[][] = []
  #ids = 0
  readonly #topZ = new TopZ()

  constructor(records: Iterable<BoardRecord> = []) {
    this.store.onChange((changes) => {
      for (const { after } of changes) if (after !== undefined) this.#topZ.see(after.z)
    })
    this.store.write(Array.from(records, (record) => [record.id, record] as const))
  }

  sketch(records: readonly BoardRecord[], instead: readonly BoardRecord[] = []): void {
    this.sketched = sketchOf(records, this.store) === null ? instead : records
  }

  onRefused(): Dispose {
    return () => undefined
  }

  undo(): void {
    this.#step(this.#undo, this.#redo)
  }

  redo(): void {
    this.#step(this.#redo, this.#undo)
  }

  takeBack(gesture: symbol): void {
    if (gesture !== this.#gesture) return
    this.#gesture = undefined
    this.#step(this.#undo, [])
  }

  edit(change: (transaction: Transaction) => void, gesture?: symbol): void {
    const after = new Map<RecordId, BoardRecord | undefined>()
    const now = (id: RecordId): BoardRecord | undefined => (after.has(id) ? after.get(id) : this.store.get(id))
    change({
      put: (record) => {
        check(faultOfRecord(record))
        after.set(record.id, record)
      },
      patch: (id, patch) => {
        const record = now(id)
        if (record === undefined) return
        check(faultOfPatch(record.type, patch))
        after.set(id, patched(record, patch))
      },
      remove: (id) => after.set(id, undefined),
      replace: (id, records) => {
        if (now(id) === undefined) return
        for (const record of records) {
          check(faultOfRecord(record))
          after.set(record.id, record)
        }
        after.set(id, undefined)
      },
    })
    const before = gesture !== undefined && gesture === this.#gesture ? (this.#undo.pop() ?? []) : []
    this.#write(Array.from(after), this.#undo)
    // What was there first is what undoing brings back.
    this.#undo.push(Array.from(new Map([...(this.#undo.pop() ?? []), ...before])))
    this.#gesture = gesture
    this.#redo.length = 0
  }

  /** Does what somebody else would do: no step of undo. */
  others(entries: readonly Entry[]): void {
    this.store.write(entries)
  }

  beginStroke(style: StrokeStyle, origin: { readonly x: number; readonly y: number }): StrokeHandle {
    const id = this.newRecordId()
    const writer = new PointWriter(style.unit, style.pressure)
    const reader = new PointReader(style.unit, style.pressure)
    const points: InkPoint[] = []
    const { x, y } = origin
    this.#strokes.set(id, { ...style, id, author: this.me.get(), x, y, points })
    const end = (): void => {
      this.#strokes.delete(id)
      this.#liveChanged.emit(id)
    }
    return {
      id,
      append: (more) => {
        for (const point of more) writer.add({ x: point.x - x, y: point.y - y, pressure: point.pressure })
        reader.read(writer.take(), points)
        this.#liveChanged.emit(id)
      },
      commit: () => {
        if (writer.count > 0) {
          const place = { x, y, z: this.zAbove(), author: this.me.get() }
          this.edit((t) => t.put({ ...USUAL.stroke, ...style, ...place, id, type: 'stroke', points: writer.all() }))
        }
        end()
      },
      cancel: end,
    }
  }

  zAbove(): string {
    return this.#topZ.above()
  }

  newRecordId(): RecordId {
    this.#ids += 1
    return `new${this.#ids}`
  }

  say(): void {
    throw new AppError('room/closed', 'Nobody else is here.')
  }

  renameRoom(name: string): void {
    this.roomName.set(name)
  }

  movePointer(position: { readonly x: number; readonly y: number } | null): void {
    this.pointerMoves.push(position)
  }

  #step(from: Entry[][], to: Entry[][]): void {
    const entries = from.pop()
    if (entries !== undefined) this.#write(entries, to)
  }

  #write(entries: readonly Entry[], inverse: Entry[][]): void {
    inverse.push(entries.map(([id]) => [id, this.store.get(id)] as const))
    this.store.write(entries)
    this.canUndo.set(this.#undo.length > 0)
    this.canRedo.set(this.#redo.length > 0)
  }
}

function check(fault: string | null): void {
  if (fault !== null) throw new AppError('room/invalid', fault)
}
